"""Let text in through one door: NFC, and nothing in it that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from merchant_helper.issues import Issue

ISSUE_CODES = ("text.removed",)
_LINE_BREAK = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
# Controls, marks that turn the writing direction, zero-width and filler letters, non-characters.
_UNSEEN = re.compile(
    "[\U000e0020-\U000e007f]+|"
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e001f\U0001fffe\U0001ffff\U0010fffe\U0010ffff]"
)
# The only characters that count as printable and cannot be seen.
_FILLERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
_JOINER = "\u200d"
_BLACK_FLAG = "\U0001f3f4"
_SHADES = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


class Cleaned(NamedTuple):
    """Hold cleaned text, and whether anything that could not be seen was taken out of it."""

    text: str
    removed: bool


def nfc(text: str) -> str:
    """Compose letters and marks, so that equal words are equal strings."""
    return unicodedata.normalize("NFC", text)


def clean_text(text: str, *, multiline: bool = False, max_length: int | None = None) -> Cleaned:
    """Make typed or imported text safe to keep.

    Controls, direction marks, zero-width characters and lone surrogates go, and ``removed`` says so; joiners
    inside emoji stay. Spaces of every kind become ordinary ones, line breaks become LF (a space unless
    ``multiline``); that and trimming are not reported. ``max_length`` counts characters, never cuts a letter
    from its marks, and a cut counts as removed.
    """
    if max_length is None and is_plain(text, multiline=multiline):
        return Cleaned(text, False)
    return _cleaned(text, multiline, max_length)


def _cleaned(text: str, multiline: bool, max_length: int | None) -> Cleaned:
    paired = _pair_surrogates(text)
    broken = _LINE_BREAK.sub("\n", paired)
    visible = _UNSEEN.sub(_keep_in_emoji, broken)
    removed = len(visible) != len(broken) or bool(_LONE.search(text))
    tidy = nfc(_tidy_lines(visible) if multiline else " ".join(visible.split()))
    if max_length is None or len(tidy) <= max_length:
        return Cleaned(tidy, removed)
    return Cleaned(shorten(tidy, max_length), True)


def is_plain(line: str, *, multiline: bool = False) -> bool:
    """Tell at once that :func:`clean_text` gives back a text as it is; False when unsure."""
    if multiline and "\n" in line:
        # What would be tidied between paragraphs leaves two spaces.
        line = line.replace("\n\n", " ").replace("\n", " ")
    return "  " not in line and line[:1] != " " and line[-1:] != " " and all_seen(line)


def all_seen(line: str) -> bool:
    """Tell that a line holds nothing unseen, ordinary spaces and composed letters; False when unsure."""
    if not line.isprintable():
        return False
    if line.isascii():
        return True
    return not _FILLERS.search(line) and unicodedata.is_normalized("NFC", line)


def unseen_removed(field: str) -> Issue:
    """Report what :func:`clean_text` took out of a field."""
    return Issue("text.removed", field, "hint")


def glimpse(text: str, most: int = 40) -> str:
    """Give the beginning of what was typed, to be quoted in a sentence about it."""
    clean = clean_text(text[: 20 * most]).text
    return clean if len(clean) <= most else f"{shorten(clean, most - 1)}…"


def shorten(text: str, max_length: int) -> str:
    """Cut to a number of characters without tearing a letter from its marks or an emoji apart."""
    if len(text) <= max_length:
        return text
    end = max(max_length, 0)
    while end > 0 and _joins(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip()


_LONE = re.compile("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")


def _pair_surrogates(text: str) -> str:
    """Join surrogate pairs that a bad decoder left apart and drop the ones that stand alone."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text


def _tidy_lines(text: str) -> str:
    lines = "\n".join(re.sub(r"[^\S\n]", " ", line).rstrip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", lines).strip()


def _keep_in_emoji(match: re.Match[str]) -> str:
    """Keep the joiner of 👩‍🌾 and the tags of a flag; drop everything else that cannot be seen."""
    unseen, text, start = match[0], match.string, match.start()
    if unseen == _JOINER:
        at = start - 2 if text[start - 1 : start] in _SHADES else start - 1
        return unseen if at >= 0 and _draws(text[at]) and _draws(text[start + 1 : start + 2]) else ""
    if unseen[0] > "\U000e001f" and text[start - 1 : start] == _BLACK_FLAG:
        return unseen
    return ""


def _draws(character: str) -> bool:
    return bool(character) and unicodedata.category(character) in ("So", "Sm")


def _joins(left: str, right: str) -> bool:
    """Tell whether two neighbours are drawn as one sign."""
    return (
        unicodedata.category(right) in ("Mn", "Me", "Mc")
        or _JOINER in (left, right)
        or right in _SHADES
        or "\U000e0020" <= right <= "\U000e007f"
    )
