"""Who sits at the laptop, and who owns a shop."""

from __future__ import annotations

from sqlalchemy.orm import Session

from merchant_helper.shops.access import may
from merchant_helper.shops.model import Membership, Person, Role, Shop
from merchant_helper.shops.people import LOCAL, ensure_local, ensure_owner, owner_of


def shop(session: Session, name: str) -> Shop:
    made = Shop(name=name, laptop_of="Lan")
    session.add(made)
    session.flush()
    return made


def test_the_local_person_is_made_once(session: Session) -> None:
    person = ensure_local(session)
    assert ensure_local(session) is person and person.id == LOCAL and person.machine_admin


def test_an_owner_is_made_once_and_owns_her_shop_alone(session: Session) -> None:
    mine, other = shop(session, "Cô Tư"), shop(session, "Tiệm khác")
    assert owner_of(session, mine.id) is None
    owner = ensure_owner(session, mine)
    assert ensure_owner(session, mine) is owner and not owner.machine_admin
    assert ensure_owner(session, other) is not owner
    session.expire_all()
    assert may(owner, "answer", mine) and may(owner, "see", mine)
    assert not may(owner, "see", other) and not may(owner, "answer", other)


def test_a_helper_of_the_shop_is_not_its_owner(session: Session) -> None:
    mine = shop(session, "Cô Tư")
    helper = Person(name="Minh")
    helper.memberships.append(Membership(shop_id=mine.id, role=Role.VOLUNTEER))
    session.add(helper)
    session.flush()
    assert owner_of(session, mine.id) is None
    assert ensure_owner(session, mine) is not helper
