"""Lint the texts of one product."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from merchant_helper.issues import Severity
from merchant_helper.listings.lint import looks
from merchant_helper.listings.lint.finding import Finding
from merchant_helper.listings.lint.knowledge import knowledge
from merchant_helper.listings.lint.numbers import numbers
from merchant_helper.listings.lint.phrases import Hit, phrases
from merchant_helper.listings.lint.plain import Plain, plain
from merchant_helper.listings.lint.policy import EVERYWHERE, Level, Policy
from merchant_helper.listings.marks import unmarked
from merchant_helper.text import nfc, search_key

TITLES = frozenset({"name", "title"})


def lint(
    texts: Mapping[str, str | None], policy: Policy = EVERYWHERE, kind: str | None = None
) -> list[Finding]:
    """Find the words to look at in the texts of a product of a kind, field by field, from left to right.

    ``texts`` are named by their fields; "name" and "title" are titles. Places count characters of the composed
    text. The work grows with the length of the texts and no faster.
    """
    found: list[Finding] = []
    for field, text in texts.items():
        if text:
            composed = nfc(text)
            found += _in_words(composed, field, policy, kind)
            found += _in_looks(composed, field, policy, kind)
    return found if len(found) < 2 else _in_order(found, list(texts))


def rested(finding: Finding, papers: Collection[str]) -> bool:
    """Tell whether she said that she has papers for these words."""
    return bool(papers) and knowledge().groups[finding.group].papers and search_key(finding.seen) in papers


@lru_cache(512)
def level(group: str, policy: Policy, kind: str | None) -> Level:
    """Tell how bad a group of words is at a place, for goods of a kind."""
    known = knowledge().groups[group]
    if group in policy.levels:
        return policy.levels[group]
    return "block" if kind in known.strict else known.severity


def _in_order(found: list[Finding], fields: list[str]) -> list[Finding]:
    return sorted(found, key=lambda one: (fields.index(one.field), one.start, one.end))


def _in_words(text: str, field: str, policy: Policy, kind: str | None) -> Iterator[Finding]:
    """Find words and numbers."""
    seen = plain(text)
    for hit in (*phrases(seen.low, knowledge(), title=field in TITLES), *numbers(seen.low)):
        yield from _worded(hit, seen, text, field, policy, kind)


def _worded(
    hit: Hit, seen: Plain, text: str, field: str, policy: Policy, kind: str | None
) -> Iterator[Finding]:
    """Make a finding of what was found, if it matters there."""
    start, end = seen.span(hit.start, hit.end)
    words = text[start:end]
    group = hit.group
    if group == "external_contact" and seen.places and _is_disguised(words):
        group = "hidden_contact"
    how = level(group, policy, kind)
    if how == "rest" or (group == "other_platform_names" and _is_own(words, field, policy)):
        return
    severity: Severity = "hint" if hit.severity == "hint" else how
    instead = text[slice(*seen.span(hit.keep[0], hit.keep[1]))] if hit.keep else ""
    cut = seen.span(hit.start, hit.cut)[1] if hit.cut else end
    yield Finding(group, field, start, end, words, severity, instead, text, cut)


def _is_disguised(words: str) -> bool:
    """Tell figures that are no plain figures."""
    return any((sign.isnumeric() and not sign.isascii()) or sign == "\u20e3" for sign in words)


def _is_own(words: str, field: str, policy: Policy) -> bool:
    if field in TITLES and not policy.own_in_title:
        return False
    return "".join(plain(words).low.split()) in policy.own


def _in_looks(text: str, field: str, policy: Policy, kind: str | None) -> Iterator[Finding]:
    """Find what is wrong with the look of a text."""
    title = field in TITLES
    spans = {
        "symbols": looks.signs(text) if title else (),
        "spam": looks.repeated(text) if title else (),
        "shouting": looks.shouted(text, title=title),
        "mixed_scripts": looks.mixed(text),
        "missing_marks": unmarked(text),
    }
    for group, found in spans.items():
        for start, end, instead in found:
            how = level(group, policy, kind)
            if how != "rest":
                yield Finding(group, field, start, end, text[start:end], how, instead, text, end)
