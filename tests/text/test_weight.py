"""Weights as they are said at a market."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.issues import Issue
from merchant_helper.text import MAX_GRAMS, format_weight, parse_weight
from merchant_helper.text.weight import ISSUE_CODES


def forms(table: str) -> list[str]:
    return table.split("|")


READ = {
    50: "nửa lạng|50g|50 gr",
    200: "2 lạng|hai lạng|200 gam|2 lang|200 g",
    250: "2 lạng 5|2 lạng rưỡi|0,25 kg|0.250 kg",
    500: "nửa ký|nửa cân|nửa kg|nua ky|nữa ký|nửa kí lô|0,5 kg|500g|500 G|5 lạng|nửa ki-lô|năm lạng|500 gram",
    1000: "1 cân|1kg|một ký|1.000 g|1,000g|1000g|1 kilô|1 KG",
    1200: "1kg2|1 ký 2|1 cân 2 lạng|1kg200|1kg 200g|một ký hai|ký hai|1,2 kg|1 kí 2|1 ký 200 gam",
    1500: "1.5kg|ký rưỡi|1 cân rưỡi|một ký rưỡi|1kg5|1.500 g",
    1250: "1,25 kg|1kg250|1 ký 2 lạng 50 g",
    10_000: "1 yến|10 kg|mười cân",
    12_000: "1 yến 2|1 yến 2 cân",
    100_000: "1 tạ|một tạ|100 kg",
    150_000: "tạ rưỡi|1 tạ 5|1,5 tạ",
    1_000_000: "1 tấn",
}
HELD = {
    "weight.missing": "|  ",
    "weight.unreadable": "nhẹ|abc|khoảng 1kg|1 tá|500 ml|1kg 2kg|2 lạng 1 ký|ký|1kg500ml|500 g/gói|nửa",
    "weight.unclear": "1.500 kg|1,000 kg|1kg25|1kg05|1-2kg|1.2.3 kg|500g2|0500 g|1,5 kg 2|1 ký hai mươi",
    "weight.no_unit": "500|1,5|hai|1.000|trăm rưỡi",
    "weight.not_positive": "0 g|0kg|-1 kg|-500",
    "weight.fraction": "0,5 g|12,5g|1,5 gam",
    "weight.too_large": "1000 tấn|999999999999 kg",
    "measure.chuc": "chục|1 chục|2 chục|nửa chục|1 chuc",
}


def table(rows: dict[int, str]) -> list[tuple[int, str]]:
    return [(grams, text) for grams, texts in rows.items() for text in forms(texts)]


@pytest.mark.parametrize(("grams", "text"), table(READ))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_read(grams: int, text: str, form: Literal["NFC", "NFD"]) -> None:
    assert parse_weight(unicodedata.normalize(form, text)) == grams


@pytest.mark.parametrize(("code", "text"), [(code, t) for code, texts in HELD.items() for t in forms(texts)])
def test_held(code: str, text: str) -> None:
    issue = parse_weight(text)
    assert isinstance(issue, Issue)
    assert "{" not in issue.message() + issue.fix()
    assert (issue.code, issue.field, issue.severity) == (code, "weight_g", "block")


def test_every_reason_to_hold_a_weight_is_shown_above() -> None:
    assert set(HELD) == set(ISSUE_CODES)


def test_a_bare_number_takes_the_unit_of_its_column() -> None:
    assert parse_weight("500", unit="g") == 500
    assert parse_weight("1.500", unit="g") == 1500
    assert parse_weight("1,5", unit="kg") == 1500
    assert parse_weight("2 kg", unit="g") == 2000
    held = [parse_weight("1.500", unit="kg"), parse_weight("12,5", unit="g"), parse_weight("0500", unit="g")]
    codes = [issue.code for issue in held if isinstance(issue, Issue)]
    assert codes == ["weight.unclear", "weight.fraction", "weight.unclear"]


def test_written_with_a_comma() -> None:
    written = [format_weight(grams) for grams in (500, 1200, 1250, 1234, 1000, 12_000, 1_500_000)]
    assert written == ["500 g", "1,2 kg", "1,25 kg", "1.234 g", "1 kg", "12 kg", "1500 kg"]


@given(st.integers(1, MAX_GRAMS))
def test_what_is_written_is_read_back(grams: int) -> None:
    assert parse_weight(format_weight(grams)) == grams


PIECES = [*"0123456789., g", *forms(" kg| ký| lạng| rưỡi|nửa |hai | tạ|mươi ")]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=10).map("".join)),
    st.sampled_from(["g", "kg", None]),
)
def test_never_raises(text: str, unit: Literal["g", "kg"] | None) -> None:
    read = parse_weight(text, unit=unit)
    if isinstance(read, Issue):
        assert read.code in ISSUE_CODES and read.message() and read.fix()
    else:
        assert 0 < read <= MAX_GRAMS


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (500.0, 500),
        (500, 500),
        (1.5, "fraction"),
        (0, "not_positive"),
        (-2.0, "not_positive"),
        (1e300, "too_large"),
    ],
)
def test_a_spreadsheets_number_is_taken_as_it_is(value: float, result: int | str) -> None:
    read = parse_weight(value, unit="g")
    assert read == result or (isinstance(read, Issue) and read.code == f"weight.{result}")
    asked = parse_weight(value)
    assert isinstance(asked, Issue) and asked.code == "weight.no_unit"


@given(
    st.one_of(st.floats(), st.integers(), st.just(-(10**5000)), st.booleans(), st.none()),
    st.sampled_from(["g", "kg", None]),
)
def test_never_raises_on_numbers(value: float, unit: Literal["g", "kg"] | None) -> None:
    read = parse_weight(value, unit=unit)
    assert isinstance(read, Issue) or 0 < read <= MAX_GRAMS
