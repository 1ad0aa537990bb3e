"""Put ways to be paid side by side, and propose one to begin with from a few answers.

The questions and what follows from them stand in ``begin.toml``: of ``begin`` the first that fits is the
proposal, of ``later`` all that fit are named for another day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from merchant_helper.errors import GuideBroken, NoSuchCard
from merchant_helper.guides.model import QUESTIONS, Card, Fact, Guides, Key, Strict, Words

FEWEST, MOST = 2, 3
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """Be one question with the answer of each way."""

    question: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """Hold two or three ways and what each answers."""

    ways: tuple[Card, ...]
    rows: tuple[Row, ...]


def side_by_side(guides: Guides, keys: Iterable[str]) -> Table:
    """Compare ways by their keys; one that is named twice counts once.

    Raises NoSuchCard for a key of no way, ValueError for fewer than two or more than three.
    """
    ways = []
    for key in dict.fromkeys(keys):
        card = guides.cards.get(key)
        if card is None or card.kind != "way":
            raise NoSuchCard(key)
        ways.append(card)
    if not FEWEST <= len(ways) <= MOST:
        raise ValueError(f"{len(ways)} ways")
    rows = [
        Row(question, tuple(guides.facts[way.file.answers[question]] for way in ways))
        for question in QUESTIONS
    ]
    return Table(tuple(ways), tuple(rows))


class Option(Words):
    """Be one answer to a question."""

    key: Key


class Question(Words):
    """Ask one thing; with ``only`` it is asked only where the earlier answers are among these."""

    key: Key
    hint: Words | None = None
    only: Annotated[dict[str, tuple[str, ...]], Field(default_factory=dict)]
    option: Annotated[tuple[Option, ...], Field(min_length=2)]

    def is_asked(self, answers: Answers) -> bool:
        """Tell whether the question makes sense after these answers."""
        return _fits(self.only, answers)


class Advice(Strict):
    """Name one way and say why, for everybody whose answers are among ``when``."""

    way: Key
    when: Annotated[dict[str, tuple[str, ...]], Field(default_factory=dict)]
    why: Words


class Choosing(Strict):
    """Hold the whole table of decisions."""

    question: tuple[Question, ...]
    begin: tuple[Advice, ...]
    later: tuple[Advice, ...]

    def next_question(self, answers: Answers) -> Question | None:
        """Give the first question that is still open, or none."""
        return next((q for q in self.question if q.key not in answers and q.is_asked(answers)), None)

    def known(self, told: Answers) -> dict[str, str]:
        """Keep the answers that fit: of questions that are asked, and among their options."""
        kept: dict[str, str] = {}
        for question in self.question:
            answer = told.get(question.key)
            if question.is_asked(kept) and answer in {option.key for option in question.option}:
                kept[question.key] = str(answer)
        return kept

    def propose(self, answers: Answers) -> tuple[Advice, list[Advice]]:
        """Give the one way to begin with, and those to think of later."""
        first = next(advice for advice in self.begin if _fits(advice.when, answers))
        seen, later = {first.way}, []
        for advice in self.later:
            if advice.way not in seen and _fits(advice.when, answers):
                seen.add(advice.way)
                later.append(advice)
        return first, later

    def every_answer(self) -> Iterator[dict[str, str]]:
        """Give every set of answers that a person can end up with, each once."""
        seen = set()
        for chosen in product(*([option.key for option in q.option] for q in self.question)):
            answers = self.known(dict(zip((q.key for q in self.question), chosen, strict=True)))
            if (found := tuple(answers.items())) not in seen:
                seen.add(found)
                yield answers

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        known: dict[str, set[str]] = {}
        for question in self.question:
            _check_names(question.only, known)
            known[question.key] = {option.key for option in question.option}
        for advice in (*self.begin, *self.later):
            _check_names(advice.when, known)
        if not self.begin or self.begin[-1].when:
            raise ValueError("the last begin fits everybody: it has no when")
        return self


def _fits(when: Mapping[str, tuple[str, ...]], answers: Answers) -> bool:
    return all(answers.get(key) in among for key, among in when.items())


def _check_names(when: Mapping[str, tuple[str, ...]], known: Mapping[str, set[str]]) -> None:
    for key, among in when.items():
        if key not in known or set(among) - known[key]:
            raise ValueError(f"no such question before this, or no such option: {key} = {list(among)}")


def parse(text: str, place: str) -> Choosing:
    """Read a table of decisions from TOML.

    Raises GuideBroken.
    """
    try:
        return Choosing.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise GuideBroken(place, str(error)) from error
    except ValidationError as error:
        rules = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise GuideBroken(place, "; ".join(rules)) from error


@cache
def choosing() -> Choosing:
    """Read the program's own table, once.

    Raises GuideBroken.
    """
    file = files("merchant_helper.guides").joinpath("begin.toml")
    return parse(file.read_text("utf-8"), "begin.toml")
