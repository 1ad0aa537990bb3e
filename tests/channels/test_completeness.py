"""What a product still lacks, place by place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merchant_helper import channels
from merchant_helper.channels.about import described
from merchant_helper.channels.cells import paragraphs
from merchant_helper.channels.completeness import completeness, not_known_yet, room_for
from merchant_helper.listings.describe import html, plain, sentences
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.product import Picture, Product

BARE = Product(sku="A-1", name="Áo bà ba lụa", category="clothing")
WHOLE = replace(
    BARE,
    price=150_000,
    description="Áo bà ba lụa: mát, không nhăn nhiều. Nhà tự may. " * 4,
    pictures=(Picture(Path("a.jpg")),),
    brand="May Út Hồng",
    weight_g=300,
    unit_size="cỡ M",
    link="https://tiem.example.vn/ao",
    attributes=(("material", "Lụa"), ("color", "Tím"), ("size", "M"), ("pattern", "Trơn")),
)


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        ("facebook", ["channel.no_price", "channel.no_picture", "channel.no_description"]),
        ("shopee", ["channel.no_price", "channel.no_picture", "channel.no_description"]),
        ("meta", ["channel.no_price", "channel.no_link", "channel.column_empty", "channel.column_empty"]),
    ],
)
def test_what_the_spec_requires_is_missing_by_name(place: str, codes: list[str]) -> None:
    found = completeness(BARE, channels.load(place))
    assert set(codes) <= {issue.code for issue in found.missing}
    assert found.words() == f"còn thiếu {len(found.missing)} mục"


@pytest.mark.parametrize("place", ["facebook", "shopee", "meta", "woocommerce"])
def test_a_whole_product_lacks_nothing(place: str) -> None:
    found = completeness(WHOLE, channels.load(place))
    assert (found.missing, found.unknown) == ((), ())
    assert found.words() == "đủ để đăng"
    assert not_known_yet(WHOLE, channels.load(place)) == []


def test_a_short_description_is_what_the_place_still_wants() -> None:
    short = replace(WHOLE, description="Mát.")
    assert [i.code for i in completeness(short, channels.load("shopee")).missing] == [
        "channel.description_short"
    ]
    assert completeness(short, channels.load("facebook")).missing == ()


def test_what_nobody_told_stays_in_sight_where_there_is_room_for_it() -> None:
    assert completeness(replace(WHOLE, attributes=()), channels.load("meta")).unknown == (
        *("material", "color", "pattern"),
    )
    assert completeness(replace(WHOLE, brand=None), channels.load("shopee")).unknown == ("brand",)
    assert "color" not in room_for(channels.load("shopee"))
    (hint,) = not_known_yet(replace(WHOLE, brand=None, weight_g=None), channels.load("shopee"))
    assert (hint.severity, hint.params["fields"]) == ("hint", "Cân nặng, Thương hiệu")


def test_nobody_asks_a_service_for_its_weight() -> None:
    service = replace(WHOLE, category="service", weight_g=None, brand=None, unit_size=None, expiry=None)
    assert "weight_g" not in completeness(service, channels.load("shopee")).unknown


def test_the_facts_below_a_description_are_not_told_twice() -> None:
    told = "Mắm.\n\n- Quy cách: chai 500 ml\n- Hạn dùng: 3 tháng"
    product = Product(
        sku="A", name="Mắm", description=told, unit="chai", unit_size="500 ml", expiry="3 tháng", origin="Huế"
    )
    assert described(product) == f"{told}\n\nXuất xứ: Huế"
    assert described(replace(product, expiry="6 tháng")).endswith("Hạn dùng: 6 tháng\nXuất xứ: Huế")


@pytest.mark.parametrize("name", ["Nước mắm <nhĩ> \\n", "Mắm & ruốc"])
def test_html_is_what_the_files_write_of_the_plain_text(name: str) -> None:
    told = sentences(
        Facts(name=name, special="Đậm – thơm", use="Chấm\nNêm", expiry="3 tháng", brand="Bà Sáu")
    )
    assert html(told) == paragraphs(plain(told))


def test_what_was_told_fills_a_column_that_no_option_has() -> None:
    google = channels.load("google")
    (row,) = channels.rows([WHOLE], google)
    assert (row["color"], row["material"], row["size"]) == ("Tím", "Lụa", "M")
    (row,) = channels.rows([replace(WHOLE, option1_name="Màu", option1_value="Đỏ")], google)
    assert (row["color"], row["material"]) == ("Đỏ", "Lụa")
    (row,) = channels.rows([replace(WHOLE, attributes=(("color", "=1+1\t\x07"),))], google)
    assert row["color"] == "1+1"
