"""Show a product's sheet for a post office, to be printed; and hand it over as files for a stick."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, Response, abort, redirect, render_template, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper import channels
from merchant_helper.issues import blocking
from merchant_helper.web.closing import product_of
from merchant_helper.web.db import read_session
from merchant_helper.web.kit_set import kit_set
from merchant_helper.web.page import Page, load_page

bp = Blueprint("dossiers", __name__)
# The officer reads Vietnamese, whatever language the pages are in.
SPEECH = "vi"


@bp.get("/shops/<shop_id>/listings/<listing_id>/dossier/<place>")
def show(shop_id: str, listing_id: str, place: str) -> str | AnyResponse:
    """Show the sheet as it will stand on paper, with how to print it."""
    page, channel = _asked(shop_id, listing_id, place)
    product = product_of(page, channel)
    if blocking(channels.check(product, channel)):
        return redirect(page.url("kit", place=place))
    count = len(kit_set(product, channel))
    names = [_picture(page, place, number) for number in range(1, count + 1)]
    sheet = channels.sheet(product, channel, names, SPEECH, page.shop.name)
    return render_template(
        "channels/dossier.html",
        page=page,
        channel=channel,
        product=product,
        sheet=Markup(sheet),  # noqa: S704 -- every text in it was escaped
    )


@bp.get("/shops/<shop_id>/listings/<listing_id>/dossier/<place>.zip")
def download(shop_id: str, listing_id: str, place: str) -> Response | AnyResponse:
    """Send the same sheet with its pictures and a text to copy from, as one ZIP."""
    page, channel = _asked(shop_id, listing_id, place)
    product = product_of(page, channel)
    if blocking(channels.check(product, channel)):
        return redirect(page.url("kit", place=place))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in channels.dossier_files(product, channel, SPEECH, shop=page.shop.name):
            archive.writestr(f"{product.sku}/{name}", data)
    packed.seek(0)
    name = f"ho-so-{product.sku}.zip"
    answer = send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked(shop_id: str, listing_id: str, place: str) -> tuple[Page, channels.Channel]:
    """Load a listing that was looked through, and a place that takes a dossier, else answer 404."""
    page = load_page(read_session(), shop_id, listing_id)
    found = next((c for c in channels.all_channels() if c.id == place and c.has_dossier), None)
    if found is None or not page.facts.checked:
        abort(404)
    return page, found


def _picture(page: Page, place: str, number: int) -> str:
    return url_for(
        "pictures.kit_picture", shop_id=page.shop.id, listing_id=page.listing.id, place=place, number=number
    )
