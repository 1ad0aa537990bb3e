"""Know what places of selling answer, and which question a reason belongs to; the data is answers.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from merchant_helper.channels.said import Certainty, Words
from merchant_helper.listings.facts import FIELDS
from merchant_helper.text import nfc


def _is_pattern(text: str) -> str:
    re.compile(text)
    return text


def _is_field(name: str) -> str:
    if name not in FIELDS:
        raise ValueError(f"no question is called {name!r}")
    return name


Pattern = Annotated[str, Field(min_length=3), AfterValidator(_is_pattern)]
Question = Annotated[str, AfterValidator(_is_field)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnswerFile(_Strict):
    """Describe the answer of one place: the headers of its columns, and how sure they are."""

    id: str
    sku: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    reason: Annotated[tuple[str, ...], Field(min_length=1)]
    severity: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    source: str
    certainty: Certainty


class Rule(_Strict):
    """Tie the wording of a reason to our questions; without ``places`` it is a guess for any place."""

    places: tuple[str, ...] = ()
    fits: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    fields: tuple[Question, ...]
    certainty: Certainty
    advice: Words | None = None

    def match(self, reason: str) -> bool:
        """Tell whether a reason (small letters, NFC) is one of this kind."""
        return any(re.search(pattern, reason) for pattern in self.fits)


class AnswerRules(_Strict):
    """Hold all that is known of answers, with the day it was last looked at."""

    checked_on: date
    places: tuple[AnswerFile, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Meaning:
    """Say what a reason asks to be mended; without fields and advice it is not known."""

    fields: tuple[str, ...] = ()
    advice: tuple[Words, ...] = ()
    guessed: bool = False


@cache
def answer_rules() -> AnswerRules:
    """Read the data. Raises ValidationError for what nobody reads."""
    text = files("merchant_helper.channels").joinpath("answers.toml").read_text("utf-8")
    return AnswerRules.model_validate(tomllib.loads(text))


def answer_file(place: str) -> AnswerFile:
    """Give the columns of a place; of one that is not known, all headers that any place uses."""
    known = answer_rules().places
    found = next((file for file in known if file.id == place), None)
    if found is not None:
        return found
    return AnswerFile(
        id=place,
        sku=tuple(name for file in known if file.id != "meta" for name in file.sku),
        reason=("Reason for failure", "Lý do thất bại", "error", "error message", "reason", "lỗi", "lý do"),
        source="",
        certainty="D",
    )


def meaning(reason: str, place: str) -> Meaning:
    """Find the questions that a reason is about; a guess only where no rule of the place fits."""
    said = nfc(reason).casefold()
    rules = answer_rules().rules
    own = [rule for rule in rules if place in rule.places and rule.match(said)]
    fitting = own or [rule for rule in rules if not rule.places and rule.match(said)]
    return Meaning(
        fields=tuple(dict.fromkeys(name for rule in fitting for name in rule.fields)),
        advice=tuple(rule.advice for rule in fitting if rule.advice is not None),
        guessed=any(rule.certainty == "D" for rule in fitting),
    )
