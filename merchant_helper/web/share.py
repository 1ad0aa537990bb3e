"""Give a short post with hashtags and a picture with the price, to be shared from a phone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from PIL import Image

from merchant_helper import channels
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.listings.live import price_words
from merchant_helper.listings.matrix import variants_of
from merchant_helper.listings.sharing import hashtags
from merchant_helper.listings.write import title
from merchant_helper.photos.cache import PictureHeld
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.web.closing import product_of, variant_products
from merchant_helper.web.db import read_session
from merchant_helper.web.kit_set import made
from merchant_helper.web.page import Page, load_page

bp = Blueprint("share", __name__)
PHOTO = RenditionSpec(size=1200, min_size=1, quality=92)


@bp.get("/shops/<shop_id>/listings/<listing_id>/share")
def show(shop_id: str, listing_id: str) -> str:
    """Show the post and the picture; without a name or a price, where to tell it."""
    page = load_page(read_session(), shop_id, listing_id)
    place = _place()
    tags = hashtags(page.facts, page.shop.name)
    return render_template(
        "listings/share.html",
        page=page,
        place=place,
        places=[channels.load(one) for one in channels.SHARED],
        text=channels.caption(product_of(page), place, tags, variant_products(page)),
        has_card=bool(page.photos and page.facts.name and page.facts.price is not None),
    )


def _place() -> channels.Channel:
    wanted = request.args.get("place")
    return channels.load(wanted if wanted in channels.SHARED else channels.SHARED[0])


@bp.get("/shops/<shop_id>/listings/<listing_id>/price-card.jpg")
def card(shop_id: str, listing_id: str) -> Response:
    """Draw the picture with the price."""
    page = load_page(read_session(), shop_id, listing_id)
    product = product_of(page)
    if not product.pictures or not page.facts.name or page.facts.price is None:
        abort(404)
    try:
        photo = _opened(made(product.pictures[0], PHOTO))
    except (PhotoUnreadable, PictureHeld, FileNotFoundError):
        abort(404)
    data = channels.price_card(photo, title(page.facts), _price(page), page.facts.unit or "")
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-cache"
    if request.args.get("save") == "1":
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="{page.facts.sku or "the-gia"}-gia.jpg"'
        )
    return answer


def _price(page: Page) -> str:
    family = [facts for _one, facts in variants_of(page.session, page.listing)]
    return price_words(family or [page.facts])


def _opened(picture: Path | bytes) -> Any:
    source = io.BytesIO(picture) if isinstance(picture, bytes) else picture
    with Image.open(source) as opened:
        return opened.convert("RGB")
