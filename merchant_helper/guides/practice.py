"""Read the scenarios in which an owner practises what to do when somebody tries to trick her.

Each is one file, ``practice/<key>.toml``: a scene, three or four choices of which exactly one is safe, what
comes of each, and one line for her memory card.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from merchant_helper.guides.bilingual import Placed, Said, read, read_all
from merchant_helper.guides.model import Key
from merchant_helper.guides.words import sentences

#: The memory card is as large as a hand and printed large: a line that is longer would not fit.
LESSON_LONGEST = 54
#: Scenes are read aloud; more than four sentences are forgotten before the choices come.
SCENE_SENTENCES = range(2, 5)
WHY_SENTENCES = range(1, 3)
# Addresses under /practice/ that are no scenario.
TAKEN = frozenset({"card", "lessons"})
#: What is remembered of a lesson stands beside the scenarios, under its key with this before it.
LESSON = "lesson-"


class Choice(Said):
    """Be one thing that she may do, and what comes of it; it never blames."""

    right: bool
    why: Said

    @model_validator(mode="after")
    def _why_is_short(self) -> Self:
        for code in ("vi", "en"):
            if sentences(self.why.text(code)) not in WHY_SENTENCES:
                raise ValueError(f"why.{code} is one sentence or two")
        return self


class Scenario(Placed):
    """Be one thing that may happen at the counter; ``card`` is the safety card that explains it."""

    card: Key
    title: Said
    scene: Said
    lesson: Said
    drawing: Key | None = None
    choice: Annotated[tuple[Choice, ...], Field(min_length=3, max_length=4)]

    @property
    def right(self) -> int:
        """Give the number of the safe choice."""
        return next(number for number, choice in enumerate(self.choice) if choice.right)

    def shuffled(self, seed: str) -> list[int]:
        """Give the numbers of the choices in an order that is the same for the same seed."""
        return shuffled(len(self.choice), f"{seed}/{self.key}")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(choice.right for choice in self.choice) != 1:
            raise ValueError("exactly one choice is right")
        if self.key in TAKEN or self.key.startswith(LESSON):
            raise ValueError(f"{self.key!r} is the address of another page, or the key of a lesson")
        for code in ("vi", "en"):
            if len({choice.text(code) for choice in self.choice}) < len(self.choice):
                raise ValueError(f"two choices read the same in {code}")
            if sentences(self.scene.text(code)) not in SCENE_SENTENCES:
                raise ValueError(f"scene.{code} has two to four sentences")
            if len(self.lesson.text(code)) > LESSON_LONGEST:
                raise ValueError(f"lesson.{code} is longer than {LESSON_LONGEST} letters")
        return self


def parse(text: str, key: str) -> Scenario:
    """Read one scenario from TOML; its key is the name of its file.

    Raises GuideBroken with every broken rule.
    """
    return read(Scenario, text, f"{key}.toml", key=key)


@cache
def scenarios() -> dict[str, Scenario]:
    """Read all scenarios, in the order in which they are offered.

    Raises GuideBroken.
    """
    return read_all(Scenario, "practice")


def of_card(card: str) -> list[Scenario]:
    """Give the scenarios in which one card is practised."""
    return [scenario for scenario in scenarios().values() if scenario.card == card]


def shuffled(many: int, seed: str) -> list[int]:
    """Give the numbers up to a count in an order that is the same for the same seed."""
    return sorted(range(many), key=lambda number: hashlib.sha256(f"{seed}/{number}".encode()).hexdigest())
