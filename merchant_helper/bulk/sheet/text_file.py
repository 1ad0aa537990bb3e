"""Open a CSV in the encodings and delimiters that spreadsheets write in Vietnam."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

from merchant_helper.bulk.sheet.columns import read_header
from merchant_helper.bulk.sheet.grid import HEADER_WITHIN, MAX_COLUMNS, MAX_ROWS, Grid, Rows, SheetRefused
from merchant_helper.text import nfc

DELIMITERS = ",;\t"
_CHUNK = 1 << 18
# Far beyond what 200 cells of a spreadsheet hold.
_LONGEST_LINE = 8_000_000
# What stands behind the last line while it is read; no cell holds it.
_END = "\0end of the sheet\0"
_OTHERS = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"<!DOCTYPE",
    b"<html",
    b"<?xml",
)


def grid(path: Path) -> Grid:
    """Open a text file as rows; numbers in it stay text.

    Raises SheetRefused.
    """
    with path.open("rb") as stream:
        start = stream.read(_CHUNK)
    if start.lstrip().startswith(_OTHERS):
        raise SheetRefused("sheet.not_a_sheet")
    encoding = _encoding(path, start)
    delimiter, skipped = _delimiter(path, encoding)
    return Grid(path.name, lambda: _rows(path, encoding, delimiter, skipped))


def _encoding(path: Path, start: bytes) -> str:
    """Tell the encoding: a mark, the zeros of UTF-16, UTF-8 when all of it is, else code page 1258."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif zeros := _zeros_of_utf16(start):
        candidates = [zeros]
    else:
        candidates = ["utf-8", "cp1258"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise SheetRefused("sheet.encoding")


def _zeros_of_utf16(start: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zeros beside its spaces, digits and plain letters."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 10 < len(start) // 2:
        return None
    return "utf-16-le" if odd >= even else "utf-16-be"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> tuple[str, int]:
    """Choose the delimiter by which most columns are known; "sep=;" in front says it itself and is no row."""
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.readline(200).strip().lstrip("\ufeff").lower()
    if first.startswith("sep=") and first[4:5] in DELIMITERS and len(first) <= 5:
        return (first[4:] or "\t"), 1
    return max(DELIMITERS, key=lambda sign: _known_columns(path, encoding, sign)), 0


def _known_columns(path: Path, encoding: str, sign: str) -> tuple[int, int]:
    heads: list[list[str]] = []
    # What cannot be read to its end is refused when its rows are asked for, not here.
    with suppress(SheetRefused):
        heads.extend(islice(_records(path, encoding, sign), HEADER_WITHIN))
    return max((len(read_header(row).places) for row in heads), default=0), max(map(len, heads), default=0)


def _rows(path: Path, encoding: str, delimiter: str, skipped: int) -> Rows:
    composed = encoding == "cp1258"  # its tones are letters of their own
    for number, record in enumerate(_records(path, encoding, delimiter, skipped), start=1 - skipped):
        if number < 1:
            continue
        if number > MAX_ROWS + 1 and any(cell.strip() for cell in record):
            raise SheetRefused("sheet.too_many_rows", max=MAX_ROWS)
        if len(record) > MAX_COLUMNS and any(cell.strip() for cell in record[MAX_COLUMNS:]):
            raise SheetRefused("sheet.too_many_columns", max=MAX_COLUMNS)
        yield number, [nfc(cell) for cell in record] if composed else record


def _records(path: Path, encoding: str, delimiter: str, skipped: int = 0) -> Iterator[list[str]]:
    """Read record by record; one with line breaks inside quotes counts once, an empty line as a blank row.

    A quotation mark that nobody closed would swallow the rows below it, up to the next one or to the end.
    """
    with path.open(encoding=encoding, newline="") as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        try:
            for number, record in enumerate(reader, start=1):
                if lines.ended:
                    if record != [_END]:
                        raise SheetRefused("sheet.quote_open", row=number - skipped)
                    return
                if len(lines.taken) > 1 and _is_loose(lines.taken, delimiter):
                    raise SheetRefused("sheet.quote_open", row=number - skipped)
                lines.taken.clear()
                yield record
        except csv.Error as error:
            raise SheetRefused("sheet.quote_open", row=number + 1 - skipped) from error


class _Lines:
    """Give the lines of a file and then one that no file has, and keep those of the record being read."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        """Give each line; one without an end is refused before it fills the memory."""
        first = True
        while line := self._stream.readline(_LONGEST_LINE):
            if len(line) >= _LONGEST_LINE:
                raise SheetRefused("sheet.too_many_columns", max=MAX_COLUMNS)
            if first:
                line, first = line.lstrip("\ufeff"), False
            self.taken.append(line)
            yield line
        self.ended = True
        yield _END


def _is_loose(lines: list[str], delimiter: str) -> bool:
    """Tell a record over several lines whose quotation marks stand loose: they may join two rows."""
    try:
        for _record in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return True
    return False
