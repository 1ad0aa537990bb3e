"""Clean the words of a shop's file, each by the rule of its field; what cannot be kept is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from merchant_helper.handover.profile_data import (
    AnswerData,
    IssueData,
    ListingData,
    ProfileData,
    ShopData,
    VisitData,
)
from merchant_helper.i18n import gettext
from merchant_helper.listings.told import NotTold, clean_told
from merchant_helper.shops.model import SELLS_ALREADY
from merchant_helper.text import clean_text

_WORD = re.compile(r"[^\W\d_]{1,10}")
_PLACE = re.compile(r"[a-z][a-z0-9]{0,39}")


def cleaned(data: ProfileData) -> tuple[ProfileData, int]:
    """Give the data with clean words alone, and how many answers could not be kept."""
    listings = [_listing(listing) for listing in data.listings]
    left_out = sum(
        len(before.answers) - len(after.answers)
        for before, after in zip(data.listings, listings, strict=True)
    )
    clean = {
        "shop": _shop(data.shop),
        "listings": listings,
        "program": clean_text(data.program).text,
        "visits": [_visit(visit) for visit in data.visits],
    }
    return data.model_copy(update=clean), left_out


def known_issues(issues: Iterable[IssueData]) -> list[dict[str, object]]:
    """Keep what this version has a sentence for, as the database holds it."""
    return [issue.model_dump() for issue in issues if gettext(key := f"issue:{issue.code}") != key]


def _shop(shop: ShopData) -> ShopData:
    name = clean_text(shop.name, max_length=120).text
    return shop.model_copy(
        update={
            "name": name or "–",
            "co": shop.co if _WORD.fullmatch(shop.co) else "",
            "nghin": "ngàn" if shop.nghin == "ngàn" else "nghìn",
            "places": [place for place in shop.places if _PLACE.fullmatch(place)],
            "sells_already": shop.sells_already if shop.sells_already in SELLS_ALREADY else None,
        }
    )


def _visit(visit: VisitData) -> VisitData:
    said = {
        "team": clean_text(visit.team, max_length=120).text,
        "who": clean_text(visit.who, max_length=200).text,
    }
    return visit.model_copy(update=said)


def _listing(listing: ListingData) -> ListingData:
    kept = [clean for answer in listing.answers if (clean := _answer(answer)) is not None]
    return listing.model_copy(update={"answers": kept})


def _answer(answer: AnswerData) -> AnswerData | None:
    try:
        return answer.model_copy(update={"value": clean_told(answer.field, answer.value)})
    except NotTold:
        return None
