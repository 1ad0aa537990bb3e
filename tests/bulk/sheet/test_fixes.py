"""Rows that were held come back as a sheet, with all that stood in them, and can be fed again."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_helper import i18n
from merchant_helper.bulk.sheet.columns import fields
from merchant_helper.bulk.sheet.fixes import write_fixes
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.outcome import export_sheet
from merchant_helper.bulk.sheet.read import Sheet, read
from merchant_helper.channels import load
from merchant_helper.i18n import in_language
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from tests.bulk.sheet.made import HEADS, blocks, book, csv_file
from tests.bulk.sheet.test_read import CELLS, HEADERS


def _given_back(sheet: Sheet, folder: Path, *, every_row: bool = False) -> Path:
    found = [(p.row, issue) for p in sheet.products() for issue in p.found]
    held = {p.row: p.sku for p in sheet.products() if p.row is not None and blocks(p)}
    path = folder / "fix-these.xlsx"
    assert write_fixes(sheet, path, held, found, every_row=every_row) >= len(held)
    return path


def _rows(path: Path) -> list[list[Any]]:
    return [
        ["" if c is None else c for c in row]
        for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    ]


def test_it_says_what_is_wrong_and_what_to_do_beside_the_original_columns(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, [*HEADS, "Ghi chú"], ("A", "Kẹo", "liên hệ", "x"), ("B", "Bánh", 5000, "y")))
    head, row = _rows(_given_back(sheet, tmp_path))
    assert head == [*HEADS, "Ghi chú", "problem", "how to fix"]
    assert row[:4] == ["A", "Kẹo", "liên hệ", "x"]
    issue = next(iter(sheet.products())).found[0]
    assert row[4:] == [issue.message(), issue.fix()]


def test_it_speaks_the_language_of_the_one_who_asks(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, HEADS, ("A", "Kẹo", "12.5")))
    vietnamese = _rows(_given_back(sheet, tmp_path))[1]
    with i18n.in_language("en"):
        english = _rows(_given_back(sheet, tmp_path))[1]
    assert vietnamese[:3] == english[:3] and vietnamese[3:] != english[3:]


def test_several_faults_stand_below_one_another_the_worst_first(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, HEADS, ("A", "Kẹo", "liên hệ")))
    warned = Issue("sheet.link_odd", "link", "warn", {"seen": "x"})
    hint = Issue("text.removed", "name", "hint")
    block = Issue("price.no_number", "price", "block", {"seen": "liên hệ"})
    write_fixes(sheet, tmp_path / "f.xlsx", {2: "A"}, [(2, warned), (2, hint), (2, block), (None, block)])
    assert _rows(tmp_path / "f.xlsx")[1][3] == f"{block.message()}\n{warned.message()}"


def test_a_made_code_is_written_so_that_the_mended_row_is_the_same_product(tmp_path: Path) -> None:
    with_column = read(book(tmp_path, HEADS, (None, "Kẹo", "12.5")))
    assert _rows(_given_back(with_column, tmp_path))[1][0] == "KEO"
    without = read(book(tmp_path, ("name", "price"), ("Kẹo", "12.5")))
    head, row = _rows(_given_back(without, tmp_path))
    assert head == ["name", "price", "sku", "problem", "how to fix"] and row[2] == "KEO"


def test_all_cells_are_text(tmp_path: Path) -> None:
    heads = [*HEADS, "gtin", "description", "Ghi chú"]
    cells = ("A", 2024, 12.5, 8934563138165, "dòng một\ndòng hai", "=1+1")
    workbook = openpyxl.Workbook()
    for row in (heads, cells):
        workbook.active.append(row)
    workbook.active["F2"].data_type = "s"
    workbook.save(tmp_path / "b.xlsx")
    path = _given_back(read(tmp_path / "b.xlsx"), tmp_path)
    row = openpyxl.load_workbook(path).active[2]
    assert [cell.value for cell in row][:6] == [
        "A",
        "2024",
        "12,5",
        "8934563138165",
        "dòng một\ndòng hai",
        "=1+1",
    ]
    assert {(cell.data_type, cell.number_format) for cell in row} == {("s", "@")}


def test_mended_it_gives_the_product(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, HEADS, ("A", "Kẹo", "12.5")))
    path = _given_back(sheet, tmp_path)
    workbook = openpyxl.load_workbook(path)
    workbook.active["C2"] = "12.500"
    workbook.save(path)
    (product,) = read(path).products()
    assert (product.sku, product.name, product.price, product.found) == ("A", "Kẹo", 12_500, ())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_that_another_product_has_is_held_until_it_is_mended(tmp_path: Path, language: str) -> None:
    sheet = read(book(tmp_path, HEADS, ("A", "Kẹo", 5000), ("a", "Mứt", 6000)))
    with in_language(language):
        report = export_sheet(sheet, load("woocommerce"), tmp_path / "ra")
    assert (report.rows_out, report.rows_held) == (1, 1)
    path = tmp_path / "ra" / "fix-these.xlsx"
    before = _rows(path)
    (product,) = read(path).products()
    # Alone in its file it would look right, and take the place of the first product.
    assert [issue.code for issue in product.found] == ["sheet.sku_still_repeated"]
    again = export_sheet(read(path), load("woocommerce"), tmp_path / "ra2")
    assert again.rows_held == 1 and [row[:3] for row in _rows(tmp_path / "ra2" / "fix-these.xlsx")] == [
        row[:3] for row in before
    ]
    workbook = openpyxl.load_workbook(path)
    workbook.active["A2"] = "MUT"
    workbook.save(path)
    assert [p.found for p in read(path).products()] == [()]


def test_given_back_again_it_does_not_grow(tmp_path: Path) -> None:
    first = _given_back(read(book(tmp_path, HEADS, ("A", "Kẹo", "12.5"))), tmp_path)
    before = _rows(first)
    again = _given_back(read(first), tmp_path)
    assert _rows(again) == before


def test_every_row_comes_along_below_the_held_ones_where_a_channel_replaces_all(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, HEADS, ("A", "x", 5000), ("B", "y", "?"), ("C", "z", 6000)))
    rows = _rows(_given_back(sheet, tmp_path, every_row=True))
    assert [row[0] for row in rows[1:]] == ["B", "A", "C"]
    assert [bool(row[3]) for row in rows[1:]] == [True, False, False]


def test_cells_beyond_the_header_are_given_back(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("sku,name,price\nA,Kẹo, dừa,5000\n", "utf-8")
    head, row = _rows(_given_back(read(path), tmp_path))
    assert head == ["sku", "name", "price", "", "problem", "how to fix"]
    assert row[:4] == ["A", "Kẹo", " dừa", "5000"]


def _comparable(product: Product) -> Product:
    return replace(product, found=(), row=None)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(HEADERS, st.lists(st.lists(CELLS, max_size=8), max_size=5))
def test_any_held_row_is_read_again_as_the_same_product(heads: list[str], rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            sheet = read(csv_file(folder, [heads, *rows]))
            held = [product for product in sheet.products() if blocks(product)]
        except SheetRefused:
            return
        if not held:
            return
        again = list(read(_given_back(sheet, folder)).products())
    assert [_comparable(product) for product in again] == [_comparable(product) for product in held]


def test_any_column_survives(tmp_path: Path) -> None:
    cells = {key: field.example or "x" for key, field in fields().items()}
    cells |= {
        "sku": "A",
        "group": "G",
        "price": "12.5",
        "sale_price": "5k",
        "length_cm": "1,5",
        "width_cm": "2",
    }
    cells |= {"height_cm": "3", "gtin": "8934563138165", "condition": "Đã dùng", "link": "https://tiem.vn/a"}
    sheet = read(book(tmp_path, list(cells), list(cells.values())))
    (before,) = sheet.products()
    (after,) = read(_given_back(sheet, tmp_path)).products()
    assert _comparable(after) == _comparable(before) and blocks(before) == ["price.unclear"]


def test_a_total_gets_no_code_and_stays_a_total(tmp_path: Path) -> None:
    for heads in (HEADS, HEADS[1:]):
        row = (None, "TỔNG CỘNG", 92_000)[-len(heads) :]
        path = _given_back(read(book(tmp_path, heads, row)), tmp_path)
        (again,) = read(path).products()
        assert blocks(again) == ["sheet.total_row"]
