"""Know the one person who uses this program on a laptop without sign-in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Person

LOCAL = "local"


def ensure_local(session: Session) -> Person:
    """Give the local person, made at the first start."""
    person = session.get(Person, LOCAL)
    if person is None:
        person = Person(id=LOCAL, name=_("Người dùng máy tính này"), machine_admin=True)
        session.add(person)
        session.flush()
    return person
