"""Write answers down, one after another, so that none is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from merchant_helper.db.base import utc_now
from merchant_helper.listings.facts import COPIED, Facts, changes, conflicts, derive
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.text import sku_from

# What one product of a shop often shares with the one before it.
OFFERED = ("kind", "unit", "stock", "weight_g")
# A sheet is read to replace what it names: it saw the newest state, whatever that is, and is known by this.
OF_A_SHEET = 1_000_000


def start(session: Session, shop_id: str, copy_of: Listing | None = None) -> Listing:
    """Begin a listing; with ``copy_of`` take along all but name, size, price and photos."""
    last = session.scalar(select(func.max(Listing.number)).where(Listing.shop_id == shop_id)) or 0
    listing = Listing(shop_id=shop_id, number=last + 1, copied_from=copy_of.id if copy_of else None)
    session.add(listing)
    session.flush()
    if copy_of is not None:
        facts = derive(copy_of.answers)
        write(listing, {f: _stored(getattr(facts, f)) for f in COPIED if facts.answered(f)}, by="copy")
    return listing


def tell(listing: Listing, told: Mapping[str, Any], *, by: str, page_version: int) -> dict[str, Any]:
    """Write what is new; return the fields that another page changed meanwhile, then nothing is written.

    Telling the same thing twice (a double press) writes nothing and is no conflict.
    """
    clash = conflicts(listing.answers, told, page_version)
    if not clash:
        write(listing, changes(derive(listing.answers), told), by=by, page_version=page_version)
    return clash


def clashes(told: Mapping[Listing, Mapping[str, Any]], seen: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Find what another page changed meanwhile, by the listing's id.

    ``seen`` holds the state that the page showed of each listing, by id.
    """
    found = {
        listing.id: conflicts(listing.answers, fields, seen[listing.id])
        for listing, fields in told.items()
        if listing.id in seen
    }
    return {listing_id: clash for listing_id, clash in found.items() if clash}


def tell_all(
    told: Mapping[Listing, Mapping[str, Any]], *, by: str, seen: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """Write one press that answers for several listings, or nothing where another page was quicker.

    Gives what :func:`clashes` finds.
    """
    if found := clashes(told, seen):
        return found
    now = utc_now()
    for listing, fields in told.items():
        new = changes(derive(listing.answers), fields)
        write(listing, new, by=by, page_version=seen.get(listing.id, 0), at=now)
    return {}


def write(
    listing: Listing,
    told: Mapping[str, Any],
    *,
    by: str,
    page_version: int = 0,
    at: datetime | None = None,
) -> None:
    """Append answers without asking; the caller holds the write transaction.

    Answers of one press bear one time, so that they can be taken back together.
    """
    seq = max((a.seq for a in listing.answers), default=0)
    given_at = at or utc_now()
    for field, value in told.items():
        seq += 1
        listing.answers.append(
            Answer(
                seq=seq,
                field=field,
                value=_stored(value),
                given_by=by,
                given_at=given_at,
                page_version=page_version,
            )
        )


def ensure_sku(session: Session, listing: Listing) -> None:
    """Give the listing a code of its own once it has a name; it stays when the name changes."""
    facts = derive(listing.answers)
    if facts.sku or not facts.name:
        return
    write(listing, {"sku": sku_from(facts.name, taken_skus(session, listing.shop_id))}, by="program")


def taken_skus(session: Session, shop_id: str) -> set[str]:
    """Collect every code that this shop has ever given, those of groups too."""
    rows = session.scalars(
        select(Answer.value)
        .join(Listing, Answer.listing_id == Listing.id)
        .where(Listing.shop_id == shop_id, Answer.field.in_(("sku", "group")))
    )
    return {str(value) for value in rows if value}


def offered(session: Session, shop_id: str, besides: str) -> Facts:
    """Recall what this shop answered last, to offer it again."""
    rows = session.scalars(
        select(Answer)
        .join(Listing, Answer.listing_id == Listing.id)
        .where(Listing.shop_id == shop_id, Listing.id != besides, Answer.field.in_(OFFERED))
        .order_by(Listing.number, Answer.seq)
    ).all()
    latest: dict[str, Answer] = {answer.field: answer for answer in rows}
    return derive([_Recalled(i, a.field, a.value) for i, a in enumerate(latest.values(), 1)])


class _Recalled:
    """Hold an answer of another listing with an order of its own."""

    def __init__(self, seq: int, field: str, value: Any) -> None:
        self.seq, self.field, self.value = seq, field, value


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, set, frozenset)) else value
