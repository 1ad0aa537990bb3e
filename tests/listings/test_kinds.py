"""Kinds of goods: one file each, and a new file is a new kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from listings.new_kind import honey

from merchant_helper import i18n
from merchant_helper.guides.goods import goods
from merchant_helper.i18n import in_language
from merchant_helper.listings import kinds as module
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import Question, find_kind, kind_named, kinds
from merchant_helper.listings.traits import answers, attributes, told_of
from merchant_helper.listings.write import description, title

__all__ = ["honey"]

ORDER = "food fresh drink clothing craft home cosmetics toy plant service other"


def test_kinds_are_found_by_key_and_by_either_name_without_marks() -> None:
    assert list(kinds()) == ORDER.split()
    for kind in kinds().values():
        assert find_kind(kind.key) == find_kind(kind.name) == find_kind(kind.english) == kind
    assert find_kind("do an, dac san") == kinds()["food"]
    assert find_kind("xe hơi") is None


@pytest.mark.parametrize("kind", kinds().values(), ids=list(kinds()))
def test_a_kind_asks_two_to_five_short_questions(kind: module.Kind) -> None:
    assert 2 <= len(kind.questions) <= 5
    for question in kind.questions:
        assert len(question.text()) <= 45
        assert question.text().endswith("?")
        assert len(question.suggest) <= 3
        with i18n.in_language("en"):
            assert question.text() == question.ask["en"]
    assert len({question.key for question in kind.questions}) == len(kind.questions)
    assert set(kind.papers) <= goods().keys()


def test_no_question_has_a_tap_that_needs_a_paper() -> None:
    claims = ("ocop", "hữu cơ", "sạch", "vietgap", "chữa", "trị", "nhất", "an toàn", "tự nhiên")
    taps = [tap.casefold() for kind in kinds().values() for q in kind.questions for tap in q.suggest]
    assert [tap for tap in taps if any(claim in tap for claim in claims)] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Áo bà ba", "clothing"), ("bánh tráng", "food"), ("Nước mắm nhĩ", "drink"), ("Xe đạp", None)],
)
def test_a_name_tells_its_kind_as_the_page_does(name: str, kind: str | None) -> None:
    found = kind_named(name)
    assert (found.key if found else None) == kind


def test_answers_follow_the_questions_of_the_kind() -> None:
    facts = Facts(kind="clothing", brand="May Út Hồng", unit_size="cỡ M", traits=("pot=đất", "color=Đỏ"))
    assert answers(facts) == {"color": "Đỏ", "brand": "May Út Hồng"}
    assert attributes(facts) == (("color", "Đỏ"), ("size", "M"))
    told = told_of(facts, {"color": None, "material": "Lụa", "brand": None})
    assert told == {"brand": None, "traits": ["pot=đất", "material=Lụa"]}


def test_a_question_with_a_key_of_another_meaning_is_refused() -> None:
    for key, fills in (("size", None), ("Màu", None), ("color", "smell")):
        with pytest.raises(ValueError):
            Question(key, {"vi": "a", "en": "b"}, "c", "d", (), fills)


@pytest.mark.usefixtures("honey")
def test_a_new_kind_is_one_file() -> None:
    assert next(iter(kinds())) == "honey"
    facts = Facts(
        name="Mật ong rừng", kind="honey", traits=("flower=Hoa nhãn",), unit="chai", unit_size="1 lít"
    )
    assert title(facts) == "Mật ong rừng, chai 1 lít"
    assert description(facts) == "Mật ong rừng.\n\n- Hoa nhãn\n- Quy cách: chai 1 lít"


def test_a_general_question_is_asked_as_it_fits_the_goods() -> None:
    assert kinds()["service"].prompt("made") == "Làm cách nào?"
    with in_language("en"):
        assert kinds()["clothing"].prompt("use") == "How is it washed and kept?"
    assert kinds()["food"].prompt("made") is None and kinds()["service"].prompt("special") is None
    with pytest.raises(ValueError):
        replace(kinds()["food"], prompts={"made": {"vi": "Chỉ một thứ tiếng"}})
