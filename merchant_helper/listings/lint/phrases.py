"""Find the phrases of the rules and addresses in one line of plain small letters."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from merchant_helper.issues import Severity
from merchant_helper.listings.lint.knowledge import Knowledge, Rule

# So far is looked for the words before and after, and for the ends of the sentence.
_NEAR, _SENTENCE, _LONGEST_ADDRESS = 40, 200, 300
# Whoever reads a hundred things to mend has read enough.
_MOST = 100
_WORD_AFTER = re.compile(r" ?([^\W_]{1,20})")
_FIGURE_AFTER = re.compile(r"[ .,/-]?[0-9]")
_WORD_BEFORE = re.compile(r"([^\W\d_]{1,20}) \Z")
_LETTERS = re.compile(r"(?=[^\W\d_])\w[\w.-]*")
_STOP = re.compile(r"[.!?](?=\s|$)|\n")
_CLAUSE = re.compile(r"[,.;!?\n)–]|$")
_VIETNAMESE = re.compile("[à-öø-ýăđĩũơưạ-ỹ]")


class Hit(NamedTuple):
    """Be some plain letters that belong to a group; ``keep`` of them stays, ``cut`` is where what goes ends."""

    group: str
    start: int
    end: int
    keep: tuple[int, int] | None = None
    cut: int | None = None
    severity: Severity | None = None


def is_bare(line: str) -> bool:
    """Tell that a line has no Vietnamese marks at all, so that its words are compared without them."""
    return line.isascii() or not _VIETNAMESE.search(line)


def phrases(low: str, known: Knowledge, *, title: bool) -> list[Hit]:
    """Give what the rules find in a text of plain small letters, the longest where several begin or end together."""
    places = [*islice((known.titles if title else known.texts).find(low), _MOST)]
    at = 0
    for line in low.split("\n"):
        if line and is_bare(line):
            places += [(at + place, phrase) for place, phrase in islice(known.bare.find(line), _MOST)]
        at += len(line) + 1
    return (
        _apart([hit for place, phrase in places if (hit := _hit(low, place, phrase, known))])
        if places
        else []
    )


def _hit(low: str, start: int, phrase: str, known: Knowledge) -> Hit | None:
    if phrase in known.rules:
        return _phrase(low, start, start + len(phrase), known.rules[phrase])
    if phrase != known.brand_mark:
        return _address(low, start, start + len(phrase))
    around = known.beside_brand.search(low, max(0, start - _NEAR), start + _NEAR)
    return Hit("counterfeit", around.start(), around.end()) if around else None


def _apart(hits: list[Hit]) -> list[Hit]:
    """Leave out what lies in another of its group, or begins in it."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.start >= ends.get(hit.group, 0):
            kept.append(hit)
            ends[hit.group] = hit.end
    return kept


def _phrase(line: str, start: int, end: int, rule: Rule) -> Hit | None:
    before = line[max(0, start - _NEAR) : start]
    word = _WORD_BEFORE.search(before)
    if _honest(line, before, word[1] if word else "", end, rule):
        return None
    if rule.also_before and word:
        first = max(0, start - _NEAR) + word.start()
        return Hit(rule.group, first, end, (first, first + len(word[1])), None, rule.severity)
    if rule.drop:
        return Hit(rule.group, start, end, (start, end - len(rule.drop) - 1), None, rule.severity)
    cut = end + _clause(line, end) if rule.whole_clause else None
    return Hit(rule.group, start, end, None, cut, rule.severity)


def _clause(line: str, end: int) -> int:
    found = _CLAUSE.search(line[end : end + _NEAR])
    return found.start() if found else 0


def _honest(line: str, before: str, word: str, end: int, rule: Rule) -> bool:
    """Tell whether its neighbours make a phrase an honest one."""
    if word in rule.not_before or (rule.not_before and before.rstrip().endswith(rule.pairs_before)):
        return True
    after = _WORD_AFTER.match(line, end)
    if after and after[1] in rule.not_after:
        return True
    figure = _FIGURE_AFTER.match(line, end) is not None
    if figure and ("#" in rule.not_after or word in rule.measures):
        return True
    return bool(rule.unless) and any(words in _sentence(line, end) for words in rule.unless)


def _sentence(line: str, at: int) -> str:
    """Give the sentence around a place, not further than a few lines of a phone."""
    before = line[max(0, at - _SENTENCE) : at]
    stops = list(_STOP.finditer(before))
    after = line[at : at + _SENTENCE]
    stop = _STOP.search(after)
    return before[stops[-1].end() if stops else 0 :] + (after[: stop.start()] if stop else after)


def _address(line: str, start: int, end: int) -> Hit | None:
    """Take in the whole of an address of which a part was found."""
    first = start
    if not line[start].isalnum():
        while (
            first
            and start - first < _LONGEST_ADDRESS
            and (line[first - 1].isalnum() or line[first - 1] in "._-+")
        ):
            first -= 1
    last = start
    while last < len(line) and last - start < _LONGEST_ADDRESS and not line[last].isspace():
        last += 1
    written = line[first:last].rstrip(".,;:!?)\"'”…")
    host = written.partition("@")[2] if "@" in written else written.lstrip("._-")
    if not _LETTERS.match(host) or len(host) < 4 or (line[start] == "." and first == start):
        return None
    return Hit("external_contact", first, first + len(written))
