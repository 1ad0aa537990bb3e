"""Steps of a card are noted once, and the note can be taken back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from merchant_helper.shops.guide_steps import done_steps, mark_step
from merchant_helper.shops.model import Shop


def test_steps_are_noted_per_shop_and_card(session: Session) -> None:
    shop, other = Shop(name="A", laptop_of="Lan"), Shop(name="B", laptop_of="Lan")
    session.add_all([shop, other])
    session.flush()
    for step in (2, 1, 2):
        mark_step(session, shop.id, "momo", step, done=True)
        session.flush()
    mark_step(session, shop.id, "cod", 3, done=True)
    session.flush()
    assert done_steps(session, shop.id, "momo") == {1, 2}
    assert done_steps(session, other.id, "momo") == set()
    for _again in range(2):
        mark_step(session, shop.id, "momo", 2, done=False)
    assert done_steps(session, shop.id, "momo") == {1}
    assert done_steps(session, shop.id, "cod") == {3}
