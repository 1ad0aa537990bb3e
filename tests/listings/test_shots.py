"""Which photos a kind wants is data, and whether they are there is said, never asked."""

from __future__ import annotations

import pytest

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.shots import SHOTS, missing, shown, state, wanted, with_shot, words
from merchant_helper.web.assets import static_folder


@pytest.mark.parametrize("key", kinds())
def test_every_kind_begins_with_the_front_and_needs_only_what_it_lists(key: str) -> None:
    kind = kinds()[key]
    assert kind.shots[0] == "front" == kind.needed[0]
    assert set(kind.needed) <= set(kind.shots) <= set(SHOTS)
    assert len(set(kind.shots)) == len(kind.shots)


@pytest.mark.parametrize("shot", SHOTS)
def test_every_shot_is_drawn_and_named(shot: str) -> None:
    assert (static_folder() / "drawings" / f"shot-{shot}.svg").is_file()
    assert words(shot)


def test_photos_are_taken_for_the_list_in_its_order() -> None:
    kind = wanted("clothing")
    assert shown(Facts(photos=("a", "b")), kind) == {"a": "front", "b": "back"}
    assert missing(Facts(photos=("a", "b")), kind) == ["label"]
    assert state(Facts(photos=("a", "b")), kind) == "còn thiếu: nhãn"
    assert state(Facts(photos=("a", "b", "c")), kind) == "đủ ảnh"
    many = tuple("abcdefgh")
    assert set(shown(Facts(photos=many), kind)) == set(many[: len(kind.shots)])


def test_what_she_says_goes_before_the_guess() -> None:
    facts = Facts(photos=("a", "b", "c"), shots=("c=back",))
    assert shown(facts, wanted("other")) == {"a": "front", "b": "label", "c": "back"}
    facts = Facts(photos=("a", "b", "c"), shots=("a=use", "b=use", "c=use"))
    assert missing(facts, wanted("other")) == ["front", "back", "label"]


def test_without_a_photo_or_a_kind_there_is_a_list_too() -> None:
    assert missing(Facts(), wanted(None)) == ["front", "back", "label"]
    assert wanted("no such kind") is wanted("other")


def test_only_photos_and_words_that_are_there_can_be_said() -> None:
    facts = Facts(photos=("a", "b"), shots=("a=front", "gone=back", "b=nonsense"))
    assert with_shot(facts, "b", "label") == ("a=front", "b=label")
    assert with_shot(facts, "a", "size") == ("a=size",)
    assert with_shot(facts, "gone", "label") is None
    assert with_shot(facts, "a", "nonsense") is None
