"""Lay a payment poster out in millimetres: where each line, each box and the code stand; draw nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from merchant_helper.guides.poster_font import HANGS, RISES, fitted, width, wrapped
from merchant_helper.i18n import gettext as _
from merchant_helper.text import format_vnd, vnd_in_words

# The code's clear margin, in modules, as its standard asks for.
QUIET = 4


@dataclass(frozen=True)
class Poster:
    """Say what a poster shows; ``tried`` once 1.000 đ have been seen in the owner's own bank app."""

    payload: str
    bank: str
    account: str
    holder: str
    amount: int | None = None
    purpose: str = ""
    tried: bool = False


@dataclass(frozen=True)
class Box:
    """Be a rectangle: black all over, or with a line around it."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.0


@dataclass(frozen=True)
class Line:
    """Be one line of words that stands centred on ``x``, on its baseline ``y``."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    white: bool = False


@dataclass(frozen=True)
class Face:
    """Be one side that is looked at: its size, the code's place with its clear margin, boxes, lines."""

    width: float
    height: float
    code: Box
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """Be one sheet of paper: faces, each with its top edge's place and whether it stands on its head."""

    width: float
    height: float
    faces: tuple[tuple[Face, float, bool], ...]
    fold: float | None = None


@dataclass(frozen=True)
class _Measures:
    """Hold the sizes of one format, in millimetres: paper, edge, code without margin, letters."""

    width: float
    height: float
    edge: float
    code: float
    large: float
    small: float


# The code is never under 55 mm: from half a metre a phone reads it.
_SIZES = {
    "a5": _Measures(148, 210, 10, 88, 9.0, 5.2),
    "a6": _Measures(105, 148, 6, 56, 6.4, 3.6),
    "card": _Measures(90, 134, 4, 60, 5.6, 3.4),
    "side": _Measures(210, 148.5, 10, 84, 8.0, 4.8),
}
SIZES = ("a5", "a6", "tent")


def sheet(poster: Poster, size: str) -> Sheet:
    """Lay out one sheet: A5, A6, or an A4 that is folded into a tent with the same on both sides.

    Raises KeyError for another size.
    """
    if size == "tent":
        face = _laid(poster, _SIZES["side"], _lying)
        return Sheet(210, 297, ((face, 0.0, True), (face, 148.5, False)), fold=148.5)
    face = _laid(poster, _SIZES[size], _standing)
    return Sheet(face.width, face.height, ((face, 0.0, False),))


@cache
def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Give the rows of a payload's code, level M, without its margin."""
    import segno

    drawn = segno.make(payload, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(one) for one in row) for row in drawn.matrix)


def grouped(account: str) -> str:
    """Write an account in groups of four, to be read aloud and compared."""
    return " ".join(account[at : at + 4] for at in range(0, len(account), 4))


def _laid(poster: Poster, have: _Measures, build: Callable[[Poster, _Measures], tuple[_Pen, Box]]) -> Face:
    """Make the letters smaller until all of it stands on the paper, then share out what stays empty."""
    room = have.height - have.edge
    pen, code = build(poster, have)
    while pen.y > room:
        have = replace(have, large=have.large * 0.96, small=have.small * 0.96)
        pen, code = build(poster, have)
    down = (room - max(pen.y, code.y + code.height)) / 2
    boxes = tuple(replace(box, y=box.y + down) for box in pen.boxes)
    lines = tuple(replace(line, y=line.y + down) for line in pen.lines)
    return Face(have.width, have.height, replace(code, y=code.y + down), boxes, lines)


def _standing(poster: Poster, have: _Measures) -> tuple[_Pen, Box]:
    """Put the code above the words."""
    pen = _Pen(have.width / 2, have.edge, have.width - 2 * have.edge)
    pen.write(_("Quét mã để chuyển tiền"), have.large * 0.8, bold=True)
    pen.warn(poster, have)
    code = _code(poster, have.code, pen.x, pen.y)
    pen.y += code.height
    _tell(pen, poster, have)
    return pen, code


def _lying(poster: Poster, have: _Measures) -> tuple[_Pen, Box]:
    """Put the code beside the words."""
    pen = _Pen(have.width / 2, have.edge, have.width)
    pen.warn(poster, have)
    code = _code(poster, have.code, 0, pen.y)
    code = replace(code, x=have.edge)
    pen.room = have.width - code.width - 2 * have.edge
    pen.x = have.edge + code.width + pen.room / 2
    pen.y += have.large
    pen.write(_("Quét mã để chuyển tiền"), have.large * 0.8, bold=True)
    pen.y += have.large * 0.6
    _tell(pen, poster, have)
    return pen, code


def _code(poster: Poster, side: float, middle: float, top: float) -> Box:
    """Place the code with its clear margin, centred."""
    count = len(modules(poster.payload))
    whole = side * (count + 2 * QUIET) / count
    return Box(middle - whole / 2, top, whole, whole)


def _tell(pen: _Pen, poster: Poster, have: _Measures) -> None:
    """Write all that a customer compares before pressing."""
    pen.write(poster.bank, have.large * 0.7, bold=True)
    pen.write(grouped(poster.account), have.large, bold=True)
    pen.write(poster.holder, have.large * 0.8, bold=True, lines=2)
    if poster.amount:
        pen.write(_("Số tiền: {amount}", amount=format_vnd(poster.amount)), have.small * 1.15, bold=True)
        pen.write(f"({vnd_in_words(poster.amount)})", have.small, lines=2)
    if poster.purpose:
        pen.write(_("Nội dung: {purpose}", purpose=poster.purpose), have.small, lines=2)
    pen.frame(_("Kiểm tra đúng tên trước khi bấm"), have.small * 1.15)
    pen.write(_("Mã theo chuẩn VietQR"), have.small * 0.75)


class _Pen:
    """Write lines one under another, each as large as it may be."""

    def __init__(self, x: float, y: float, room: float) -> None:
        self.x, self.y, self.room = x, y, room
        self.boxes: list[Box] = []
        self.lines: list[Line] = []

    def write(
        self, text: str, size: float, *, bold: bool = False, lines: int = 1, white: bool = False
    ) -> None:
        """Write a text, smaller where it would not fit."""
        size = fitted(text, size, self.room, lines=lines, bold=bold)
        for line in wrapped(text, size, self.room, bold=bold):
            self.y += RISES * size
            self.lines.append(Line(self.x, self.y, line, size, bold, white))
            self.y += HANGS * size

    def frame(self, text: str, size: float) -> None:
        """Write one line in a frame."""
        size = fitted(text, size, self.room - 2 * size, bold=True)
        self.y += size * 0.5
        top, across = self.y, width(text, size, bold=True) + 2 * size
        self.y += size * 0.3
        self.write(text, size, bold=True)
        self.y += size * 0.3
        self.boxes.append(Box(self.x - across / 2, top, across, self.y - top, line=0.5))
        self.y += size * 0.4

    def warn(self, poster: Poster, have: _Measures) -> None:
        """Put the wide band over a code that nobody has tried yet."""
        if poster.tried:
            return
        words = _("Chưa thử – chưa dùng")
        size = fitted(words, have.large * 1.2, self.room - 4, bold=True)
        self.boxes.append(Box(0, self.y, have.width, size * 1.6))
        self.lines.append(Line(self.x, self.y + size * 1.16, words, size, bold=True, white=True))
        self.y += size * 1.6
