"""Files that other places hand out are known by their headers and read as sheets; ours come back the same."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_helper.bulk.sheet import foreign
from merchant_helper.bulk.sheet.foreign import places, plain_head, recognised
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.plan import Known, plan
from merchant_helper.bulk.sheet.read import Sheet, read
from merchant_helper.channels.carried import carried
from merchant_helper.channels.cells import paragraphs
from merchant_helper.listings.product import Product
from merchant_helper.text import clean_text
from tests.bulk.sheet.foreign_files import SALES, SHOPEE, TIKTOK, write
from tests.channels.generated import BASE, channel_of, made
from tests.channels.samples import BASKET, FISH_SAUCE
from tests.channels.test_woocommerce import PICTURES, SALTED, SHIRTS

# The files that are read back, and what else is lost on the way there and back.
READ = (("woocommerce", None), ("shopify", None), ("shopify", "old"), ("haravan", None), ("kiotviet", None))
GOLDEN = Path(__file__).parents[2] / "channels" / "golden"
LETTERS = "aăâáãbcđeêơưy XYZ0123.;()!?'–-+="
words = st.text(LETTERS, min_size=1, max_size=20).map(lambda t: clean_text(f"m{t}").text)
few = st.none() | words
lines = st.lists(st.text(f'{LETTERS}<>&"\\,:|%/', max_size=30), max_size=5).map("\n".join)
prices = st.integers(2, 90_000).map(lambda n: n * 1000)


def bought(number: int) -> st.SearchStrategy[Product]:
    """Make a product as a shop would tell it."""
    return st.builds(
        Product,
        sku=st.just(f"S-{number}"),
        name=words,
        price=prices,
        category=st.none() | st.sampled_from(["food", "craft", "clothing"]),
        description=lines.map(lambda t: clean_text(t, multiline=True).text),
        sale_price=st.none(),
        stock=st.none() | st.integers(0, 900),
        weight_g=st.none() | st.integers(1, 90_000),
        length_cm=st.none() | st.integers(1, 900).map(lambda n: n / 2),
        brand=few,
        gtin=st.sampled_from([None, "8934563138165", "96385074"]) if not number else st.none(),
        origin=few,
        unit=few,
        unit_size=few,
        expiry=few,
        tags=st.lists(words, max_size=3, unique_by=lambda t: t.casefold()).map(tuple),
    )


def family(first: Product, values: Sequence[str], sale: bool) -> list[Product]:
    """Make variants of a product that share its words, or leave it alone."""
    if not values:
        return [replace(first, sale_price=first.price - 500 if sale and first.price else None)]
    return [
        replace(
            first,
            sku=f"{first.sku}-{n}",
            group=f"{first.sku}-all",
            option1_name="Màu",
            option1_value=f"{v}{n}",
            gtin=None,
        )
        for n, v in enumerate(values)
    ]


goods = st.lists(st.tuples(st.lists(words, max_size=3), st.booleans()), min_size=1, max_size=3).flatmap(
    lambda shapes: st.tuples(*(bought(n) for n in range(len(shapes)))).map(
        lambda firsts: [
            p for f, (values, sale) in zip(firsts, shapes, strict=True) for p in family(f, values, sale)
        ]
    )
)


def back(name: str, form: str | None, products: Iterable[Product]) -> list[Product]:
    """Write products for a place and read its file."""
    channel = channel_of(name, form)
    assert channel.file is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / channel.file.name
        path.write_bytes(made(channel, products))
        return list(read(path).products())


@given(goods)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize(("name", "form"), READ)
def test_out_and_in_again_is_the_same(name: str, form: str | None, products: list[Product]) -> None:
    fields = carried(channel_of(name, form)) - {
        "pictures",
        "description",
        "group",
        "option2_name",
        "option2_value",
    }
    again = {product.sku: product for product in back(name, form, products)}
    assert set(again) == {product.sku for product in products}
    for product in products:
        found = again[product.sku]
        told = {field: getattr(product, field) for field in fields}
        assert {field: getattr(found, field) for field in fields} == told
        assert paragraphs(found.description) == paragraphs(product.description)
        # The code of a group may be written otherwise; who belongs to it is the same.
        assert (found.group is None) == (product.group is None)
        same = {p.sku for p in products if p.group == product.group}
        assert {p.sku for p in again.values() if p.group == found.group} == same
        assert not [issue for issue in found.found if issue.severity == "block"]


@pytest.mark.parametrize(("name", "form"), READ)
def test_spot_values_survive_there_and_back(name: str, form: str | None) -> None:
    phone = replace(BASKET, sku="0812345678", name="=1+1", sale_price=None)
    salted, called = back(name, form, [SALTED, phone])
    assert (salted.sku, salted.gtin, salted.name) == ("0012345", "8934563138165", "Bánh tráng – 500 g")
    assert salted.description == "Phơi sương.\nCuốn thịt luộc." and salted.unit_size == "500 g, gói giấy"
    assert (called.sku, called.name) == ("0812345678", "=1+1" if name == "kiotviet" else "1+1")


@pytest.mark.parametrize(("name", "form"), READ)
def test_variants_come_back_with_both_options(name: str, form: str | None) -> None:
    again = back(name, form, SHIRTS[1:3])
    assert [(p.option1_name, p.option2_name, p.option2_value) for p in again] == [
        ("Màu", "Cỡ", "M"),
        ("Màu", "Cỡ", "S"),
    ]
    assert len({p.group for p in again}) == 1 and again[0].group and again[0].price == 270000


@pytest.mark.parametrize(("name", "form"), READ)
def test_pictures_at_hand_come_back_by_their_names(name: str, form: str | None, tmp_path: Path) -> None:
    channel = channel_of(name, form)
    assert channel.file is not None
    (tmp_path / "images").mkdir()
    for pictures in PICTURES.values():
        for picture in pictures[:-1]:
            (tmp_path / "images" / picture).write_bytes(b"x")
    path = tmp_path / channel.file.name
    path.write_bytes(
        made(channel, [SALTED, *SHIRTS], lambda p: [f"{BASE}/{n}" for n in PICTURES.get(p.sku, [])])
    )
    sheet = read(path, photos=tmp_path / "images")
    found = {p.sku: [picture.path.name for picture in p.pictures] for p in sheet.products()}
    assert found["0012345"] == PICTURES["0012345"][:-1]
    assert [found[f"AO-{n}"][0] for n in (1, 2, 3)] == [PICTURES[f"AO-{n}"][0] for n in (1, 2, 3)]
    assert [i.params["count"] for i in sheet.notes if i.code == "sheet.foreign_pictures"] == [4]


def test_a_template_of_shopee_gives_its_goods(tmp_path: Path) -> None:
    sheet = read(write(tmp_path / "shopee.xlsx", SHOPEE))
    sauce, red, blue = sheet.products()
    assert (sauce.row, sauce.sku, sauce.price, sauce.stock, sauce.weight_g) == (7, "NM-01", 150000, 24, 900)
    assert sauce.description == "Cá cơm.\nMuối." and sauce.group is None and sauce.category is None
    assert (red.sku, red.option1_name, red.option1_value, blue.stock) == ("0012345", "Màu", "Đỏ", 0)
    assert red.group == blue.group == "AO"
    assert {i.code for i in sheet.notes} == {
        "sheet.foreign",
        "sheet.foreign_left_out",
        "sheet.foreign_pictures",
    }


def test_a_weight_without_a_unit_is_left_out_and_told(tmp_path: Path) -> None:
    rows = [
        [str(cell).replace(" (gram)", "") if isinstance(cell, str) else cell for cell in row]
        for row in SHOPEE
    ]
    sheet = read(write(tmp_path / "shopee.xlsx", rows))
    assert {p.weight_g for p in sheet.products()} == {None}
    assert "sheet.foreign_weight" in {i.code for i in sheet.notes}
    kilograms = [
        [str(c).replace("(gram)", "(kg)") if isinstance(c, str) else c for c in row] for row in SHOPEE
    ]
    kilograms[6][11] = 0.9
    assert next(read(write(tmp_path / "kg.xlsx", kilograms)).products()).weight_g == 900


def test_an_export_of_what_is_sold_on_shopee(tmp_path: Path) -> None:
    red, blue, sauce = read(write(tmp_path / "sales.xlsx", SALES, "Sheet1")).products()
    assert (red.sku, red.option1_name, red.option1_value, red.price) == ("AO-1", "Phân loại", "Đỏ,M", 250000)
    assert red.group == blue.group and blue.price == 260000 and (sauce.sku, sauce.group) == ("NM-01", None)


def test_an_export_of_tiktok_gives_plain_words(tmp_path: Path) -> None:
    paste, red, blue = read(write(tmp_path / "tiktok.xlsx", TIKTOK, "Template")).products()
    assert paste.description == "Ngon.\nĐậm & thơm" and (paste.brand, paste.category) == ("Bà Sáu", "Đồ ăn")
    assert (paste.price, paste.stock, paste.weight_g, paste.sku) == (45000, 7, 500, "MAM-RUOC")
    assert red.description == "- Lụa\n- Mát" and red.group == blue.group and red.group is not None


@pytest.mark.parametrize("name", ["shopee_ID_basic_2023-04-11.xlsx", "tiktok_ID_batchupload_2023-04-25.xlsx"])
def test_an_empty_template_has_no_goods(name: str, shared: Path) -> None:
    sheet = read(shared / "data" / "templates" / name)
    assert list(sheet.products()) == [] and "sheet.foreign" in {i.code for i in sheet.notes}


@pytest.mark.parametrize(
    ("name", "place", "count"),
    [
        ("shopify/apparel.csv", "Shopify", 22),
        ("shopify/jewelery.csv", "Shopify", 23),
        ("shopify/product_template_new-headers_theteleporter-hirachu.csv", "Shopify", 15),
        ("woocommerce/sample_products.csv", "WooCommerce", 22),
        ("woocommerce/importer_test_sample.csv", "WooCommerce", 5),
    ],
)
def test_samples_of_others_are_known(name: str, place: str, count: int, shared: Path) -> None:
    sheet = read(shared / "data" / "feeds" / name)
    (told,) = [i for i in sheet.notes if i.code == "sheet.foreign"]
    assert told.params == {"place": place, "count": count} and len(list(sheet.products())) == count


def test_a_sheet_of_ours_is_none_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "bang.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [["Mã hàng", "Tên hàng", "Giá bán", "Mô tả"], ["A", "Mắm", "85.000", "<b>"]]
        )
    (product,) = read(path).products()
    assert product.description == "<b>" and not [i for i in read(path).notes if i.code == "sheet.foreign"]


def test_a_code_of_a_group_is_never_that_of_a_product() -> None:
    for again in (
        back(
            "shopify",
            None,
            [replace(SHIRTS[0], group="X", sku="x-1"), replace(SHIRTS[1], group="X", sku="x")],
        ),
    ):
        assert len({p.group for p in again}) == 1 and again[0].group not in {p.sku for p in again}
        assert not [i for p in again for i in p.found if i.severity == "block"]


def test_a_preview_says_what_would_be(tmp_path: Path) -> None:
    path = tmp_path / "shopify.csv"
    path.write_bytes(made(channel_of("shopify"), [FISH_SAUCE, BASKET]))
    sheet: Sheet = read(path)
    assert [(row.sku, row.action) for row in plan(sheet, Known())] == [("NM-01", "add"), ("GIO-1", "add")]


def test_places_are_data_with_a_date() -> None:
    assert [place.name for place in places()] == [
        "TikTok Shop",
        "Shopee",
        "WooCommerce",
        "Shopify",
        "Haravan",
        "KiotViet",
    ]
    for place in places():
        assert all(head == plain_head(head) for heads in place.columns.values() for head in heads)
        assert all(mark == plain_head(mark) for marks in place.marks for mark in marks)
    assert recognised([(1, ["Tên", "Giá"])]) is None


def test_a_file_that_ends_in_its_headers_has_no_goods(tmp_path: Path) -> None:
    path = tmp_path / "shopify.csv"
    path.write_text("Title,URL handle,Price\r\n", "utf-8")
    assert list(read(path).products()) == []
    path.write_text("", "utf-8")
    with pytest.raises(SheetRefused):
        read(path)


def test_more_goods_than_a_shop_can_have_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shopify.csv"
    path.write_bytes(made(channel_of("shopify"), [FISH_SAUCE, BASKET]))
    monkeypatch.setattr(foreign, "MOST_GOODS", 1)
    with pytest.raises(SheetRefused, match="too_many_rows"):
        read(path)


def test_golden_files_are_read_back() -> None:
    for name in ("shopify.csv", "shopify-old.csv", "haravan.csv", "woocommerce-all.csv"):
        assert [p.sku for p in read(GOLDEN / name).products()][:2] == ["0012345", "0812345678"]
