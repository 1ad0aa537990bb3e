"""One worksheet changes; every other part stays byte for byte, and everything else of that worksheet too."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from channels.fill import templates
from channels.fill.books import EXTRA
from channels.fill.filled import ANSWERS, DRAWN, GOODS, PLACES, drawn, filled, parts, read_back
from channels.fill.test_hostile import changed
from merchant_helper.channels.fill import fill, open_template

ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)


@pytest.mark.parametrize("place", PLACES)
def test_all_parts_but_one_stay_byte_for_byte(place: str, tmp_path: Path) -> None:
    before = DRAWN[place]()
    report, rows = filled(tmp_path, place)
    after = (tmp_path / "ra" / f"{place}.xlsx").read_bytes()
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {drawn(tmp_path, place).found.forms[0].ref.part}
    assert report.rows_out == len(rows) > 0
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("place", PLACES)
def test_of_the_worksheet_only_rows_and_extent_change(place: str, tmp_path: Path) -> None:
    filled(tmp_path, place)
    part = drawn(tmp_path, place).found.forms[0].ref.part
    sheets = []
    for data in (DRAWN[place](), (tmp_path / "ra" / f"{place}.xlsx").read_bytes()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets.append(archive.read(part))
    old, new = (re.sub(rb'<dimension ref="[^"]*"/>', b"", ROWS.sub(b"", sheet)) for sheet in sheets)
    assert old == new
    heads = [ROWS.search(sheet)[0].split(b'<row r="7"')[0] for sheet in sheets]  # type: ignore[index]
    assert place != "shopee" or heads[0] == heads[1], "rows above the first product"


def test_rules_lists_and_tokens_survive(tmp_path: Path) -> None:
    filled(tmp_path, "tiktok")
    with zipfile.ZipFile(tmp_path / "ra" / "tiktok.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert EXTRA in sheet and sheet.count("OFFSET(HiddenAttr") == 34 and "Brand!$A$1" in sheet


def test_the_extent_covers_what_was_written(tmp_path: Path) -> None:
    filled(tmp_path, "tiktok")
    with zipfile.ZipFile(tmp_path / "ra" / "tiktok.xlsx") as archive:
        assert b'<dimension ref="A1:T9"/>' in archive.read("xl/worksheets/sheet1.xml")


def test_a_file_that_openpyxl_cannot_open_is_filled(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="could not read worksheets"):
        load_workbook(io.BytesIO(templates.shopee()))
    report, rows = filled(tmp_path, "shopee")
    assert report.rows_out == len(rows) == len(GOODS)


@pytest.mark.filterwarnings("ignore:Data Validation extension")
@pytest.mark.parametrize("place", ["tiktok", "sapo", "template"])
def test_openpyxl_reads_what_was_written(place: str, tmp_path: Path) -> None:
    _report, rows = filled(tmp_path, place)
    form = drawn(tmp_path, place).found.forms[0]
    sheet = load_workbook(tmp_path / "ra" / f"{place}.xlsx")[form.ref.name]
    for number, row in enumerate(rows):
        for head in form.heads:
            assert sheet.cell(form.first_row + number, head.column).value == row.get(head.key)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<?xml version", b"\xef\xbb\xbf<?xml version"),
        (b'<row r="7"', b'<!-- x > --><row r="7"'),
        (b'<row r="7" spans="1:9">', b"<row\n r='7'\tspans='1:9' >"),
        (b"<dataValidations ", b"<dataValidations disablePrompts='1'\n "),
    ],
)
def test_however_it_is_written(old: bytes, new: bytes, tmp_path: Path) -> None:
    file = tmp_path / "mẫu.xlsx"
    file.write_bytes(changed(templates.shopee(), "xl/worksheets/sheet2.xml", old, new))
    template = open_template(file)
    report = fill(GOODS, template, ANSWERS["shopee"], tmp_path / "ra")
    rows = read_back(template, tmp_path / "ra" / "shopee.xlsx")
    assert rows[0]["ps_product_name"] == GOODS[0].name
    assert report.rows_out == len(rows) == len(GOODS)


def test_cells_keep_the_style_of_the_input_row_and_of_their_column(tmp_path: Path) -> None:
    filled(tmp_path, "shopee")
    with zipfile.ZipFile(tmp_path / "ra" / "shopee.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    styles = dict(re.findall(r'<c r="([A-Z]+(?:7|8|9))"(?: s="(\d)")?', sheet))
    assert (styles["D7"], styles["D8"]) == ("1", "1"), "of the input row, also in rows that were not there"
    assert (styles["B7"], styles["B8"]) == ("2", "2"), "of the column"
    assert (styles["L7"], styles["L9"], styles["K9"]) == ("2", "2", "")
