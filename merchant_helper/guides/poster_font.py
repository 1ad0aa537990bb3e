"""Measure and lend the letters of the poster: two weights, with every Vietnamese mark, beside this module.

They are the page's own fonts as TrueType: a PDF takes no woff2, and reading one needs a library more.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FOLDER = Path(__file__).parent / "fonts"
FILES = {False: FOLDER / "be-vietnam-pro-400.ttf", True: FOLDER / "be-vietnam-pro-700.ttf"}
# How far a capital with two marks rises above the baseline, and a letter with a dot below hangs, in ems.
RISES, HANGS = 1.12, 0.28
_EM = 1000


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Tell how wide a line is, in the unit of its size."""
    return face(bold, _EM).getlength(text) * size / _EM


@cache
def face(bold: bool, size: int) -> FreeTypeFont:
    """Open one weight at one size in pixels."""
    from PIL import ImageFont

    return ImageFont.truetype(FILES[bold], size, layout_engine=ImageFont.Layout.BASIC)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word that is too long for a line of its own is cut into pieces."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, size, room, bold)
    return lines


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fitted(text: str, largest: float, room: float, *, lines: int = 1, bold: bool = False) -> float:
    """Find the largest size, a tenth smaller each time, at which a text fits into so many lines."""
    size = largest
    while len(wrapped(text, size, room, bold=bold)) > lines:
        size *= 0.9
    return size
