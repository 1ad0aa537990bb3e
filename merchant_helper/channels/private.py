"""Keep numbers that open an account or tell who somebody is out of papers that go from hand to hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from merchant_helper.channels.model import Channel
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.text import has_card_number, search_key

ISSUE_CODES = ("channel.private_number",)
# The word and, close behind it, a number as long as such numbers are.
_TOLD = re.compile(
    r"\b(?:stk|so tk|(?:so )?tai khoan|cccd|cmnd|(?:so )?can cuoc)\b[^\d\n]{0,40}\d(?:[ .-]?\d){5,18}(?!\d)"
)


def check_private(product: Product, channel: Channel) -> Iterator[Issue]:
    """Hold a product whose words tell the number of an account, a card or an ID card; texts are tidy."""
    if not channel.has_dossier:
        return
    for field in ("name", "description", "brand", "origin"):
        text = getattr(product, field) or ""
        if has_card_number(text) or _TOLD.search(search_key(text)):
            yield Issue("channel.private_number", field, "block")
