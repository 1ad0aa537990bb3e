"""Recall the fees and packing costs that a shop told of its other products, to be offered again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.listings.model import Answer, Listing
from merchant_helper.listings.takings import Costs, at_cost, fees_of


def offered_costs(session: Session, listing: Listing, place: str) -> Costs:
    """Give what was told last for this place; what was never told stays unknown."""
    rows = session.execute(
        select(Answer.field, Answer.value)
        .join(Listing, Answer.listing_id == Listing.id)
        .where(Listing.shop_id == listing.shop_id, Listing.id != listing.id)
        .where(Answer.field.in_(("fees", "packing_cost")))
        .order_by(Answer.given_at.desc(), Answer.seq.desc())
    ).all()
    fees = next((f for name, value in rows if name == "fees" and (f := fees_of(value or (), place))), None)
    packing = next((value for name, value in rows if name == "packing_cost" and value is not None), None)
    return at_cost(fees, cost=None, packing=packing)
