"""Nothing unseen comes in, and nothing seen is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from merchant_helper.text import clean_text, glimpse, nfc, shorten, unseen_removed
from merchant_helper.text.door import _cleaned

FARMER = "👩‍🌾"
HEART = "❤️‍🔥"
SHADED = "👩🏽‍🌾"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
KEYCAP = "1️⃣"


def test_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Đường thốt nốt")) == "Đường thốt nốt"
    # What Windows-1258 decodes to: the circumflex inside the letter, the tone behind it.
    assert clean_text("nươ\u0301c mă\u0301m").text == "nước mắm"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b", "ab"),
        ("a\x07\x1b[31mb", "a[31mb"),
        ("a\u202eb\u202c", "ab"),
        ("a\u2066b\u2069", "ab"),
        ("giá\u200b rẻ\ufeff", "giá rẻ"),
        ("a\u200db", "ab"),
        (f"\u200d{FARMER}\u200d", FARMER),
        ("👩\u200d\u200d🌾", "👩🌾"),
        ("a\u00adb\u3164c\u2060", "abc"),
        ("a\ud800b", "ab"),
        ("a\ufffeb\U000e0041", "ab"),
        ("\x00", ""),
    ],
)
def test_unseen_characters_go_and_are_reported(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == (clean, True)
    assert clean_text(dirty, multiline=True) == (clean, True)


@pytest.mark.parametrize(
    "text", [FARMER, HEART, SHADED, ENGLAND, KEYCAP, "🇻🇳", "👨‍👩‍👧‍👦", "½ kg · 40°", "日本 ไทย ﷽", "a&<b>"]
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert clean_text(text) == (text, False)


def test_a_pair_of_surrogates_is_one_sign() -> None:
    assert clean_text("\ud83d\ude00") == ("😀", False)


def test_spaces_and_lines_are_put_in_order_without_a_report() -> None:
    assert clean_text("  Nước\u00a0mắm\t\u3000nhĩ \r\n") == ("Nước mắm nhĩ", False)
    assert clean_text("a\r\nb\rc\x0bd\u2028e") == ("a b c d e", False)
    lines = "một  \r\n\r\n\r\n\r\nhai\rba\u00a0bốn\n"
    assert clean_text(lines, multiline=True) == ("một\n\nhai\nba bốn", False)


def test_a_cut_is_reported_and_tears_nothing_apart() -> None:
    assert clean_text("nước mắm", max_length=8) == ("nước mắm", False)
    assert clean_text("nước mắm", max_length=5) == ("nước", True)
    assert clean_text(f"ab{FARMER}", max_length=4) == ("ab", True)
    assert shorten("ab\u0323\u0323c", 2) == "a"
    assert shorten("abc", 0) == shorten("abc", -1) == ""


def test_the_report_says_it_in_words() -> None:
    issue = unseen_removed("name")
    assert (issue.code, issue.field, issue.severity) == ("text.removed", "name", "hint")


unseen = st.sampled_from(
    [*"\x00\x1f\u200b\u200d\u202e\u2066\ufeff\ufe0f\u0301\r\n\t ", "\ud800", "👩", "🌾", "🏽", "\U0001f3f4"]
)
anything = st.one_of(st.text(), st.lists(unseen | st.characters(), max_size=20).map("".join))


@given(anything, st.booleans(), st.none() | st.integers(0, 12))
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool, most: int | None) -> None:
    once = clean_text(text, multiline=multiline, max_length=most).text
    assert clean_text(once, multiline=multiline, max_length=most) == (once, False)
    assert once == nfc(once) == once.strip()
    assert most is None or len(once) <= most
    once.encode("utf-8")
    assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in once)
    assert multiline or "\n" not in once


@given(st.text("abcăâđêôơưáàảãạ0123456789 .,-", max_size=50))
def test_ordinary_text_is_never_touched_but_for_its_spaces(text: str) -> None:
    cleaned = clean_text(text)
    assert not cleaned.removed
    assert cleaned.text.split() == nfc(text).split()


@pytest.mark.parametrize("hostile", ["\u200d", "\U000e0041", "👩\u200d", "a\u0301", "\n", "\ud800", " "])
def test_a_megabyte_of_it_takes_no_time(hostile: str) -> None:
    assert (
        clean_text(hostile * (500_000 // len(hostile)), multiline=True, max_length=1000).text.strip("👩‍á")
        == ""
    )


def test_a_glimpse_of_long_text_shows_that_it_goes_on() -> None:
    assert glimpse(" liên\u0000 hệ ") == "liên hệ"
    assert glimpse("x" * 5000) == "x" * 39 + "…"


@given(st.text(alphabet=st.sampled_from("aÁ\u0301 \n\u00a0\u200b\u3164ế-"), max_size=12), st.booleans())
@example("a \nb", True)
@example("a\n\n\nb", True)
@example("\na", True)
@example("a\n", True)
@example("a  b", False)
def test_what_is_plain_is_left_alone_as_the_whole_cleaning_would(text: str, multiline: bool) -> None:
    assert clean_text(text, multiline=multiline) == _cleaned(text, multiline, None)
