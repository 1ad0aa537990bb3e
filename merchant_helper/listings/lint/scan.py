"""Lint the texts of one product."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from operator import itemgetter

from merchant_helper.listings.lint import looks
from merchant_helper.listings.lint.finding import Finding
from merchant_helper.listings.lint.hit import Hit
from merchant_helper.listings.lint.knowledge import knowledge
from merchant_helper.listings.lint.numbers import may_be_told, numbers
from merchant_helper.listings.lint.phrases import bare_lines, bare_phrases, phrases
from merchant_helper.listings.lint.plain import STRANGE, Plain, is_dressed, plain
from merchant_helper.listings.lint.policy import EVERYWHERE, Level, Policy
from merchant_helper.listings.marks import unmarked
from merchant_helper.text import nfc, search_key

Levels = Mapping[str, Level]
# Two capitals, figures close together, letters that may be dressed up.
_CLOSER = re.compile(
    f"[A-Z0-9{STRANGE}](?:(?<=[A-Z])[A-Z]|(?<=[0-9])(?:[^\\w\\n]{{0,3}}[0-9oil]){{7}}|(?<=[{STRANGE}]))"
)
TITLES = frozenset({"name", "title"})


def lint(
    texts: Mapping[str, str | None], policy: Policy = EVERYWHERE, kind: str | None = None
) -> list[Finding]:
    """Find the words to look at in the texts of a product of a kind, field by field, from left to right.

    ``texts`` are named by their fields; "name" and "title" are titles. Places count characters of the
    composed text. The work grows with the length of the texts and no faster.
    """
    told = [(field, nfc(text)) for field, text in texts.items() if text]
    levels = policy.table(kind)
    together = "\n".join([text for _field, text in told])
    low = together.lower()
    if _needs_more(together, low):
        return [one for field, text in told for one in _in_text(text, field, policy, levels)]
    return _in_plain_texts(told, low, policy, levels)


def _needs_more(text: str, low: str) -> bool:
    """Tell whether anything but phrases may be found, or whether letters have to be read anew."""
    return bool(
        len(low) != len(text) or "  " in text or _CLOSER.search(text) or may_be_told(low) or bare_lines(low)
    )


def _in_plain_texts(told: list[tuple[str, str]], low: str, policy: Policy, levels: Levels) -> list[Finding]:
    """Find phrases in texts that hold nothing odd, all texts at once: most are such."""
    known = knowledge()
    places = known.texts.find(low)
    found: list[Finding] = []
    at = 0
    for field, text in told:
        end = at + len(text)
        here = [(place - at, phrase) for place, phrase in places if at <= place < end] if places else places
        if field in TITLES:
            found += _in_title(low[at:end], field, text, policy, levels)
        elif here:
            hits = phrases(low[at:end], here, known)
            found += [one for hit in hits if (one := _worded(hit, None, text, field, policy, levels))]
        at = end + 1
    return found


def _in_title(low: str, field: str, text: str, policy: Policy, levels: Levels) -> list[Finding]:
    known = knowledge()
    places = known.titles.find(low)
    hits = phrases(low, places, known) if places else []
    found = [one for hit in hits if (one := _worded(hit, None, text, field, policy, levels))]
    found += [one for span in looks.in_title(text, low) if (one := _looked(span, text, field, levels))]
    return sorted(found, key=_place) if len(found) > 1 else found


_place = itemgetter(slice(2, 4))


def rested(finding: Finding, papers: Collection[str]) -> bool:
    """Tell whether she said that she has papers for these words."""
    return bool(papers) and knowledge().groups[finding.group].papers and search_key(finding.seen) in papers


def _in_text(text: str, field: str, policy: Policy, levels: Levels) -> list[Finding]:
    """Look a text through once, and closer only where that gave a reason: most texts give none."""
    known, title = knowledge(), field in TITLES
    finder = known.titles if title else known.texts
    low = text.lower()
    places, bare = finder.find(low), bare_lines(low)
    close = _CLOSER.search(text) or "  " in text or len(low) != len(text)
    seen = None
    if close and is_dressed(text, low):
        seen = plain(text)
        low = seen.low
        places, bare = finder.find(low), bare_lines(low)
    if bare:
        places += bare_phrases(bare, known)
    hits = phrases(low, places, known) if places else []
    if close or may_be_told(low):
        hits += numbers(low, figures=bool(close))
    found = [one for hit in hits if (one := _worded(hit, seen, text, field, policy, levels))]
    if not (title or bare or close):
        return found
    spans = looks.in_title(text, low) if title else []
    spans += looks.anywhere(text, title=title, strange=seen is not None) if close else []
    spans += [("missing_marks", *span) for span in unmarked(text)] if bare else []
    found += [one for span in spans if (one := _looked(span, text, field, levels))]
    return sorted(found, key=_place) if len(found) > 1 else found


def _worded(
    hit: Hit, seen: Plain | None, text: str, field: str, policy: Policy, levels: Levels
) -> Finding | None:
    """Make a finding of what was found, if it matters there."""
    group, start, end, keep, cut, severity = hit
    if seen is not None:
        start, end = seen.span(start, end)
        keep = seen.span(*keep) if keep else None
        cut = seen.span(hit.start, cut)[1] if cut else None
    words = text[start:end]
    if group == "external_contact" and seen is not None and _is_disguised(words):
        group = "hidden_contact"
    how = levels[group]
    if how == "rest" or (group == "other_platform_names" and _is_own(words, field, policy)):
        return None
    instead = text[keep[0] : keep[1]] if keep else ""
    return Finding(group, field, start, end, words, severity or how, instead, text, cut or end)


def _is_disguised(words: str) -> bool:
    """Tell figures that are no plain figures."""
    return any((sign.isnumeric() and not sign.isascii()) or sign == "\u20e3" for sign in words)


def _is_own(words: str, field: str, policy: Policy) -> bool:
    if field in TITLES and not policy.own_in_title:
        return False
    return "".join(plain(words).low.split()) in policy.own


def _looked(span: looks.Span, text: str, field: str, levels: Levels) -> Finding | None:
    group, start, end, instead = span
    how = levels[group]
    return (
        None if how == "rest" else Finding(group, field, start, end, text[start:end], how, instead, text, end)
    )
