"""Rows for WooCommerce: each trap that its importer was seen to fall into, one by one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_helper import channels
from merchant_helper.channels.cells import category, decimal, kilograms, line, listed, paragraphs, title
from merchant_helper.errors import SpecBroken
from merchant_helper.listings.product import Product

from .samples import ALL, BASKET, BLUE, FISH_SAUCE, RED, written

GOLDEN = Path(__file__).parent / "golden"


def one(product: Product = FISH_SAUCE, **changes: object) -> dict[str, str]:
    return written(replace(product, **changes))[0]  # type: ignore[arg-type]


def test_the_whole_file_is_as_it_was_agreed(tmp_path: Path) -> None:
    woo = channels.load("woocommerce")
    names = {"NM-01": ["NM-01_1-0a1b2c3d.jpg", "NM-01_2-deadbeef.jpg"], "AO-DO-S": ["AO-DO-S_1-11111111.jpg"]}
    rows = channels.rows(ALL, woo, lambda product: names.get(product.sku, []))
    assert channels.write_csv(rows, woo, tmp_path / "shop.csv") == 5
    assert (tmp_path / "shop.csv").read_bytes() == (GOLDEN / "woocommerce.csv").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["shop.csv"]


def test_the_first_lines_of_the_readme_work(tmp_path: Path) -> None:
    product = Product(sku="NM-01", name="Nước mắm nhĩ Phú Quốc 40 độ", price=150000)
    woo = channels.load("woocommerce")
    assert [issue.severity for issue in channels.check(product, woo)] == ["warn", "warn"]
    assert channels.write_csv(channels.rows([product], woo), woo, str(tmp_path / "shop.csv")) == 1
    assert b"NM-01" in (tmp_path / "shop.csv").read_bytes()


@pytest.mark.parametrize("price", [85000, 1250000, 999, 10**9])
def test_prices_are_bare_digits(price: int) -> None:
    assert one(price=price)["Regular price"] == str(price)


@pytest.mark.parametrize(
    ("sale", "cell"), [(149999, "149999"), (150000, ""), (160000, ""), (0, ""), (-5, "")]
)
def test_a_sale_price_is_written_only_below_the_price(sale: int, cell: str) -> None:
    assert one(sale_price=sale)["Sale price"] == cell


@pytest.mark.parametrize(("stock", "in_stock", "cell"), [(None, "1", ""), (0, "0", "0"), (7, "1", "7")])
def test_stock_is_always_said_and_counted_only_if_counted(
    stock: int | None, in_stock: str, cell: str
) -> None:
    row = one(stock=stock)
    assert (row["In stock?"], row["Stock"]) == (in_stock, cell)


@pytest.mark.parametrize(
    ("grams", "cell"), [(500, "0.5"), (1000, "1"), (1234, "1.234"), (5, "0.005"), (12000, "12"), (None, "")]
)
def test_weights_are_kilograms_with_a_point(grams: int | None, cell: str) -> None:
    assert one(weight_g=grams)["Weight (kg)"] == kilograms(grams) == cell


@pytest.mark.parametrize(
    ("size", "cell"), [(7.5, "7.5"), (26, "26"), (0.125, "0.12"), (float("nan"), ""), (-1, "")]
)
def test_sizes_have_a_point(size: float, cell: str) -> None:
    assert decimal(size) == cell


def test_products_come_as_drafts_and_variants_with_their_parent() -> None:
    assert [row["Published"] for row in written(FISH_SAUCE, RED, BLUE)] == ["-1", "-1", "1", "1"]


def test_the_barcode_stands_under_the_header_that_maps() -> None:
    assert one()["global_unique_id"] == "8934563138165"
    assert "GTIN, UPC, EAN, or ISBN" not in one()


def test_a_leading_zero_stays() -> None:
    assert one(sku="0012345")["SKU"] == "0012345"


def test_a_parent_stands_before_its_variants_even_when_they_lie_apart() -> None:
    rows = written(RED, BASKET, BLUE)
    assert [(r["Type"], r["SKU"], r["Parent"]) for r in rows] == [
        ("simple", "GIO-1", ""),
        ("variable", "AO", ""),
        ("variation", "AO-DO-S", "AO"),
        ("variation", "AO-XANH-M", "AO"),
    ]


def test_variants_spell_their_options_as_the_parent_does() -> None:
    parent, red, blue = written(RED, BLUE)
    assert {row["Attribute 1 name"] for row in (parent, red, blue)} == {"Màu"}
    assert parent["Attribute 1 value(s)"] == r"Đỏ\, đậm, Xanh"
    assert (red["Attribute 1 value(s)"], blue["Attribute 1 value(s)"]) == (r"Đỏ\, đậm", "Xanh")
    assert {row["Attribute 1 global"] for row in (parent, red, blue)} == {"0"}
    assert (parent["Regular price"], parent["In stock?"], red["In stock?"]) == ("", "1", "0")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Đồ ăn, đặc sản", r"Đồ ăn\, đặc sản"),
        ("Quà > Tết", "Quà / Tết"),
        ("ends with \\", "ends with"),
        ("=1+1", "1+1"),
    ],
)
def test_a_category_is_one_category(text: str, cell: str) -> None:
    assert category(text).rstrip() == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Đỏ|Xanh", "Đỏ/Xanh"),
        ("70%cacao", "70% cacao"),
        ("100% tơ", "100% tơ"),
        ("Cỡ <M>", "Cỡ ‹M›"),
        ("< 5 kg", "< 5 kg"),
    ],
)
def test_what_wordpress_would_cut_out_of_a_value_stays(text: str, cell: str) -> None:
    assert one(unit_size=text)["Attribute 4 value(s)"] == cell


@pytest.mark.parametrize(
    ("name", "cell"), [("Áo <b>đỏ</b>", "Áo &lt;b>đỏ&lt;/b>"), ("Nặng < 5 kg & bền", "Nặng < 5 kg & bền")]
)
def test_no_tag_in_a_name_acts(name: str, cell: str) -> None:
    assert one(name=name)["Name"] == title(name) == cell


def test_a_kind_is_written_by_its_vietnamese_name() -> None:
    assert one(category="clothing")["Categories"] == r"Quần áo\, giày dép"


def test_tags_escape_commas_and_lose_signs() -> None:
    assert listed(["a, b", "+c", "", "a, b", "d\\"]) == r"a\, b, c, d"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("một dòng", "<p>một dòng</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("Có:\n+ a\n• b\nHết", "<p>Có:</p><ul><li>a</li><li>b</li></ul><p>Hết</p>"),
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("<b>&amp;</b>", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>"),
        ("a\\nb", "<p>a&#92;nb</p>"),
        ("-18 độ", "<p>-18 độ</p>"),
        ("=1+1", "<p>=1+1</p>"),
        ("", ""),
    ],
)
def test_descriptions_become_paragraphs_and_lists(text: str, html: str) -> None:
    assert paragraphs(text) == html


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("- Áo bà ba", "Áo bà ba"),
        ("=HYPERLINK(1)", "HYPERLINK(1)"),
        ("@@SUM", "SUM"),
        ("\t\r=x", "x"),
        ("+84 909", "84 909"),
        ("-18°C", "−18°C"),
        ("＝1", "1"),
        ("a = b", "a = b"),
        ("---", ""),
    ],
)
def test_formula_signs_leave_without_an_apostrophe(text: str, cell: str) -> None:
    assert line(text) == cell


def test_crlf_quotes_and_line_breaks_read_back() -> None:
    woo = channels.load("woocommerce")
    stream = io.BytesIO()
    row = dict.fromkeys((column.id for column in woo.columns), "")
    channels.write_csv([row | {"name": 'a "b", c\nd; \\'}], woo, stream)
    text = stream.getvalue().decode("utf-8-sig")
    assert text.count("\r\n") == 2 and text.startswith("Type,SKU,")
    assert next(csv.DictReader(io.StringIO(text, newline="")))["Name"] == 'a "b", c\nd; \\'


def test_a_cell_is_safe_whoever_made_the_row() -> None:
    woo = channels.load("woocommerce")
    stream = io.BytesIO()
    row = dict.fromkeys((column.id for column in woo.columns), "=1+1")
    channels.write_csv([row | {"published": "-1"}], woo, stream)
    (read,) = csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig").split("\r\n")[1]))
    assert set(read) == {"1+1", "-1"}


def test_text_streams_and_kits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="binary"):
        channels.write_csv([], channels.load("woocommerce"), io.StringIO())  # type: ignore[arg-type]
    with pytest.raises(SpecBroken):
        channels.write_csv([], channels.load("zalo"), tmp_path / "zalo.csv")


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken() -> object:
        yield from channels.rows([FISH_SAUCE], channels.load("woocommerce"))
        raise RuntimeError("power cut")

    (tmp_path / "shop.csv").write_bytes(b"before")
    with pytest.raises(RuntimeError):
        channels.write_csv(broken(), channels.load("woocommerce"), tmp_path / "shop.csv")  # type: ignore[arg-type]
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("shop.csv", b"before")]
