"""Every generated file as it was agreed, and what it must keep: codes, prices, words, pictures, variants."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from merchant_helper import channels
from merchant_helper.channels.carried import left_out
from merchant_helper.channels.updates import for_update
from merchant_helper.listings.product import Product

from .generated import BASE, FILES, IDS, channel_of, fitted, made, sku_header, sold, table
from .samples import BASKET, BLUE, FISH_SAUCE, RED, codes, photo
from .test_woocommerce import EVERYTHING, PICTURES, SALTED, SHIRTS

GOLDEN = Path(__file__).parent / "golden"
NEW = [file for file in FILES if file[0] != "woocommerce"]
ODD = replace(FISH_SAUCE, sku="ODD", gtin=None)


def addresses(product: Product) -> list[str]:
    return [f"{BASE}/{name}" for name in PICTURES.get(product.sku, [])]


def read(name: str, *products: Product, form: str | None = None) -> list[dict[str, str]]:
    channel = channel_of(name, form)
    return table(channel, made(channel, [fitted(channel, p) for p in products], addresses))


def golden(data: bytes, channel: channels.Channel) -> bytes:
    """Give a workbook by its cells: its bytes depend on who packs it."""
    if channel.file and channel.file.format != "xlsx":
        return data
    rows = table(channel, data)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, [column.header for column in channel.columns])
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


@pytest.mark.parametrize(("name", "form"), NEW)
def test_the_whole_file_is_as_it_was_agreed(name: str, form: str | None) -> None:
    channel = channel_of(name, form)
    data = golden(made(channel, [fitted(channel, p) for p in EVERYTHING], addresses), channel)
    ending = "csv" if channel.file and channel.file.format == "xlsx" else Path(channel.file.name).suffix[1:]  # type: ignore[union-attr]
    assert data == (GOLDEN / f"{name}{'-' + form if form and ending == 'csv' else ''}.{ending}").read_bytes()


@pytest.mark.parametrize(("name", "form"), FILES)
def test_codes_prices_and_words_stay_what_they_are(name: str, form: str | None) -> None:
    channel = channel_of(name, form)
    phone = replace(BASKET, sku="0812345678", name="=1+1", sale_price=None)
    rows = sold(channel, read(name, SALTED, phone, form=form))
    whole = [" | ".join(row.values()) for row in rows]
    assert [row[sku_header(channel)] for row in rows] == ["0012345", "0812345678"]
    assert "8934563138165" in rows[0].values() and "Bánh tráng – 500 g" in rows[0].values()
    assert "Phơi sương." in whole[0] and "Cuốn thịt luộc." in whole[0]
    assert any(cell.split()[0] == "35000" for cell in rows[0].values() if cell)
    assert ("=1+1" if name == "kiotviet" else "1+1") in rows[1].values()


@pytest.mark.parametrize(("name", "form"), FILES)
def test_no_line_of_a_description_meets_another(name: str, form: str | None) -> None:
    (row,) = sold(channel_of(name, form), read(name, replace(ODD, description="Một\nHai"), form=form))
    cell = next(cell for cell in row.values() if "Một" in cell)
    assert any(between in cell for between in ("Một\nHai", "Một<br>Hai")) and "\n" not in row.get("title", "")


def test_a_feed_for_google_has_no_line_break_and_no_tab_in_a_cell() -> None:
    (row,) = read("google", replace(ODD, name='Giỏ "to"\tđẹp', description='- "a"\n- b & c <d>'))
    assert not any(sign in cell for cell in row.values() for sign in "\n\t\r")
    assert row["description"].startswith("• &quot;a&quot;<br>• b &amp; c &lt;d&gt;<br>")


@pytest.mark.parametrize(
    ("name", "price", "sale"), [("meta", "price", "sale_price"), ("google", "price", "sale_price")]
)
def test_money_of_a_feed_has_its_currency(name: str, price: str, sale: str) -> None:
    first, second = read(name, BASKET, FISH_SAUCE)
    assert (first[price], first[sale]) == ("85000 VND", "79000 VND")
    assert (second[price], second[sale]) == ("150000 VND", "")


@pytest.mark.parametrize(
    ("name", "now", "before"),
    [("shopify", "Price", "Compare-at price"), ("haravan", "Giá", "Giá so sánh")],
)
def test_a_shop_asks_the_lower_price_beside_the_one_before(name: str, now: str, before: str) -> None:
    first, second = read(name, BASKET, FISH_SAUCE)
    assert (first[now], first[before], second[now], second[before]) == ("79000", "85000", "150000", "")


@pytest.mark.parametrize(
    ("name", "words"), [("meta", ("in stock", "out of stock")), ("google", ("in_stock", "out_of_stock"))]
)
def test_availability_is_said_as_each_feed_wants_it(name: str, words: tuple[str, str]) -> None:
    rows = read(name, *(replace(ODD, stock=stock) for stock in (None, 3, 0)))
    assert [row["availability"] for row in rows] == [words[0], words[0], words[1]]


@pytest.mark.parametrize(
    ("name", "column", "out", "who"),
    [
        ("shopify", "Inventory quantity", "Continue selling when out of stock", "Inventory tracker"),
        ("haravan", "Số lượng tồn kho", "Đặt hàng khi hết hàng", "Quản lý tồn kho"),
    ],
)
def test_stock_is_counted_only_if_counted(name: str, column: str, out: str, who: str) -> None:
    free, counted = read(name, replace(ODD, stock=None), replace(ODD, stock=0))
    assert (free[column], free[out], free[who]) == ("", "continue", "")
    assert (counted[column], counted[out], counted[who].lower()) == ("0", "deny", name)


def test_a_product_of_one_kind_is_named_as_shopify_names_it() -> None:
    row = read("shopify", BASKET)[0]
    assert (row["Option1 name"], row["Option1 value"]) == ("Title", "Default Title")
    assert row["URL handle"] == "gio-1" and row["Status"] == "draft"


@pytest.mark.parametrize("name", ["shopify", "haravan"])
def test_the_first_variant_tells_what_all_share_and_each_row_has_a_picture(name: str) -> None:
    rows = read(name, *SHIRTS)
    description, picture = (
        ("Description", "Product image URL") if name == "shopify" else ("Mô tả", "Link hình")
    )
    assert [bool(row[description]) for row in rows] == [True] + [False] * 5
    pictures = [row[picture] for row in rows]
    assert len(pictures) == len(set(pictures)) == 6 and all(pictures)
    assert [row[sku_header(channel_of(name))] for row in rows] == ["AO-1", "AO-2", "AO-3", "AO-4", "", ""]
    assert {row["URL handle" if name == "shopify" else "Url"] for row in rows} == {"ao-ba-ba"}
    assert sum(1 for cell in rows[4].values() if cell) == 3


@pytest.mark.parametrize("name", ["meta", "google"])
def test_variants_of_a_feed_stand_in_full_under_one_group(name: str) -> None:
    red, blue = read(name, RED, BLUE)
    assert (red["item_group_id"], blue["item_group_id"]) == ("AO", "AO")
    assert (red["color"], red["size"]) == ("Đỏ, đậm", "S") and red["title"] == blue["title"] == "Áo bà ba"
    single = read(name, FISH_SAUCE)[0]
    assert single["item_group_id"] == "" == single["color"]


def test_an_option_without_a_column_of_its_own_is_told_by_name() -> None:
    variants = [
        replace(
            RED, sku=f"V-{n}", option1_name="Vị", option1_value=v, option2_name="Màu sắc", option2_value="đỏ"
        )
        for n, v in enumerate("ab")
    ]
    rows = read("meta", *variants)
    assert [row["additional_variant_attribute"] for row in rows] == ["Vị:a", "Vị:b"]
    assert [row["color"] for row in rows] == ["đỏ", "đỏ"]
    twice = read("meta", replace(RED, option2_name="Màu sắc", option2_value="nâu"))[0]
    assert (twice["color"], twice["additional_variant_attribute"]) == ("Đỏ, đậm", "Màu sắc:nâu")


def test_kiotviet_ties_variants_to_the_first() -> None:
    rows = read("kiotviet", *SHIRTS, BASKET)
    assert [row["Mã HH Liên quan"] for row in rows] == ["", "", "AO-1", "AO-1", "AO-1"]
    assert rows[1]["Thuộc tính"] == "Màu:Đỏ/đậm|Cỡ:S" and rows[0]["Thuộc tính"] == ""
    assert rows[4]["Thuộc tính"] == "Màu:70%cacao|Cỡ:M/L"
    assert rows[1]["Hình ảnh (url1,url2...)"].split(",") == addresses(SHIRTS[0])


def test_a_sale_that_a_place_has_no_column_for_is_told() -> None:
    told = {
        name: "channel.sale_left_out" in codes(channels.check(BASKET, channels.load(name))) for name in IDS
    }
    assert told == {name: name == "kiotviet" for name in IDS}


def test_every_cell_of_a_workbook_is_marked_as_text() -> None:
    channel = channels.load("kiotviet")
    data = made(channel, [replace(BASKET, name="=1+1", sku="0012345"), FISH_SAUCE])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert {"=1+1", "0012345", "8934563138165"} <= {cell.value for cell in cells}
    assert data == made(channel, [replace(BASKET, name="=1+1", sku="0012345"), FISH_SAUCE])


def test_brand_and_identifiers_are_never_made_up() -> None:
    plain, marked = read("google", BASKET, FISH_SAUCE)
    assert (plain["brand"], plain["gtin"], plain["identifier_exists"]) == ("", "", "no")
    assert (marked["brand"], marked["gtin"], marked["identifier_exists"]) == ("Bà Sáu", "8934563138165", "")


@pytest.mark.parametrize("name", ["meta", "google"])
def test_a_row_without_a_page_or_a_picture_address_is_held(name: str, tmp_path: Path) -> None:
    channel = channels.load(name)
    good = replace(fitted(channel, FISH_SAUCE), pictures=(photo(tmp_path / "a.jpg"),))

    def reasons(product: Product, **options: Any) -> set[str]:
        report = channels.export([product], channel, tmp_path / "out", allow_removals=True, **options)
        assert bool(report.files) == bool(report.rows_out)
        return codes(p for p in report.problems if p.issue.severity == "block")

    assert reasons(good, image_base_url=BASE) == set()
    assert reasons(good) == {"channel.no_picture_address"}
    assert reasons(good, image_base_url=BASE, pictures=False) == {"channel.no_picture_address"}
    assert reasons(replace(good, link=None), image_base_url=BASE) == {"channel.no_link"}
    assert reasons(replace(good, link="https://www.facebook.com/tiem"), image_base_url=BASE) == {
        "channel.link_not_own"
    }
    assert reasons(replace(good, link="https://m.facebook.com/tiem"), image_base_url=BASE) == {
        "channel.link_not_own"
    }
    assert reasons(replace(good, pictures=()), image_base_url=BASE) == {"channel.no_picture"}
    assert reasons(
        replace(good, description="", unit=None, unit_size=None, expiry=None, origin=None),
        image_base_url=BASE,
    ) == {"channel.column_empty"}


def test_meta_gets_no_file_while_a_row_is_held(tmp_path: Path) -> None:
    meta = channels.load("meta")
    good = replace(fitted(meta, FISH_SAUCE), pictures=(photo(tmp_path / "a.jpg"),))
    held = replace(good, sku="NM-02", gtin=None, link=None)
    report = channels.export([good, held], meta, tmp_path / "out", image_base_url=BASE)
    assert report.files == [] and "channel.feed_held" in codes(report.problems)
    report = channels.export([good, held], meta, tmp_path / "out", image_base_url=BASE, allow_removals=True)
    assert [file.path for file in report.files] == ["meta.csv"]


@pytest.mark.parametrize("name", ["shopify", "haravan", "kiotviet"])
def test_without_an_address_the_file_has_no_pictures_and_that_is_said(name: str, tmp_path: Path) -> None:
    channel = channels.load(name)
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    report = channels.export([product], channel, tmp_path / "out")
    data = (tmp_path / "out" / channel.file.name).read_bytes()  # type: ignore[union-attr]
    assert "channel.pictures_by_hand" in codes(report.problems) and len(report.images) == 1
    assert not any(".jpg" in cell for row in table(channel, data) for cell in row.values())
    report = channels.export([product], channel, tmp_path / "out", image_base_url=BASE)
    data = (tmp_path / "out" / channel.file.name).read_bytes()  # type: ignore[union-attr]
    name_of = Path(report.images[0].path).name
    assert f"{BASE}/{name_of}" in table(channel, data)[0].values()
    assert "channel.pictures_by_hand" not in codes(report.problems)


def test_codes_that_make_one_address_are_held(tmp_path: Path) -> None:
    twins = [replace(BASKET, sku="A_1"), replace(BASKET, sku="A-1")]
    report = channels.export(twins, channels.load("shopify"), tmp_path)
    assert [product.sku for product in report.held] == ["A-1"]
    assert "channel.handle_repeated" in codes(report.problems)


def test_words_that_a_group_does_not_share_are_told(tmp_path: Path) -> None:
    variants = (replace(RED, description="Lụa."), replace(BLUE, description="Bông.", brand="Bà Sáu"))
    report = channels.export(variants, channels.load("shopify"), tmp_path)
    told = [(p.sku, p.issue.field) for p in report.problems if p.issue.code == "channel.shared_by_group"]
    assert told == [("AO-XANH-M", "description"), ("AO-XANH-M", "brand")] and report.rows_out == 2


def test_another_form_is_asked_for_by_name(tmp_path: Path) -> None:
    report = channels.export([BASKET], channels.load("shopify"), tmp_path, form="old")
    assert [file.path for file in report.files] == ["shopify-old.csv"]
    with pytest.raises(channels.ExportRefused, match="old"):
        channels.export([BASKET], channels.load("shopify"), tmp_path, form="xml")


@pytest.mark.parametrize(("name", "header"), [("shopify", "Status"), ("haravan", "Hiển thị")])
def test_an_update_says_nothing_of_being_shown(name: str, header: str) -> None:
    channel = channels.load(name)
    updating = for_update(channel)
    assert updating is not None and header in [column.header for column in channel.columns]
    assert header not in table(updating, made(updating, [BASKET]))[0]


def test_what_stays_at_home_is_known() -> None:
    sides = ("length_cm", "width_cm", "height_cm")
    assert {name: left_out(channels.load(name)) for name in IDS} == {
        "woocommerce": ("condition", "link"),
        "shopify": (*sides, "link"),
        "haravan": (*sides, "link"),
        "meta": ("stock", *sides, "tags"),
        "google": ("stock", *sides, "tags"),
        "kiotviet": ("sale_price", "weight_g", *sides, "tags", "link"),
    }


def headers(path: Path, delimiter: str = ",", line: int = 0) -> set[str]:
    return set(next(csv.reader([path.read_text("utf-8-sig").splitlines()[line]], delimiter=delimiter)))


@pytest.mark.parametrize(("name", "form"), FILES[:4] + FILES[6:7])
def test_headers_are_those_of_the_samples(name: str, form: str | None, feeds: Path) -> None:
    ours = {column.header for column in channel_of(name, form).columns}
    if name == "shopify" and form is None:
        assert ours <= headers(next((feeds / "shopify").glob("product_template_new*")))
    elif name == "shopify":
        # The sample is older than the column that says what is a draft.
        assert ours - {"Status"} <= headers(feeds / "shopify" / "apparel.csv")
    elif name == "meta":
        template = headers(feeds / "meta" / "catalog_products_template_WuPei.csv", line=1)
        assert ours - template == {"additional_variant_attribute", "product_type", "additional_image_link"}
    elif name == "google":
        live = headers(feeds / "google" / "google_feed_pharleg-lecc.tsv", "\t")
        assert {"id", "title", "price", "availability", "item_group_id", "image_link"} <= ours & live
    else:
        sample = headers(feeds / "woocommerce" / "sample_products.csv")
        assert {"Type", "SKU", "Name", "Regular price", "Images", "Parent"} <= ours & sample
