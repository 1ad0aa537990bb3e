"""Keep what a shop practised: how often, and since when it is known."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.db.base import utc_now
from merchant_helper.shops.learned import Practised


def practised(session: Session, shop_id: str) -> dict[str, Practised]:
    """Give the shop's practice by scenario."""
    rows = session.scalars(select(Practised).where(Practised.shop_id == shop_id))
    return {row.scenario: row for row in rows}


def note_try(session: Session, shop_id: str, scenario: str, *, right: bool) -> Practised:
    """Count one try; the day on which it was first got right stays."""
    row = session.get(Practised, (shop_id, scenario))
    if row is None:
        row = Practised(shop_id=shop_id, scenario=scenario, tries=0)
        session.add(row)
    row.tries += 1
    if right and row.right_at is None:
        row.right_at = utc_now()
    return row


def learned(session: Session, shop_id: str) -> list[str]:
    """Name the scenarios that were got right, the newest first."""
    query = (
        select(Practised.scenario)
        .where(Practised.shop_id == shop_id, Practised.right_at.is_not(None))
        .order_by(Practised.right_at.desc(), Practised.scenario)
    )
    return list(session.scalars(query))
