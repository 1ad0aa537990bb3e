"""Cards are found with and without marks, what stands in the title first."""

from __future__ import annotations

import pytest

from merchant_helper.guides.model import Guides
from merchant_helper.guides.search import MOST_WORDS, Index, index, wanted


@pytest.fixture
def known(guides: Guides) -> Index:
    return index(guides)


def keys(known: Index, query: str, language: str = "vi") -> list[str]:
    return [card.key for card in known.find(query, language)]


@pytest.mark.parametrize("query", ["Gói hàng", "goi hang", "GÓI  HÀNG", "gói hang", "goi"])
def test_marks_and_case_do_not_matter(known: Index, query: str) -> None:
    assert keys(known, query)[0] == "sample-pack"


def test_the_title_comes_before_the_text(known: Index) -> None:
    # "ví" is the title of one card; others only begin a word of their text so.
    assert keys(known, "ví điện tử")[0] == keys(known, "vi dien tu")[0] == "momo"
    assert keys(known, "vietqr")[:2] == ["vietqr-personal", "vietqr-household"]


def test_marks_that_were_typed_decide_between_equals(known: Index) -> None:
    assert keys(known, "tiền")[0] == "first-ten-minutes"


def test_what_a_word_is_called_elsewhere_is_found_too(known: Index) -> None:
    assert set(keys(known, "mã quét")) == {"vietqr-personal", "vietqr-household", "momo", "cod"}
    assert [term.key for term in known.find_terms("ma vuong")] == ["vietqr"]


def test_words_of_the_other_language_are_found_last(known: Index) -> None:
    assert keys(known, "wallet") == ["momo"]
    assert keys(known, "bank", "en")[0] != "" and "first-ten-minutes" in keys(known, "bank", "en")


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "gói zzzz", "\x00", "%_'\"<b>"])
def test_nothing_is_found_for_nothing(known: Index, query: str) -> None:
    assert keys(known, query) == []


def test_a_query_without_end_is_cut(known: Index) -> None:
    assert len(wanted("tiền " * 10_000)) == MOST_WORDS
    keys(known, "x" * 100_000)
