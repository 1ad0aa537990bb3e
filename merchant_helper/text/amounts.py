"""Read amounts as people write and say them: 150.000, 1tr2, hai ký rưỡi, trăm rưỡi.

The grammar: parts from large to small, each a number and its scale (1 triệu 200 nghìn); after a scale,
*rưỡi* adds half of it, one lone digit tenths of it (1tr2), three digits thousandths (1tr250). Two lone digits
(1tr50) are said both ways, so they are never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from merchant_helper.text.door import clean_text
from merchant_helper.text.lexicon import AFTER_TENS, Figure, Kind, Lexicon, NotRead, Token, Trouble, figure

Typed = str | int | float | None
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)}
_NEGATIVE = re.compile("[-−–—] ?[0-9]")
_BETWEEN = re.compile("[-−–—~→/]| (?:đến|tới|hoặc|den|toi|hoac) ")
# Three figures that begin with zeros mean something only at the end: 1tr050.
_PADDED = re.compile("0[0-9]{2}")
_LONGEST = 120


@dataclass(frozen=True)
class Amount:
    """Hold what was read, in the smallest unit.

    ``scaled``: a scale was named. ``ended``: the currency was. ``clipped``: trăm rưỡi, hai trăm tư, where the
    last scale was swallowed. ``spoken_tail``: một triệu hai, in words. ``grouped`` and ``decimal`` as typed.
    """

    value: Fraction
    scaled: bool = False
    ended: bool = False
    clipped: bool = False
    spoken_tail: bool = False
    grouped: bool = False
    decimal: bool = False


@dataclass(frozen=True)
class _Part:
    value: Fraction
    digits: int = 0  # how many figures a spoken number stands for: hai 1, hai mươi 2, hai trăm 3
    clipped: bool = False
    figure: Figure | None = None
    raw: str = ""


def exact(number: float) -> Fraction | None:
    """Take a spreadsheet's number as it is; None for what is no number (nan, infinity)."""
    try:
        return Fraction(number)
    except (ValueError, OverflowError):
        return None


def written(number: float) -> str:
    """Write a spreadsheet's number for a sentence about it, however long it is."""
    return format(Decimal(number), ".15g")


def prepare(text: str) -> str:
    """Bring typed text to the form that amounts are read in."""
    return clean_text(text[:1000].translate(_WIDE)).text.lower()


def read_amount(text: str, lexicon: Lexicon) -> Amount | Trouble:
    """Read one amount, or tell why it is none; never guesses and never raises."""
    text = prepare(text)
    if not text:
        return "empty"
    if not lexicon.numbers_in(text):
        return "no_number"
    if len(text) > _LONGEST:
        return "unreadable"
    if _NEGATIVE.match(text):
        return "negative"
    pieces = _BETWEEN.split(text)
    if len(pieces) > 1 and all(lexicon.numbers_in(piece) for piece in pieces):
        return "range"
    try:
        return _Reader(lexicon.tokens(text)).amount()
    except NotRead as reason:
        return reason.trouble


class _Reader:
    """Walk over the tokens once, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self.ended = bool(tokens) and (tokens[0].kind == "end" or tokens[-1].kind == "end")
        first = 1 if tokens and tokens[0].kind == "end" else 0
        last = len(tokens) - (1 if len(tokens) > first and tokens[-1].kind == "end" else 0)
        self.tokens, self.at = tokens[first:last], 0

    def amount(self) -> Amount:
        """Read everything or raise NotRead."""
        part = self._part(first=True)
        shape = part.figure or Figure(part.value)
        amount = Amount(
            part.value, ended=self.ended, clipped=part.clipped, grouped=shape.grouped, decimal=shape.decimal
        )
        if self._peek() != "scale":
            self._must_end()
            if _PADDED.fullmatch(part.raw):
                raise NotRead("unclear")
            return amount
        return self._scaled(part, replace(amount, value=Fraction(0), scaled=True, clipped=False))

    def _scaled(self, part: _Part, amount: Amount) -> Amount:
        total, above = Fraction(0), 0
        while (scale := self._take("scale")) is not None:
            total += _sized(part, scale, above)
            above = scale
            if self._peek() is None:
                return replace(amount, value=total)
            if amount.decimal or part.value.denominator > 1:
                raise NotRead("unclear")
            if self._take("more") is not None:
                self._must_end()
                return replace(amount, value=total + Fraction(scale, 2))
            part = self._part()
        self._must_end()
        return replace(amount, value=total + _tail(part, above), spoken_tail=part.figure is None)

    def _part(self, *, first: bool = False) -> _Part:
        """Read one number in front of a scale; a missing one at the very start means one (triệu rưỡi)."""
        if first and self._peek() == "scale" and len(self.tokens) > 1:
            return _Part(Fraction(1), digits=1)
        if first and self._take("half") is not None:
            if self._peek() != "scale":
                raise NotRead("unreadable")
            return _Part(Fraction(1, 2))
        if self._peek() == "number" and self._peek(1) not in ("hundred", "ten"):
            raw = self.tokens[self.at].raw
            self.at += 1
            shape = Figure(Fraction(int(raw))) if _PADDED.fullmatch(raw) else figure(raw)
            return _Part(shape.value, figure=shape, raw=raw)
        return self._hundreds(first=first)

    def _hundreds(self, *, first: bool) -> _Part:
        hundreds = 1
        if not (first and self._peek() == "hundred" and len(self.tokens) > 1):
            if self._peek(1) != "hundred":
                return self._tens()
            hundreds = self._digit()
        self._take("hundred")
        value = Fraction(100 * hundreds)
        if self._take("more") is not None:
            return _Part(value + 50, digits=3, clipped=True)
        if self._take("odd") is not None:
            return _Part(value + self._digit(), digits=3)
        if self._peek() not in ("digit", "number", "ten"):
            return _Part(value, digits=3)
        rest = self._tens()
        if rest.digits == 1:
            return _Part(value + 10 * rest.value, digits=3, clipped=True)
        return _Part(value + rest.value, digits=3)

    def _tens(self) -> _Part:
        if self._take("ten") is not None:
            return _Part(Fraction(10 + (self._digit() if self._unit_follows() else 0)), digits=2)
        if self._peek() == "number" and len(self.tokens[self.at].raw) == 2:
            raw = self.tokens[self.at].raw
            self.at += 1
            return _Part(figure(raw).value, digits=2)
        tens = self._digit()
        if self._peek() == "digit" and self.tokens[self.at].raw == AFTER_TENS:
            return _Part(Fraction(10 * tens + self._digit()), digits=2)
        if self._take("ten") is None:
            return _Part(Fraction(tens), digits=1)
        return _Part(Fraction(10 * tens + (self._digit() if self._unit_follows() else 0)), digits=2)

    def _unit_follows(self) -> bool:
        return self._peek() == "digit" and self._peek(1) not in ("ten", "hundred")

    def _digit(self) -> int:
        """Take one digit, as a word or as a figure."""
        if self._peek() == "number" and len(self.tokens[self.at].raw) == 1:
            self.at += 1
            return int(self.tokens[self.at - 1].raw)
        size = self._take("digit")
        if size is None:
            raise NotRead("unreadable")
        return size

    def _peek(self, ahead: int = 0) -> Kind | None:
        return self.tokens[self.at + ahead].kind if self.at + ahead < len(self.tokens) else None

    def _take(self, kind: Kind) -> int | None:
        if self._peek() != kind:
            return None
        self.at += 1
        return self.tokens[self.at - 1].size

    def _must_end(self) -> None:
        if self._peek() is not None:
            raise NotRead("unreadable")


def _sized(part: _Part, scale: int, above: int) -> Fraction:
    """Multiply a number by its scale; 1.200k could mean two things, 1 nghìn 2 triệu none."""
    if part.figure and part.figure.grouped and scale != 1:
        raise NotRead("unclear")
    if _PADDED.fullmatch(part.raw):
        raise NotRead("unclear")
    size = part.value * scale
    if above and size >= above:
        raise NotRead("unreadable")
    return size


def _tail(part: _Part, scale: int) -> Fraction:
    """Read what stands after the last scale without one of its own."""
    if part.figure and (part.figure.grouped or part.figure.decimal):
        raise NotRead("unclear")
    digits = len(part.raw) or part.digits
    one = digits == 1 and part.value > 0 and scale >= 10
    three = digits == 3 and (part.raw or part.value >= 100) and scale in (10**3, 10**6, 10**9)
    if not (one or three):
        raise NotRead("unclear")
    return part.value * Fraction(scale, 10**digits)
