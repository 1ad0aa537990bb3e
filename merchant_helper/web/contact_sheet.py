"""Show all pictures of a shop at a glance, what needs a look first, and hand them over by code in one ZIP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flask import Blueprint, Response, abort, render_template, request
from sqlalchemy.orm import Session

from merchant_helper import channels
from merchant_helper.i18n import fill, language
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import shows_the_cover
from merchant_helper.listings.goods import listings_of, photos_of, to_product
from merchant_helper.listings.model import Listing
from merchant_helper.listings.product import Product
from merchant_helper.photos.model import Photo
from merchant_helper.web.db import read_session, services
from merchant_helper.web.page import load_shop

bp = Blueprint("contact", __name__)

State = Literal["stop", "warn", "good"]
WORST: tuple[State, ...] = ("stop", "warn", "good")
ON_A_PAGE = 40
USUAL = "woocommerce"


@dataclass(frozen=True)
class Shot:
    """Be one photo on the sheet: how it is, in one word and, where it needs a look, in one sentence."""

    photo: Photo
    cut_out: bool
    state: State
    advice: str = ""


@dataclass(frozen=True)
class Strip:
    """Be one product with its photos in the owner's order."""

    listing: Listing
    facts: Facts
    shots: tuple[Shot, ...]

    @property
    def rank(self) -> int:
        """Put what needs most work first."""
        return min(WORST.index(shot.state) for shot in self.shots)


@bp.get("/shops/<shop_id>/pictures")
def show(shop_id: str) -> str:
    """Show every product's photos small, those to take again first, and the rules they can be made by."""
    session = read_session()
    shop = load_shop(session, shop_id, "export")
    channel = _chosen()
    strips = sorted(_strips(session, shop_id, channel), key=_order)
    pages = max(1, -(-len(strips) // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = strips[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return render_template(
        "channels/contact.html",
        shop=shop,
        channel=channel,
        presets=[(place, preset_lines(place)) for place in channels.all_channels()],
        strips=shown,
        example=next((strip for strip in strips if strip.facts.checked), None),
        counts={state: sum(WORST[s.rank] == state for s in strips) for state in WORST},
        total=sum(len(strip.shots) for strip in strips),
        unasked=channels.unasked(_not_looked_at(strips)),
        page=page,
        pages=pages,
    )


@bp.get("/shops/<shop_id>/pictures.zip")
def download(shop_id: str) -> Response:
    """Send all pictures by the chosen place's rule, each made while the one before is on its way."""
    session = read_session()
    load_shop(session, shop_id, "export")
    channel = _chosen()
    products = _products(session, shop_id)
    originals = request.args.get("originals") == "1"
    pieces = channels.picture_zip(products, channel, originals=originals, language=language())
    answer = Response(pieces, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="anh-{channel.id}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def preset_lines(channel: channels.Channel) -> list[str]:
    """Say in a few lines what pictures a place gets."""
    rule = channel.pictures
    frame = {
        "own": _("Cạnh dài tới {size} điểm ảnh, ảnh xóa nền có khung {ratio}."),
        "pad": _("Cạnh dài tới {size} điểm ảnh, khung {ratio}, chỗ thiếu để trắng."),
        "crop": _("Cạnh dài tới {size} điểm ảnh, khung {ratio}, cắt bớt quanh món hàng."),
    }[rule.spec.shape]
    if rule.background == "natural":
        ground = _("Không xóa nền.")
    elif rule.first == "natural":
        ground = _("Ảnh chụp thật đi trước, ảnh nền trắng theo sau.")
    elif rule.background == "white":
        ground = _("Ảnh bìa nền trắng.")
    else:
        ground = _("Ảnh bìa theo lựa chọn của chủ tiệm.")
    lines = [fill(frame, {"size": rule.size, "ratio": rule.ratio}), ground]
    kind = rule.format.upper()
    if rule.max_bytes:
        megabytes = f"{rule.max_bytes / 1_000_000:.1f}".removesuffix(".0").replace(".", ",")
        lines.append(_("Tệp {kind}, nặng nhất {megabytes} MB.", kind=kind, megabytes=megabytes))
    else:
        lines.append(_("Tệp {kind}.", kind=kind))
    if rule.max_count:
        lines.append(_("Nhiều nhất {n} ảnh một món.", n=rule.max_count))
    return lines


def _chosen() -> channels.Channel:
    """Give the place whose rule was asked for, else the usual one."""
    wanted = request.args.get("place", USUAL)
    found = next((channel for channel in channels.all_channels() if channel.id == wanted), None)
    if found is None:
        abort(404)
    return found


def _strips(session: Session, shop_id: str, channel: channels.Channel) -> list[Strip]:
    photos, strips = photos_of(session, shop_id), []
    for listing, facts in listings_of(session, shop_id):
        taken = [photos[pid] for pid in facts.photos if pid in photos]
        if taken and not facts.removed and not shows_the_cover(listing, facts):
            shots = tuple(_shot(photo, facts, channel, cover=photo is taken[0]) for photo in taken)
            strips.append(Strip(listing, facts, shots))
    return strips


def _not_looked_at(strips: list[Strip]) -> int:
    """Count the photos in which nobody looked for faces, papers and number plates."""
    return len(
        {s.photo.id for strip in strips for s in strip.shots if s.photo.id not in strip.facts.private_seen}
    )


def _order(strip: Strip) -> tuple[Any, ...]:
    return strip.rank, strip.facts.sku or "", strip.listing.number


def _shot(photo: Photo, facts: Facts, channel: channels.Channel, *, cover: bool) -> Shot:
    """Judge one photo: too small for the place, doubtful, a cut-out that needs a look, or good."""
    cut_out = facts.cover == "cutout" and photo.id == facts.cover_of and _is_cut_out(photo)
    if max(photo.width, photo.height) < channel.pictures.min_size:
        return Shot(photo, cut_out, "stop", _("Nhỏ quá cho nơi này."))
    verdict = photo.cutout.verdict if cut_out and photo.cutout else None
    doubts = [] if photo.id in facts.kept else photo.doubts(cover=cover)
    if verdict == "retake":
        return Shot(photo, cut_out, "stop", _("Xóa nền chưa được."))
    if verdict == "check":
        return Shot(photo, cut_out, "warn", _("Món hàng có bị cắt mất chỗ nào không?"))
    if doubts:
        return Shot(photo, cut_out, "warn", doubts[0].message())
    return Shot(photo, cut_out, "good")


def _is_cut_out(photo: Photo) -> bool:
    return photo.cutout is not None and photo.cutout.state == "done" and photo.cutout.mask_sha256 is not None


def _products(session: Session, shop_id: str) -> list[Product]:
    """Collect all products that have photos, also those whose words are not finished."""
    photos, store = photos_of(session, shop_id), services().files
    products = (
        to_product(facts, photos, store, listing.number)
        for listing, facts in listings_of(session, shop_id)
        if not facts.removed
    )
    return [product for product in products if product.pictures]
