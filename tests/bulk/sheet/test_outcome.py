"""Each row of a sheet goes out or is held with a reason; the held ones, mended, go out as well."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.lost import twice
from merchant_helper.bulk.sheet.outcome import export_sheet
from merchant_helper.bulk.sheet.read import read
from merchant_helper.channels import load
from merchant_helper.text import clean_text
from tests.bulk.sheet.made import book, csv_file
from tests.bulk.sheet.shop import photo
from tests.bulk.sheet.test_read import CELLS, HEADERS

PRICES = (150_000, "150.000", "150k", "liên hệ", "1tr2", 150.0, "trăm rưỡi", 85_000, "85,000", "12.5")


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    """Give a sheet of ten rows, three of them bad, with photos beside it."""
    rows = []
    for number, price in enumerate(PRICES):
        photo(tmp_path / "anh" / f"p{number}.jpg", number)
        sku = f"B-{number}" if number else None
        rows.append([f"Bánh số {number}", sku, price, f"p{number}.jpg", "Dẻo\nthơm", number, "riêng"])
    heads = ["Tên món", "Mã hàng", "Giá bán", "Ảnh", "Mô tả", "Số lượng còn", "Ghi chú riêng"]
    return book(tmp_path, heads, *rows)


def _skus(folder: Path) -> list[str]:
    with (folder / "woocommerce.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row["SKU"] for row in csv.DictReader(stream)]


def test_ten_rows_three_of_them_bad_and_the_mended_three(ten: Path, tmp_path: Path) -> None:
    shop, photos = load("woocommerce"), tmp_path / "anh"
    out = tmp_path / "ra"
    report = export_sheet(read(ten, photos=photos), shop, out)
    assert (report.rows_in, report.rows_out, report.rows_held) == (10, 7, 3)
    assert len(_skus(out)) == 7 and len(report.images) == 7
    assert all((out / image.path).is_file() for image in report.images)
    assert {(f.path, f.rows) for f in report.files} == {("woocommerce.csv", 7), ("fix-these.xlsx", 3)}
    said = json.loads((out / "report.json").read_text("utf-8"))
    assert {p["row"] for p in said["problems"] if p["severity"] == "block"} == {5, 7, 11}
    first = said["problems"][0]
    assert (first["code"], first["row"]) == ("sheet.column_unknown", 1)

    workbook = openpyxl.load_workbook(out / "fix-these.xlsx")
    for row in workbook.active.iter_rows(min_row=2):
        assert row[7].value and row[8].value
        row[2].value = "99.000"
    workbook.save(tmp_path / "da-sua.xlsx")
    mended = tmp_path / "ra-2"
    report = export_sheet(read(tmp_path / "da-sua.xlsx", photos=photos), shop, mended)
    assert (report.rows_in, report.rows_out, report.rows_held) == (3, 3, 0)
    assert sorted(_skus(out) + _skus(mended)) == sorted(["BANH-SO-0", *(f"B-{n}" for n in range(1, 10))])
    assert not (mended / "fix-these.xlsx").exists()


def test_nothing_is_written_when_trouble_lies_deep_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("sku,name,price\n" + "A,Kẹo,5000\n" * 3 + 'B,"open,5000\n', "utf-8")
    with pytest.raises(SheetRefused):
        export_sheet(read(path), load("woocommerce"), tmp_path / "ra")
    assert not (tmp_path / "ra" / "woocommerce.csv").exists()


def test_a_group_with_one_held_variant_is_held_whole(tmp_path: Path) -> None:
    heads = ("sku", "group", "name", "price", "option1_name", "option1_value")
    rows = [
        ("A-1", "AO", "Áo", 5000, "Màu", "Đỏ"),
        ("A-2", "AO", "Áo", "?", "Màu", "Xanh"),
        ("K", None, "K", 5000),
    ]
    out = tmp_path / "ra"
    report = export_sheet(read(book(tmp_path, heads, *rows)), load("woocommerce"), out)
    assert (report.rows_in, report.rows_out, report.rows_held) == (3, 1, 2)
    (again, other) = read(out / "fix-these.xlsx").products()
    assert (again.sku, other.sku) == ("A-1", "A-2")


@pytest.mark.parametrize("channel", ["woocommerce", "facebook"])
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(heads=HEADERS, rows=st.lists(st.lists(CELLS, max_size=8), max_size=5))
def test_rows_in_are_rows_out_and_rows_held(channel: str, heads: list[str], rows: list[list[str]]) -> None:
    heads = [*dict.fromkeys(["sku", "name", "price", *(h for h in heads if h != "Tên món")])]
    rows = [["OK-1", "Kẹo", "5000"], *rows]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            sheet = read(csv_file(folder, [heads, *rows]))
            report = export_sheet(sheet, load(channel), folder / "ra")
        except SheetRefused:
            return
        blank = sum(1 for _row in sheet.products())
        assert report.rows_in == blank == report.rows_out + report.rows_held
        blocked = {p.row for p in report.problems if p.issue.severity == "block"}
        assert {product.row for product in report.held} <= blocked
        fixes = folder / "ra" / "fix-these.xlsx"
        # A code that another product has comes back with a mark, so that it is held again.
        came = [clean_text(p.sku).text for p in read(fixes).products()] if report.held else []
        again = [twice(sku) or sku for sku in came]
    assert sorted(again) == sorted(product.sku for product in report.held)
