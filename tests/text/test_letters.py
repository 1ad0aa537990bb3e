"""Letters without marks, and the order of the alphabet."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.text import fold, nfc, search_key, vietnamese_sort_key

VOWELS = "aăâeêioôơuưy"
MARKED = "".join(
    nfc(v + tone) for v in VOWELS for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
)
VIETNAMESE = MARKED + MARKED.upper() + "đĐbcdghklmnpqrstvx"


def test_folded() -> None:
    assert fold("Đường thốt nốt ĐẶC BIỆT") == "Duong thot not DAC BIET"
    assert fold("Ðặng Ɖức ðá") == "Dang Duc da"
    assert fold("日本 100%") == "日本 100%"


@given(st.text(VIETNAMESE + " 0123456789"), st.sampled_from(["NFC", "NFD"]))
def test_vietnamese_folds_to_ascii_letter_by_letter(text: str, form: str) -> None:
    folded = fold(unicodedata.normalize(form, text))  # type: ignore[arg-type]
    assert folded.isascii()
    assert len(folded) == len(nfc(text))
    assert fold(folded) == folded


@given(st.text())
def test_any_text_folds_and_sorts(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert vietnamese_sort_key(text) <= vietnamese_sort_key(text)
    assert search_key(search_key(text)) == search_key(text)


def test_found_whatever_the_marks_case_and_spaces() -> None:
    assert search_key("  NƯỚC   mắm Đậm ") == search_key("nuoc mam dam") == "nuoc mam dam"


@pytest.mark.parametrize(
    "order",
    [
        "a à ả ã á ạ ă ằ â ấ b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y",
        "- 2 10 a z б",
        "la là lả lã lá lạ lan lăn lân",
        "dưa dừa đào đu",
        "Bánh bánh",
    ],
)
def test_the_order_of_the_alphabet(order: str) -> None:
    words = order.split()
    if words == ["Bánh", "bánh"]:
        words.reverse()
    mixed = random.Random(7).sample(words, len(words))
    assert sorted(mixed, key=vietnamese_sort_key) == words


def test_products_sort_word_by_word_and_number_by_number() -> None:
    goods = [
        "Nước mắm 2 lít",
        "Nước mắm 10 lít",
        "Nước màu dừa",
        "Ổi",
        "Nướng",
        "nước mắm",
        "Ớt",
        "Đu đủ",
        "Dưa",
    ]
    expected = [
        "Dưa",
        "Đu đủ",
        "Nước màu dừa",
        "nước mắm",
        "Nước mắm 2 lít",
        "Nước mắm 10 lít",
        "Nướng",
        "Ổi",
        "Ớt",
    ]
    assert sorted(goods, key=vietnamese_sort_key) == expected


@given(st.text(VIETNAMESE + " 0123456789-"), st.text(VIETNAMESE + " 0123456789-"))
def test_only_equal_texts_tie_however_they_are_composed(one: str, other: str) -> None:
    same = vietnamese_sort_key(one) == vietnamese_sort_key(other)
    assert same == (nfc(one) == nfc(other))
    assert vietnamese_sort_key(unicodedata.normalize("NFD", one)) == vietnamese_sort_key(one)
