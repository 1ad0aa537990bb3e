"""Look into an XLSX before a fast reader does: its size unpacked, how far its cells reach, what is missing.

The reader keeps a sheet as one block from its first to its last cell: a single cell at XFD1048576 would take
all memory. It also gives nothing at all for a cell with an error and for a formula without a result.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from merchant_helper.bulk.sheet.grid import MAX_COLUMNS, MAX_ROWS, SheetRefused

MAX_UNPACKED = 400_000_000
_MAX_INDEX = 2_000_000
# The most that deflate packs a byte by; a file that cannot reach the limit need not be measured.
_DEFLATE_MOST = 1032
# Of the OpenDocument kind, and of the binary one.
_OTHER_BOOKS = {"mimetype", "xl/workbook.bin"}
_CHUNK = 1 << 20
_OVERLAP = 4096
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"

# What may be such a place, found fast; then looked at closely.
_PERHAPS_FAR = re.compile(rb"""r=["'](?:[A-Z]{0,3}[1-9][0-9]{5}|[A-Z]{3}[0-9]|[H-Z][A-Z][0-9])""")
# A cell that holds something, in a row or column that no sheet of ours has.
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_FAR = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*?\br=["'](?:[A-Z]{0,3}[1-9][0-9]{5,}|(?:[A-Z]{3,}|[H-Z][A-Z])[0-9]+)["'][^<>]*[^/<>]>"""
    rb"""|<(?:\w+:)?row\b[^<>]*?\br=["'][1-9][0-9]{5,}["'][^<>]*>\s{0,20}<(?:\w+:)?c\b(?![^<>]*\br=)"""
)
# Cheap words to look for before anything slower does: an error, a formula.
_FLAWED = (b't="e"', b"t='e'", b"</f>", b"<f>", b"<f ", b":f>", b":f ")


@dataclass(frozen=True)
class Inside:
    """Tell what an archive holds: the names of visible sheets, the part of each, whether there are macros."""

    visible: tuple[str, ...]
    parts: Mapping[str, str]
    macros: bool


def look_inside(path: Path) -> Inside:
    """Read the index of a workbook.

    Raises SheetRefused for what is no workbook, half of one, or far larger than it looks.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, path.stat().st_size)
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise SheetRefused(
                    "sheet.not_xlsx"
                    if "mimetype" in names or "xl/workbook.bin" in names
                    else "sheet.not_a_sheet"
                )
            return _index(archive, names)
    except (
        zipfile.BadZipFile,
        EOFError,
        RuntimeError,
        ElementTree.ParseError,
        KeyError,
    ) as error:
        raise SheetRefused("sheet.broken") from error


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """Measure what comes out rather than trust what the archive says of itself."""
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise SheetRefused("sheet.encrypted")
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        raise SheetRefused("sheet.bomb")
    if size * _DEFLATE_MOST <= MAX_UNPACKED:
        return
    unpacked = 0
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as stream:
            # zipfile stops at the size that is told and checks the sum there: a lie ends here as damage.
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise SheetRefused("sheet.bomb")


def _index(archive: zipfile.ZipFile, names: set[str]) -> Inside:
    targets = {
        entry.get("Id"): _part(entry.get("Target") or "")
        for entry in _small_xml(archive, "xl/_rels/workbook.xml.rels")
    }
    visible: list[str] = []
    parts: dict[str, str] = {}
    for entry in _small_xml(archive, "xl/workbook.xml").iter():
        if not entry.tag.endswith("}sheet"):
            continue
        part = targets.get(entry.get(f"{_REL}id") or entry.get(f"{_STRICT_REL}id"), "")
        if part in names and part.startswith("xl/worksheets/"):
            name = entry.get("name") or ""
            parts[name] = part
            if entry.get("state", "visible") == "visible":
                visible.append(name)
    return Inside(tuple(visible), parts, any(name.endswith("vbaProject.bin") for name in names))


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _small_xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = archive.read(name)
    if len(data) > _MAX_INDEX or b"<!DOCTYPE" in data:
        raise SheetRefused("sheet.broken")
    return ElementTree.fromstring(data)  # noqa: S314 - no DOCTYPE, so no entities; and small


def scan_sheet(path: Path, part: str) -> dict[tuple[int, int], str]:
    """Find the cells of one sheet that have no value: codes by (row number, column from 0).

    Raises SheetRefused when its cells reach further than any sheet of products.
    """
    flawed = False
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        for chunk in _overlapping(stream):
            if _PERHAPS_FAR.search(chunk) and _FAR.search(chunk):
                raise _too_far(chunk)
            flawed = flawed or any(word in chunk for word in _FLAWED)
    return _flaws(path, part) if flawed else {}


def _overlapping(stream: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := stream.read(_CHUNK):
        chunk = tail + chunk
        yield chunk
        tail = chunk[-_OVERLAP:]


def _too_far(chunk: bytes) -> SheetRefused:
    match = _FAR.search(chunk)
    by_row = match is not None and re.search(rb"""r=["'][A-Z]{0,2}[1-9][0-9]{5,}""", match[0])
    if by_row:
        return SheetRefused("sheet.too_many_rows", max=MAX_ROWS)
    return SheetRefused("sheet.too_many_columns", max=MAX_COLUMNS)


def _flaws(path: Path, part: str) -> dict[tuple[int, int], str]:
    """Look at each cell; only sheets that hold a formula or an error are read this slowly."""
    flaws: dict[tuple[int, int], str] = {}
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        try:
            for _event, element in ElementTree.iterparse(_Undeclared(stream)):  # noqa: S314 - no entities
                tag = element.tag.rpartition("}")[2]
                if tag == "c":
                    place = _PLACE.fullmatch(element.get("r", ""))
                    code = _flaw(element)
                    if place and code:
                        flaws[int(place[2]), _column(place[1])] = code
                if tag in ("row", "c"):
                    element.clear()
        except ElementTree.ParseError as error:
            raise SheetRefused("sheet.broken") from error
    return flaws


def _flaw(cell: ElementTree.Element) -> str | None:
    if cell.get("t") == "e":
        return "sheet.cell_error"
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    value = parts.get("v")
    return "sheet.formula_empty" if "f" in parts and (value is None or not value.text) else None


class _Undeclared:
    """Give a stream to a parser of XML as long as it declares nothing that could unfold."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._tail = stream, b""

    def read(self, size: int = -1) -> bytes:
        """Read on, or refuse."""
        data = self._stream.read(size)
        if b"<!DOCTYPE" in self._tail + data or b"<!ENTITY" in self._tail + data:
            raise SheetRefused("sheet.broken")
        self._tail = data[-9:]
        return data


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
