"""Each press is told with what it changed, and can be taken back without anything being deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from merchant_helper.listings import ledger
from merchant_helper.listings.facts import FIELDS, Facts, changes, derive
from merchant_helper.listings.field_words import LABELS, QUIET, label, value_words
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.history import History, Step
from merchant_helper.listings.matrix import arrange, variants_of
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.listings.variants import Option
from merchant_helper.shops.model import Shop

DAY = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


class Told:
    """Press by press on a listing without a database."""

    def __init__(self) -> None:
        self.listing = Listing(id="one", shop_id="s", number=1, answers=[])
        self.count = 0

    def press(self, by: str = "owner", **told: Any) -> None:
        self.count += 1
        new = changes(derive(self.listing.answers), told)
        ledger.write(self.listing, new, by=by, at=DAY + timedelta(minutes=self.count))

    def steps(self) -> list[Step]:
        return History([self.listing]).steps()

    def undo(self, step: Step) -> None:
        told = History([self.listing]).undoing(step)[self.listing]
        self.count += 1
        ledger.write(self.listing, told, by="owner", at=DAY + timedelta(minutes=self.count))

    @property
    def facts(self) -> Facts:
        return derive(self.listing.answers)


def test_answers_of_one_press_are_told_and_taken_back_together() -> None:
    told = Told()
    told.press(name="Mắm", kind="food")
    told.press(price=45_000, unit="chai")
    told.press(price=50_000, unit="hũ")
    steps = told.steps()
    assert [[(c.field, c.before, c.now) for c in step.parts[0][1].changes] for step in steps[:1]] == [
        [("price", 45_000, 50_000), ("unit", "chai", "hũ")]
    ]
    before = len(told.listing.answers)
    told.undo(steps[0])
    assert (told.facts.price, told.facts.unit) == (45_000, "chai") and len(told.listing.answers) > before
    told.undo(told.steps()[2])
    assert (told.facts.price, told.facts.unit, told.facts.name) == (None, None, "Mắm")


def test_undoing_the_undo_brings_it_back_and_so_on() -> None:
    told = Told()
    told.press(price=45_000)
    told.press(price=50_000)
    for price in (45_000, 50_000, 45_000, 50_000):
        step = next(s for s in told.steps() if s.may_undo)
        told.undo(step)
        assert told.facts.price == price
    assert [step.undone for step in told.steps()] == [False, True, False, True, False, False]


def test_twenty_presses_go_back_one_at_a_time() -> None:
    told = Told()
    for price in range(1, 22):
        told.press(price=price * 1000)
    for price in range(20, 0, -1):
        told.undo(next(s for s in told.steps() if s.may_undo and not s.undoes))
        assert told.facts.price == price * 1000
    assert sum(step.undone for step in told.steps()) == 20


def test_what_was_said_later_stays() -> None:
    told = Told()
    told.press(price=45_000, unit="chai")
    told.press(price=50_000)
    first = told.steps()[1]
    assert first.may_undo
    told.undo(first)
    assert (told.facts.price, told.facts.unit) == (50_000, None)
    assert not told.steps()[2].may_undo


def test_what_the_program_wrote_is_told_and_stays() -> None:
    told = Told()
    told.press(by="program", sku="MAM")
    told.press(by="owner", seen=["p1"])
    assert [(step.by, step.may_undo) for step in told.steps()] == [("program", False)]


def test_a_clock_that_runs_backwards_reorders_nothing() -> None:
    told = Told()
    told.press(price=45_000)
    told.count = -500
    told.press(price=50_000)
    assert [step.parts[0][1].told["price"] for step in told.steps()] == [50_000, 45_000]


ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["price", "stock", "unit"]), st.integers(1, 3)),
        st.tuples(st.just("undo"), st.integers(0, 30)),
    ),
    max_size=25,
)


@settings(max_examples=150)
@given(ACTS)
def test_taking_back_and_taking_that_back_changes_nothing(acts: list[tuple[str, int]]) -> None:
    told = Told()
    for what, number in acts:
        steps = [step for step in told.steps() if step.may_undo]
        if what != "undo":
            told.press(**{what: f"u{number}" if what == "unit" else number})
        elif steps:
            told.undo(steps[number % len(steps)])
    values = {name: getattr(told.facts, name) for name in ("price", "stock", "unit")}
    steps = [step for step in told.steps() if step.may_undo]
    if steps:
        told.undo(steps[0])
        told.undo(told.steps()[0])
    assert values == {name: getattr(told.facts, name) for name in values}


def test_a_press_on_all_variants_goes_back_as_one(session: Session, shop: Shop) -> None:
    main = ledger.start(session, shop.id)
    ledger.write(main, {"name": "Áo", "price": 1000, "checked": True}, by="lan")
    arrange(session, main, [Option("Màu", ("Đỏ", "Xanh"))], by="lan", seen={main.id: 3})
    session.flush()
    rows = [one for one, _facts in variants_of(session, main)]
    ledger.tell_all({one: {"price": 2000} for one in rows}, by="owner", seen={})
    history = History(rows)
    newest = history.steps()[0]
    assert len(newest.parts) == 2 and newest.by == "owner"
    ledger.tell_all(history.undoing(newest), by="lan", seen={})
    assert [facts.price for _one, facts in variants_of(session, main)] == [1000, 1000]
    history = History(rows)
    made = next(step for step in history.steps() if step.may_undo and not step.undoes)
    ledger.tell_all(history.undoing(made), by="lan", seen={})
    assert variants_of(session, main) == [] and derive(main.answers).group is None
    assert [facts.removed for _one, facts in listings_of(session, shop.id)] == [False, True]


def test_what_points_nowhere_is_an_ordinary_press() -> None:
    told = Told()
    told.press(price=45_000)
    told.listing.answers += [
        Answer(seq=2, field="price", value=9, given_by="owner", given_at=DAY, page_version=0),
        Answer(seq=3, field="undone", value=77, given_by="owner", given_at=DAY, page_version=0),
    ]
    assert [step.undoes for step in told.steps()] == [False, False]


def test_every_field_has_plain_words() -> None:
    assert set(LABELS) >= FIELDS - QUIET and label("something new") == "Điều khác"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("price", 45_000, "45.000 đồng"),
        ("stock", "always", "Luôn có hàng"),
        ("weight_g", 500, "500 g"),
        ("places", ["shopee"], "Shopee"),
        ("outcomes", ["shopee=refused"], "Shopee: Bị từ chối"),
        ("removed", True, "rồi"),
        ("checked", None, "chưa"),
        ("photos", ["a", "b"], "2 ảnh"),
        ("length_cm", 12.5, "12,5 cm"),
        ("unit", None, "Chưa biết"),
        ("cover", "cutout", "Ảnh đã xóa nền"),
        ("kind", "food", "Đồ ăn, đặc sản"),
    ],
)
def test_an_answer_is_said_as_a_person_would(field: str, value: Any, words: str) -> None:
    assert value_words(field, value, {"shopee": "Shopee"}) == words
