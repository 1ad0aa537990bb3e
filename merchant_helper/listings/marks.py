"""Suggest how words are written with their marks, capitals and spaces; nothing is changed here.

What may be meant is known from our own texts (marks_list.py) and from what the shop wrote elsewhere.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal, NamedTuple

from merchant_helper.text import fold, nfc

Counts = Mapping[str, int]
# Fewer words may be anything; of more, so many must be known and so many look Vietnamese.
_FEWEST, _KNOWN, _FORMED = 3, 0.6, 0.8
_LONGEST_LINE = 400
# How much more two words that were seen together count than one.
_TOGETHER, _HERS = 6.0, 5
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr|[bcdhklmnprstvx])?(?:[aeiouy]{1,3})(?:ng|nh|ch|[cmnpt])?"
)
_MARKED = re.compile("[à-öø-ýăđĩũơưạ-ỹ]", re.IGNORECASE)
# The mark stands on the first of two vowels that end a word: hòa, khỏe, thủy; after q the u is none of them.
_MOVED = re.compile(r"(?<!\w)(\w{0,4}?)(?:(o)([àáảãạèéẻẽẹ])|((?<![qQ])u)([ỳýỷỹỵ]))(?!\w)", re.IGNORECASE)
_PLACED = {
    **dict(zip("àáảãạ", ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip("èéẻẽẹ", ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip("ỳýỷỹỵ", ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}
# Looked for at the first of several spaces alone: at each of thousands it would take seconds.
_SPACES = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)|(?<![ \t])[ \t]+(?=[,.;:!?](?:\s|$))")


class Proposal(NamedTuple):
    """Be one thing to write otherwise: where it stands in the composed text, and what to write."""

    what: Literal["marks", "capital", "spaces", "placement"]
    start: int
    end: int
    instead: str


@cache
def _known() -> dict[str, int]:
    lines = files("merchant_helper.listings").joinpath("marks_list.txt").read_text("utf-8").splitlines()
    return {words: int(times) for words, _tab, times in (line.partition("\t") for line in lines)}


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Give for each word without marks the forms it may have."""
    return _by_bare(_known())


def _by_bare(counts: Counts) -> dict[str, tuple[str, ...]]:
    forms: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        if " " not in word:
            forms[fold(word)].append(word)
    return {bare: tuple(words) for bare, words in forms.items()}


def suggest(text: str, known: Iterable[str] = (), *, title: bool = False) -> list[Proposal]:
    """List what may be written otherwise, from left to right; ``known`` are texts that the shop wrote."""
    text = nfc(text)
    hers = _counted(known)
    found = [Proposal("marks", start, end, instead) for start, end, instead in unmarked(text, hers)]
    found += [Proposal("spaces", m.start(), m.end(), _space(text, m.end())) for m in _SPACES.finditer(text)]
    found += [Proposal("placement", m.start(), m.end(), _placed(m)) for m in _MOVED.finditer(text)]
    first = text[:1]
    if title and first.islower() and not (found and found[0].start == 0):
        found.append(Proposal("capital", 0, 1, first.upper()))
    return sorted(found, key=lambda one: (one.start, one.end))


def unmarked(text: str, hers: Counts | None = None) -> Iterator[tuple[int, int, str]]:
    """Give each line of Vietnamese that has no marks, and how it is probably written."""
    at = 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST_LINE and (line.isascii() or not _MARKED.search(line)):
            told = line.strip()
            if told and (instead := _written(told, hers or {})):
                start = at + line.index(told)
                yield start, start + len(told), instead
        at += len(line) + 1


def _written(line: str, hers: Counts) -> str | None:
    """Write a line with its marks, when it is Vietnamese and enough of it is known."""
    words = list(_WORD.finditer(line))
    if len(words) < _FEWEST:
        return None
    low = [word[0].lower() for word in words]
    formed = sum(_SYLLABLE.fullmatch(word) is not None for word in low)
    options = [_options(word, hers) for word in low]
    if formed < _FORMED * len(low) or sum(map(bool, options)) < _KNOWN * len(low):
        return None
    chosen = _likeliest([found or (word,) for found, word in zip(options, low, strict=True)], hers)
    if sum(a != b for a, b in zip(chosen, low, strict=True)) < 2:
        return None
    return _with(line, words, chosen)


def _options(word: str, hers: Counts) -> tuple[str, ...]:
    own = tuple(one for one in hers if " " not in one and fold(one) == word)
    return tuple(dict.fromkeys((*_forms().get(word, ()), *own)))


def _likeliest(options: list[tuple[str, ...]], hers: Counts) -> list[str]:
    """Choose one form for each word so that words and neighbours together were seen most (Viterbi)."""
    best = {form: (_weight(form, hers), [form]) for form in options[0]}
    for forms in options[1:]:
        best = {
            form: max(
                (score + _weight(form, hers) + _TOGETHER * _weight(f"{path[-1]} {form}", hers), [*path, form])
                for score, path in best.values()
            )
            for form in forms
        }
    return max(best.values())[1]


def _weight(words: str, hers: Counts) -> float:
    return math.log1p(_known().get(words, 0) + _HERS * hers.get(words, 0))


def _with(line: str, words: list[re.Match[str]], chosen: list[str]) -> str:
    parts, at = [], 0
    for word, form in zip(words, chosen, strict=True):
        parts += [line[at : word.start()], _like(word[0], form)]
        at = word.end()
    return "".join((*parts, line[at:]))


def _like(word: str, form: str) -> str:
    """Write a form with the capitals of the word that it stands for; both have as many letters."""
    return "".join(b.upper() if a.isupper() else b for a, b in zip(word, form, strict=True))


def _counted(texts: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for text in texts:
        words = [word.lower() for word in _WORD.findall(nfc(text)) if _MARKED.search(text)]
        for one in (*words, *(" ".join(pair) for pair in pairwise(words))):
            counts[one] += 1
    return counts


def _space(text: str, end: int) -> str:
    return "" if text[end : end + 1] in ",.;:!?" else " "


def _placed(found: re.Match[str]) -> str:
    mark = (found[3] or found[5]).lower()
    return found[1] + _like((found[2] or found[4]) + (found[3] or found[5]), _PLACED[mark])
