"""The empty sheet: all columns with their keys, help, one example, a list of kinds, and text everywhere."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from merchant_helper import i18n
from merchant_helper.bulk.sheet.blank import CONDITIONS, blank_sheet
from merchant_helper.bulk.sheet.columns import fields
from merchant_helper.bulk.sheet.read import read
from merchant_helper.listings.kinds import find_kind, kinds
from tests.bulk.sheet.made import codes, products


@pytest.fixture(params=["vi", "en"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "trong.xlsx"
    with i18n.in_language(request.param):
        path.write_bytes(blank_sheet())
    return path


def _first(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def test_it_reads_back_with_all_columns_and_no_product(blank: Path) -> None:
    sheet = read(blank)
    assert set(sheet.header.places) == set(fields()) and len(sheet.header.places) == 26
    assert (list(sheet.products()), sheet.notes, sheet.header_row) == ([], (), 1)


def test_what_is_written_below_the_example_is_read(blank: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    sheet = workbook.worksheets[0]
    keys = [str(cell.value).rpartition("(")[2].rstrip(")") for cell in sheet[1]]
    assert keys == list(fields())
    told = {
        "sku": "B-1",
        "name": "Kẹo",
        "price": "85k",
        "category": find_kind("food").name,
        "condition": "Mới",
    }  # type: ignore[union-attr]
    for key, value in told.items():
        sheet.cell(4, keys.index(key) + 1, value)
    workbook.save(blank)
    (product,) = products(blank)
    assert (product.row, product.sku, product.price, product.category) == (4, "B-1", 85_000, "food")


def test_the_example_would_be_a_good_product(blank: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    sheet = workbook.worksheets[0]
    sheet["A3"] = fields()["sku"].example
    workbook.save(blank)
    (product,) = products(blank)
    assert codes(product) == ["sheet.photos_not_given"]
    assert product.sku and product.price and product.category == "food"


def test_cells_are_text_from_the_first_row_to_the_last(blank: Path) -> None:
    sheet = _first(blank)
    for row in sheet.iter_rows(max_row=3):
        assert all(
            cell.data_type == "s" and cell.number_format == "@" for cell in row if cell.value is not None
        )
    styled = {index for dim in sheet.column_dimensions.values() for index in range(dim.min, dim.max + 1)}
    assert styled == set(range(1, 27))
    assert {dim.number_format for dim in sheet.column_dimensions.values()} == {"@"}


def test_kinds_and_conditions_are_offered_and_all_are_understood(blank: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    rules = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule
        for rule in workbook.worksheets[0].data_validations.dataValidation
    }
    assert len(rules) == 2
    kind_list = [row[0] for row in workbook.worksheets[2].iter_rows(min_row=2, values_only=True)]
    assert [find_kind(str(name)).key for name in kind_list] == list(kinds())  # type: ignore[union-attr]
    reach = next(rule.formula1 for rule in rules.values() if "$A$2" in rule.formula1)
    assert reach == f"'{workbook.sheetnames[2]}'!$A$2:$A${len(kinds()) + 1}"
    assert all(not rule.showErrorMessage for rule in rules.values())


def test_every_offered_condition_is_understood(tmp_path: Path) -> None:
    from tests.bulk.sheet.made import one

    for language in ("vi", "en"):
        with i18n.in_language(language):
            offered = [i18n.gettext(name) for name in CONDITIONS]
        found = [one(tmp_path, condition=name) for name in offered]
        assert [product.condition for product in found] == ["new", "used", "refurbished"]
        assert [codes(product) for product in found] == [[], [], []]


def test_help_says_what_to_write_in_each_column(blank: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    assert len(workbook.worksheets) == 3
    told = list(workbook.worksheets[1].iter_rows(min_row=2, max_row=27, max_col=2, values_only=True))
    assert len(told) == 26 and all(name and advice for name, advice in told)


def test_it_is_the_same_file_each_time() -> None:
    assert blank_sheet() == blank_sheet()


def test_other_readers_see_the_same(blank: Path) -> None:
    rows = CalamineWorkbook.from_path(blank).get_sheet_by_index(0).to_python()
    theirs = [["" if c is None else str(c) for c in row] for row in _first(blank).iter_rows(values_only=True)]
    assert rows == theirs
