"""Know the kinds of goods that shops sell; each is one file of data, kinds/<key>.toml.

A file holds the names of a kind, usual units, examples, taps, photos worth taking, its own questions, how its
titles and descriptions are put together, and which goods that may need papers it can hold. Its key goes into
sheets and never changes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from merchant_helper.i18n import language
from merchant_helper.text import fold, nfc

# Questions that every sheet has a column for; the answer is kept there and not among the traits.
OF_SHEETS = ("brand", "origin")
# What a title may be made of besides a kind's own questions.
PARTS = ("name", "brand", "origin", "feature", "size")
# What places of selling have a column of their own for.
ATTRIBUTES = ("brand", "origin", "color", "size", "material", "pattern")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,23}")
_WORDS = re.compile(r"[^\W_]+")
_TRAIT = re.compile(r"[a-z][a-z0-9_]{0,23}")


@dataclass(frozen=True)
class Question:
    """Ask one thing that matters for goods of a kind; nobody has to answer.

    ``says`` stands before the answer in a description; ``fills`` is the attribute that it is (ATTRIBUTES).
    What is told ``once`` is not listed again where the sentences before say it already.
    """

    key: str
    ask: Mapping[str, str]
    says: str
    example: str
    suggest: tuple[str, ...] = ()
    fills: str | None = None
    once: bool = False

    def __post_init__(self) -> None:
        wrong = not _TRAIT.fullmatch(self.key) or set(self.ask) != {"vi", "en"}
        if wrong or self.fills not in (None, *ATTRIBUTES) or self.key in set(PARTS) - set(OF_SHEETS):
            raise ValueError(f"question {self.key!r}")

    @property
    def attribute(self) -> str | None:
        """Name the attribute that the answer is, if it is one."""
        return self.key if self.key in OF_SHEETS else self.fills

    def text(self) -> str:
        """Ask it in the current language."""
        return self.ask["en" if language() == "en" else "vi"]


@dataclass(frozen=True)
class Kind:
    """Describe one kind: its names, usual units, and an example for each prompt (in Vietnamese).

    ``words`` stand in the names of such goods; ``suggest`` maps a field to answers for it, to be tapped;
    without any for "weight" or "expiry" these are not asked.
    ``shots`` are the photos worth taking of it, ``needed`` those that make them enough. ``title`` lists what
    a title is made of, in order: PARTS and keys of ``questions``. ``says`` are the words before an answer in
    a description (``made_of`` before a material), ``attributes`` answers of the general questions that are an
    attribute. ``papers`` are keys of goods that may need papers (guides/goods.toml) and can be of this kind.
    ``prompts`` are words for the general questions where the usual ones do not fit such goods.
    """

    key: str
    order: int
    name: str
    english: str
    units: tuple[str, ...]
    example: str
    made: str
    special: str
    use: str
    words: tuple[str, ...]
    shots: tuple[str, ...]
    needed: tuple[str, ...]
    suggest: Mapping[str, tuple[str, ...]]
    title: tuple[str, ...]
    says: Mapping[str, str]
    questions: tuple[Question, ...] = ()
    papers: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {*PARTS, *(question.key for question in self.questions)}
        if not _KEY.fullmatch(self.key) or set(self.title) - known or "name" not in self.title:
            raise ValueError(f"kind {self.key!r}: title {self.title}")
        if set(self.says) - {"made_of"} != {"made", "use"} or set(self.attributes.values()) - set(ATTRIBUTES):
            raise ValueError(f"kind {self.key!r}: says or attributes")
        if set(self.prompts) - {"made", "use"} or any(set(p) != {"vi", "en"} for p in self.prompts.values()):
            raise ValueError(f"kind {self.key!r}: prompts")

    def asks(self, field: str) -> bool:
        """Tell whether such goods have this at all: nobody weighs a haircut; what could be anything may."""
        return self.key == "other" or field in self.suggest

    def prompt(self, field: str) -> str | None:
        """Ask a general question as it fits such goods; None where the usual words do."""
        words = self.prompts.get(field)
        return words["en" if language() == "en" else "vi"] if words else None

    def label(self) -> str:
        """Give the kind's name in the current language."""
        return self.english if language() == "en" else self.name


def folder() -> Traversable:
    """Say where the files of the kinds lie."""
    return files("merchant_helper.listings").joinpath("kinds")


@cache
def kinds() -> dict[str, Kind]:
    """Read all kinds, in the order in which they are shown.

    Raises TypeError for a key that a file should not have, ValueError for one that means nothing.
    """
    rows = [_read(entry) for entry in folder().iterdir() if entry.name.endswith(".toml")]
    return {kind.key: kind for kind in sorted(rows, key=lambda kind: (kind.order, kind.key))}


def _read(entry: Traversable) -> Kind:
    row: dict[str, Any] = tomllib.loads(entry.read_text("utf-8"))
    lists = {name: tuple(row[name]) for name in ("units", "words", "shots", "needed", "title", "papers")}
    suggest = {name: tuple(answers) for name, answers in row["suggest"].items()}
    asked = tuple(
        Question(**{**question, "suggest": tuple(question.get("suggest", ()))})
        for question in row.get("questions", ())
    )
    told = {**row, **lists, "suggest": suggest, "questions": asked}
    return Kind(key=entry.name.removesuffix(".toml"), **told)


def find_kind(text: str) -> Kind | None:
    """Find a kind by its key or by its name in either language, marks and case aside."""
    wanted = fold(text).strip().casefold()
    for kind in kinds().values():
        if wanted in {kind.key, fold(kind.name).casefold(), kind.english.casefold()}:
            return kind
    return None


def kind_named(name: str) -> Kind | None:
    """Guess the kind by a product's name: the word that stands first tells most, then the longer one.

    The page's script (kind.mjs) guesses alike.
    """
    text = f" {' '.join(_WORDS.findall(nfc(name).lower()))} "
    found = [
        (at, -len(word), kind.order, kind)
        for kind in kinds().values()
        for word in kind.words
        if (at := text.find(f" {word} ")) >= 0
    ]
    return min(found, key=lambda each: each[:3])[3] if found else None
