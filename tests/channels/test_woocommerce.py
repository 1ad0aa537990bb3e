"""A whole file for WooCommerce: every kind of row, and what its importer makes of it, new and again."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from merchant_helper import channels
from merchant_helper.channels.updates import for_update
from merchant_helper.listings.product import Product

from .importer import Shop
from .samples import BASKET, FISH_SAUCE, RED, codes, photo, read

GOLDEN = Path(__file__).parent / "golden"
WOO = channels.load("woocommerce")
SALTED = Product(
    sku="0012345",
    name="Bánh tráng – 500 g",
    price=35000,
    sale_price=32000,
    category="food",
    description="Phơi sương.\nCuốn thịt luộc.",
    stock=0,
    weight_g=500,
    gtin="8934563138165",
    unit="gói",
    unit_size="500 g, gói giấy",
    tags=("bánh tráng", "cuốn, chấm"),
    row=2,
)
PHONE = Product(
    sku="0812345678", name="=1+1", price=1000, description="<b>Đậm</b> & nhạt", tags=("+84",), row=3
)
PLAIN = Product(sku="GIO-1", name="Giỏ <b>mây</b>", price=85000, category="Quà > Tết", row=4)
SHIRTS = tuple(
    Product(
        sku=f"AO-{number}",
        name="Áo bà ba",
        price=250000 + 10000 * number,
        sale_price=199000 if number == 2 else None,
        category="clothing",
        description="Vải lụa." if number < 4 else "Vải lụa, thêu tay.",
        stock=(None, 0, 3, 12)[number - 1],
        group="AO-BA-BA",
        option1_name="Màu",
        option1_value=colour,
        option2_name="Cỡ",
        option2_value=size,
        unit="cái",
        origin="Bến Tre",
        tags=("lụa", "áo, quần"),
        row=4 + number,
    )
    for number, (colour, size) in enumerate(
        [("Đỏ, đậm", "S"), ("Đỏ, đậm", "M"), ("Xanh", "S"), ("70%cacao", "M|L")], start=1
    )
)
EVERYTHING = (SHIRTS[0], SALTED, SHIRTS[1], PHONE, SHIRTS[2], PLAIN, SHIRTS[3])
PICTURES = {
    "0012345": ["0012345_1-0a1b2c3d.jpg", "0012345_2-deadbeef.jpg", "0012345_3-12345678.jpg"],
    **{f"AO-{n}": [f"AO-{n}_1-{n * 11111111}.jpg", f"AO-{n}_2-{n * 1111}aaaa.jpg"] for n in (1, 2, 3)},
}


def pictures(product: Product) -> list[str]:
    return PICTURES.get(product.sku, [])


def table(*products: Product, update: bool = False) -> list[dict[str, str]]:
    channel = for_update(WOO) if update else WOO
    assert channel is not None
    stream = io.BytesIO()
    channels.write_csv(channels.rows(products, channel, pictures), channel, stream)
    return read(stream.getvalue())


@pytest.mark.parametrize(
    ("update", "name"), [(False, "woocommerce-all.csv"), (True, "woocommerce-update.csv")]
)
def test_the_whole_file_is_as_it_was_agreed(tmp_path: Path, update: bool, name: str) -> None:
    channel = for_update(WOO) if update else WOO
    assert channel is not None
    assert channels.write_csv(channels.rows(EVERYTHING, channel, pictures), channel, tmp_path / name) == 8
    assert (tmp_path / name).read_bytes() == (GOLDEN / name).read_bytes()


def test_everything_arrives_in_the_shop_as_it_was_told() -> None:
    shop = Shop()
    shop.take(table(*EVERYTHING))
    assert shop.skipped == [] and len(shop.products) == 8
    salted, phone, plain, parent = (
        shop.products[sku] for sku in ("0012345", "0812345678", "gio-1", "ao-ba-ba")
    )
    assert (salted["name"], salted["price"], salted["sale_price"]) == ("Bánh tráng – 500 g", "35000", "32000")
    assert (salted["counted"], salted["in_stock"], phone["counted"], phone["in_stock"]) == (
        True,
        False,
        False,
        True,
    )
    assert salted["description"] == "<p>Phơi sương.<br>Cuốn thịt luộc.</p>"
    assert salted["images"] == PICTURES["0012345"] and "images" not in plain
    assert salted["tags"] == ["bánh tráng", "cuốn, chấm"] and plain["categories"] == ["Quà / Tết"]
    assert salted["attributes"]["quy cách"] == ["500 g, gói giấy"]
    assert phone["description"] == "<p>&lt;b&gt;Đậm&lt;/b&gt; &amp; nhạt</p>"
    assert parent["attributes"]["màu"] == ["Đỏ, đậm", "Xanh", "70% cacao"]
    assert parent["attributes"]["cỡ"] == ["S", "M", "M/L"] and parent["tags"] == ["lụa", "áo, quần"]


def test_each_variant_has_its_own_price_stock_and_pictures() -> None:
    shop = Shop()
    shop.take(table(*EVERYTHING))
    parent, *variants = (shop.products[sku] for sku in ("ao-ba-ba", "ao-1", "ao-2", "ao-3", "ao-4"))
    assert [variant["price"] for variant in variants] == ["260000", "270000", "280000", "290000"]
    assert [variant["sale_price"] for variant in variants] == ["", "199000", "", ""]
    assert [(v["counted"], v["in_stock"]) for v in variants] == [
        (False, True),
        (True, False),
        (True, True),
        (True, True),
    ]
    assert [variant.get("images", []) for variant in variants] == [
        *(PICTURES[f"AO-{n}"] for n in (1, 2, 3)),
        [],
    ]
    assert parent["images"] == [name for n in (1, 2, 3) for name in PICTURES[f"AO-{n}"]]
    assert [variant["description"] for variant in variants] == ["", "", "", "<p>Vải lụa, thêu tay.</p>"]
    assert [variant["attributes"] for variant in variants][3] == {"màu": ["70% cacao"], "cỡ": ["M/L"]}


def test_signs_that_are_left_out_are_told() -> None:
    for product in EVERYTHING:
        found = codes(channels.check(product, WOO)) & {"channel.name_sign", "channel.sign_left_out"}
        assert found == ({"channel.name_sign", "channel.sign_left_out"} if product is PHONE else set())


def test_an_update_leaves_what_is_on_sale_on_sale() -> None:
    shop = Shop()
    shop.take(table(SALTED, PLAIN, *SHIRTS[:2]))
    assert [shop.products[sku]["status"] for sku in ("0012345", "gio-1", "ao-ba-ba")] == ["draft"] * 3
    shop.products["0012345"]["status"] = shop.products["ao-ba-ba"]["status"] = "publish"
    shop.take(table(replace(SALTED, price=36000), PLAIN, *SHIRTS[:2], update=True), update=True)
    assert (shop.products["0012345"]["status"], shop.products["0012345"]["price"]) == ("publish", "36000")
    assert (shop.products["gio-1"]["status"], shop.products["ao-ba-ba"]["status"]) == ("draft", "publish")
    assert shop.skipped == []


def test_the_two_imports_bring_a_new_variant_and_a_new_product() -> None:
    """The first one changes what is there and tells the parent of the new option, the second one adds."""
    shop = Shop()
    shop.take(table(SALTED, *SHIRTS[:2]))
    shop.products["ao-ba-ba"]["status"] = "publish"
    shop.take(table(*EVERYTHING, update=True), update=True)
    assert sorted(shop.skipped) == ["0812345678", "AO-3", "AO-4", "GIO-1"]
    assert "Xanh" in shop.products["ao-ba-ba"]["attributes"]["màu"]
    shop.take(table(*EVERYTHING))
    assert len(shop.products) == 8 and shop.products["ao-ba-ba"]["status"] == "publish"
    assert shop.products["gio-1"]["status"] == "draft"


def test_the_file_for_updates_has_a_name_of_its_own(tmp_path: Path) -> None:
    product = replace(
        FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg", colour="#004000"))
    )
    channels.export([product, BASKET], WOO, tmp_path / "out", pictures=False)
    report = channels.export([product, BASKET], WOO, tmp_path / "out", update=True)
    assert [(file.path, file.rows) for file in report.files] == [("woocommerce-update.csv", 2)]
    row = read((tmp_path / "out" / "woocommerce-update.csv").read_bytes())[0]
    assert "Published" not in row and len(row["Images"].split(", ")) == 2 == len(report.images)
    assert (tmp_path / "out" / "woocommerce.csv").is_file()


@pytest.mark.parametrize("channel", ["zalo", "facebook"])
def test_a_place_without_such_a_file_says_so(tmp_path: Path, channel: str) -> None:
    with pytest.raises(channels.ExportRefused, match="để sửa hàng đã đăng"):
        channels.export([BASKET], channels.load(channel), tmp_path / "out", update=True)
    assert not (tmp_path / "out").exists()


def test_the_steps_say_how_the_two_imports_go() -> None:
    said: Any = "\n".join(WOO.steps("update", "en"))
    assert said.index("woocommerce-update.csv and tick") < said.index("woocommerce.csv (without --update)")
    assert "New products are skipped there" in said and "drafts stay drafts" in said
    assert "--update" in "\n".join(WOO.steps("csv", "vi"))


def test_a_group_of_one_is_still_a_group() -> None:
    assert [row["Type"] for row in table(RED)] == ["variable", "variation"]
