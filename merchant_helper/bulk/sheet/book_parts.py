"""Read the XML parts of a workbook piece by piece, and measure the texts that its cells share."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.parsers import expat

from merchant_helper.bulk.sheet.grid import SheetRefused

# What the standard library says of an archive that was cut off or turned over.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError),
    *(KeyError, ValueError, UnicodeError),
)
_CHUNK = 1 << 20
_ENCODING = re.compile(rb"""^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)""")
_TEXT_ENDS = re.compile(rb"</(?:\w+:)?si>")


def is_utf8(start: bytes) -> bool:
    """Tell whether XML is in the one encoding that these looks for words are right in."""
    told = _ENCODING.match(start[3:203] if start.startswith(b"\xef\xbb\xbf") else start[:200])
    return b"\0" not in start[:200] and (told is None or told[1].lower() in (b"utf-8", b"us-ascii"))


def whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """Read in pieces that end before a tag begins."""
    rest = stream.read(_CHUNK)
    if not is_utf8(rest):
        raise SheetRefused("sheet.broken")
    while chunk := stream.read(_CHUNK):
        cut = rest.rfind(b"<")
        if cut < 0:
            raise SheetRefused("sheet.broken")
        yield rest[:cut]
        rest = rest[cut:] + chunk
    yield rest


def refuse_declared(*_told: object) -> None:
    """Stop a parser at a DOCTYPE: no spreadsheet writes one, and what it declares may unfold without end."""
    raise SheetRefused("sheet.broken")


def longest_text(path: Path, part: str) -> int:
    """Tell what no shared text is longer than, in bytes; fast, because every workbook is asked."""
    longest = run = 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        for piece in whole_tags(stream):
            first, *others = _TEXT_ENDS.split(piece)
            run += len(first)
            longest = max(longest, run)
            if others:
                run = len(others[-1])
                longest = max(longest, *map(len, others))
    return longest


def text_sizes(path: Path, part: str) -> Sequence[int]:
    """Measure each shared text, in bytes and in their order."""
    sizes = array("L")

    def start(name: str, _told: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            sizes.append(0)

    def text(found: str) -> None:
        if sizes:
            sizes[-1] += len(found.encode())

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.StartDoctypeDeclHandler = refuse_declared
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        try:
            parser.ParseFile(stream)
        except expat.ExpatError as error:
            raise SheetRefused("sheet.broken") from error
    return sizes
