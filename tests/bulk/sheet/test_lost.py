"""What a spreadsheet spoiled is held, and held again when its row comes back as it was given."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from merchant_helper.bulk.sheet.fixes import write_fixes
from merchant_helper.bulk.sheet.read import read
from tests.bulk.sheet.made import HEADS, blocks, book, cell, csv_file, parts, products, sealed, sheet_xml

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "Err:502")


@pytest.mark.parametrize("text", ERRORS)
@pytest.mark.parametrize("key", ["sku", "name", "price", "stock", "photos", "unit_size", "condition"])
def test_an_error_that_was_saved_as_text_is_no_value(tmp_path: Path, text: str, key: str) -> None:
    row = {"sku": "A", "name": "Kẹo", "price": "5000", "stock": "", "photos": "", "unit_size": "", key: text}
    row.setdefault("condition", "")
    (product,) = products(csv_file(tmp_path, [list(row), list(row.values())]))
    assert "sheet.cell_error" in blocks(product)
    assert {issue.field for issue in product.found if issue.severity == "block"} == {key}


@pytest.mark.parametrize("name", ["#1 Bánh", "#tết", "Err", "Ếch", "# 12/10/2026 #", "#12"])
def test_words_that_begin_like_an_error_stay(tmp_path: Path, name: str) -> None:
    (product,) = products(csv_file(tmp_path, [HEADS, ["A", name, "5000"]]))
    assert (product.name, blocks(product)) == (name, [])


def _given_back(path: Path) -> Path:
    sheet = read(path)
    found = [(p.row, issue) for p in sheet.products() for issue in p.found]
    held = {p.row: p.sku for p in sheet.products() if p.row is not None and blocks(p)}
    write_fixes(sheet, path.with_name("fix-these.xlsx"), held, found)
    return path.with_name("fix-these.xlsx")


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("unit_size", datetime.date(2026, 10, 12), "#12/10/2026"),
        ("name", datetime.date(2026, 10, 12), "#12/10/2026"),
        ("stock", datetime.datetime(2026, 10, 12, 8), "#12/10/2026"),
        ("unit", datetime.time(7, 30), "#07:30"),
        ("gtin", 12345678901234567890, "#12345678901234569216"),
    ],
)
def test_a_row_that_nobody_mended_is_held_again(tmp_path: Path, key: str, value: Any, shown: str) -> None:
    row = {"sku": "A", "name": "Kẹo", "price": "5000", key: value}
    path = _given_back(book(tmp_path, list(row), list(row.values())))
    place = list(row).index(key)
    assert [c.value for c in openpyxl.load_workbook(path).active[2]][place] == shown
    (again,) = products(path)
    first = next(iter(products(tmp_path / "bang.xlsx")))
    assert blocks(again) == blocks(first) and len(blocks(again)) == 1
    assert _given_back(path) and [blocks(p) for p in products(path)] == [blocks(first)], "and ever again"


def test_a_formula_without_a_result_does_not_come_back_as_a_blank_cell(tmp_path: Path) -> None:
    row = f'<row r="3">{cell("A3", "B-2")}{cell("B3", "Kẹo")}<c r="C3"><f>1+1</f></c></row>'
    path = _given_back(sealed(tmp_path, parts(sheet_xml(row))))
    assert [blocks(p) for p in products(path)] == [["sheet.cell_error"]]


def test_a_sentence_about_a_cell_says_in_which_column_it_stands(tmp_path: Path) -> None:
    heads = ("mã sp", "tên sản phẩm", "giá", "quy cách", "sl")
    day = datetime.date(2026, 10, 12)
    path = _given_back(book(tmp_path, heads, ("A", "Kẹo", "liên hệ", day, day)))
    seen = openpyxl.load_workbook(path).active["F2"].value
    assert "Cột “quy cách”" in seen and "Cột “sl”" in seen and "Cột “giá”" not in seen
