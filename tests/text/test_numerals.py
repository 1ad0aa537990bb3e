"""Numbers in words, checked by a reader that shares nothing with the writer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.text import number_in_words, vnd_in_words
from merchant_helper.text.numerals import MAX_SPOKEN

KNOWN = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh tư",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    150: "một trăm năm mươi",
    1000: "một nghìn",
    1005: "một nghìn không trăm linh năm",
    1010: "một nghìn không trăm mười",
    21_000: "hai mươi mốt nghìn",
    150_000: "một trăm năm mươi nghìn",
    1_005_000: "một triệu không trăm linh năm nghìn",
    1_200_000: "một triệu hai trăm nghìn",
    1_000_005: "một triệu không trăm linh năm",
    1_000_000_000: "một tỷ",
    999_999_999_999: (
        "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu "
        "chín trăm chín mươi chín nghìn chín trăm chín mươi chín"
    ),
}


@pytest.mark.parametrize(("number", "words"), KNOWN.items())
def test_known_numbers(number: int, words: str) -> None:
    assert number_in_words(number) == words
    assert vnd_in_words(number) == f"{words} đồng"


def test_who_says_ngan_says_le() -> None:
    assert vnd_in_words(1_005_000, "ngàn") == "một triệu không trăm lẻ năm ngàn đồng"
    assert vnd_in_words(104_000, "ngàn") == "một trăm lẻ bốn ngàn đồng"


@pytest.mark.parametrize("number", [-1, MAX_SPOKEN + 1])
def test_outside_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        number_in_words(number)


BASIC = "không một hai ba bốn năm sáu bảy tám chín mười"
UNITS = {word: value for value, word in enumerate(BASIC.split())}
UNITS |= {"mốt": 1, "tư": 4, "lăm": 5}
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def read_back(words: str) -> int:
    """Read a full spoken number by adding up from left to right."""
    total = group = 0
    for word in words.split():
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group += 9 * (group % 10)
        elif word not in ("linh", "lẻ"):
            group += UNITS[word]
    return total + group


@given(st.integers(0, MAX_SPOKEN), st.sampled_from(["nghìn", "ngàn"]))
def test_words_say_the_number(number: int, nghin: str) -> None:
    words = number_in_words(number, nghin)
    assert read_back(words) == number
    assert "  " not in words and words == words.strip()


@given(st.integers(0, MAX_SPOKEN))
def test_the_rules_for_one_four_and_five_hold_everywhere(number: int) -> None:
    words = f" {number_in_words(number)} "
    for wrong in (
        " mươi một ",
        " mươi bốn ",
        " mươi năm ",
        " mười năm ",
        " mười tư ",
        " mười mốt ",
        " một mươi ",
    ):
        assert wrong not in words
    for wrong in (" linh lăm ", " linh mốt ", " trăm lăm ", " không mươi ", " linh không ", " mươi không "):
        assert wrong not in words
