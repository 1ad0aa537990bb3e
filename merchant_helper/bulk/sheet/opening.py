"""Open a file as a sheet, whatever kind it is."""

from __future__ import annotations

from pathlib import Path

from merchant_helper.bulk.sheet import book, text_file
from merchant_helper.bulk.sheet.grid import MAX_BYTES, Grid, SheetRefused


def opened(path: Path) -> Grid:
    """Open a CSV or an XLSX, told apart by its bytes and not by its name.

    Raises SheetRefused with a sentence that says what to do; OSErrors pass.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise SheetRefused("sheet.file_too_large", max=MAX_BYTES // 1_000_000)
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise SheetRefused("sheet.empty")
    return book.grid(path) if book.is_book(start) else text_file.grid(path)
