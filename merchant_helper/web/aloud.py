"""Play a page's answers with the laptop's own voice, on the laptop alone."""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from merchant_helper.guides import aloud
from merchant_helper.i18n import in_language
from merchant_helper.web.closing import rows_of
from merchant_helper.web.db import read_session, services
from merchant_helper.web.door import on_phone
from merchant_helper.web.page import load_page

bp = Blueprint("aloud", __name__)


@bp.app_template_global()
def laptop_speaks() -> bool:
    """Tell whether this page may offer the laptop's voice."""
    return not on_phone() and aloud.program() is not None


@bp.get("/shops/<shop_id>/listings/<listing_id>/aloud.wav")
def play(shop_id: str, listing_id: str) -> Response:
    """Read all answers of a product, as its check page shows them."""
    page = load_page(read_session(), shop_id, listing_id)
    with in_language("vi"):
        text = "\n".join(f"{row.label}: {row.text}." for row in rows_of(page) if row.text)
    # Among the shop's exports, so that it goes with the shop.
    found = aloud.spoken(text, services().folder.cache / "exports" / shop_id / "aloud")
    if found is None:
        abort(404)
    answer = send_file(found, mimetype="audio/wav", conditional=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
