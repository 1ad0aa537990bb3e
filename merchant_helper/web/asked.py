"""Know what an answer is called on a page, and where its owner changes it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from merchant_helper.i18n import gettext
from merchant_helper.i18n import mark as _
from merchant_helper.listings.traits import kind_of
from merchant_helper.web.page import Page

# The question behind a field, and the page of the wizard that asks it; none where a page of more does.
_ASKED: Mapping[str, tuple[str, str | None]] = {
    "name": (_("Tên món"), "name"),
    "title": (_("Tên đăng bán"), None),
    "special": (_("Có gì hay?"), "about"),
    "made": (_("Làm từ gì, ở đâu?"), "about"),
    "use": (_("Dùng và cất thế nào?"), "about"),
    "description": (_("Bài viết"), "about"),
    "unit": (_("Giá cho một"), "price"),
    "unit_size": (_("Cỡ (nếu có)"), "price"),
    "unit_count": (_("Bán theo chục thì một chục mấy cái"), "price"),
    "expiry": (_("Hạn dùng trên nhãn"), "stock"),
    "weight_g": (_("Cả gói nặng khoảng"), "stock"),
}


def asked(page: Page, field: str) -> tuple[str, str] | None:
    """Give the question behind a field, in words that fit such goods, and the address that asks it."""
    if field not in _ASKED:
        return None
    words, step = _ASKED[field]
    shop_id, listing_id = page.shop.id, page.listing.id
    address = (
        page.url(step, change=1) if step else url_for("title.show", shop_id=shop_id, listing_id=listing_id)
    )
    return kind_of(page.facts).prompt(field) or gettext(words), address
