"""Recall answers that may fit again, and those that fit many goods of a kind, to be tapped instead of typed.

Nothing is filled in here: what she does not tap is not told.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.listings.kinds import OF_SHEETS, Kind
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.text import format_weight, parse_weight

MOST, MOST_OF_HERS = 3, 2
# Longer than this it is no button any more.
LONGEST = 40
# A field of the page and the field of a listing that it tells.
FIELDS = {
    "special": "special",
    "made": "made",
    "use": "use",
    "unit_size": "unit_size",
    "weight": "weight_g",
    "expiry": "expiry",
}


def suggestions(session: Session, listing: Listing, kind: Kind) -> dict[str, list[str]]:
    """Give up to three answers for each field: what this shop said of its other products first."""
    hers = _said(session, listing)
    found = {}
    for name, field in FIELDS.items():
        own = _distinct(hers.get(field, ()))[:MOST_OF_HERS]
        found[name] = _distinct([*own, *kind.suggest.get(name, ())])[:MOST]
    return found


def trait_suggestions(session: Session, listing: Listing, kind: Kind) -> dict[str, list[str]]:
    """Give up to three answers for each question of a kind, what this shop said of its other goods first."""
    hers: dict[str, list[str]] = {}
    rows = session.execute(
        select(Answer.field, Answer.value)
        .join(Listing, Answer.listing_id == Listing.id)
        .where(Listing.shop_id == listing.shop_id, Listing.id != listing.id)
        .where(Answer.field.in_((*OF_SHEETS, "traits")))
        .order_by(Listing.number.desc(), Answer.seq.desc())
    )
    for field, value in rows:
        pairs = [each.partition("=")[::2] for each in value or ()] if field == "traits" else [(field, value)]
        for key, text in pairs:
            if text and len(text) <= LONGEST:
                hers.setdefault(key, []).append(text)
    return {
        q.key: _distinct([*_distinct(hers.get(q.key, ()))[:MOST_OF_HERS], *q.suggest])[:MOST]
        for q in kind.questions
    }


def grams_in(size: str | None) -> int | None:
    """Read a size that is a weight (500 g); bare figures are none, they may be anything."""
    read = parse_weight(size) if size else None
    return read if isinstance(read, int) else None


def _said(session: Session, listing: Listing) -> dict[str, list[str]]:
    """Collect what this shop told of its other products, the last first."""
    rows = session.execute(
        select(Answer.field, Answer.value)
        .join(Listing, Answer.listing_id == Listing.id)
        .where(Listing.shop_id == listing.shop_id, Listing.id != listing.id)
        .where(Answer.field.in_(FIELDS.values()))
        .order_by(Listing.number.desc(), Answer.seq.desc())
    )
    said: dict[str, list[str]] = {}
    for field, value in rows:
        text = format_weight(value) if field == "weight_g" and isinstance(value, int) else value
        if isinstance(text, str) and 0 < len(text) <= LONGEST and "\n" not in text:
            said.setdefault(field, []).append(text)
    return said


def _distinct(answers: Iterable[str]) -> list[str]:
    return list({answer.casefold(): answer for answer in reversed(list(answers))}.values())[::-1]
