"""Every row that is not blank comes out exactly once, with what is wrong with it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_helper.bulk.sheet.columns import fields
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.read import EXAMPLE_MARKS, HELP_MARKS, made, read
from merchant_helper.listings.product import Product
from tests.bulk.sheet.made import HEADS, ROW, blocks, book, codes, csv_file, one, products, refused

CELLS = st.sampled_from(
    [
        *("", "", " ", "A", "a", "AO-1", "ÁO 01", "150.000", "150k", "12.5", "liên hệ", "=1+1", "0", "-5"),
        *("Bánh tráng", "a\nb", "x|y", 'say "hi"', "a,b;c\td", "\u200b", "hết", "food", "Mới", "# Ví dụ"),
        *("../../etc/passwd", "_x0041_", "\x07x", "0812345678", "e\u0301", "TRUE", "#N/A", "'", "\ufeff"),
    ]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HEADERS = st.lists(st.sampled_from([*fields(), "Ghi chú", "", "Tên món"]), min_size=1, max_size=8)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(HEADERS, st.lists(st.lists(CELLS, max_size=9), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_any_sheet_gives_each_row_once_or_is_refused(
    heads: list[str], rows: list[list[str]], delimiter: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = csv_file(Path(folder), [heads, *rows], delimiter=delimiter)
        try:
            sheet = read(path)
            found = list(sheet.products())
        except SheetRefused as refusal:
            assert refusal.issue.message() and refusal.issue.fix()
            return
        if sheet.header_row > 1 or sheet.header.texts != tuple(head.strip() for head in heads):
            return  # another row named more columns
    if any(mark in row for mark in EXAMPLE_MARKS for row in rows):
        return  # what of the example was written over is tested below
    place = sheet.header.places.get("sku")
    expected = [n for n, row in enumerate(rows, start=2) if _counts(row, place.index if place else None)]
    assert [product.row for product in found] == expected
    assert list(sheet.header.places) and all(p.sku or blocks(p) for p in found)
    fair = [product.sku.casefold() for product in found if not blocks(product)]
    assert len(set(fair)) == len(fair)


def _counts(row: Sequence[str], sku: int | None) -> bool:
    """Tell whether a row is a product: not blank, and no help of the empty sheet."""
    if not any(cell.strip() for cell in row):
        return False
    mark = row[sku].strip() if sku is not None and sku < len(row) else ""
    return mark not in HELP_MARKS


def test_columns_in_any_order_and_language(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [("PRICE", "Ghi chú", "Tên món (name)", "Mã hàng"), ("9k", "x", "Kẹo", "K-1")])
    (product,) = products(path)
    assert (product.sku, product.name, product.price) == ("K-1", "Kẹo", 9_000)


def test_unknown_columns_are_reported_and_kept(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, [*HEADS, "Ghi chú riêng"], [*ROW, "để dành"]))
    (note,) = sheet.notes
    assert (note.code, note.field, note.severity) == ("sheet.column_unknown", "Ghi chú riêng", "warn")
    assert list(sheet.originals()) == [(2, ["B-1", "Bánh tráng", "85000", "để dành"])]


def test_a_header_that_comes_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [("sku", "Tên món", "price", "", "Name"), ROW])
    assert refused(path) == "sheet.header_twice"
    with pytest.raises(SheetRefused) as caught:
        read(path)
    assert caught.value.issue.params == {"one": "B", "other": "E", "name": "Tên món"}


def test_columns_far_to_the_right_are_named_as_a_spreadsheet_does(tmp_path: Path) -> None:
    heads = [*HEADS, *(f"Riêng {n}" for n in range(30)), "Giá"]
    with pytest.raises(SheetRefused) as caught:
        read(csv_file(tmp_path, [heads, ROW]))
    assert (caught.value.issue.params["one"], caught.value.issue.params["other"]) == ("C", "AH")


def test_blank_rows_are_passed_over_and_keep_their_numbers(tmp_path: Path) -> None:
    path = book(tmp_path, HEADS, [None], ROW, [" ", "\n", None], ["B-2", "Kẹo", 5000])
    assert [p.row for p in products(path)] == [3, 5]


def test_the_same_rows_come_out_as_often_as_they_are_asked_for(tmp_path: Path) -> None:
    sheet = read(book(tmp_path, HEADS, ROW, [None, "Kẹo", 5000]))
    assert list(sheet.products()) == list(sheet.products())


def test_help_and_the_untouched_example_are_no_products(tmp_path: Path) -> None:
    example = fields()["name"].example
    for mark in HELP_MARKS:
        assert products(book(tmp_path, HEADS, (mark, "Loại hàng + …", "85k"))) == []
    for mark in EXAMPLE_MARKS:
        assert products(book(tmp_path, HEADS, (mark, example, "85k"))) == []
        assert products(book(tmp_path, HEADS, (mark, None, None))) == []
        (half_cleared,) = products(book(tmp_path, HEADS, (mark, None, "85k")))
        assert blocks(half_cleared) == ["sheet.example_kept"]
        (written_over,) = products(book(tmp_path, HEADS, (mark, "Kẹo dừa", "85k")))
        assert blocks(written_over) == ["sheet.example_kept"]


def test_help_is_known_without_the_column_that_marks_it(tmp_path: Path) -> None:
    keys = ("name", "price", "unit")
    help_row = [fields()[key].help["vi"] for key in keys]
    example = [fields()[key].example for key in keys]
    path = book(tmp_path, keys, help_row, example, [example[0], "90k", "chai"])
    (product,) = products(path)
    assert (product.row, product.price) == (4, 90_000)


def test_each_error_names_its_column(tmp_path: Path) -> None:
    product = one(tmp_path, price="12.5", stock="nhiều lắm", weight_g="nặng", length_cm="dài", condition="?")
    assert sorted(i.field or "" for i in product.found) == [
        "condition",
        "length_cm",
        "price",
        "stock",
        "weight_g",
    ]
    assert all(i.message() and i.fix() for i in product.found)


def test_small_prices_pass_when_they_are_allowed(tmp_path: Path) -> None:
    path = book(tmp_path, HEADS, ("A", "Kẹo", 500))
    assert blocks(products(path)[0]) == ["price.too_small"]
    assert products(path, allow_small_prices=True)[0].price == 500


def test_a_file_is_told_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    book(tmp_path, HEADS, ROW).rename(tmp_path / "bang.csv")
    assert products(tmp_path / "bang.csv")[0].sku == "B-1"
    csv_file(tmp_path, [HEADS, ROW]).rename(tmp_path / "bang.xlsx")
    assert products(tmp_path / "bang.xlsx")[0].sku == "B-1"


def test_a_row_to_mend_that_was_emptied_is_blank(tmp_path: Path) -> None:
    path = book(
        tmp_path, [*HEADS, "problem", "how to fix"], [None, None, None, "Giá", "Ghi lại"], [*ROW, "x", "y"]
    )
    assert [p.row for p in products(path)] == [3]
    assert read(path).notes == ()


def test_a_product_is_made_as_its_own_constructor_makes_it() -> None:
    told = {"sku": "A", "name": "Kẹo", "price": 5000, "row": 2, "tags": ("x",)}
    quick, plain = made(told), Product(**told)
    assert quick == plain and vars(quick) == vars(plain) and hash(quick) == hash(plain)
    assert not hasattr(Product, "__post_init__"), "made() would pass it over"
    assert vars(made({})) == vars(Product("", ""))


def test_fewer_cells_than_headers_are_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("name,sku,price,stock\nKẹo\nBánh,B\n", "utf-8")
    first, second = products(path)
    assert (first.name, first.price, codes(first)) == ("Kẹo", None, ["sheet.sku_made"])
    assert (second.sku, second.stock) == ("B", None)
