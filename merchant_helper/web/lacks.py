"""Show, place by place, what a product still lacks, each with the page that asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, url_for

from merchant_helper import channels
from merchant_helper.channels.completeness import label
from merchant_helper.issues import Issue
from merchant_helper.listings.kinds import ATTRIBUTES
from merchant_helper.web.closing import product_of
from merchant_helper.web.page import Page
from merchant_helper.web.places import all_places

# The question of the wizard that asks for a field.
_STEPS = {
    **{"photos": "photos", "name": "name", "price": "price", "unit": "price", "unit_size": "price"},
    **{"description": "about", "weight_g": "stock", "expiry": "stock", "stock": "stock"},
}


@dataclass(frozen=True)
class Lack:
    """Be one thing that is missing or not known at a place, in words, and where it is told, if anywhere."""

    text: str
    address: str | None


@dataclass(frozen=True)
class PlaceLacks:
    """Hold what one place still wants."""

    title: str
    words: str
    missing: list[Lack]
    unknown: list[Lack]


def lacks_of(page: Page) -> list[PlaceLacks]:
    """Judge a product for each place she chose."""
    found = []
    for place in all_places():
        if place.id not in page.facts.places:
            continue
        judged = channels.completeness(product_of(page, place), place)
        missing = [
            Lack(
                f"{issue.message(g.get('address'))} {issue.fix(g.get('address'))}",
                _mended_at(page, issue),
            )
            for issue in judged.missing
        ]
        unknown = [Lack(label(field), _address(page, field)) for field in judged.unknown]
        found.append(PlaceLacks(place.title(), judged.words(), missing, unknown))
    return found


def _mended_at(page: Page, issue: Issue) -> str | None:
    """Give the page where something is mended: words where one press writes them anew."""
    if issue.code.startswith("words."):
        return url_for("words.show", shop_id=page.shop.id, listing_id=page.listing.id)
    if issue.field == "name" and page.facts.title:
        return url_for("title.show", shop_id=page.shop.id, listing_id=page.listing.id)
    return _address(page, issue.field)


def _address(page: Page, field: str | None) -> str | None:
    """Give the page that asks for a field; a sheet alone tells links and barcodes."""
    if field in _STEPS:
        return page.url(_STEPS[field], change=1)
    if field in ATTRIBUTES:
        return url_for("details.show", shop_id=page.shop.id, listing_id=page.listing.id)
    return None
