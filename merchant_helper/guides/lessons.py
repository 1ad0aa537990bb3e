"""Read the short lessons: what she will be able to do, a few sentences, three questions, one real step.

Each is one file, ``lessons/<key>.toml``. Sums, shares and dates have no place in it: they stand in facts,
and the cards that a lesson leads to tell them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from merchant_helper.guides.bilingual import Placed, Said, read, read_all
from merchant_helper.guides.model import Key
from merchant_helper.guides.practice import LESSON, Choice, shuffled
from merchant_helper.guides.words import number_in, sentences

QUESTIONS = CHOICES = 3
SENTENCES = range(4, 7)
#: A sentence with more words is not understood at one hearing.
SENTENCE_WORDS = 28
#: All that she may meet in a lesson, whichever way she answers, is read aloud slowly in three minutes.
MINUTES, WORDS_A_MINUTE = 3, 160

#: The places of the program that a lesson may send her to; the pages know their addresses.
Place = Literal["products", "pay", "check-code", "practice", "compare", "calendar", "card"]


class Step(Said):
    """Be the real step that a lesson is tied to: what to do, and where; ``card`` where it is a card."""

    place: Place
    card: Key | None = None

    @model_validator(mode="after")
    def _a_card_is_named(self) -> Self:
        if (self.card is not None) != (self.place == "card"):
            raise ValueError("a card is named where the step is one, and nowhere else")
        return self


class Question(Said):
    """Ask one thing with three answers, one of them right."""

    choice: Annotated[tuple[Choice, ...], Field(min_length=CHOICES, max_length=CHOICES)]

    @property
    def right(self) -> int:
        """Give the number of the right answer."""
        return next(number for number, choice in enumerate(self.choice) if choice.right)

    def shuffled(self, seed: str) -> list[int]:
        """Give the numbers of the answers in an order that is the same for the same seed."""
        return shuffled(len(self.choice), f"{seed}/{self.vi}")

    @model_validator(mode="after")
    def _has_one_right_answer(self) -> Self:
        if sum(choice.right for choice in self.choice) != 1:
            raise ValueError("exactly one choice is right")
        for code in ("vi", "en"):
            if len({choice.text(code) for choice in self.choice}) < len(self.choice):
                raise ValueError(f"two choices read the same in {code}")
        return self


class Lesson(Placed):
    """Be one short lesson; ``cards`` are read by whoever wants to know more."""

    drawing: Key | None = None
    title: Said
    can: Said
    text: tuple[Said, ...]
    cards: Annotated[tuple[Key, ...], Field(min_length=1)]
    next: Step
    question: Annotated[tuple[Question, ...], Field(min_length=QUESTIONS, max_length=QUESTIONS)]

    @property
    def noted_as(self) -> str:
        """Give the key under which a shop's result is kept."""
        return LESSON + self.key

    def said(self) -> Iterator[Said]:
        """Give all that is said."""
        yield from (self.title, self.can, *self.text, self.next)
        for question in self.question:
            yield question
            for choice in question.choice:
                yield from (choice, choice.why)

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if len(self.text) not in SENTENCES:
            raise ValueError("text has four to six sentences")
        for code in ("vi", "en"):
            for said in (self.can, *self.text):
                line = said.text(code)
                if sentences(line) != 1 or len(line.split()) > SENTENCE_WORDS:
                    raise ValueError(f"{line!r} is not one sentence of at most {SENTENCE_WORDS} words")
            if sum(len(said.text(code).split()) for said in self.said()) > MINUTES * WORDS_A_MINUTE:
                raise ValueError(f"in {code} it takes longer than {MINUTES} minutes")
        return self

    @model_validator(mode="after")
    def _tells_no_number_of_law(self) -> Self:
        for said in self.said():
            for code in ("vi", "en"):
                if number := number_in(said.text(code)):
                    raise ValueError(f"{number}: it belongs on a card, as a fact")
        return self


def parse(text: str, key: str) -> Lesson:
    """Read one lesson from TOML; its key is the name of its file.

    Raises GuideBroken with every broken rule.
    """
    return read(Lesson, text, f"{key}.toml", key=key)


@cache
def lessons() -> dict[str, Lesson]:
    """Read all lessons, in the order in which they are learned.

    Raises GuideBroken.
    """
    return read_all(Lesson, "lessons")
