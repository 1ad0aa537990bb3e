"""Sizes of every kind, and prices with what they buy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.text import Measure, measure_in, parse_length, parse_volume, parse_weight, split_price

READ = [
    (Measure("weight", 500), "nửa ký|500g|5 lạng|nửa cân|0,5 kg"),
    (Measure("weight", 10_000), "1 yến|10 kg"),
    (Measure("weight", 100_000), "1 tạ|một tạ"),
    (Measure("volume", 500), "500ml|500 ML|nửa lít|0,5 lít|nua lit|500cc"),
    (Measure("volume", 1500), "lít rưỡi|1,5l|1l5|một lít rưỡi|1 lit 5"),
    (Measure("volume", 1000), "1 lít|1L|1.000 ml"),
    (Measure("length", 30), "3 tấc|30cm|30 phân|ba tấc|300mm|0,3 m"),
    (Measure("length", 165), "1m65|1 mét 65|165 cm|1,65m"),
    (Measure("length", 160), "1m6|1 mét 6|1,6 m"),
    (Measure("length", 0.5), "5mm|0,5 cm|nửa phân"),
]
NONE = "|500|cỡ M|40 viên|500 g/gói|1-2 lít|-3 lít|1 xị|0 ml|chục|1,23456 lít"


@pytest.mark.parametrize(("measure", "text"), [(m, t) for m, texts in READ for t in texts.split("|")])
def test_sizes_are_read_as_they_are_said(measure: Measure, text: str) -> None:
    assert measure_in(text) == measure


@pytest.mark.parametrize("text", NONE.split("|"))
def test_what_is_no_size_is_not_guessed(text: str) -> None:
    assert measure_in(text) is None


@given(st.integers(1, 99_999_999))
def test_any_volume_is_read_back(amount: int) -> None:
    assert parse_volume(f"{amount} ml") == parse_volume(f"{amount}ml") == amount


@given(st.integers(1, 99), st.integers(0, 99))
def test_metres_and_centimetres_add_up(metres: int, centimetres: int) -> None:
    assert parse_length(f"{metres}m{centimetres:02}") == 100 * metres + centimetres


@given(st.text(max_size=60))
def test_no_text_is_two_kinds_of_size(text: str) -> None:
    read = [
        isinstance(parse_weight(text), int),
        parse_volume(text) is not None,
        parse_length(text) is not None,
    ]
    assert sum(read) <= 1


@pytest.mark.parametrize(
    ("typed", "price", "unit"),
    [
        ("150k/kg", "150k", "kg"),
        ("150.000đ / ký", "150.000đ", "kg"),
        ("45k một gói", "45k", "gói"),
        ("220 ngàn 1 ký", "220 ngàn", "kg"),
        ("20k mỗi cái", "20k", "cái"),
        ("1tr2/bộ", "1tr2", "bộ"),
    ],
)
def test_a_price_with_its_unit_is_taken_apart(typed: str, price: str, unit: str) -> None:
    assert split_price(typed) == (price, unit)


@pytest.mark.parametrize(
    "typed",
    ["150k", "100k/3 gói", "150.000", "một triệu hai", "liên hệ/kg", "1tr một trăm", "/kg", "", "hai trăm"],
)
def test_a_price_alone_stays_as_it_is(typed: str) -> None:
    assert split_price(typed) == (typed, None)
