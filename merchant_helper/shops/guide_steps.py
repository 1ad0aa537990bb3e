"""Remember which steps of a card a shop has done; doing one again changes nothing."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from merchant_helper.shops.learned import GuideStep


def done_steps(session: Session, shop_id: str, card: str) -> set[int]:
    """Give the numbers of the steps of one card that are done."""
    query = select(GuideStep.step).where(GuideStep.shop_id == shop_id, GuideStep.card == card)
    return set(session.scalars(query))


def mark_step(session: Session, shop_id: str, card: str, step: int, *, done: bool) -> None:
    """Note a step as done, or take the note back."""
    if not done:
        session.execute(
            delete(GuideStep).where(
                GuideStep.shop_id == shop_id, GuideStep.card == card, GuideStep.step == step
            )
        )
    elif session.get(GuideStep, (shop_id, card, step)) is None:
        session.add(GuideStep(shop_id=shop_id, card=card, step=step))
