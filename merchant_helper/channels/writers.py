"""Write rows into the formats that channels take."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from merchant_helper.channels.cells import plain_start
from merchant_helper.channels.model import Channel, FileRule
from merchant_helper.errors import SpecBroken

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
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
    encoding = "utf-8-sig" if rule.bom else "utf-8"
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    count = 0
    try:
        writer = csv.writer(text, delimiter=rule.delimiter, lineterminator=_LINE_ENDS[rule.line_end])
        writer.writerow([column.header for column in channel.columns])
        for row in rows:
            writer.writerow([safe(row[column.id]) for column in channel.columns])
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


def safe(cell: str) -> str:
    """Hold the promise for every cell, whoever made the row: no formula, no NUL; numbers may be negative."""
    return cell if _NUMBER.fullmatch(cell) else plain_start(cell.replace("\0", ""))


FORMATS: dict[str, Callable[[Iterable[Mapping[str, str]], Channel, str | Path | BinaryIO], int]] = {
    "csv": write_csv,
}
