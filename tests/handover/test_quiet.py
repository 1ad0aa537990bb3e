"""Shops that nobody touches, or whose day has passed, ask to be handed over; no other does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from merchant_helper.handover.quiet import shops_to_hand_over
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit

NOW = datetime(2026, 7, 31, 10, 0, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def shop(session: Session, made: datetime, until: date | None = None) -> Shop:
    new = Shop(name="Bà Sáu", laptop_of="An", created_at=made, agreed_until=until)
    session.add(new)
    session.flush()
    return new


def answer(session: Session, to: Shop, at: datetime, number: int = 1) -> None:
    listing = Listing(shop_id=to.id, number=number)
    listing.answers.append(Answer(seq=1, field="name", value="Mắm", given_by="local", given_at=at))
    session.add(listing)
    session.flush()


def visit(session: Session, to: Shop, began: datetime, ended: datetime | None = None) -> None:
    session.add(
        Visit(shop_id=to.id, number=1, laptop_of="An", digits="1234", started_at=began, ended_at=ended)
    )
    session.flush()


def found(session: Session, now: datetime = NOW) -> list[tuple[str, datetime, str]]:
    session.expire_all()
    return [(one.shop.id, one.last_touched, one.reason) for one in shops_to_hand_over(session, now)]


def test_thirty_days_without_a_touch_are_quiet_and_a_minute_less_is_not(session: Session) -> None:
    old = shop(session, ago(30))
    shop(session, ago(30) + timedelta(minutes=1))
    assert found(session) == [(old.id, ago(30), "quiet")]


@pytest.mark.parametrize("what", ["answer", "visit", "end"])
def test_the_latest_of_answers_and_visits_counts(session: Session, what: str) -> None:
    one = shop(session, ago(300))
    answer(session, one, ago(200))
    answer(session, one, ago(29 if what == "answer" else 190), number=2)
    visit(session, one, ago(29) if what == "visit" else ago(100), ago(29) if what == "end" else ago(99))
    newest = ago(29)
    assert found(session) == []
    assert found(session, NOW + timedelta(days=1)) == [(one.id, newest, "quiet")]


def test_the_agreed_day_ends_at_midnight_in_vietnam(session: Session) -> None:
    one = shop(session, ago(1), until=date(2026, 7, 31))
    evening = datetime(2026, 7, 31, 16, 59, tzinfo=UTC)
    assert found(session, evening) == []
    assert found(session, evening + timedelta(minutes=1)) == [(one.id, ago(1), "past")]


def test_a_clock_that_was_set_back_makes_nobody_quiet(session: Session) -> None:
    one = shop(session, ago(-400), until=date(2027, 1, 1))
    answer(session, one, ago(-400))
    assert found(session) == []


def test_the_longest_untouched_comes_first_and_a_passed_day_outweighs(session: Session) -> None:
    second = shop(session, ago(40), until=date(2026, 7, 1))
    first = shop(session, ago(50))
    assert [(i, reason) for i, _last, reason in found(session)] == [(first.id, "quiet"), (second.id, "past")]


def test_many_shops_are_one_question_to_the_database(session: Session) -> None:
    for _n in range(20):
        answer(session, shop(session, ago(60)), ago(45))
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert len(shops_to_hand_over(session, NOW)) == 20
    assert len(asked) == 1
