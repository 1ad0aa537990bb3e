"""Open a template that a seller downloaded, and refuse what no marketplace would hand out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from merchant_helper.channels.fill.archive import Archive
from merchant_helper.channels.fill.refused import TemplateRefused

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\3\4", b"PK\5\6")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
_WORKBOOK = "xl/workbook.xml"
# Of the OpenDocument kind, and of the binary one.
_OTHER_BOOKS = frozenset({"mimetype", "xl/workbook.bin"})
_ACTIVE = ("xl/vbaproject", "xl/macrosheets/", "xl/activex/", "customui/")
_OUTSIDE = (
    "xl/externallinks/",
    "xl/connections.xml",
    "xl/querytables/",
    "xl/embeddings/",
    "xl/webextensions/",
)
# A link that a person may click is no harm; anything else that points outside is.
_CLICKED = "/hyperlink"
_KEEP = 64


@dataclass(frozen=True)
class SheetRef:
    """Name one sheet: what people call it, the part it lies in, and whether they see it."""

    name: str
    part: str
    hidden: bool


@dataclass
class Book:
    """Hold an opened template and the list of its sheets; ``names`` are its named ranges.

    ``cells`` counts those that were read of it so far.
    """

    archive: Archive
    sheets: tuple[SheetRef, ...]
    names: Mapping[str, str]
    strings_part: str | None
    cache: dict[object, object] = field(default_factory=dict)
    cells: int = 0

    def sheet(self, name: str) -> SheetRef | None:
        """Find a sheet by its name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def opened(path: Path) -> Book:
    """Open a template.

    Raises TemplateRefused with a sentence for each thing that can be wrong; OSErrors pass.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
        if start.startswith(_OLE):
            locked = _LOCKED in stream.read(20_000_000)
            raise TemplateRefused("template.encrypted" if locked else "template.old_excel")
    if not start.startswith(_ZIP):
        raise TemplateRefused("template.not_xlsx")
    archive = Archive(path)
    names = {name.casefold() for name in archive.names()}
    if _WORKBOOK not in names:
        raise TemplateRefused("template.old_excel" if names & _OTHER_BOOKS else "template.not_xlsx")
    if any(name.startswith(_ACTIVE) or name.endswith("vbaproject.bin") for name in names):
        raise TemplateRefused("template.macros")
    if any(name.startswith(_OUTSIDE) for name in names):
        raise TemplateRefused("template.outside")
    _look_through(archive)
    try:
        return _indexed(archive)
    except (ElementTree.ParseError, KeyError) as error:
        raise TemplateRefused("template.broken") from error


def _look_through(archive: Archive) -> None:
    """Unpack every part once: sums are right, and no text in it declares what may unfold without end."""
    for name in archive.names():
        is_text = name.casefold().endswith((".xml", ".rels", ".vml"))
        before = b""
        for chunk in archive.chunks(name):
            if not is_text:
                continue
            if not before and not _is_utf8(chunk):
                raise TemplateRefused("template.broken")
            seen = before + chunk
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise TemplateRefused("template.doctype")
            before = seen[-_KEEP:]
        if name.casefold().endswith(".rels"):
            _refuse_outside(archive, name)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise TemplateRefused("template.macros")


def _is_utf8(start: bytes) -> bool:
    start = start.removeprefix(b"\xef\xbb\xbf")[:200]
    told = _ENCODING.match(start)
    return b"\0" not in start and (told is None or told[1].lower() in (b"utf-8", b"us-ascii"))


def _refuse_outside(archive: Archive, name: str) -> None:
    for link in _xml(archive, name):
        outside = (link.get("TargetMode") or "").casefold() == "external"
        if outside and not (link.get("Type") or "").endswith(_CLICKED):
            raise TemplateRefused("template.outside")


def _xml(archive: Archive, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(archive.read(name))  # noqa: S314 - looked through: no DOCTYPE
    except ElementTree.ParseError as error:
        raise TemplateRefused("template.broken") from error


def _indexed(archive: Archive) -> Book:
    for link in _xml(archive, "_rels/.rels"):
        about = (link.get("Type") or "").endswith("/officeDocument")
        if about and (link.get("Target") or "").lstrip("/") != _WORKBOOK:
            raise TemplateRefused("template.broken")
    links = list(_xml(archive, "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): _part(link.get("Target") or "") for link in links}
    strings = [
        _part(link.get("Target") or "")
        for link in links
        if (link.get("Type") or "").endswith("/sharedStrings")
    ]
    sheets: list[SheetRef] = []
    ranges: dict[str, str] = {}
    for entry in _xml(archive, _WORKBOOK).iter():
        tag = entry.tag.rpartition("}")[2]
        if tag == "sheet":
            link_id = next((value for key, value in entry.items() if key.endswith("}id")), None)
            part = targets.get(link_id, "")
            if part in archive and part.startswith("xl/worksheets/"):
                hidden = entry.get("state", "visible") != "visible"
                sheets.append(SheetRef(entry.get("name") or "", part, hidden))
        elif tag == "definedName" and entry.text:
            ranges[entry.get("name") or ""] = entry.text
    if not sheets or len({sheet.part for sheet in sheets}) < len(sheets):
        raise TemplateRefused("template.broken")
    found = next((part for part in (*strings, "xl/sharedStrings.xml") if part in archive), None)
    return Book(archive, tuple(sheets), ranges, found)


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
