"""Write rows into the formats that channels take."""

from __future__ import annotations

import csv
import datetime
import html
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from merchant_helper.channels.cells import STRIPPED, plain_start
from merchant_helper.channels.model import Channel, Column, FileRule
from merchant_helper.channels.rows import MadeRows
from merchant_helper.errors import SpecBroken

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_EDGE = "\x1f"
# A cell that does not begin as it may stay, unless it is a whole negative number.
_RISKY = re.compile(f"{_EDGE}[{re.escape(STRIPPED)}](?<!-(?=[0-9]{{1,20}}{_EDGE}))")
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
# So that the same rows make the same file.
_SAME_DAY = datetime.datetime(2000, 1, 1)
_PLAIN_TAGS = frozenset(("title", "link", "description"))
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Rows of a workbook that some readers want otherwise than long ones can be written.
_SHORT_BOOK = 2_000
_Write = Callable[[Iterable[Mapping[str, str]], Channel, FileRule, BinaryIO], int]


def write_csv(rows: Iterable[Mapping[str, str]], channel: Channel, target: str | Path | BinaryIO) -> int:
    """Write a CSV by the channel's rules (BOM, delimiter, line ends) and tell how many rows it has.

    ``target`` is a path, written whole or not at all, or a binary stream, left open. Rows stream through.
    Raises SpecBroken for a channel without a file, TypeError for a text stream (bytes such as the BOM are
    written here and nowhere else).
    """
    return _written(_as_csv, rows, channel, target)


def write_file(rows: Iterable[Mapping[str, str]], channel: Channel, target: str | Path | BinaryIO) -> int:
    """Write the channel's file in its own format, as :func:`write_csv` does; tell how many rows it has."""
    return _written(_FORMATS[channel.file.format if channel.file else "csv"], rows, channel, target)


def _written(
    write: _Write, rows: Iterable[Mapping[str, str]], channel: Channel, target: str | Path | BinaryIO
) -> int:
    rule = channel.file
    if rule is None:
        raise SpecBroken(f"{channel.id} has no file to write")
    if isinstance(target, str | Path):
        return _to_path(write, rows, channel, rule, Path(target))
    try:
        target.write(b"")
    except TypeError as error:
        raise TypeError("a file is written to a path or a stream opened in binary mode") from error
    return write(rows, channel, rule, target)


def _as_csv(rows: Iterable[Mapping[str, str]], channel: Channel, rule: FileRule, stream: BinaryIO) -> int:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    count = 0
    try:
        text.write("\ufeff" if rule.bom else "")
        writer = csv.writer(text, delimiter=rule.delimiter, lineterminator=_LINE_ENDS[rule.line_end])
        writer.writerow([column.header for column in channel.columns])
        for cells in _cells(rows, channel):
            writer.writerow(cells)
            count += 1
    finally:
        text.detach()
    return count


def _as_book(rows: Iterable[Mapping[str, str]], channel: Channel, _rule: FileRule, stream: BinaryIO) -> int:
    """Write an XLSX whose cells are all marked as text: nothing in them is run or becomes a number.

    A short one keeps its texts in the list that every reader knows; a long one keeps them in their cells,
    so that it need not be held in memory.
    """
    import xlsxwriter

    rows = iter(rows)
    first = list(islice(rows, _SHORT_BOOK + 1))
    is_long = len(first) > _SHORT_BOOK
    rows = chain(first, rows)
    options = {"constant_memory": is_long, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({"created": _SAME_DAY})
    sheet = workbook.add_worksheet()
    as_text = workbook.add_format({"num_format": "@"})
    put = sheet.write_string
    for place, column in enumerate(channel.columns):
        put(0, place, column.header, as_text)
    count = 0
    ids = [column.id for column in channel.columns]
    for count, row in enumerate(rows, start=1):
        for place, name in enumerate(ids):
            text = row[name]
            if text and put(count, place, _NOT_IN_XML.sub("", text), as_text):
                raise SpecBroken(f"{channel.id}: a cell of column {name} is longer than a workbook holds")
    workbook.close()
    return count


def _as_feed(rows: Iterable[Mapping[str, str]], channel: Channel, _rule: FileRule, stream: BinaryIO) -> int:
    """Write RSS 2.0 as Google reads it: an item for each row, one element for each picture."""
    tags = [_feed_tag(column) for column in channel.columns]
    count = 0
    for count, row in enumerate(rows, start=1):
        if count == 1:
            home = urlsplit(row.get("link", ""))
            stream.write(_feed_head(channel, f"{home.scheme}://{home.netloc}" if home.netloc else ""))
        told = ["<item>\n"]
        for name, begin, end, several in tags:
            if cell := row[name]:
                parts = cell.split(",") if several else (cell,)
                told += [f"{begin}{_xml(part)}{end}" for part in parts]
        stream.write(f"{''.join(told)}</item>\n".encode())
    if not count:
        stream.write(_feed_head(channel, ""))
    stream.write(b"</channel>\n</rss>\n")
    return count


def _feed_head(channel: Channel, home: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        f"<title>{_xml(channel.name.en)}</title>\n<link>{_xml(home)}</link>\n<description></description>\n"
    ).encode()


def _feed_tag(column: Column) -> tuple[str, str, str, bool]:
    """Give what stands around the cells of a column, and whether each of its parts has an element."""
    tag = column.header if column.header in _PLAIN_TAGS else f"g:{column.header}"
    return column.id, f"<{tag}>", f"</{tag}>\n", column.transform == "addresses"


def _xml(text: str) -> str:
    if text.isprintable() and not ("&" in text or "<" in text or ">" in text):
        return text
    return html.escape(_NOT_IN_XML.sub("", text), quote=False)


def _to_path(
    write: _Write, rows: Iterable[Mapping[str, str]], channel: Channel, rule: FileRule, path: Path
) -> int:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            count = write(rows, channel, rule, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _cells(rows: Iterable[Mapping[str, str]], channel: Channel) -> Iterator[Iterable[str]]:
    """Give the cells of each row by the channel's columns; only what came straight from the maker is safe."""
    if isinstance(rows, MadeRows) and rows.columns is channel.columns:
        return (row.values() for row in rows.made)
    ids = [column.id for column in channel.columns]
    return (_safe_cells([row[column_id] for column_id in ids]) for row in rows)


def _safe_cells(cells: list[str]) -> list[str]:
    """Make all cells of a row safe; one look at the whole row, because hardly any needs it."""
    whole = f"{_EDGE}{_EDGE.join(cells)}{_EDGE}"
    return [safe(cell) for cell in cells] if "\0" in whole or _RISKY.search(whole) else cells


def safe(cell: str) -> str:
    """Hold the promise for every cell, whoever made the row: no formula, no NUL; numbers may be negative."""
    return cell if _NUMBER.fullmatch(cell) else plain_start(cell.replace("\0", ""))


_FORMATS: dict[str, _Write] = {"csv": _as_csv, "xlsx": _as_book, "xml": _as_feed}
