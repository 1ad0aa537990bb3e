"""Find the phrases of the rules and addresses in one line of plain small letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from merchant_helper.listings.lint.hit import Hit, apart
from merchant_helper.listings.lint.knowledge import Knowledge, Rule

# So far is looked for the words before and after, and for the ends of the sentence.
_NEAR, _SENTENCE, _LONGEST_ADDRESS = 40, 200, 300
_WORD_AFTER = re.compile(r" ?([^\W_]{1,20})")
_FIGURE_AFTER = re.compile(r"[ .,/-]?[0-9]")
_LAST_WORD = re.compile(r"[^\W\d_]*\Z")
_LETTERS = re.compile(r"(?=[^\W\d_])\w[\w.-]*")
_STOP = re.compile(r"[.!?](?=\s|$)|\n")
_CLAUSE = re.compile(r"[,.;!?\n)–]|$")
_VIETNAMESE = re.compile("[à-öø-ýăđĩũơưạ-ỹ]")


def is_bare(line: str) -> bool:
    """Tell that a line has no Vietnamese marks at all, so that its words are compared without them."""
    return line.isascii() or not _VIETNAMESE.search(line)


def phrases(low: str, places: Iterable[tuple[int, str]], known: Knowledge) -> list[Hit]:
    """Give what the rules say of phrases found in a text of plain small letters, the longest of a group."""
    return apart([hit for place, phrase in places if (hit := _hit(low, place, phrase, known))])


def bare_lines(low: str) -> list[tuple[int, str]]:
    """Give the lines of a text that have no marks, each with where it begins."""
    if "\n" not in low:
        return [(0, low)] if is_bare(low) else []
    found: list[tuple[int, str]] = []
    at = 0
    for line in low.split("\n"):
        if line and is_bare(line):
            found.append((at, line))
        at += len(line) + 1
    return found


def bare_phrases(lines: Iterable[tuple[int, str]], known: Knowledge) -> list[tuple[int, str]]:
    """Find phrases in lines that have no marks."""
    return [(at + place, phrase) for at, line in lines for place, phrase in known.bare.find(line)]


def _hit(low: str, start: int, phrase: str, known: Knowledge) -> Hit | None:
    if phrase in known.rules:
        return _phrase(low, start, start + len(phrase), known.rules[phrase])
    if phrase != known.brand_mark:
        return _address(low, start, start + len(phrase))
    around = known.beside_brand.search(low, max(0, start - _NEAR), start + _NEAR)
    return Hit("counterfeit", around.start(), around.end()) if around else None


def _phrase(line: str, start: int, end: int, rule: Rule) -> Hit | None:
    word = _word_before(line, start)
    if (word and word in rule.not_before) or _honest(line, start, end, word, rule):
        return None
    if rule.also_before and word:
        first = start - 1 - len(word)
        return Hit(rule.group, first, end, (first, start - 1), None, rule.severity)
    if rule.drop:
        return Hit(rule.group, start, end, (start, end - len(rule.drop) - 1), None, rule.severity)
    cut = end + _clause(line, end) if rule.whole_clause else None
    return Hit(rule.group, start, end, None, cut, rule.severity)


def _word_before(line: str, start: int) -> str:
    """Give the word that only a space parts from a place; empty where there is none."""
    if not start or line[start - 1] != " ":
        return ""
    before = line[max(0, start - _NEAR) : start - 1]
    word = before[before.rfind(" ") + 1 :]
    return word if word.isalpha() else _LAST_WORD.search(before)[0]  # type: ignore[index]


def _clause(line: str, end: int) -> int:
    found = _CLAUSE.search(line[end : end + _NEAR])
    return found.start() if found else 0


def _honest(line: str, start: int, end: int, word: str, rule: Rule) -> bool:
    """Tell whether its neighbours make a phrase an honest one."""
    if rule.only_before and word not in rule.only_before:
        after = _WORD_AFTER.match(line, end)
        if not after or after[1] not in rule.only_after:
            return True
    if word in rule.pair_ends and line[max(0, start - _NEAR) : start - 1].endswith(rule.pairs_before):
        return True
    if rule.not_after and (after := _WORD_AFTER.match(line, end)) and after[1] in rule.not_after:
        return True
    if (rule.not_before_a_figure or word in rule.measures) and _FIGURE_AFTER.match(line, end):
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
