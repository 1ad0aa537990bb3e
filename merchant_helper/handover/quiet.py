"""Find the shops that nobody has touched for long, or that were to leave this laptop by now."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Literal, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from merchant_helper.listings.model import Answer, Listing
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit

QUIET = timedelta(days=30)
VIETNAM = timezone(timedelta(hours=7))

Reason = Literal["quiet", "past"]


class Waiting(NamedTuple):
    """Be one shop that asks to be handed over and wiped."""

    shop: Shop
    last_touched: datetime
    reason: Reason


def shops_to_hand_over(session: Session, now: datetime) -> list[Waiting]:
    """List shops past the day that was agreed, or without an answer or a visit for 30 days; oldest first.

    A day that has passed outweighs the quiet. What was touched after ``now`` (the clock was set back) is not
    quiet.
    """
    answers = (
        select(Listing.shop_id, func.max(Answer.given_at).label("at"))
        .join(Answer, Answer.listing_id == Listing.id)
        .group_by(Listing.shop_id)
        .subquery()
    )
    visits = (
        select(
            Visit.shop_id,
            func.max(Visit.started_at).label("started"),
            func.max(Visit.ended_at).label("ended"),
        )
        .group_by(Visit.shop_id)
        .subquery()
    )
    query = (
        select(Shop, answers.c.at, visits.c.started, visits.c.ended)
        .outerjoin(answers, answers.c.shop_id == Shop.id)
        .outerjoin(visits, visits.c.shop_id == Shop.id)
    )
    found = []
    for shop, *touches in session.execute(query):
        last = max(moment for moment in (shop.created_at, *touches) if moment is not None)
        reason = _reason(shop, last, now)
        if reason is not None:
            found.append(Waiting(shop, last, reason))
    return sorted(found, key=lambda waiting: (waiting.last_touched, waiting.shop.id))


def _reason(shop: Shop, last: datetime, now: datetime) -> Reason | None:
    if shop.agreed_until is not None and shop.agreed_until < now.astimezone(VIETNAM).date():
        return "past"
    return "quiet" if now - last >= QUIET else None
