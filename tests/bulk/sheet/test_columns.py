"""Columns are found by key, by Vietnamese or English name, or both, in any order and writing."""

from __future__ import annotations

import unicodedata

import pytest

from merchant_helper.bulk.sheet.columns import Place, best_header, fields, read_header

KEYS = (
    *("sku", "group", "name", "category", "description", "price", "sale_price", "stock", "weight_g"),
    *("length_cm", "width_cm", "height_cm", "brand", "gtin", "condition", "origin", "unit", "unit_size"),
    *("expiry", "option1_name", "option1_value", "option2_name", "option2_value", "photos", "tags", "link"),
)


def test_the_columns_are_those_that_others_rely_on() -> None:
    assert tuple(fields()) == KEYS


@pytest.mark.parametrize(
    "write",
    [
        lambda f: f.key,
        lambda f: f.key.upper(),
        lambda f: f.vi,
        lambda f: f.en,
        lambda f: f"{f.vi} ({f.key})",
        lambda f: f"  {f.en.upper()}  [{f.key}] ",
        lambda f: unicodedata.normalize("NFD", f.vi.upper()),
        lambda f: f"{f.vi} *",
        lambda f: f"{f.vi}\n({f.key})",
    ],
)
def test_every_column_is_found_however_it_is_written(write) -> None:  # type: ignore[no-untyped-def]
    header = read_header([write(field) for field in reversed(fields().values())])
    assert {key: place.index for key, place in header.places.items()} == {
        key: len(KEYS) - 1 - index for index, key in enumerate(KEYS)
    }
    assert not header.unknown and not header.twice


def test_no_name_means_two_columns() -> None:
    for field in fields().values():
        for name in (field.vi, field.en, *field.also):
            assert set(read_header([name]).places) == {field.key}, name


@pytest.mark.parametrize(
    ("text", "key", "unit"),
    [
        ("Cân nặng (kg)", "weight_g", "kg"),
        ("weight_kg", "weight_g", "kg"),
        ("Cân nặng (gam)", "weight_g", "g"),
        ("Giá bán (VNĐ)", "price", "g"),
        ("Giá bán (đồng)", "price", "g"),
        ("Tên món (bắt buộc)", "name", "g"),
    ],
)
def test_a_unit_beside_a_name(text: str, key: str, unit: str) -> None:
    assert read_header([text]).places == {key: Place(0, unit)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["Dài (mm)", "Cao (inch)", "Cân nặng (tấn)", "Giá bán (USD)", "Giá bán (sỉ)"]
)
def test_what_is_measured_otherwise_is_another_column(text: str) -> None:
    header = read_header([text])
    assert not header.places and header.unknown == ((0, text),)


def test_unknown_and_repeated_columns_are_told_apart() -> None:
    header = read_header(["sku", "Ghi chú riêng", "", "name", "Tên món", 2024.0, "problem", "how to fix"])
    assert header.unknown == ((1, "Ghi chú riêng"), (5, "2024"))
    assert header.twice == ((4, "Tên món"),)
    assert header.said == {6, 7}


def test_titles_may_stand_above_the_header() -> None:
    rows = [
        (1, ["Cửa hàng Bà Sáu", "", ""]),
        (2, ["Tên", "", ""]),
        (4, ["Tên", "Giá", "Ảnh"]),
        (5, ["Giá", "Ảnh", ""]),
    ]
    number, header = best_header(rows) or (0, None)
    assert number == 4 and header is not None and set(header.places) == {"name", "price", "photos"}


@pytest.mark.parametrize("cells", [["name"], ["price", "photos"], [], ["", ""], [None, 3.0]])
def test_a_row_that_names_no_product_is_no_header(cells: list[object]) -> None:
    assert best_header([(1, cells)]) is None
