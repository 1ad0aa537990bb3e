"""Counts, and the words that stand for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.issues import Issue
from merchant_helper.text import MAX_COUNT, parse_count, says_unknown
from merchant_helper.text.stock import ISSUE_CODES


def forms(table: str) -> list[str]:
    return table.split("|")


READ: dict[int | None, str] = {
    0: "0|hết|không còn|Hết hàng|het|HẾT RỒI.|tạm hết|không|0 cái",
    10: "10|10 cái|10 chai|mười|10.0|mười gói",
    15: "mười lăm|15 kg|15",
    24: "2 tá|hai tá|24",
    1000: "1.000|1000|1 000|một nghìn|1 nghìn",
    150: "trăm rưỡi|một trăm năm mươi",
    None: "|  |luôn có|Luôn có hàng|còn|còn hàng|chưa biết|luon co|có sẵn|làm theo đơn",
}
HELD = {
    "count.unreadable": "khoảng 20|vài cái|abc|20 quyển vở|=1+1|10 chai 2|hai ba cái|vài chục|chục rưỡi",
    "count.unclear": "10-20|1.2.3|từ 10 đến 20|007",
    "count.negative": "-1|-20 cái",
    "count.fraction": "10,5|1.5 kg|12,50",
    "count.too_large": "99999999|99.999.999",
    "measure.chuc": "chục|một chục|2 chục|1 chục trứng|2 chuc",
}


@pytest.mark.parametrize(("count", "text"), [(n, t) for n, texts in READ.items() for t in forms(texts)])
def test_read(count: int | None, text: str) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(("code", "text"), [(code, t) for code, texts in HELD.items() for t in forms(texts)])
def test_held(code: str, text: str) -> None:
    issue = parse_count(text)
    assert isinstance(issue, Issue)
    assert "{" not in issue.message() + issue.fix()
    assert (issue.code, issue.field, issue.severity) == (code, "stock", "block")


def test_every_reason_to_hold_a_count_is_shown_above() -> None:
    assert set(HELD) == set(ISSUE_CODES)


def test_a_chuc_counts_what_it_holds_here() -> None:
    assert parse_count("chục", chuc=12) == 12
    assert parse_count("2 chục", chuc=14) == 28
    assert parse_count("hai chục trứng", chuc=10) == 20


@pytest.mark.parametrize("text", ["chưa biết", "Chua biet.", "không biết", "?"])
def test_not_knowing_is_an_answer(text: str) -> None:
    assert says_unknown(text)
    assert not says_unknown("20")


PIECES = [*"0123456789., -", *forms(" chục|hai |mươi |nghìn| tá| cái|trăm |rưỡi")]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=10).map("".join)),
    st.sampled_from([None, 12]),
)
def test_never_raises(text: str, chuc: int | None) -> None:
    read = parse_count(text, chuc=chuc)
    if isinstance(read, Issue):
        assert read.code in ISSUE_CODES and read.message() and read.fix()
    else:
        assert read is None or 0 <= read <= MAX_COUNT


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (10.0, 10),
        (0, 0),
        (1.234, "fraction"),
        (-1, "negative"),
        (1e300, "too_large"),
        (float("nan"), "unreadable"),
    ],
)
def test_a_spreadsheets_number_is_taken_as_it_is(value: float, result: int | str) -> None:
    read = parse_count(value)
    assert read == result or (isinstance(read, Issue) and read.code == f"count.{result}")


@given(st.one_of(st.floats(), st.integers(), st.just(-(10**5000)), st.booleans(), st.none()))
def test_never_raises_on_numbers(value: float) -> None:
    read = parse_count(value)
    assert isinstance(read, Issue) or read is None or 0 <= read <= MAX_COUNT
