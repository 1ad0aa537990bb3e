"""Take phone numbers, links, addresses of other platforms and hashtags out of a post."""

from __future__ import annotations

import re

from merchant_helper.listings.lint.numbers import numbers
from merchant_helper.listings.paste.model import Found
from merchant_helper.listings.paste.words import BREAK, Words, lowered, words

# +84 and 0 begin a number of this country; one sign at most stands between two figures.
_PHONE = re.compile(
    r"(?<![\d.,])(?:(?:\+|00)84[ .-]?|0)(?:[35789](?:[ .-]?\d){8}|2(?:[ .-]?\d){9})(?!\d)"
    r"|(?<![\d.,])1[89]00[ .-]?\d{2}[ .-]?\d{2,4}(?!\d)"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A full stop without a space after it ends many a sentence: the rarer endings count only before a slash.
_HOST = r"(?<![\w.@])(?:[a-z0-9-]{1,63}\.){1,4}"
_PATH = r"/[^\s<>\"]{0,2000}"
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}"
    rf"|{_HOST}(?:com|vn|net|org)(?![\w-])(?:{_PATH})?"
    rf"|{_HOST}(?:info|shop|store|me|ly|co|link|app|page|tk|xyz|io|asia|gl|in|cc){_PATH}"
)
_TAG = re.compile(r"(?<!\w)#[^\W_]\w{0,60}")
_NAMED = re.compile(r"(?<!\w)@[a-z0-9_.]{2,40}")
_PATTERNS = (_LINK, _MAIL, _PHONE, _TAG, _NAMED)
_JOIN = r"[ :./&,+()\-]{0,3}"
_LONGEST_LABEL = 60
_EMPTY = re.compile(r"[\W_]*")
# What leads to a contact and is left over without it; a sign that is drawn in colour has one more letter.
_LEADING, _DRAWN = ":,&/+(-–|→➡👉☎📞📱🏠", "\ufe0f "


def contacts(text: str) -> list[Found]:
    """Find everything that leads away, in the order of the text; the words before it belong to it."""
    low = lowered(text)
    spans: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        spans += [found.span() for found in pattern.finditer(low)]
    # Also those told in words, or with letters for figures.
    spans += [(hit.start, hit.end) for hit in numbers(low, figures=True)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        start = _with_label(low, start)
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [Found(text[start:end], text[start:end], start, end) for start, end in joined]


def masked(text: str, taken: list[Found]) -> str:
    """Put a break in the place of what was taken out."""
    pieces, at = [], 0
    for found in taken:
        pieces += [text[at : found.start], BREAK * (found.end - found.start)]
        at = found.end
    return "".join([*pieces, text[at:]])


def without(text: str, taken: list[Found]) -> str:
    """Write a text without what was taken out; a line of which nothing is left goes as well."""
    left: list[str] = []
    for line, whole in zip(masked(text, taken).split("\n"), text.split("\n"), strict=True):
        if BREAK not in line:
            left.append(whole)
            continue
        pieces = [_kept(piece) for piece in re.split(f"{BREAK}+", line)]
        kept = " ".join(
            piece.strip() for piece in pieces if not _EMPTY.fullmatch(piece) or piece.strip() in ").!"
        )
        if not _EMPTY.fullmatch(kept):
            left.append(re.sub(r" +([).,!])", r"\1", kept))
    return re.sub("\n{3,}", "\n\n", "\n".join(left)).strip()


def _kept(piece: str) -> str:
    """Cut the signs at the end of a piece off; from behind, for a pattern would try at each of thousands."""
    before = piece.rstrip(_DRAWN).rstrip(_LEADING)
    return before.rstrip() if before != piece.rstrip(_DRAWN) else piece.rstrip()


def _with_label(low: str, start: int) -> int:
    """Reach back over "Hotline/Zalo:" to where it begins."""
    labels: Words = words("contact", "labels")
    least = max(start - _LONGEST_LABEL, 0)
    least = max(least, low.rfind("\n", least, start) + 1)
    before = re.compile(rf"(?:(?<!\w){labels.bare}{_JOIN}){{1,4}}$").search(low[least:start])
    return least + before.start() if before else start
