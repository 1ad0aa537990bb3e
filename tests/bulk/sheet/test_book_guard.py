"""No workbook unfolds to more than a sheet of products needs, whatever it says of itself."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from merchant_helper.bulk.sheet import book_cells
from tests.bulk.sheet.made import (
    HEADS,
    MAIN,
    ROW,
    book,
    cell,
    parts,
    products,
    refused,
    sealed,
    sheet_xml,
)

MEASURE = """
import resource, sys
from pathlib import Path
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.read import read
import python_calamine
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    said = len(list(read(Path(sys.argv[1])).products()))
except SheetRefused as refusal:
    said = refusal.issue.code
print(said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def _measured(path: Path) -> tuple[str, int]:
    """Read a sheet in a process of its own: what came of it, and how many MB it took."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said, megabytes = done.stdout.split()
    return said, int(megabytes)


def _far(place: str, written: str | None = None) -> str:
    row = "".join(sign for sign in place if sign.isdigit())
    return f'<row r="{row}">{written or cell(place, "x")}</row>'


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_far("A1048576"), "sheet.too_many_rows"),
        (_far("XFD1048576"), "sheet.too_many_rows"),
        (_far("XFD3"), "sheet.too_many_columns"),
        (_far("GS3"), "sheet.too_many_columns"),
        (_far("GR99000"), "sheet.too_many_columns"),
        (_far("A100001"), "sheet.too_many_rows"),
        ('<row r="3"><c r = "XFD1048576"><v>1</v></c></row>', "sheet.too_many_rows"),
        ("<row r='3'><c s='0' r='xfd1048576'><v>1</v></c></row>", "sheet.too_many_rows"),
        ('<row r="3"><c r="A01048576"><v>1</v></c></row>', "sheet.broken"),
        ('<row r="1048576"><c><v>1</v></c></row>', "sheet.too_many_rows"),
        ('<row r="3"><c r="XFD1048576" t="str"><f>""</f><v></v></c></row>', "sheet.too_many_rows"),
        ('<row r="3"><c r="XFD1048576" t="e"></c></row>', "sheet.too_many_rows"),
        (f'<row r="3">{"<c/>" * 300}<c><v>1</v></c></row>', "sheet.too_many_columns"),
    ],
)
def test_one_stray_cell_far_away_takes_no_memory(tmp_path: Path, row: str, code: str) -> None:
    said, megabytes = _measured(sealed(tmp_path, parts(sheet_xml(row))))
    assert said == code
    assert megabytes < 60


@pytest.mark.parametrize("written", ['<c r="A1048576" s="0"/>', '<c r="XFD1048576" s="0"></c>'])
def test_a_cell_that_is_only_styled_is_no_reason_to_refuse(tmp_path: Path, written: str) -> None:
    said, megabytes = _measured(sealed(tmp_path, parts(sheet_xml(_far("A1048576", written)))))
    assert said == "1"
    assert megabytes < 60


def test_the_last_row_and_the_last_column_are_read(tmp_path: Path) -> None:
    path = sealed(tmp_path, parts(sheet_xml(_far("A100000", cell("A100000", "Z") + cell("B100000", "Kẹo")))))
    assert [p.row for p in products(path)] == [2, 100_000]
    path = book(tmp_path, [*HEADS, *(f"Riêng {n}" for n in range(197))], [*ROW, *"x" * 197])
    assert len(products(path)) == 1


def test_rows_that_tell_no_number_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_cells, "MAX_ROWS", 50)
    rows = ("<row><c><v>1</v></c></row>" for _n in range(60))
    assert refused(sealed(tmp_path, parts(sheet_xml(*rows)))) == "sheet.too_many_rows"


@pytest.mark.parametrize("written", ['<c r="A3"><v>1</v></c>', "<c r='A3'><v>1</v></c>"])
def test_more_cells_than_any_sheet_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr(book_cells, "MAX_CELLS", 1_000)
    assert refused(sealed(tmp_path, parts(sheet_xml(f'<row r="3">{written * 1_001}</row>')))) == "sheet.bomb"


@pytest.mark.parametrize("odd", ["", "<f>1</f>"])
def test_a_text_that_many_cells_share_does_not_unfold(tmp_path: Path, odd: str) -> None:
    rows = (f'<row r="{n}"><c r="A{n}" t="s">{odd}<v>0</v></c></row>' for n in range(3, 3_003))
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000_000}</t></si></sst>'
    said, megabytes = _measured(
        sealed(tmp_path, parts(sheet_xml(*rows), **{"xl/sharedStrings.xml": strings}))
    )
    assert said == "sheet.bomb"
    assert megabytes < 60


def test_long_texts_that_few_cells_share_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_cells, "MAX_TEXT", 20_000)
    rows = [(f"B{n}", "Kẹo", 5000) for n in range(1_000)]
    assert (
        len(products(book(tmp_path, [*HEADS, "description"], ("A", "x", 5000, "dài " * 1_000), *rows)))
        == 1_001
    )


def test_a_bomb_that_tells_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts(sheet_xml()).items():
            archive.writestr(name, content)
        with archive.open("xl/media.xml", "w", force_zip64=True) as stream:
            for _n in range(401):
                stream.write(bytes(1_000_000))
    said, megabytes = _measured(path)
    assert said == "sheet.bomb"
    assert megabytes < 60


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    xml = sheet_xml() + " " * 300_000_000
    path = sealed(tmp_path, parts(xml, **{"xl/other.bin": b"x" * 500_000}))
    size = len(xml.encode())
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    said, megabytes = _measured(path)
    assert said == "sheet.broken"
    assert megabytes < 60


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_packs_tighter_than_spreadsheets_do_is_refused(tmp_path: Path, packed: int) -> None:
    assert refused(sealed(tmp_path, parts(sheet_xml()), packed)) == "sheet.broken"


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    other = {"xl/worksheets/Sheet1.xml": sheet_xml(_far("XFD1048576"))}
    assert refused(sealed(tmp_path, parts(sheet_xml(), **other))) == "sheet.broken"


def test_a_workbook_that_hides_another_is_refused(tmp_path: Path) -> None:
    made = parts(sheet_xml())
    made["xl/other.xml"] = made["xl/workbook.xml"]
    made["_rels/.rels"] = str(made["_rels/.rels"]).replace("xl/workbook.xml", "xl/other.xml")
    assert refused(sealed(tmp_path, made)) == "sheet.broken"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_index_that_declares_entities_is_refused(tmp_path: Path, part: str, encoding: str) -> None:
    made = parts(sheet_xml())
    told = f'<?xml version="1.0" encoding="{encoding}"?>'
    made[part] = (told + LAUGHS + str(made[part])).encode(encoding)
    assert refused(sealed(tmp_path, made)) == "sheet.broken"


@pytest.mark.parametrize(
    "xml",
    [
        LAUGHS + sheet_xml('<row r="3"><c r="A3"><f>1</f><v>&b;</v></c></row>'),
        LAUGHS + sheet_xml(_far("A3", cell("A3", "&b;"))),
        ('<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(_far("XFD1048576"))).encode("utf-16"),
        '<?xml version="1.0" encoding="IBM037"?>' + sheet_xml(),
        sheet_xml("<row><c r='A3'><v>1</row>"),
    ],
    ids=["entities and a formula", "entities", "utf-16", "ebcdic", "torn"],
)
def test_sheets_that_declare_or_disguise_are_refused(tmp_path: Path, xml: str | bytes) -> None:
    assert refused(sealed(tmp_path, parts(xml))) == "sheet.broken"


def test_an_index_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    made = parts(sheet_xml())
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]) + " " * 3_000_000
    assert refused(sealed(tmp_path, made)) == "sheet.broken"


def test_a_list_of_parts_without_end_is_not_read(tmp_path: Path) -> None:
    path = sealed(tmp_path, parts(sheet_xml(), **{f"xl/{n}": "" for n in range(100_000)}))
    said, megabytes = _measured(path)
    assert said == "sheet.broken"
    assert megabytes < 60


def test_a_locked_part_is_a_locked_workbook(tmp_path: Path) -> None:
    path = sealed(tmp_path, parts(sheet_xml()))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert refused(path) == "sheet.encrypted"


def test_20_000_rows_are_read_in_bounded_memory(tmp_path: Path) -> None:
    assert resource.RLIMIT_AS
    rows = ((f"SP-{n}", f"Bánh tráng số {n}", "85.000", "Dẻo, thơm. " * 10) for n in range(20_000))
    said, megabytes = _measured(book(tmp_path, [*HEADS, "description"], *rows))
    assert said == "20000"
    assert megabytes < 120
