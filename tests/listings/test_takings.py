"""What is left of a price is exact to the đồng; the break-even price is the smallest that loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.issues import Issue
from merchant_helper.listings.takings import (
    Costs,
    break_even,
    fees_of,
    percent_words,
    read_percent,
    takings,
    with_fees,
)
from merchant_helper.listings.told import clean_told

MONEY = st.none() | st.integers(0, 5_000_000)
COSTS = st.builds(
    Costs,
    percent=st.none() | st.integers(0, 6_000),
    tax=st.none() | st.integers(0, 1_000),
    fixed=MONEY,
    packing=MONEY,
    cost=MONEY,
)


@given(st.integers(1, 50_000_000), COSTS)
def test_what_is_left_and_all_that_goes_off_are_the_price(price: int, costs: Costs) -> None:
    got = takings(price, costs)
    assert got.left + got.fee + got.fixed + got.tax + got.packing + got.cost == price
    assert got.fee >= price * (costs.percent or 0) / 10_000


@given(COSTS)
def test_the_break_even_price_loses_nothing_and_no_smaller_one_does(costs: Costs) -> None:
    price = break_even(costs)
    assert price is not None
    assert takings(price, costs).left >= 0
    for smaller in range(max(0, price - 50), price):
        assert takings(smaller, costs).left < 0


def test_an_example_that_was_reckoned_by_hand() -> None:
    costs = Costs(percent=1_450, fixed=3_000, tax=150, packing=2_000, cost=20_000)
    got = takings(45_000, costs)
    assert (got.fee, got.fixed, got.tax, got.packing, got.cost) == (6_525, 3_000, 675, 2_000, 20_000)
    assert (got.left, got.break_even) == (12_800, 29_763)
    assert takings(20_000, costs).left == -8_200


def test_nothing_told_takes_nothing_off() -> None:
    got = takings(45_000, Costs())
    assert (got.left, got.break_even) == (45_000, 0)


@pytest.mark.parametrize("costs", [Costs(percent=9_990, tax=10), Costs(percent=9_999, tax=9_999)])
def test_no_price_covers_percentages_that_take_all(costs: Costs) -> None:
    assert break_even(Costs(percent=costs.percent, tax=costs.tax, cost=1_000)) is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("14,5", 1_450), ("4.91%", 491), ("5 %", 500), ("0", 0), ("", None), (" 1,47 phần trăm", 147)],
)
def test_a_percentage_is_read_as_typed(typed: str, value: int | None) -> None:
    assert read_percent(typed, "percent") == value


@pytest.mark.parametrize("typed", ["mười", "-3", "100", "999", "1,234", "5-6", "1e2", "%"])
def test_what_is_no_percentage_gets_a_sentence(typed: str) -> None:
    assert isinstance(read_percent(typed, "percent"), Issue)


@given(st.text(max_size=30))
def test_reading_a_percentage_never_fails(typed: str) -> None:
    read = read_percent(typed, "percent")
    assert read is None or isinstance(read, Issue) or 0 <= read < 10_000


@given(COSTS, st.sampled_from(["shopee", "tiktok"]))
def test_fees_are_kept_by_place(costs: Costs, place: str) -> None:
    fees = with_fees(["zalo=1,2,3"], place, costs)
    assert clean_told("fees", fees) == fees and len(fees) == 2
    told = fees_of(fees, place)
    assert told == Costs(percent=costs.percent, fixed=costs.fixed, tax=costs.tax)
    assert fees_of(fees, "lazada") is None


def test_a_percentage_is_written_with_a_comma() -> None:
    assert [percent_words(n) for n in (1_450, 491, 500, 7)] == ["14,5", "4,91", "5", "0,07"]
