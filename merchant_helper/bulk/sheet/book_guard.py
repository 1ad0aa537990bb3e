"""Look into an XLSX before a fast reader does: its size unpacked, and that its index is what it seems.

The reader trusts what it reads, so nothing that unfolds to far more than it weighs may reach it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from merchant_helper.bulk.sheet.book_cells import scan_sheet
from merchant_helper.bulk.sheet.book_parts import DAMAGE, is_utf8
from merchant_helper.bulk.sheet.grid import SheetRefused

__all__ = ["MAX_UNPACKED", "Inside", "look_inside", "scan_sheet"]
MAX_UNPACKED = 400_000_000
_MAX_INDEX = 2_000_000
# The most that deflate packs a byte by; a file that cannot reach the limit need not be measured.
_DEFLATE_MOST = 1032
_PACKED_BY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Of the OpenDocument kind, and of the binary one.
_OTHER_BOOKS = frozenset({"mimetype", "xl/workbook.bin"})
_CHUNK = 1 << 20
_MOST_AT_ONCE = 4_000_000
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


@dataclass(frozen=True)
class Inside:
    """Tell what an archive holds: the names of visible sheets, the part of each, whether there are macros.

    ``strings`` is the part with the texts that cells share.
    """

    visible: tuple[str, ...]
    parts: Mapping[str, str]
    macros: bool
    strings: str | None = None


class _Sparing(io.FileIO):
    """Read an archive as long as its list of parts is no longer than that of any workbook."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, or tell that this cannot be right."""
        if size is not None and size > _MOST_AT_ONCE:
            raise zipfile.BadZipFile
        return super().read(size) or b""


def look_inside(path: Path) -> Inside:
    """Read the index of a workbook.

    Raises SheetRefused for what is no workbook, half of one, or far larger than it looks.
    """
    try:
        with _Sparing(path) as file, zipfile.ZipFile(file) as archive:
            _refuse_bomb(archive, path.stat().st_size)
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise SheetRefused("sheet.old_excel" if names & _OTHER_BOOKS else "sheet.not_a_sheet")
            return _index(archive, names)
    except (*DAMAGE, ElementTree.ParseError) as error:
        raise SheetRefused("sheet.broken") from error


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """Measure what comes out rather than trust what the archive says of itself."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetRefused("sheet.encrypted")
    # Of two parts with one name the fast reader might open the one that was not looked at.
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise SheetRefused("sheet.broken")
    if any(entry.compress_type not in _PACKED_BY for entry in entries):
        raise SheetRefused("sheet.broken")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SheetRefused("sheet.bomb")
    if size * _DEFLATE_MOST <= MAX_UNPACKED:
        return
    unpacked = 0
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as stream:
            # zipfile stops at the size that is told and checks the sum there: a lie ends here as damage.
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise SheetRefused("sheet.bomb")


def _index(archive: zipfile.ZipFile, names: set[str]) -> Inside:
    _refuse_hidden(archive)
    links = list(_small_xml(archive, "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): _part(link.get("Target") or "") for link in links}
    shared = [_part(link.get("Target") or "") for link in links if _is_about(link, "sharedStrings")]
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
    strings = next((part for part in (*shared, "xl/sharedStrings.xml") if part in names), None)
    macros = any(name.endswith("vbaProject.bin") for name in names)
    return Inside(tuple(visible), parts, macros, strings)


def _refuse_hidden(archive: zipfile.ZipFile) -> None:
    """Stop where the reader would open another workbook than the one that is looked at."""
    for link in _small_xml(archive, "_rels/.rels"):
        if _is_about(link, "officeDocument") and (link.get("Target") or "").lstrip("/") != "xl/workbook.xml":
            raise SheetRefused("sheet.broken")


def _is_about(link: ElementTree.Element, what: str) -> bool:
    return (link.get("Type") or "").endswith(f"/{what}")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _small_xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _MAX_INDEX:
        raise SheetRefused("sheet.broken")
    data = archive.read(name)
    if not is_utf8(data) or b"<!DOCTYPE" in data:
        raise SheetRefused("sheet.broken")
    return ElementTree.fromstring(data)  # noqa: S314 - no DOCTYPE, so no entities; and small
