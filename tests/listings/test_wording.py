"""What one press on the page of words writes, and what is offered besides the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from merchant_helper import channels
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.lint import EVERYWHERE
from merchant_helper.listings.marks import suggest
from merchant_helper.listings.wording import OLD_FONT, TIDY, offers, spots

PLACES = {name: channels.load(name).words_policy for name in ("shopee", "facebook")}


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("bánh  tráng , hoà tan", "Bánh tráng, hòa tan"),
        ("Baùnh traùng phôi söông", "Bánh tráng phơi sương"),
        ("Trà shan tuyết, thuỷ tinh, khoẻ", "Trà shan tuyết, thủy tinh, khỏe"),
    ],
)
def test_what_is_written_untidily_is_offered_tidily(told: str, written: str) -> None:
    assert [spot.text for spot in offers(Facts(name=told))] == [written]


@pytest.mark.parametrize("told", ["Bánh quý, hoàng, xoài, thủy", "Bánh tráng", "Áo S, M, L"])
def test_what_is_tidy_is_let_be(told: str) -> None:
    assert offers(Facts(name=told)) == []


def test_where_letters_are_lost_only_a_person_can_write_anew() -> None:
    spot = offers(Facts(special="B¸nh tr¸ng ph¬i sng"))[0]
    assert spot.group == OLD_FONT and spot.text == ""


@pytest.mark.parametrize(
    ("bare", "meant"),
    [
        ("Nuoc mam nhi Phu Quoc", "Nước mắm nhĩ Phú Quốc"),
        ("MAT ONG RUNG TRAM", "MẬT ONG RỪNG TRÀM"),
        ("banh trang phoi suong", "bánh tráng phơi sương"),
        ("ao len co lo nu", "áo len cổ lọ nữ"),
    ],
)
def test_marks_are_suggested(bare: str, meant: str) -> None:
    assert [(one.what, one.instead) for one in suggest(bare)] == [("marks", meant)]


@pytest.mark.parametrize(
    "text",
    ["Cotton wool hat for men", "Pain de campagne au levain", "LED RGB USB", "Bánh tráng", "ao", "", "12 34"],
)
def test_other_words_are_let_be(text: str) -> None:
    assert [one for one in suggest(text) if one.what == "marks"] == []


def test_what_the_shop_wrote_elsewhere_decides() -> None:
    assert suggest("Cha bo da nang")[0].instead != "Chả bò Đà Nẵng"
    assert suggest("Cha bo da nang", ["Giao ở Đà Nẵng", "chợ Đà Nẵng"])[0].instead.lower() == "chả bò đà nẵng"


def test_places_are_told_together_and_the_worst_counts() -> None:
    facts = Facts(name="Áo lụa", special="Gọi 0903 123 456, đẹp nhất", kind="clothing")
    first, second = spots(facts, PLACES)
    assert (first.seen, first.severity, first.places) == ("0903 123 456", "block", ("shopee",))
    assert (second.seen, second.severity, second.places) == ("đẹp nhất", "warn", ("shopee", "facebook"))
    assert (second.before, second.after, second.dropped) == ("Gọi 0903 123 456, ", "", "nhất")
    assert second.text == "Gọi 0903 123 456, đẹp"


def test_with_papers_it_rests() -> None:
    facts = Facts(name="Áo đẹp nhất")
    spot = spots(facts, {"": EVERYWHERE})[0]
    assert spot.papers and spots(replace(facts, papers=(spot.paper,)), {"": EVERYWHERE}) == []


def test_long_lines_are_shortened_around_the_words() -> None:
    spot = spots(Facts(name="Áo", special=f"{'dài ' * 50}đẹp nhất {'rộng ' * 50}"), {"": EVERYWHERE})[0]
    assert spot.before.startswith("…") and spot.after.endswith("…") and len(spot.before) < 70


def test_groups_that_are_no_rules_are_known() -> None:
    assert {spot.group for spot in offers(Facts(name="bánh", use="a  b"))} == {TIDY}
