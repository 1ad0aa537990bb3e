"""Serve pictures of a shop's photos, made on first sight and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper import channels
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.listings.product import Picture
from merchant_helper.photos.cache import PictureHeld
from merchant_helper.photos.edits import NOTHING
from merchant_helper.photos.model import Photo
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.web.closing import product_of
from merchant_helper.web.db import read_session, services
from merchant_helper.web.kit_set import kit_picture as kit_picture_of
from merchant_helper.web.kit_set import made
from merchant_helper.web.page import load_page, load_shop

bp = Blueprint("pictures", __name__)

# What the pages themselves show; a channel's own rule comes from its spec.
VIEWS = {
    "small": RenditionSpec(size=360, min_size=1, quality=80),
    "large": RenditionSpec(size=1080, min_size=1, quality=85),
    "before": RenditionSpec(size=1080, min_size=1, quality=85),
    "canvas": RenditionSpec(size=1080, min_size=1, quality=85),
    "cover": RenditionSpec(size=800, min_size=1, quality=85),
}


@bp.get("/shops/<shop_id>/photos/<photo_id>/<view>.jpg")
def photo(shop_id: str, photo_id: str, view: str) -> Response:
    """Show a photo small or large, or its product on white."""
    session = read_session()
    load_shop(session, shop_id)
    found = session.get(Photo, photo_id)
    if found is None or found.shop_id != shop_id or view not in VIEWS:
        abort(404)
    store = services().files
    mask = None
    if view == "cover":
        if (kept := found.mask()) is None:
            abort(404)
        mask = store.path(kept)
    edits = found.edited()
    if view in ("before", "canvas"):
        # The photo as it came, to compare with; to draw on, with what is hidden already.
        edits = replace(NOTHING, blur=edits.blur if view == "canvas" else ())
    try:
        return _send(Picture(path=store.path(found.sha256), mask=mask, edits=edits), VIEWS[view])
    except PictureHeld:  # a mask of nothing, or of a speck
        abort(404)


@bp.get("/shops/<shop_id>/listings/<listing_id>/kit/<place>/<int:number>.jpg")
def kit_picture(shop_id: str, listing_id: str, place: str, number: int) -> Response | AnyResponse:
    """Give one picture of a kit under the name it is saved by."""
    page = load_page(read_session(), shop_id, listing_id)
    if place not in {c.id for c in channels.all_channels()}:
        abort(404)
    channel = channels.load(place)
    picture = kit_picture_of(product_of(page), channel, number)
    if picture is None:
        abort(404)
    try:
        answer = _send(picture, channel.picture)
    except PictureHeld:
        found = next(photo.id for photo in page.photos if photo.sha256 == picture.sha256)
        return redirect(url_for("pictures.photo", shop_id=shop_id, photo_id=found, view="large"))
    if request.args.get("save") == "1":
        name = f"{page.facts.sku}-{number}{channel.picture.suffix}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _send(picture: Picture, spec: RenditionSpec) -> Response:
    try:
        made_now = made(picture, spec)
    except (PhotoUnreadable, FileNotFoundError):
        abort(404)
    return send_picture(made_now, spec)


def send_picture(made_now: Path | bytes, spec: RenditionSpec) -> Response:
    """Send a picture that was made here; the browser asks each time whether it may still show it."""
    kind = f"image/{spec.format}"
    if isinstance(made_now, bytes):
        answer = Response(made_now, mimetype=kind)
    else:
        answer = send_file(made_now, mimetype=kind, conditional=True, etag=made_now.stem, max_age=0)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
