"""Hold what was opened: rows of cells with the numbers that a spreadsheet shows, read as often as wanted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from merchant_helper.errors import MerchantHelperError
from merchant_helper.issues import Issue

Raw = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta
Rows = Iterator[tuple[int, Sequence[Raw]]]
# A shop with more products than this has a program of its own; more rows than this are a slip of the hand.
MAX_ROWS = 99_999
MAX_COLUMNS = 200
MAX_BYTES = 60_000_000
HEADER_WITHIN = 20


class SheetRefused(MerchantHelperError):
    """Say why a file is no sheet that can be read (carries the Issue); nothing was read."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.issue = Issue(code, "sheet", "block", params)


@dataclass(frozen=True)
class Grid:
    """Give the rows of one sheet, each time anew, and what was seen of the file.

    ``flaws`` names cells whose value is not there, by (row number, column from 0): an error, or a formula
    that nobody has worked out. ``notes`` are warnings about the whole file.
    """

    name: str
    rows: Callable[[], Rows]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[Issue, ...] = ()
