"""Know which listings are variants of one product, and what a variant has from the first of them.

A sheet tells of each variant all it wants to. One that was made on the page of variants tells only what is
its own; the rest it has from the listing that it was made from (``copied_from``), as that says it now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from merchant_helper.listings.facts import FIELDS, Facts, derive
from merchant_helper.listings.model import Answer, Listing

Member = tuple[Listing, Facts]
# What no variant has from another one.
OWN = frozenset(
    {"sku", "price", "price_kept", "stock", "sale_price", "gtin", "link", "photos", "removed", "pasted"}
    | {"group", "option1_name", "option1_value", "option2_name", "option2_value", "undone"}
)
SHARED = FIELDS - OWN


def with_shared(facts: Facts, parent: Facts) -> Facts:
    """Complete a variant by what it has from its parent; without a photo of its own it shows the cover."""
    shared = {name: getattr(parent, name) for name in SHARED if not facts.answered(name)}
    return replace(
        facts,
        **shared,
        photos=facts.photos or parent.photos[:1],
        removed=facts.removed or parent.removed,
        asked=facts.asked | (parent.asked & SHARED),
    )


def has_parent(listing: Listing, facts: Facts, parent: Facts | None) -> bool:
    """Tell whether a listing is a variant that was made from this one."""
    return bool(
        listing.copied_from
        and facts.group
        and parent
        and (parent.group or "").casefold() == facts.group.casefold()
    )


def shows_the_cover(listing: Listing, facts: Facts) -> bool:
    """Tell whether a variant has no photo of its own, only the cover of its product."""
    return bool(listing.copied_from and facts.group) and not facts.answered("photos")


def completed(told: Iterable[Member]) -> list[Member]:
    """Complete all variants of a shop."""
    rows = list(told)
    by_id = {listing.id: facts for listing, facts in rows}
    return [(listing, _completed(listing, facts, by_id)) for listing, facts in rows]


def _completed(listing: Listing, facts: Facts, by_id: Mapping[str, Facts]) -> Facts:
    parent = by_id.get(listing.copied_from or "")
    return with_shared(facts, parent) if parent and has_parent(listing, facts, parent) else facts


def present(session: Session, listing: Listing) -> Facts:
    """Derive the present state of one listing, completed where it is a variant."""
    facts = derive(listing.answers)
    if not (listing.copied_from and facts.group):
        return facts
    parent = session.get(Listing, listing.copied_from, options=[selectinload(Listing.answers)])
    if parent is None or parent.shop_id != listing.shop_id:
        return facts
    return _completed(listing, facts, {parent.id: derive(parent.answers)})


def members_of(session: Session, listing: Listing) -> list[Member]:
    """Give a listing with all that share its group, those put away too, the oldest first."""
    group = derive(listing.answers).group
    if not group:
        return [(listing, derive(listing.answers))]
    told = [(one, derive(one.answers)) for one in _grouped(session, listing.shop_id)]
    return [row for row in completed(told) if (row[1].group or "").casefold() == group.casefold()]


def kin_of(session: Session, listing: Listing) -> list[Listing]:
    """Give a listing with all that ever shared a group with it, the oldest first."""
    groups = _groups(listing)
    if not groups:
        return [listing]
    return [one for one in _grouped(session, listing.shop_id) if _groups(one) & groups]


def _grouped(session: Session, shop_id: str) -> list[Listing]:
    """Load the listings of a shop that ever had a group, the oldest first."""
    ever = select(Answer.listing_id).where(Answer.field == "group")
    query = select(Listing).where(Listing.shop_id == shop_id, Listing.id.in_(ever))
    return list(session.scalars(query.options(selectinload(Listing.answers)).order_by(Listing.number)))


def _groups(listing: Listing) -> set[str]:
    return {str(a.value).casefold() for a in listing.answers if a.field == "group" and a.value}


def families(told: Iterable[Member]) -> list[list[Member]]:
    """Put variants behind the first of their group, in the order of the first; others stand alone."""
    found: dict[str, list[Member]] = {}
    for listing, facts in told:
        key = f"group {facts.group.casefold()}" if facts.group else listing.id
        found.setdefault(key, []).append((listing, facts))
    return list(found.values())


def option_words(facts: Facts) -> str:
    """Name a variant by its options: Đỏ, M."""
    return ", ".join(value for value in (facts.option1_value, facts.option2_value) if value)
