"""The present state follows from the answers alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.listings.facts import COPIED, FIELDS, changes, conflicts, derive


@dataclass
class Told:
    seq: int
    field: str
    value: Any


def test_the_last_answer_counts_whatever_order_the_rows_come_in() -> None:
    answers = [Told(2, "name", "Mắm ruốc"), Told(1, "name", "Mắm"), Told(3, "price", 45000)]
    facts = derive(answers)
    assert (facts.name, facts.price, facts.version) == ("Mắm ruốc", 45000, 3)


def test_not_known_is_an_answer() -> None:
    facts = derive([Told(1, "weight_g", None)])
    assert facts.weight_g is None
    assert facts.answered("weight_g") and not facts.answered("price")


def test_an_unknown_field_of_a_newer_program_is_passed_over() -> None:
    assert derive([Told(1, "smell", "thơm"), Told(2, "name", "Mắm")]).name == "Mắm"


def test_telling_the_same_again_changes_nothing() -> None:
    facts = derive([Told(1, "name", "Mắm"), Told(2, "places", ["zalo"]), Told(3, "expiry", None)])
    assert changes(facts, {"name": "Mắm", "places": ["zalo"], "expiry": None}) == {}
    assert changes(facts, {"name": "Mắm nhĩ", "weight_g": None}) == {"name": "Mắm nhĩ", "weight_g": None}


def test_another_page_changed_the_price_meanwhile() -> None:
    answers = [Told(1, "price", 45000), Told(2, "price", 50000)]
    assert conflicts(answers, {"price": 40000}, page_version=1) == {"price": 50000}
    assert conflicts(answers, {"price": 50000}, page_version=1) == {}
    assert conflicts(answers, {"price": 40000}, page_version=2) == {}


def test_a_copy_leaves_name_size_price_and_photos_behind() -> None:
    assert not {"name", "unit_size", "price", "photos", "sku", "cover", "outcome", "checked"} & set(COPIED)
    assert set(COPIED) <= FIELDS


@given(st.lists(st.tuples(st.sampled_from(["name", "made", "expiry"]), st.none() | st.text(max_size=9))))
def test_derive_equals_the_last_of_each(told: list[tuple[str, str | None]]) -> None:
    facts = derive([Told(i, f, v) for i, (f, v) in enumerate(told, 1)])
    last = dict(told)
    assert {name: getattr(facts, name) for name in last} == last
    assert facts.version == len(told)
