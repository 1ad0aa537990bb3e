"""Who may do what in a shop."""

from __future__ import annotations

import pytest

from merchant_helper.shops.access import ACTIONS, may
from merchant_helper.shops.model import Membership, Person, Role, Shop


def person(*, admin: bool = False) -> Person:
    return Person(id="lan", name="Lan", machine_admin=admin)


def shop(role: Role | None) -> Shop:
    members = [Membership(person_id="lan", role=role)] if role else []
    return Shop(id="s", name="Nước mắm Bà Sáu", laptop_of="Lan", memberships=members)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_may_what_the_table_says(role: Role, action: str) -> None:
    assert may(person(), action, shop(role)) is (role in ACTIONS[action])


@pytest.mark.parametrize("action", ACTIONS)
def test_a_stranger_may_nothing_and_the_machine_admin_all(action: str) -> None:
    assert not may(person(), action, shop(None))
    assert may(person(admin=True), action, shop(None))


def test_only_owner_and_volunteer_change_things() -> None:
    changing = {role for role in Role if may(person(), "answer", shop(role))}
    assert changing == {Role.OWNER, Role.VOLUNTEER}


def test_an_unknown_action_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        may(person(), "fly", shop(Role.OWNER))
