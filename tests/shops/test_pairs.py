"""The picture and the number that both screens show."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from merchant_helper.i18n import catalogue, in_language
from merchant_helper.shops.pairs import LOWEST, NUMBERS, PAIRS, draw_pair, pair_words

DRAWINGS = Path(__file__).parents[2] / "static" / "img" / "pairs"


def test_every_picture_is_there_and_no_other() -> None:
    assert {file.stem for file in DRAWINGS.iterdir()} == set(PAIRS)


@pytest.mark.parametrize("key", PAIRS)
def test_a_drawing_is_small_and_stands_on_its_own_paper(key: str) -> None:
    text = (DRAWINGS / f"{key}.svg").read_bytes()
    drawing = ElementTree.fromstring(text)
    assert len(text) < 2_000 and drawing.get("viewBox") == "0 0 120 120"
    ground = drawing[0]
    assert (ground.get("width"), ground.get("height"), ground.get("fill")) == ("120", "120", "#FFFDF8")
    assert b"currentColor" not in text


@pytest.mark.parametrize("key", PAIRS)
def test_every_picture_has_its_own_words_in_both_languages(key: str) -> None:
    english = catalogue("en")
    assert PAIRS[key].startswith("con ") and english[PAIRS[key]].startswith("the ")
    assert len({english[label] for label in PAIRS.values()}) == len(set(PAIRS.values())) == len(PAIRS)
    with in_language("en"):
        assert pair_words(key, 482) == f"{english[PAIRS[key]]} 482"


def test_a_pair_is_read_aloud_like_this() -> None:
    assert pair_words("ga", 482) == "con gà 482"


def test_pairs_are_drawn_from_all_pictures_and_three_digits() -> None:
    drawn = [draw_pair() for _time in range(2_000)]
    assert {key for key, _number in drawn} == set(PAIRS)
    assert all(LOWEST <= number < LOWEST + NUMBERS == 1_000 for _key, number in drawn)
    assert len({number for _key, number in drawn}) > NUMBERS / 2


def test_an_unknown_picture_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        pair_words("rong", 482)
