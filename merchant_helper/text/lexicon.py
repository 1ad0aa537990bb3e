"""Know the words and signs that amounts are written with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from merchant_helper.text.letters import fold

Kind = Literal["number", "digit", "ten", "hundred", "odd", "more", "half", "scale", "end"]
Trouble = Literal["empty", "no_number", "unreadable", "unclear", "range", "negative"]

AFTER_TENS = "after tens"
_DIGITS = {
    **{"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5},
    **{"sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9},
}
# These four stand for units only, so hai lăm is 25 while hai ba is "two or three".
_UNITS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
# Spellings with the wrong mark (rưởi, nữa, lẽ) are common and have no other meaning beside a number.
_OTHERS: dict[Kind, tuple[str, ...]] = {
    "ten": ("mười", "mươi", "chục"),
    "hundred": ("trăm",),
    "odd": ("linh", "lẻ", "lẽ"),
    "more": ("rưỡi", "rưởi"),
    "half": ("nửa", "nữa"),
}
_PIECE = re.compile(r" ?(?:([0-9]+(?:[ .,'’][0-9]+)*)|([^\W\d_]+)|(₫))")
_PLAIN = re.compile("0|[1-9][0-9]*")
_GROUPS = r"[1-9][0-9]{0,2}(?P<sep>[ .,'’])[0-9]{3}(?:(?P=sep)[0-9]{3})*"
_GROUPED = re.compile(_GROUPS)
_DECIMAL = re.compile(r"((?:0|[1-9][0-9]*)[.,][0-9]{1,2}|0[.,][0-9]{3})")
_GROUPED_DECIMAL = re.compile(rf"(?P<whole>{_GROUPS})(?!(?P=sep))[.,](?P<rest>[0-9]{{1,2}})")


class NotRead(Exception):
    """Carry why a text is no amount, up to the one place that answers."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Token:
    """Hold one word or figure: its kind, its size (digit or scale), and figures as they were typed."""

    kind: Kind
    size: int = 0
    raw: str = ""


@dataclass(frozen=True)
class Figure:
    """Hold figures that were read: 150.000 is grouped, 12,5 is decimal."""

    value: Fraction
    grouped: bool = False
    decimal: bool = False


class Lexicon:
    """Hold the words of one kind of amount, each also without its marks."""

    def __init__(self, scales: Mapping[str, int], ends: Iterable[str] = ()) -> None:
        self._words: dict[str, Token] = {}
        self._learn({word: Token("digit", size) for word, size in _DIGITS.items()})
        self._learn({word: Token("digit", size, AFTER_TENS) for word, size in _UNITS.items()})
        for kind, words in _OTHERS.items():
            self._learn({word: Token(kind) for word in words})
        self._learn({word: Token("scale", size) for word, size in scales.items()})
        self._learn({word: Token("end") for word in ends})

    def _learn(self, words: Mapping[str, Token]) -> None:
        for word, token in words.items():
            self._words[word] = token
            self._words.setdefault(fold(word), token)

    def tokens(self, text: str) -> list[Token]:
        """Take a text apart; raises NotRead when a piece of it is neither figure nor known word."""
        found: list[Token] = []
        at = 0
        while at < len(text):
            piece = _PIECE.match(text, at)
            if piece is None:
                raise NotRead("unreadable")
            token = Token("number", raw=piece[1]) if piece[1] else self._words.get(piece[0].strip())
            if token is None:
                raise NotRead("unreadable")
            found.append(token)
            at = piece.end()
        return found

    def numbers_in(self, text: str) -> bool:
        """Tell whether anything in a text looks like a number."""
        if any(c.isnumeric() for c in text):
            return True
        words = (self._words.get(word) for word in re.findall(r"[^\W\d_]+", text))
        return any(token and token.kind in ("digit", "ten", "hundred", "half", "more") for token in words)


def figure(raw: str) -> Figure:
    """Read figures with Vietnamese or English separators; raises NotRead when they can mean two things."""
    if _PLAIN.fullmatch(raw):
        return Figure(Fraction(int(raw)))
    if _GROUPED.fullmatch(raw):
        return Figure(Fraction(int(re.sub("[^0-9]", "", raw))), grouped=True)
    if _DECIMAL.fullmatch(raw):
        return Figure(Fraction(raw.replace(",", ".")), decimal=True)
    if both := _GROUPED_DECIMAL.fullmatch(raw):
        whole = re.sub("[^0-9]", "", both["whole"])
        return Figure(Fraction(f"{whole}.{both['rest']}"), grouped=True, decimal=True)
    raise NotRead("unclear")
