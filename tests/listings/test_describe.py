"""Nothing is invented: every word of a description is hers or one of the fixed ones."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_helper.listings.describe import html, plain, sentences, short
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.phrasing import phrases, words
from merchant_helper.text import format_weight

LINE = st.text("aăâbcđê ghikôơpưxáàảãạTÂN0123456789,;.!-", max_size=60)
TOLD = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "special", "made", "use", "unit", "unit_size", "brand", "origin"), LINE),
        "expiry": LINE,
        "weight_g": st.integers(1, 90_000),
        "unit_count": st.integers(2, 40),
        "condition": st.sampled_from(["new", "used"]),
    },
)


def fixed() -> set[str]:
    """Collect the words that stand in our own data."""
    table = phrases()
    texts = [*table["openings"], *table["says"].values()]
    for kind in kinds().values():
        texts += [*kind.says.values(), *(question.says for question in kind.questions)]
    return {word for text in texts for word in words(re.sub(r"\{\w+\}", " ", text))}


@settings(max_examples=50)
@given(told=TOLD, kind=st.sampled_from(sorted(kinds())), traits=st.lists(LINE, min_size=5, max_size=5))
def test_every_word_and_number_comes_from_an_answer(
    told: dict[str, Any], kind: str, traits: list[str]
) -> None:
    questions = kinds()[kind].questions
    facts = Facts(
        kind=kind, traits=tuple(f"{q.key}={t}" for q, t in zip(questions, traits, strict=False)), **told
    )
    hers = {word for value in (*told.values(), *traits) for word in words(str(value))}
    hers |= set(words(format_weight(told.get("weight_g", 0))))
    made = sentences(facts)
    for text in (plain(made), short(made), re.sub("<[a-z/]+>", " ", html(made))):
        assert set(words(text)) <= hers | fixed()
        numbers = {number for word in words(text) for number in re.findall(r"\d+", word)}
        assert numbers <= {number for word in hers for number in re.findall(r"\d+", word)}


@settings(max_examples=50)
@given(told=TOLD)
def test_every_sentence_names_answers_that_were_given(told: dict[str, Any]) -> None:
    for each in sentences(Facts(**told)):
        assert each.fields
        assert all(told.get(field) for field in each.fields)


def test_what_the_sentences_say_already_is_not_listed_again() -> None:
    facts = Facts(name="Giỏ", kind="craft", made="Cói, đan tay", traits=("material=Cói", "color=Nâu cói"))
    assert plain(sentences(facts)) == "Giỏ làm từ cói, đan tay.\n\n- Màu: nâu cói"


def test_a_size_is_told_the_way_it_is_sold() -> None:
    sizes = [
        ("mâm", "Mâm cỗ", "10 người"),
        ("cái", "Áo", "cỡ M"),
        ("chai", "Mắm", "500 ml"),
        ("cái", "Thớt", "30 cm"),
    ]
    told = [plain(sentences(Facts(name=n, unit=u, unit_size=s))).rpartition("- ")[2] for u, n, s in sizes]
    assert told == ["Một mâm: 10 người", "Cỡ: M", "Quy cách: chai 500 ml", "Quy cách: 30 cm"]
