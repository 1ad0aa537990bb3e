"""Write down the visits that a shop's file tells of: what was done on other days, on other laptops."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.handover.profile_data import ProfileData, VisitData
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit, new_digits


def write_visits(session: Session, shop: Shop, data: ProfileData) -> None:
    """Add the visits that are not known here, as ended ones; the one that goes on stays the last."""
    here = list(session.scalars(select(Visit).where(Visit.shop_id == shop.id).order_by(Visit.number)))
    known = {visit.started_at for visit in here}
    new = [_visit(shop, told, data.made_at) for told in data.visits if told.started_at not in known]
    session.add_all(new)
    ended = [visit for visit in here if not visit.is_open]
    going_on = [visit for visit in here if visit.is_open]
    for number, visit in enumerate([*ended, *new, *going_on], 1):
        visit.number = number
    session.flush()


def _visit(shop: Shop, told: VisitData, made_at: datetime) -> Visit:
    """Make an ended visit; the one that the file was made in ended no sooner than that."""
    return Visit(
        shop_id=shop.id,
        number=0,
        who=told.who,
        team=told.team,
        laptop_of="",
        digits=new_digits(),
        started_at=told.started_at,
        ended_at=told.ended_at or max(told.started_at, made_at),
    )
