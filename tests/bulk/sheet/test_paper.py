"""What people open in a spreadsheet is text in every cell, and nothing in it changes by itself."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from merchant_helper.bulk.sheet.blank import blank_sheet
from merchant_helper.bulk.sheet.paper import LONGEST, fitting, paper

TRICKY = (
    *(
        "=1+1",
        "0812345678",
        "0012345",
        "8934563138165",
        "Bánh tráng – 500 g",
        "_x0041_",
        "TRUE",
        "1/2",
        "3-4",
    ),
    *("dòng một\ndòng hai", "+84 912", "-5", "@SUM(A1)", "1e5", "12:30", "https://tiem.vn", "150.000", " x "),
    *("<b>&amp;</b>", "'x", "#N/A", "Ðồng 🍲", "a\tb", "mailto:a@b.vn", "{=1}"),
)


def _written(folder: Path, *cells: str) -> Path:
    with paper() as made:
        page = made.sheet("Trang", [10])
        made.row(page, 0, cells)
    (folder / "p.xlsx").write_bytes(made.data)
    return folder / "p.xlsx"


def test_every_reader_finds_the_same_text(tmp_path: Path) -> None:
    path = _written(tmp_path, *TRICKY)
    (row,) = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert tuple(row) == TRICKY
    cells = next(openpyxl.load_workbook(path).active.iter_rows())
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    # openpyxl gives the escape back as it stands in the file.
    assert tuple(str(cell.value).replace("_x005F_", "_") for cell in cells) == TRICKY


def test_cells_below_what_is_written_are_text_too(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_written(tmp_path, "x")).active
    assert sheet.column_dimensions["A"].number_format == "@"


def test_nothing_in_the_file_is_a_formula_or_a_link(tmp_path: Path) -> None:
    with zipfile.ZipFile(_written(tmp_path, *TRICKY)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml and b"hyperlink" not in xml


def test_an_empty_cell_stays_empty(tmp_path: Path) -> None:
    (row,) = CalamineWorkbook.from_path(_written(tmp_path, "a", "", "b")).get_sheet_by_index(0).to_python()
    assert row == ["a", "", "b"]


def test_a_text_that_no_cell_takes_is_cut_and_says_so() -> None:
    cut = fitting("a" * (LONGEST + 1))
    assert len(cut) == LONGEST and cut.endswith("xem tệp gốc)")
    assert fitting("a" * LONGEST) == "a" * LONGEST


@pytest.mark.parametrize("text", ["a\ufffeb", "a\uffffb", "a\ud800b"])
def test_what_xml_cannot_hold_goes(tmp_path: Path, text: str) -> None:
    path = _written(tmp_path, text, "x\x07y")
    assert openpyxl.load_workbook(path).active["A1"].value == "ab"
    (row,) = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert row == ["ab", "x\x07y"]


def test_no_clock_gets_into_the_bytes() -> None:
    archive = zipfile.ZipFile(io.BytesIO(blank_sheet()))
    assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert archive.read("docProps/core.xml").decode().count("2026-01-01T00:00:00Z") == 2
