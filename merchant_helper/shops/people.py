"""Know the people of a laptop without sign-in: who sits at it, and the owner at her phone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Membership, Person, Role, Shop

LOCAL = "local"


def ensure_local(session: Session) -> Person:
    """Give the local person, made at the first start."""
    person = session.get(Person, LOCAL)
    if person is None:
        person = Person(id=LOCAL, name=_("Người dùng máy tính này"), machine_admin=True)
        session.add(person)
        session.flush()
    return person


def owner_of(session: Session, shop_id: str) -> Person | None:
    """Find the owner who answers on her own phone."""
    is_owner = (Membership.shop_id == shop_id) & (Membership.role == Role.OWNER)
    query = select(Person).join(Membership).where(is_owner)
    return session.scalars(query.order_by(Person.created_at, Person.id).limit(1)).first()


def ensure_owner(session: Session, shop: Shop) -> Person:
    """Give the owner of a shop, known from the first time that her phone joins; her name is not asked."""
    person = owner_of(session, shop.id)
    if person is None:
        person = Person(name=_("Chủ tiệm"))
        person.memberships.append(Membership(shop_id=shop.id, role=Role.OWNER))
        session.add(person)
        session.flush()
    return person
