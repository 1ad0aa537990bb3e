"""Find telephone numbers, also those told in words, with letters for figures or figure by figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from merchant_helper.listings.lint.hit import Hit, apart
from merchant_helper.text import fold
from merchant_helper.text.numerals import DIGITS

_SPOKEN = {word: str(digit) for digit, word in enumerate(DIGITS)} | {
    "bẩy": "7",
    "tư": "4",
    "lăm": "5",
    "mốt": "1",
}
_SPOKEN |= {fold(word): digit for word, digit in _SPOKEN.items()}
_GAP = r"[^\w\n]{0,3}"
# Eight figures with little between them, or the beginning of a number told in words.
_FIGURES_NEAR = re.compile(rf"[0-9](?:{_GAP}[0-9oil]){{7}}")
_WORDS_NEAR = re.compile(rf"kh[oô]ng{_GAP}(?:{'|'.join(sorted(_SPOKEN, key=len, reverse=True))}|[0-9])(?!\w)")
# Nothing here is unbounded: a line of figures alone is looked at once.
_TOKEN = re.compile(
    rf"({_GAP})(?:([0-9](?:[0-9oil]{{0,20}}[0-9o])?|o[0-9oil]{{0,20}}[0-9o])(?!\w)|([^\W\d_]{{1,5}})(?!\w))"
)
_READ = str.maketrans("oil", "011")
# Mobile and fixed lines as they are numbered since 2018; 1800 and 1900 are services.
_NUMBER = re.compile(
    r"(?:0|(?:00)?840?)(?:(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}|2[0-9]{9})|1[89]00[0-9]{4,6}"
)
_LONGEST, _GOODS = 14, "893"
# Codes of other kinds that are as long.
_OTHER_CODE = re.compile(
    r"(?:mst|mã số|ma so|thuế|đkkd|dkkd|công bố|cong bo|isbn|gtin|mã vạch|ma vach|lô|stk|tài khoản"
    r"|cccd|model|sku)[^\d\n]{0,20}\Z"
)
_PLAIN_GAP = re.compile(r"[ .\-–]{0,3}|\) ?")
_COUNTRY = re.compile(r"(?:\(\s?)?\+\Z")


class _Piece(NamedTuple):
    """Be some figures of a line, told in words unless ``plain``, and what parts them from those before."""

    figures: str
    start: int
    end: int
    gap: str
    plain: bool


def may_be_told(low: str) -> bool:
    """Tell whether a number may be told in words: all of them begin with không."""
    return _WORDS_NEAR.search(low) is not None


def numbers(low: str, *, figures: bool) -> list[Hit]:
    """Give the telephone numbers of a text in plain small letters; hidden ones are a group of their own.

    Without ``figures`` there are not eight of them near each other, and only words are looked for.
    """
    found = list(_near(_WORDS_NEAR, low))
    if figures:
        found += _near(_FIGURES_NEAR, low)
    return apart(found)


def _near(near: re.Pattern[str], low: str) -> Iterator[Hit]:
    at = 0
    while maybe := near.search(low, at):
        start = maybe.start()
        if low[max(0, start - 1) : start] == "o" and not low[max(0, start - 2) : start - 1].isalnum():
            start -= 1
        inside = start > 0 and low[start - 1].isdigit()
        pieces = [] if inside else _pieces(low, start)
        yield from _numbers_in(low, pieces)
        at = max(pieces[-1].end if pieces else 0, maybe.start() + 1)


def _pieces(line: str, at: int) -> list[_Piece]:
    """Take a run of figures and number words apart, from a place on."""
    pieces: list[_Piece] = []
    while found := _TOKEN.match(line, at):
        gap, figures, word = found.groups()
        told = figures or _SPOKEN.get(word)
        if told is None or (pieces and not gap):
            break
        start = found.end() - len(figures or word)
        plain = bool(figures) and figures.isdigit()
        pieces.append(_Piece(told.translate(_READ), start, found.end(), gap if pieces else "", plain))
        at = found.end()
    return pieces


def _numbers_in(line: str, pieces: Sequence[_Piece]) -> Iterator[Hit]:
    first = after = 0
    while first < len(pieces):
        length = _length(pieces, first, fresh=first == after)
        start = pieces[first].start
        if not length or _OTHER_CODE.search(line[max(0, start - 40) : start]):
            first += 1
            continue
        parts = pieces[first : first + length]
        country = _COUNTRY.search(line[max(0, start - 3) : start])
        start -= len(country[0]) if country else 0
        yield Hit("hidden_contact" if _is_hidden(parts) else "external_contact", start, parts[-1].end)
        first = after = first + length


def _length(pieces: Sequence[_Piece], first: int, *, fresh: bool) -> int:
    """Tell how many pieces from one on are a telephone number; 0 when they are none."""
    told = ""
    for last in range(first, min(first + _LONGEST, len(pieces))):
        told += pieces[last].figures
        if len(told) > _LONGEST:
            return 0
        if not _NUMBER.fullmatch(told):
            continue
        parts, behind = pieces[first : last + 1], pieces[last + 1 : last + 2]
        if _is_shaped(parts, pieces) or (fresh and _ends(behind) and not _is_list(parts)):
            return len(parts)
    return 0


def _is_shaped(parts: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    """Tell that figures stand together as in a telephone number, and not as in a barcode or in a year."""
    if len(parts) == 1:
        return True
    if parts[0].figures in ("1800", "1900"):
        return False
    run = "".join(piece.figures for piece in pieces[:_LONGEST])
    goods = run.startswith(_GOODS) and len(run) == 13
    return not goods and all(len(piece.figures) >= 3 or piece.figures == "84" for piece in parts)


def _ends(behind: Sequence[_Piece]) -> bool:
    return not behind or behind[0].figures.startswith(("0", "84")) or len(behind[0].gap) > 1


def _is_list(parts: Sequence[_Piece]) -> bool:
    """Tell sizes, which grow, and a date from a number."""
    lengths = [len(piece.figures) for piece in parts]
    if parts[0].figures in ("1800", "1900") or (
        lengths[:3] == [2, 2, 4] and parts[2].figures[:2] in ("19", "20")
    ):
        return True
    values = [int(piece.figures) for piece in parts]
    return max(lengths) <= 2 and all(a < b for a, b in pairwise(values))


def _is_hidden(parts: Sequence[_Piece]) -> bool:
    """Tell a number that a machine is not meant to see."""
    lone = len(parts) >= 8 and all(len(piece.figures) == 1 for piece in parts)
    return lone or not all(piece.plain and _PLAIN_GAP.fullmatch(piece.gap) for piece in parts)
