"""Prices: every form of the promised table, and nothing guessed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from merchant_helper.issues import Issue
from merchant_helper.text import (
    format_dong_sentence,
    format_vnd,
    odd_price_proposal,
    parse_vnd,
    vnd_in_words,
)
from merchant_helper.text.amounts import Typed
from merchant_helper.text.money import ISSUE_CODES, MAX_PRICE


def forms(table: str) -> list[str]:
    return [form.strip(" \n") for form in table.split("|")]


PROMISED = {
    150_000: """150000|150.000|150,000|150 000|150.000đ|150.000 ₫|150.000 VND
        |150k|150 nghìn|150 ngàn|trăm rưỡi""",
    1_200_000: "1tr2|1,2 triệu|1.2tr",
    1_500_000: "1tr rưỡi",
}
MORE = {
    150_000: """150\u00a0000|150\u2009000|150\u202f000 đ|１５０．０００|150'000|150\u200b.000|\t150k\u00a0
        |150K|150.000 VNĐ|vnd 150.000|₫150.000|150.000 Đồng|150.000 dong|150kđ|150k vnd|150.000,00|150,000.00
        |150000.0|150000,00|150 nghìn đồng|150 NGHÌN|150 nghin|một trăm năm mươi nghìn|trăm rưởi|trăm năm
        |Một trăm năm mươi ngàn đồng|một trăm rưỡi|1 trăm rưỡi|trăm rưỡi nghìn|1 trăm 50 nghìn
        |mot tram nam muoi nghin dong|một trăm năm chục nghìn""",
    1_200_000: "1 triệu 2|1 triệu hai|triệu hai|1tr200|1 triệu 200 nghìn|1 triệu hai trăm|1tr2đ|1.200.000",
    1_250_000: "1tr250|1,25 triệu|1.25tr|1 triệu 250k|1 triệu hai trăm năm mươi nghìn|1 250 000",
    1_050_000: "1tr050|một triệu không trăm năm mươi nghìn",
    1_500_000: "một triệu rưỡi|triệu rưỡi|1 trieu ruoi|1,5tr|1tr5",
    500_000: "nửa triệu|nua trieu|5 trăm nghìn|năm trăm ngàn|500n",
    200_000: "hai trăm nghìn|hai trăm ngàn đồng|2 trăm k",
    250_000: "hai trăm rưỡi|hai trăm rưỡi nghìn|hai trăm rưỡi ngàn đồng",
    15_500: "15k5|15k500|15,5k|15 nghìn rưỡi|mười lăm nghìn năm trăm",
    25_000: "hai lăm nghìn|hai mươi lăm nghìn|hai mươi nhăm ngàn|25 ng",
    21_000: "hai mốt nghìn|hai mươi mốt nghìn",
    104_000: "một trăm linh tư nghìn|một trăm lẻ bốn ngàn|104k",
    2_300_000_000: "2,3 tỷ|2 tỷ 3|2 tỉ 300 triệu|hai tỷ ba",
    1000: "1.000|1k|một nghìn|1000",
    MAX_PRICE: "999.999.999.999",
}
HELD: dict[str, list[Typed]] = {
    "price.missing": ["", "   ", "\u200b", None, "\n"],
    "price.no_number": [*forms("liên hệ|Liên hệ|inbox|đồng|---|🎉|k")],
    "price.unreadable": [
        *forms(
            "1e5|150k/kg|khoảng 150k|từ 150|hai ba trăm|150k 200k|0x10|1 triệu 2 triệu|1 nghìn 2 triệu|nửa 5"
        ),
        *forms(
            "150..000|150%|+150000|=150000|150 đồng 5|٣٠٠|5 triệu rưỡi rưỡi|rưỡi|linh năm|1 trăm linh|150²"
        ),
        *forms("½ triệu|(5000)"),
        "1" * 200,
    ],
    "price.unclear": [
        *forms(
            "12.5|1.25|1.2.3|12,5|150.0|1.200k|1.250 triệu|1tr25|1tr50|1 triệu 20|2k50|050|0150000|0901234567"
        ),
        *forms(
            "000|1500.000|15.00.000|150.0000|1.200 000|1tr2.5|1tr1.0|1tr0|1,5 triệu 200 nghìn|1.000.00|0.150"
        ),
        "một triệu hai đồng",
    ],
    "price.range": [*forms("150-200k|150k – 200k|150~200|từ 150k đến 200k|150k/200k|một hoặc hai trăm|1-2")],
    "price.negative": [*forms("-5|-150.000|−150k|- 5"), -5, -150000.0],
    "price.fraction": [*forms("150.000,50|150000.5|1234.56"), 12.5, 150000.25],
    "price.too_small": [*forms("200|999|0|hai trăm|trăm rưỡi đồng|0,5k|15 đ"), 150, 12.0, 0],
    "price.too_large": [*forms("1.000.000.000.000|1000 tỷ"), 10**12, 1e300],
}
READ = [(amount, text) for table in (PROMISED, MORE) for amount in table for text in forms(table[amount])]


@pytest.mark.parametrize(("amount", "text"), READ)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_read(amount: int, text: str, form: str) -> None:
    assert parse_vnd(unicodedata.normalize(form, text)) == amount


@pytest.mark.parametrize(("code", "value"), [(code, value) for code in HELD for value in HELD[code]])
def test_held(code: str, value: str | float | None) -> None:
    issue = parse_vnd(value)
    assert isinstance(issue, Issue)
    assert "{" not in issue.message() + issue.fix()
    assert (issue.code, issue.field, issue.severity) == (code, "price", "block")


def test_every_reason_to_hold_a_price_is_shown_above() -> None:
    assert set(HELD) == set(ISSUE_CODES)


def test_a_field_of_another_name_is_named() -> None:
    issue = parse_vnd("x", field="sale_price")
    assert isinstance(issue, Issue)
    assert issue.field == "sale_price"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), True, False])
def test_what_is_no_number_at_all_is_held(value: float) -> None:
    assert isinstance(parse_vnd(value), Issue)


def test_small_prices_pass_when_they_are_meant() -> None:
    assert parse_vnd("200", allow_small=True) == 200
    assert parse_vnd("hai trăm", allow_small=True) == 200
    assert parse_vnd("trăm rưỡi", allow_small=True) == 150_000
    assert isinstance(parse_vnd("12.5", allow_small=True), Issue)
    assert isinstance(parse_vnd("0", allow_small=True), Issue)


def test_a_small_price_proposes_thousands() -> None:
    assert [odd_price_proposal(n) for n in (200, 1, 999, 1000, 0, -5)] == [
        200_000,
        1000,
        999_000,
        None,
        None,
        None,
    ]
    issue = parse_vnd("200")
    assert isinstance(issue, Issue)
    assert "200.000" in issue.fix()


def test_written_with_dots_and_a_plain_space() -> None:
    assert format_vnd(150_000) == "150.000 đ"
    assert format_vnd(999) == "999 đ"
    assert format_dong_sentence(1_250_000) == "1.250.000 đồng"


prices = st.integers(1000, MAX_PRICE)


@given(prices)
def test_what_is_written_is_read_back(amount: int) -> None:
    for written in (str(amount), format_vnd(amount), format_dong_sentence(amount), f"{amount:,}", amount):
        assert parse_vnd(written) == amount
    assert parse_vnd(float(amount)) == amount


@given(st.integers(1, 99_999_999).map(lambda n: n * 1000), st.sampled_from(["nghìn", "ngàn"]))
@example(1_000_000, "nghìn")
def test_words_of_whole_thousands_are_read_back(amount: int, nghin: str) -> None:
    assert parse_vnd(vnd_in_words(amount, nghin)) == amount


@given(prices)
@example(1_000_200)
@example(1_000_002)
def test_words_are_never_read_as_another_price(amount: int) -> None:
    read = parse_vnd(vnd_in_words(amount))
    assert read == amount or (isinstance(read, Issue) and read.code == "price.unclear")


PIECES = [*"0123456789.,-' đk", *forms("tr|triệu|rưỡi|trăm|nghìn|hai|mươi|linh|nửa|tỷ")]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_never_raises_and_always_holds_or_gives_a_price(text: str) -> None:
    read = parse_vnd(text)
    if isinstance(read, Issue):
        assert read.code in ISSUE_CODES
        assert read.message() and read.fix()
    else:
        assert 1000 <= read <= MAX_PRICE
        assert parse_vnd(format_vnd(read)) == read


@given(st.one_of(st.floats(), st.integers(), st.just(10**5000)))
def test_never_raises_on_numbers(value: float) -> None:
    read = parse_vnd(value)
    assert isinstance(read, Issue) or read == value
