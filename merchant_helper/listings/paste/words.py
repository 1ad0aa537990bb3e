"""Know the words of posts (words.toml), and cut a post into the lines that they are looked for in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from merchant_helper.text import fold

BREAK = "\x00"


@dataclass(frozen=True)
class Line:
    """Be one line of a post: where it begins, its letters in lower case, and whether they have no marks.

    ``low`` is as long as ``raw``, the line itself, so that places in it are places in the post. What was
    taken out stands in both as BREAK.
    """

    start: int
    low: str
    bare: bool
    raw: str


def lines_of(text: str, masked: str) -> list[Line]:
    """Cut a post into lines; ``masked`` is the same text with BREAK for what was taken out."""
    found, at = [], 0
    for line in masked.split("\n"):
        low = lowered(line)
        whole = text[at : at + len(line)].lower()
        found.append(Line(at, low, fold(whole) == whole, line))
        at += len(line) + 1
    return found


def lowered(text: str) -> str:
    """Write a text in lower case without changing its length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Words:
    """Hold a list of words as patterns: with marks, and for lines without marks also without."""

    def __init__(self, words: Iterable[str]) -> None:
        given = list(words)
        self.marked = _either(given)
        self.bare = _either([*given, *(fold(word) for word in given)])

    def choice(self, line: Line) -> str:
        """Give the words as one group of a pattern."""
        return self.bare if line.bare else self.marked

    def known(self, word: str) -> bool:
        """Tell whether a word in lower case is one of these, with or without marks."""
        return re.fullmatch(self.bare, word) is not None


def _either(words: Iterable[str]) -> str:
    longest_first = sorted({*words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in longest_first) + ")"


def listed(group: str, name: str) -> list[str]:
    """Give one list of words.toml."""
    return list(_table()[group][name])


@cache
def words(group: str, name: str) -> Words:
    """Give one list of words.toml as patterns."""
    return Words(listed(group, name))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("merchant_helper.listings.paste").joinpath("words.toml").read_text("utf-8"))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern once; patterns are built from the lists, so there are few."""
    return re.compile(pattern)


def whole(choice: str) -> str:
    """Let a group of words match as whole words only."""
    return rf"(?<!\w){choice}(?!\w)"


def any_in(words_of: Words, line: Line, start: int = 0, end: int | None = None) -> bool:
    """Tell whether one of these words stands in a piece of a line."""
    return (
        compiled(whole(words_of.choice(line))).search(line.low, start, len(line.low) if end is None else end)
        is not None
    )
