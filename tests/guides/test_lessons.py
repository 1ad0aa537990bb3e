"""Lessons: strict, short, in both languages, three questions with one right answer, and no number of law."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from guides.test_practice import BLAME
from merchant_helper.errors import GuideBroken
from merchant_helper.guides.lessons import SENTENCE_WORDS, Lesson, lessons, parse
from merchant_helper.guides.load import bundled
from merchant_helper.i18n import Address, speak
from merchant_helper.web.assets import static_folder

SESSIONS = [
    *("safe-phone", "account-and-code", "paid-every-day"),
    *("photos-and-posts", "selling-far-away", "tax-and-papers"),
]
every = pytest.mark.parametrize("lesson", lessons().values(), ids=lessons())


def test_the_six_short_sessions_are_there_in_order() -> None:
    assert list(lessons()) == SESSIONS


@every
def test_every_card_and_drawing_it_names_is_there(lesson: Lesson) -> None:
    named = {*lesson.cards, *([lesson.next.card] if lesson.next.card else [])}
    assert named <= set(bundled().cards)
    assert lesson.drawing is None or (static_folder() / "drawings" / f"{lesson.drawing}.svg").is_file()


@every
@pytest.mark.parametrize("co", ["", "cô"])
def test_nobody_is_blamed_and_every_sentence_reads_with_and_without_a_pronoun(
    lesson: Lesson, co: str
) -> None:
    for said in lesson.said():
        spoken = speak(said.vi, Address(co))
        assert not BLAME.search(spoken) and not BLAME.search(said.en)
        assert not re.search(r"[{}\[\]]|  | [,.?]|\b[Bb]ạn\b", spoken), spoken


@every
def test_the_right_answer_stands_in_every_place(lesson: Lesson) -> None:
    for question in lesson.question:
        orders = {tuple(question.shuffled(str(seed))) for seed in range(30)}
        assert {order.index(question.right) for order in orders} == {0, 1, 2}


def good() -> dict[str, Any]:
    both = {"vi": "Một.", "en": "One."}
    choices = [{"vi": n, "en": n, "right": n == "b", "why": both} for n in "abc"]
    question = {**both, "choice": choices}
    told = {
        **{"order": 1, "title": both, "can": both, "text": [both] * 4, "cards": ["cod"]},
        **{"next": {**both, "place": "pay"}, "question": [question] * 3},
    }
    return copy.deepcopy(told)


def value(told: Any) -> str:
    """Write one value as TOML on one line."""
    if isinstance(told, dict):
        return "{" + ", ".join(f"{key} = {value(one)}" for key, one in told.items()) + "}"
    if isinstance(told, list):
        return "[" + ", ".join(map(value, told)) + "]"
    return str(told).lower() if isinstance(told, bool) else repr(told)


def toml(told: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {value(one)}" for key, one in told.items())


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.update(extra=1), "extra"),
        (lambda t: t["question"].pop(), "at least 3"),
        (lambda t: t["question"].append(t["question"][0]), "at most 3"),
        (lambda t: t["question"][0]["choice"].pop(), "at least 3"),
        (lambda t: t["question"][0]["choice"][0].update(right=True), "exactly one"),
        (lambda t: t["question"][0]["choice"][1].update(right=False), "exactly one"),
        (lambda t: t["question"][0]["choice"][0].update(en="b"), "read the same in en"),
        (lambda t: t["question"][0]["choice"][0].pop("why"), "why"),
        (lambda t: t["question"][0]["choice"][0]["why"].update(vi="A. B. C."), "one sentence or two"),
        (lambda t: t["text"].pop(), "four to six"),
        (lambda t: t["text"].extend(t["text"][:3]), "four to six"),
        (lambda t: t["text"][0].update(vi="Một. Hai."), "not one sentence"),
        (lambda t: t["can"].update(en="One. Two."), "not one sentence"),
        (lambda t: t["text"][0].update(vi="a " * SENTENCE_WORDS + "a."), "not one sentence"),
        (lambda t: t["question"][0].update(vi="a " * 480 + "a?"), "longer than 3 minutes"),
        (lambda t: t["text"][0].update(vi="Mức là 500 triệu."), "belongs on a card"),
        (lambda t: t["question"][0].update(en="Is it 3%?"), "belongs on a card"),
        (lambda t: t["next"].update(vi="Trước 31/01/2027."), "belongs on a card"),
        (lambda t: t["next"].update(place="moon"), "next.place"),
        (lambda t: t["next"].update(place="card"), "a card is named"),
        (lambda t: t["next"].update(card="cod"), "a card is named"),
        (lambda t: t.update(cards=[]), "cards"),
        (lambda t: t["title"].pop("en"), "title.en"),
        (lambda t: t["title"].update(vi="{fact:x}"), "not closed"),
        (lambda t: t["title"].update(vi="<b>Một</b>"), "HTML"),
    ],
)
def test_a_lesson_that_breaks_a_rule_is_refused_with_the_reason(change: Change, reason: str) -> None:
    assert parse(toml(good()), "some").noted_as == "lesson-some"
    told = good()
    change(told)
    with pytest.raises(GuideBroken, match=reason) as caught:
        parse(toml(told), "some")
    assert caught.value.file == "some.toml"


def test_a_trial_payment_is_the_one_sum_that_may_stand() -> None:
    told = good()
    told["text"][0]["vi"] = "Trả thử 1.000 đồng, xem trong 10 phút."
    assert parse(toml(told), "some").text[0].vi.startswith("Trả thử")
