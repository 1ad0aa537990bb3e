"""The table that proposes which way to be paid to begin with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import product

import tracked

GUIDES = tracked.ROOT / "merchant_helper" / "guides"
CHOOSE = tomllib.loads((GUIDES / "choose.toml").read_text("utf-8"))
QUESTIONS, RULES = CHOOSE["question"], CHOOSE["rule"]
OPTIONS = {question["key"]: {option["key"] for option in question["options"]} for question in QUESTIONS}


def advised(answers: dict[str, str]) -> list[str]:
    """Give the ways whose rules fit, in their order."""
    return [rule["way"] for rule in RULES if all(answers[key] == v for key, v in rule["when"].items())]


def every_answer() -> Iterator[dict[str, str]]:
    """Answer the questions in every way there is."""
    return (dict(zip(OPTIONS, chosen, strict=True)) for chosen in product(*OPTIONS.values()))


def test_every_answer_proposes_a_code_of_a_bank_first() -> None:
    for answers in every_answer():
        ways = advised(answers)
        assert ways[0] == {"yes": "vietqr-household", "no": "vietqr-personal"}[answers["registered"]]
        assert len(ways) == len(set(ways))


def test_a_rule_asks_what_is_asked_and_names_a_way_that_is_there() -> None:
    ways = {file.stem for file in (GUIDES / "content" / "ways").glob("*.toml")}
    for rule in RULES:
        assert rule["way"] in ways
        assert all(value in OPTIONS[key] for key, value in rule["when"].items())
        assert rule["why"]["vi"].endswith(".") and rule["why"]["en"].endswith(".")


def test_every_question_changes_what_is_proposed() -> None:
    assert {key for rule in RULES for key in rule["when"]} == set(OPTIONS)
    assert all(question[language] for question in QUESTIONS for language in ("vi", "en"))
