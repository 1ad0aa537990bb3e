"""Write rows into the formats that channels take."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from merchant_helper.channels.cells import STRIPPED, plain_start
from merchant_helper.channels.model import Channel, FileRule
from merchant_helper.channels.rows import MadeRows
from merchant_helper.errors import SpecBroken

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_EDGE = "\x1f"
# A cell that does not begin as it may stay, unless it is a whole negative number.
_RISKY = re.compile(f"{_EDGE}[{re.escape(STRIPPED)}](?<!-(?=[0-9]{{1,20}}{_EDGE}))")
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


def write_csv(rows: Iterable[Mapping[str, str]], channel: Channel, target: str | Path | BinaryIO) -> int:
    """Write a CSV by the channel's rules (BOM, delimiter, line ends) and tell how many rows it has.

    ``target`` is a path, written whole or not at all, or a binary stream, left open. Rows stream through.
    Raises SpecBroken for a channel without a file, TypeError for a text stream (bytes such as the BOM are
    written here and nowhere else).
    """
    rule = channel.file
    if rule is None:
        raise SpecBroken(f"{channel.id} has no file to write")
    if isinstance(target, str | Path):
        return _to_path(rows, channel, rule, Path(target))
    try:
        target.write(b"")
    except TypeError as error:
        raise TypeError("write_csv takes a path or a stream opened in binary mode") from error
    return _to_stream(rows, channel, rule, target)


def _to_stream(rows: Iterable[Mapping[str, str]], channel: Channel, rule: FileRule, stream: BinaryIO) -> int:
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


def _to_path(rows: Iterable[Mapping[str, str]], channel: Channel, rule: FileRule, path: Path) -> int:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            count = _to_stream(rows, channel, rule, stream)
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


FORMATS: dict[str, Callable[[Iterable[Mapping[str, str]], Channel, str | Path | BinaryIO], int]] = {
    "csv": write_csv,
}
