"""Name and read places of a worksheet: A1, AB12, A7:A5000."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@dataclass(frozen=True)
class Area:
    """Be a block of cells; columns and rows count from 1, ends belong to it."""

    left: int
    top: int
    right: int
    bottom: int


def letters(column: int) -> str:
    """Name a column as a spreadsheet does: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def areas(text: str) -> tuple[Area, ...]:
    """Read ``A7:A5000 B7``; what is no block of cells is passed over."""
    found = []
    for one in text.split():
        match = _AREA.fullmatch(one.upper())
        if match:
            left, top = column_of(match[1]), int(match[2])
            right, bottom = column_of(match[3] or match[1]), int(match[4] or match[2])
            top, bottom = min(top, bottom), max(top, bottom)
            found.append(Area(left, top, max(left, right), bottom))
    return tuple(found)


def column_of(name: str) -> int:
    """Count a column: A is 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number
