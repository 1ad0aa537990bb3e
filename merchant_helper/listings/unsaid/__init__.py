"""Find what a text says of a product and its owner did not: the gate for texts that she did not write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.paste.contacts import contacts
from merchant_helper.listings.places import place_names
from merchant_helper.listings.unsaid.amounts import amounts_in
from merchant_helper.listings.unsaid.lists import table
from merchant_helper.listings.unsaid.told import Told, told_by
from merchant_helper.text import fold, nfc, search_key

__all__ = ["KINDS", "Claim", "Kind", "unsaid"]

Kind = Literal["contact", "number", "unit", "place", "name", "claim", "material"]
KINDS: tuple[Kind, ...] = ("contact", "number", "unit", "place", "name", "claim", "material")
_LONG_NAME = 5
_WORD = re.compile(r"[^\W\d_]+")
_ANY_WORD = re.compile(r"[^\W_]+")
# Behind these a sentence begins, and its first letter is a capital anyway.
_OPENING = re.compile(r"(?:^|[.!?…:\n•\-–“\"(✓✔👉*]|[^\w\s,;'’/&%])\s*$")


@dataclass(frozen=True)
class Claim:
    """Be one thing that a text says and no answer does: what kind, in which words, and where."""

    kind: Kind
    seen: str
    start: int
    end: int


def unsaid(text: str, facts: Facts) -> list[Claim]:
    """List what a text says that the answers do not, in its order; none overlap. Places count in NFC text.

    Case, marks and the order of words within a clause do not matter. A claim that the answers deny counts.
    """
    text = nfc(text)
    told = told_by(facts)
    found = [
        *(Claim("contact", c.seen, c.start, c.end) for c in contacts(text)),
        *_amounts(text, told),
        *_listed(text, told),
        *_names(text, told),
    ]
    kept: list[Claim] = []
    covered = bytearray(len(text))
    for claim in found:
        if not any(covered[claim.start : claim.end]):
            covered[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            kept.append(claim)
    return sorted(kept, key=lambda claim: claim.start)


def _amounts(text: str, told: Told) -> Iterator[Claim]:
    for one in amounts_in(text):
        if any(key in told.keys for key in one.keys) or (one.bare and one.value in told.values):
            continue
        kind: Kind = "unit" if one.value in told.values else "number"
        yield Claim(kind, text[one.start : one.end], one.start, one.end)


def _listed(text: str, told: Told) -> Iterator[Claim]:
    """Find places, claims and materials, the longest wording first; marks may be missing in the text."""
    bare = fold(text) == text
    low = _lowered(text)
    for match in _pattern(bare).finditer(low):
        kind = _kinds()[search_key(match[0])]
        denied = _denied_before(low[: match.start()], bare=bare)
        if not _says(told, match[0], denied=denied):
            yield Claim(kind, text[match.start() : match.end()], match.start(), match.end())


def _says(told: Told, phrase: str, *, denied: bool) -> bool:
    """Tell whether a clause of the answers holds all these words, and denies them where the text does."""
    listed = re.findall(r"[^\W_]+", search_key(phrase))
    whole = f" {' '.join(listed)} "
    for clause, words in told.clauses:
        if not words.issuperset(listed):
            continue
        at = clause.find(whole)
        if at < 0 or _denied_before(clause[: at + 1], bare=True) == denied:
            return True
    return False


def _denied_before(before: str, *, bare: bool) -> bool:
    words = _negations()
    last = _WORD.findall(before[-24:])[-2:]
    listed = [fold(word) for word in last] if bare else last
    return any(word in words for word in listed)


def _names(text: str, told: Told) -> Iterator[Claim]:
    """Find words with a capital inside a sentence: people, brands and places that no answer holds."""
    at = 0
    for line in text.split("\n"):
        if not line.isupper():
            for start, end in _capitals(text, at, at + len(line)):
                words = text[start:end].split(" ")
                if any(len(word) > 1 and search_key(word) not in told.words for word in words):
                    yield Claim("name", text[start:end], start, end)
        at += len(line) + 1


def _capitals(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Find runs of words with a capital; the first word of a sentence is no name by its capital alone."""
    first = last = -1
    for word in _ANY_WORD.finditer(text, start, end):
        capital = word[0][0].isupper()
        if capital and last >= 0 and text[last : word.start()] == " ":
            last = word.end()
            continue
        if last >= 0:
            yield first, last
        opens = capital and _OPENING.search(text[max(word.start() - 8, start) : word.start()])
        first, last = (word.start(), word.end()) if capital and not opens else (-1, -1)
    if last >= 0:
        yield first, last


def _lowered(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for kind, words in _lists():
        for word in words:
            found.setdefault(search_key(word), kind)
    return found


def _lists() -> list[tuple[Kind, tuple[str, ...]]]:
    return [
        ("claim", tuple(table("claim")["words"])),
        # One syllable is another word as well (anh, ý): such a country is found by its capital.
        ("place", tuple(name for name in place_names() if " " in name or len(name) >= _LONG_NAME)),
        ("material", tuple(table("material")["words"])),
    ]


@cache
def _pattern(bare: bool) -> re.Pattern[str]:
    words = {nfc(word).lower() for _kind, listed in _lists() for word in listed}
    if bare:
        words |= {fold(word) for word in words}
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(w).replace(r"\ ", r" +") for w in longest) + r")(?!\w)"
    )


@cache
def _negations() -> frozenset[str]:
    listed = {word for word in table("negation")["words"] if " " not in word}
    return frozenset(listed | {fold(word) for word in listed})
