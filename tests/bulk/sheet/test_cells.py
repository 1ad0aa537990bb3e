"""A cell is read as the owner meant it; what has two meanings is held."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from merchant_helper.bulk.sheet.cells import as_text
from merchant_helper.bulk.sheet.columns import Place
from merchant_helper.bulk.sheet.readers import Column
from merchant_helper.issues import Issue
from merchant_helper.text.legacy import Encoding, to_old
from tests.bulk.sheet.made import HEADS, blocks, codes, csv_file, one, products

NBSP = "\u00a0"


def told(key: str, value: Any, unit: str = "g", *, small: bool = False) -> Any:
    """Give what a cell says, or the codes of what is wrong with it."""
    result, issues = Column(key, Place(0, unit), small).read(value)  # type: ignore[arg-type]
    held = [issue.code for issue in issues if issue.severity == "block"]
    return held or result


PRICES = {
    150_000: (
        *("150000", "150.000", "150,000", "150 000", f"150{NBSP}000", "150.000đ", "150.000 đ", "150.000 ₫"),
        *("150.000 VND", "150.000 vnđ", "150k", "150K", "150 nghìn", "150 ngàn", "trăm rưỡi", " 150.000 "),
        *("150000 đồng", "150.000Đ", 150_000, 150_000.0),
    ),
    1_200_000: ("1tr2", "1,2 triệu", "1.2tr", "1200000", "1.200.000", "1,200,000", "1TR2", 1_200_000.0),
    1_500_000: ("1tr rưỡi", "1tr5", "1,5 triệu", "1.500.000đ"),
    1_000: ("1000", "1.000", "1k", 1_000.0),
}


@pytest.mark.parametrize(
    ("written", "amount"), [(written, amount) for amount, forms in PRICES.items() for written in forms]
)
def test_prices_as_people_write_them(written: str | float, amount: int) -> None:
    assert told("price", written) == told("sale_price", written) == amount


@pytest.mark.parametrize(
    "written",
    [
        *(
            "12.5",
            "1.25",
            "1.2.3",
            "-5",
            "150-200k",
            "liên hệ",
            "1e5",
            "1E+5",
            "12,5",
            "150.00",
            "0",
            "giá: ?",
        ),
        *("150k/200k", "từ 150k", "~", "1.2.3.4", "15%", "=1+1", "#N/A", "150.000.00", "150,0000", "$5"),
        *(12.5, 150_000.5, -5.0, 0.0, 1e20, 999.0, 150.0, 1.0, True, False),
        *(datetime.date(2026, 1, 2), datetime.time(3, 4), datetime.timedelta(hours=30)),
    ],
)
def test_prices_that_are_held(written: Any) -> None:
    result = told("price", written)
    assert isinstance(result, list) and len(result) == 1, result


@pytest.mark.parametrize("written", [150.0, "150", "150đ", "999"])
def test_what_150_000_became_is_held_as_too_small(written: str | float) -> None:
    assert told("price", written) == ["price.too_small"]
    assert isinstance(told("price", written, small=True), int)


@pytest.mark.parametrize("written", ["150.000", 150.0, "12.5", "150-200k"])
def test_prices_mean_the_same_in_both_kinds_of_file(tmp_path: Path, written: Any) -> None:
    (text,) = products(csv_file(tmp_path, [HEADS, ("B-1", "Bánh", str(written).removesuffix(".0"))]))
    both = one(tmp_path, price=written)
    assert (text.price, blocks(text)) == (both.price, blocks(both))


def test_an_unreadable_price_is_told_once_with_what_was_seen(tmp_path: Path) -> None:
    product = one(tmp_path, price="liên hệ")
    assert product.price is None
    assert [(i.code, i.field, i.severity, i.params) for i in product.found] == [
        ("price.no_number", "price", "block", {"seen": "liên hệ"})
    ]


@pytest.mark.parametrize(
    ("written", "count"),
    [
        *(("5", 5), (5.0, 5), ("1.200", 1200), ("0", 0), (0.0, 0), ("hết", 0), ("hết hàng", 0)),
        *(("luôn có", None), ("còn hàng", None), ("10 chai", 10)),
        *(("1,5", ["count.unclear"]), (1.5, ["count.fraction"]), ("-1", ["count.negative"])),
        *((-1.0, ["count.negative"]), (1e12, ["count.too_large"]), ("nhiều lắm", ["count.unreadable"])),
        *((True, ["count.unreadable"]), (datetime.date(2026, 1, 2), ["sheet.became_date"])),
    ],
)
def test_stock(written: Any, count: Any) -> None:
    result = told("stock", written)
    assert result == count or (isinstance(result, list) and isinstance(count, list)), result


@pytest.mark.parametrize(
    ("written", "unit", "grams"),
    [
        *(("500", "g", 500), (500.0, "g", 500), ("1.500", "g", 1500), ("1,2 kg", "g", 1200)),
        *(("2 lạng", "g", 200), ("nửa ký", "g", 500), ("1,5", "kg", 1500), (1.5, "kg", 1500)),
        *((0.25, "kg", 250), ("500 g", "kg", 500), (0.0, "g", None), ("0", "g", None), ("0", "kg", None)),
    ],
)
def test_weights_in_the_unit_of_their_header(written: Any, unit: str, grams: int | None) -> None:
    assert told("weight_g", written, unit) == grams


@pytest.mark.parametrize(
    ("written", "unit"),
    [("1.500", "kg"), ("0,1234", "g"), (0.3333, "g"), ("-5", "g"), ("nặng", "g"), (1e12, "g"), (True, "g")],
)
def test_weights_that_are_held(written: Any, unit: str) -> None:
    assert isinstance(told("weight_g", written, unit), list)


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        *(("", "new"), ("new", "new"), ("Mới", "new"), ("MỚI 100%", "new"), ("Đã dùng", "used")),
        *(("used", "used"), ("Đã tân trang", "refurbished"), ("refurbished", "refurbished")),
    ],
)
def test_conditions(tmp_path: Path, written: str, condition: str) -> None:
    product = one(tmp_path, condition=written)
    assert (product.condition, codes(product)) == (condition, [])


def test_a_condition_that_is_none_is_held(tmp_path: Path) -> None:
    assert blocks(one(tmp_path, condition="95%")) == ["sheet.condition_unknown"]
    assert blocks(one(tmp_path, condition=1)) == ["sheet.condition_unknown"]


@pytest.mark.parametrize("written", ["food", "Đồ ăn, đặc sản", "do an, dac san", "ĐỒ ĂN, ĐẶC SẢN"])
def test_a_kind_by_key_or_name(tmp_path: Path, written: str) -> None:
    product = one(tmp_path, category=written)
    assert (product.category, codes(product)) == ("food", [])


def test_a_kind_that_is_none_of_ours_is_kept_and_told(tmp_path: Path) -> None:
    product = one(tmp_path, category="Bonsai")
    assert product.category == "Bonsai"
    assert [(i.code, i.severity) for i in product.found] == [("sheet.category_unknown", "warn")]


@pytest.mark.parametrize("key", ["sku", "gtin", "name"])
def test_digits_that_a_spreadsheet_lost_are_held(key: str) -> None:
    assert told(key, 1234567890123456.0) == ["sheet.digits_lost"]
    assert told(key, 8934563138165.0) == "8934563138165"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(("x ", "x "), (12345.0, "12345"), (12.5, "12,5"), (0.1 + 0.2, "0,3"), (True, "TRUE")),
        *((datetime.date(2026, 1, 2), "02/01/2026"), (datetime.datetime(2026, 1, 2, 3), "02/01/2026")),
        *((datetime.time(3, 4), "03:04"), (1e20, "100000000000000000000"), (-0.5, "-0,5")),
        (datetime.timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_cells_as_a_person_reads_them(value: Any, text: str) -> None:
    assert as_text(value) == text


def test_words_parted_by_a_bar_come_once_and_in_order(tmp_path: Path) -> None:
    assert one(tmp_path, tags=" mè | bánh|mè || đặc sản,ngon ").tags == ("mè", "bánh", "đặc sản,ngon")


@pytest.mark.parametrize(
    ("written", "link"),
    [("https://tiem.vn/a", "https://tiem.vn/a"), ("tiem.vn", None), ("javascript:1", None)],
)
def test_links(tmp_path: Path, written: str, link: str | None) -> None:
    product = one(tmp_path, link=written)
    assert (product.link, blocks(product)) == (link, [])
    assert (link is None) == ("sheet.link_odd" in codes(product))


@pytest.mark.parametrize("blank", ["", " ", NBSP, "\n", "\u200b"])
def test_what_shows_nothing_says_nothing(tmp_path: Path, blank: str) -> None:
    rows = [("sku", "name", "sale_price", "weight_g", "stock", "length_cm", "condition", "gtin", "photos")]
    (product,) = products(csv_file(tmp_path, [*rows, ("A", "Bánh", *[blank] * 7)]))
    assert blocks(product) == []
    assert (product.sale_price, product.weight_g, product.stock, product.length_cm) == (None,) * 4


def test_what_was_remembered_reads_as_before() -> None:
    column = Column("price", Place(0), False)
    first = column.read("liên hệ")
    assert column.known["liên hệ"] == first
    for value in (1.0, True):
        column.read(value)
    assert set(column.known) == {"liên hệ"}
    assert isinstance(first[1][0], Issue)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_text_of_an_old_font_is_read_anew_and_said(encoding: Encoding) -> None:
    old = to_old("Nước mắm nhĩ Phú Quốc 40 độ đạm", encoding)
    read, issues = Column("name", Place(0, "g"), False).read(old)
    assert read == "Nước mắm nhĩ Phú Quốc 40 độ đạm"
    assert [(issue.code, issue.severity) for issue in issues] == [("text.old_font_read", "warn")]
