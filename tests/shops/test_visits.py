"""A visit begins, has one phone at most, and ends; people of a shop are known from then on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from merchant_helper.db.base import utc_now
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Phone, Visit

KEYS = count()


@pytest.fixture
def shop(session: Session) -> Shop:
    shop = Shop(name="Bánh tráng Cô Tư", laptop_of="Lan", team="Xã Tân Hòa", agreed_until=date(2026, 12, 31))
    session.add(shop)
    session.flush()
    return shop


def join(visit: Visit) -> Phone:
    return visits.join(visit, key_sha256=f"{next(KEYS):064}", browser="Chrome", picture="ga", number=482)


def test_a_visit_takes_down_what_was_agreed_then(session: Session, shop: Shop) -> None:
    visit = visits.begin(session, shop, who="Minh", contact="0900 000 000")
    assert (visit.number, visit.laptop_of, visit.team, visit.who) == (1, "Lan", "Xã Tân Hòa", "Minh")
    shop.laptop_of = "Hùng"
    assert visit.laptop_of == "Lan" and visit.agreed_until == date(2026, 12, 31)
    assert visit.is_open and visits.current(session, shop.id) is visit


def test_four_digits_differ_from_visit_to_visit(session: Session, shop: Shop) -> None:
    drawn = {visits.begin(session, shop).digits for _visit in range(30)}
    assert all(len(digits) == 4 and digits.isascii() and digits.isdigit() for digits in drawn)
    assert len(drawn) > 20


def test_a_visit_that_was_left_open_ends_when_the_next_begins(session: Session, shop: Shop) -> None:
    first = visits.begin(session, shop, contact="Đoàn xã")
    phone = join(first)
    second = visits.begin(session, shop)
    assert not first.is_open and phone.left_at is not None
    assert (second.number, second.contact) == (2, "Đoàn xã")
    assert visits.current(session, shop.id) is second and visits.last(session, shop.id) is second


def test_work_without_a_visit_begins_one_and_goes_on_with_it(session: Session, shop: Shop) -> None:
    assert visits.current(session, shop.id) is None and visits.last(session, shop.id) is None
    visit = visits.current_or_new(session, shop)
    assert visits.current_or_new(session, shop) is visit


def test_one_browser_is_joined_at_most(session: Session, shop: Shop) -> None:
    visit = visits.begin(session, shop)
    assert visits.joined(visit) is None
    first, second = join(visit), join(visit)
    session.flush()
    assert visits.joined(visit) is second and first.left_at is not None
    visits.leave(second)
    left = second.left_at
    visits.leave(second)
    assert visits.joined(visit) is None and second.left_at == left


def test_a_name_that_is_too_long_for_its_column_is_cut(session: Session, shop: Shop) -> None:
    visit = visits.begin(session, shop)
    phone = visits.join(visit, key_sha256="a" * 64, browser="x" * 500, picture="ga", number=1)
    assert len(phone.browser) == 80


def test_the_end_lets_everything_go_and_stands(session: Session, shop: Shop) -> None:
    visit = visits.begin(session, shop)
    visit.folder, visit.folder_before, visit.opened = "/tmp/ảnh", ["a.jpg"], ["files"]
    phone = join(visit)
    visits.end(visit)
    ended = visit.ended_at
    assert (visit.folder, visit.folder_before, visit.opened) == (None, [], [])
    assert phone.left_at is not None and not visit.is_open
    visits.end(visit)
    assert visit.ended_at == ended and visits.current(session, shop.id) is None
    assert visits.last(session, shop.id) is visit


@pytest.mark.parametrize("days", [-400, 400])
def test_the_newest_visit_is_told_by_its_number_and_not_by_the_clock(
    session: Session, shop: Shop, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    visits.end(visits.begin(session, shop))
    wrong = utc_now() + timedelta(days=days)
    monkeypatch.setattr(visits, "utc_now", lambda: wrong)
    second = visits.begin(session, shop)
    second.started_at = wrong
    session.flush()
    assert visits.last(session, shop.id) is second and visits.current(session, shop.id) is second


def test_visits_go_with_their_shop(session: Session, shop: Shop) -> None:
    visit = visits.begin(session, shop)
    join(visit)
    session.flush()
    session.delete(visit)
    session.flush()
    assert session.query(Phone).count() == 0
