"""A header over two lines is read as one: which price is the one to sell at stands in the lower line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from merchant_helper.bulk.sheet.read import read
from tests.bulk.sheet.made import book, codes, csv_file, products, refused

UPPER = ("STT", "Tên hàng", "Giá", "", "Số lượng")
LOWER = ("", "", "Giá nhập", "Giá bán", "")
ROW = (1, "Nước mắm", 60000, 85000, 30)


def test_the_price_is_the_one_that_the_lower_line_names(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, ("BẢNG HÀNG",), UPPER, LOWER, ROW))
    (product,) = sheet.products()
    assert (product.row, product.price, product.stock) == (4, 85_000, 30)
    assert [issue.params["seen"] for issue in sheet.notes] == ["STT", "Giá nhập"]


def test_merged_cells_make_no_difference(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for row in (UPPER, LOWER, ROW):
        sheet.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(merged)
    workbook.save(tmp_path / "bang.xlsx")
    (product,) = products(tmp_path / "bang.xlsx")
    assert (product.price, product.stock) == (85_000, 30)


@pytest.mark.parametrize(
    ("lower", "price"),
    [
        (("Sỉ", "Lẻ"), 85_000),
        (("bán lẻ", "sỉ"), 60_000),
        (("Sỉ", "Đại lý"), None),
    ],
)
def test_a_name_reaches_over_the_columns_below_it(
    tmp_path: Path, lower: tuple[str, str], price: int | None
) -> None:
    (product,) = products(book(tmp_path, UPPER, ("", "", *lower, ""), ROW))
    assert product.price == price


def test_two_columns_of_one_name_below_two_names_are_asked_about(tmp_path: Path) -> None:
    heads = ("Tên hàng", "Nhập", "", "Bán", "")
    path = book(tmp_path, heads, ("", "Số lượng", "Đơn giá", "Số lượng", "Đơn giá"), ("Kẹo", 1, 2, 3, 4))
    assert refused(path) in ("sheet.no_header", "sheet.header_twice")
    path = book(tmp_path, ("Mã", *heads), ("", "", "Số lượng", "Giá", "Số lượng", "Giá"), ("A", "Kẹo", 1, 2))
    assert refused(path) == "sheet.header_twice"


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "liên hệ", ""],
        ["", "", "85000", "Giá"],
        ["A-1", "Kẹo", "liên hệ", "hết"],
        ["", "Tên món", "giá", ""],
        ["", "", "(đồng)", "(cái)"],
    ],
)
def test_a_first_row_of_products_stays_one(tmp_path: Path, row: list[str]) -> None:
    heads = ["sku", "name", "price", "stock"]
    found = products(csv_file(tmp_path, [heads, row, ["B-2", "Bánh", "85000", "3"]]))
    assert found[-1].price == 85_000 and found[-1].stock == 3
    assert [p.row for p in found] == ([2, 3] if row[3] != "(cái)" else [3])


def test_a_line_of_units_below_the_names_is_no_product(tmp_path: Path) -> None:
    heads, units = ("Tên món", "Giá bán", "Cân nặng"), ("", "(đồng)", "(kg)")
    (product,) = products(book(tmp_path, heads, units, ("Gạo", 180000, 5)))
    assert (product.price, product.weight_g) == (180_000, 5000)
    assert "sheet.sku_made" in codes(product)
