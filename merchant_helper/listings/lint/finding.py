"""Point at words in a text, and write the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from merchant_helper.issues import Severity

# What stays behind where words are left out: two spaces, a space before a comma, a comma on its own.
_GAP = re.compile(r"[ \t]{2,}")
_BEFORE_SIGN = re.compile(r"[ \t]+(?=[,.;:!?](?:\s|$))")
_TWO_SIGNS = re.compile(r"([,;:])(?:[ \t]*[,;:])+")
_SIGN_FIRST = re.compile(r"(?m)^[ \t]*[,;:.!?–-]+[ \t]+")
_SIGN_LAST = re.compile(r"(?m)[ \t]*[,;:–-]+[ \t]*$")
_NO_SENTENCE = re.compile(r"([.!?])(?:[ \t]*[,.;:])+(?=\s|$)")
# Words that only lead to a number or an address, and mean nothing once it is gone.
_CONTACTS = ("external_contact", "hidden_contact")
_LEADS_THERE = re.compile(
    r"(?<!\w)(?:gọi|goi|alo|call|liên hệ|lien he|lh|nhắn tin|nhắn|nhan tin"
    r"|sđt|sdt|đt|số điện thoại|điện thoại)"
    r"(?:[ \t]+(?:qua|tới|cho|số|em|mình|shop|tiệm|nhà)){0,3}[ \t:.–-]*$",
    re.IGNORECASE,
)
_LEAD = 60
_COMMA_STOP = re.compile(r"[ \t]*[,;:–]+[ \t]*(?=[.!?](?:\s|$))")


class Finding(NamedTuple):
    """Be some words of one text that one rule speaks of.

    ``start`` and ``end`` count characters of ``text``, the composed (NFC) form of what was looked through;
    ``seen`` are the words themselves and ``instead`` what to write for them, empty to leave them out. What
    goes may end later, at ``cut``: a claim goes with what it says.
    """

    group: str
    field: str
    start: int
    end: int
    seen: str
    severity: Severity
    instead: str = ""
    text: str = ""
    cut: int = 0

    def replaced(self) -> str:
        """Give the whole text with the suggestion applied, and no gap where words are left out."""
        return mended(self.text, [self])

    @property
    def dropped(self) -> str:
        """Give the words that the suggestion leaves out (“nhất” of “ngon nhất”); empty where it rewrites."""
        if not self.instead:
            return self.text[self.start : self.cut].strip()
        kept = self.seen.startswith(self.instead) and not self.seen[len(self.instead) :][:1].isalnum()
        return self.seen[len(self.instead) :].strip() if kept else ""


def mended(text: str, findings: Iterable[Finding]) -> str:
    """Write a text with the suggestions of several findings in it."""
    left_out = False
    ordered = sorted(findings, key=lambda one: one.start)
    for place, found in reversed(list(enumerate(ordered))):
        start, instead = found.start, found.instead
        if not instead:
            left_out = True
            start = _lead(text, found, ordered[place - 1].cut if place else 0)
            instead = _break_kept(text, start, found.cut)
        text = text[:start] + instead + text[found.cut :]
        if not found.instead and _begins_sentence(text, start):
            text = _capital(text, start)
    return _tidied(text) if left_out else text


def _lead(text: str, found: Finding, floor: int) -> int:
    """Find where to begin leaving out: “gọi” goes with the number; what another finding holds stays."""
    floor = max(floor, found.start - _LEAD)
    lead = _LEADS_THERE.search(text[floor : found.start]) if found.group in _CONTACTS else None
    return floor + lead.start() if lead else found.start


def _break_kept(text: str, start: int, cut: int) -> str:
    """Keep two words apart that only the words left out parted."""
    before, after = text[start - 1 : start], text[cut : cut + 1]
    return " " if before.isalnum() and after.isalnum() else ""


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t")
    return not before or before[-1] in ".!?\n"


def _capital(text: str, at: int) -> str:
    rest = text[at:]
    first = len(rest) - len(rest.lstrip(" \t,;:.!?–-"))
    at += first
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def _tidied(text: str) -> str:
    for pattern, instead in (
        (_GAP, " "),
        (_TWO_SIGNS, r"\1"),
        (_BEFORE_SIGN, ""),
        (_COMMA_STOP, ""),
        (_NO_SENTENCE, r"\1"),
        (_SIGN_FIRST, ""),
        (_SIGN_LAST, ""),
    ):
        text = pattern.sub(instead, text)
    lines = [line.strip() for line in text.split("\n")]
    # A line of signs alone told nothing but what was left out.
    return "\n".join(line for line in lines if not line or any(map(str.isalnum, line))).strip()
