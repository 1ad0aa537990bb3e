"""What no marketplace hands out is refused with a sentence of its own, and nothing is written."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from channels.fill import templates
from channels.fill.books import REL, Page, book
from channels.fill.filled import ANSWERS, GOODS
from merchant_helper import channels
from merchant_helper.channels.fill import TemplateRefused, fill, open_template

OUTSIDE = f'<Relationships><Relationship Id="x" Type="{REL}/oleObject" Target="file:///c:/a" TargetMode="External"/></Relationships>'  # noqa: E501
CLICKED = OUTSIDE.replace("oleObject", "hyperlink")
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
SHOPEE = templates.shopee()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Pack an archive anew with one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            part = source.read(info)
            assert info.filename != name or old in part
            target.writestr(info.filename, part.replace(old, new) if info.filename == name else part)
    return out.getvalue()


def flagged(data: bytes) -> bytes:
    """Set the sign of encryption on the first part, in both places."""
    at = data.index(b"PK\1\2")
    return data[:6] + b"\1" + data[7 : at + 8] + b"\1" + data[at + 9 :]


def other_name(data: bytes) -> bytes:
    """Call the first part by another name where it lies."""
    return data[:30] + bytes([data[30] ^ 1]) + data[31:]


def lying_size(data: bytes) -> bytes:
    """Tell a smaller size of the first part in the list than it has."""
    at = data.index(b"PK\1\2")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def twice(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


MANY = b"".join(
    b'<dataValidation type="list" sqref="A%d:XFD%d"><formula1>"%d"</formula1></dataValidation>' % (n, n, n)
    for n in range(1, 400)
)
SHEET = "xl/worksheets/sheet2.xml"
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "csv": ("template.not_xlsx", lambda: b"a,b\n1,2\n"),
    "empty": ("template.not_xlsx", lambda: b""),
    "old excel": ("template.old_excel", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "locked": (
        "template.encrypted",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    ),
    "locked part": ("template.encrypted", lambda: flagged(SHOPEE)),
    "macro": ("template.macros", lambda: templates.shopee(more={"xl/vbaProject.bin": b"x"})),
    "macro kind": (
        "template.macros",
        lambda: changed(SHOPEE, "[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    ),
    "ods": ("template.old_excel", lambda: zipped({"mimetype": b"x"})),
    "some zip": ("template.not_xlsx", lambda: zipped({"a.txt": b"x"})),
    "bomb": ("template.bomb", lambda: templates.shopee(more={"xl/media/a.bin": bytes(40_000_000)})),
    "too many": ("template.bomb", lambda: templates.shopee(more={f"x/{n}": b"" for n in range(1100)})),
    "doctype": (
        "template.doctype",
        lambda: changed(SHOPEE, SHEET, b"?>\n", b'?><!DOCTYPE a [<!ENTITY b "c">]>'),
    ),
    "doctype elsewhere": (
        "template.doctype",
        lambda: templates.shopee(more={"xl/a.xml": b"<!DOCTYPE a><a/>"}),
    ),
    "other encoding": (
        "template.broken",
        lambda: templates.shopee(more={"xl/a.xml": "<a/>".encode("utf-16")}),
    ),
    "outside": ("template.outside", lambda: templates.shopee(more={LINKS: OUTSIDE.encode()})),
    "other book": (
        "template.outside",
        lambda: templates.shopee(more={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    ),
    "data": ("template.outside", lambda: templates.shopee(more={"xl/connections.xml": b"<a/>"})),
    "half": ("template.broken", lambda: SHOPEE[: len(SHOPEE) // 2]),
    "more behind": ("template.broken", lambda: SHOPEE + b"x"),
    "more before": ("template.not_xlsx", lambda: b"MZ" + SHOPEE),
    "two names": ("template.broken", lambda: other_name(SHOPEE)),
    "lying": ("template.broken", lambda: lying_size(SHOPEE)),
    "twice": ("template.broken", lambda: twice(SHOPEE)),
    "climbs": ("template.broken", lambda: templates.shopee(more={"../a": b"x"})),
    "not well formed": ("template.broken", lambda: changed(SHOPEE, SHEET, b"</sheetData>", b"</sheetdata>")),
    "no such text": ("template.broken", lambda: changed(SHOPEE, SHEET, b"<v>1</v>", b"<v>999999</v>")),
    "far row": ("template.broken", lambda: changed(SHOPEE, SHEET, b'<row r="7"', b'<row r="99999999"')),
    "filled": (
        "template.not_blank",
        lambda: changed(SHOPEE, SHEET, b'<c r="D7" s="1"/>', b'<c r="D7"><v>5</v></c>'),
    ),
    "formula": (
        "template.formula",
        lambda: changed(SHOPEE, SHEET, b'<c r="D7" s="1"/>', b'<c r="D7"><f>A1</f></c>'),
    ),
    "merged": (
        "template.merged",
        lambda: changed(
            SHOPEE, SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A7:B8"/></mergeCells>'
        ),
    ),
    "rules without end": (
        "template.bomb",
        lambda: changed(SHOPEE, SHEET, b"</dataValidations>", MANY + b"</dataValidations>"),
    ),
    "for editing": ("template.for_editing", lambda: templates.tiktok("all_information")),
    "nothing": ("template.unknown", lambda: book([Page("Sheet1", {1: {1: "x"}})])),
}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_a_sentence_and_nothing_is_written(what: str, tmp_path: Path) -> None:
    code, make = HOSTILE[what]
    file = tmp_path / "mẫu.xlsx"
    file.write_bytes(make())
    with pytest.raises(TemplateRefused) as caught:
        fill(GOODS, open_template(file), ANSWERS["shopee"], tmp_path / "ra")
    issue = caught.value.issue
    assert issue.code == code
    assert issue.message() and issue.fix() and "issue:" not in issue.message()
    assert not (tmp_path / "ra").exists()


def test_a_link_to_click_on_is_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "mẫu.xlsx"
    file.write_bytes(templates.shopee(more={LINKS: CLICKED.encode()}))
    assert open_template(file).channel.id == "shopee"


@pytest.mark.parametrize(
    ("asked", "code"), [("lazada", "template.other_place"), ("template", "template.other_place")]
)
def test_a_template_of_another_place_is_told(asked: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "mẫu.xlsx"
    file.write_bytes(SHOPEE)
    with pytest.raises(TemplateRefused) as caught:
        open_template(file, channels.load(asked))
    assert caught.value.issue.code == code and "Shopee" in caught.value.issue.message()


def test_a_strangers_template_is_not_taken_for_one_of_a_place(tmp_path: Path) -> None:
    file = tmp_path / "mẫu.xlsx"
    file.write_bytes(templates.stranger())
    with pytest.raises(TemplateRefused) as caught:
        open_template(file, channels.load("tiktok"))
    assert caught.value.issue.code == "template.unknown"
