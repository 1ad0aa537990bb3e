"""Decide who may do what; the only place that does."""

from __future__ import annotations

from merchant_helper.shops.model import Person, Role, Shop

ACTIONS: dict[str, frozenset[Role]] = {
    "see": frozenset(Role),
    "answer": frozenset({Role.OWNER, Role.VOLUNTEER}),
    "export": frozenset({Role.OWNER, Role.VOLUNTEER}),
    "delete": frozenset({Role.OWNER, Role.VOLUNTEER}),
}


def may(person: Person, action: str, shop: Shop) -> bool:
    """Tell whether a person may do something in a shop.

    Raises KeyError for an action that is not in the table.
    """
    allowed = ACTIONS[action]
    if person.machine_admin:
        return True
    return any(Role(m.role) in allowed for m in shop.memberships if m.person_id == person.id)
