"""Posts and price cards for people, and what variants share in files and kits."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from merchant_helper.channels import caption, kit_lines, load, price_card, rows
from merchant_helper.channels.option_limits import check_options
from merchant_helper.channels.pictures import Rendered, shared_once
from merchant_helper.channels.sharing import MOST_LETTERS
from merchant_helper.listings.product import Picture, Product

SHIRTS = [
    Product(
        sku=f"AO-{n}",
        name="Áo len",
        price=price,
        unit="cái",
        group="AO",
        option1_name="Màu",
        option1_value=colour,
        description="Mềm, không xù.",
    )
    for n, (colour, price) in enumerate((("Đỏ", 100_000), ("Xanh", 120_000)), start=1)
]


@pytest.mark.parametrize("place", ["facebook", "zalo"])
def test_a_post_keeps_to_its_limit_by_whole_lines(place: str) -> None:
    long = Product(sku="A", name="Áo len", price=100_000, description="\n".join(["Dòng dài lắm."] * 400))
    text = caption(long, load(place), ["#AoLen", "#CoTu"])
    assert len(text) <= MOST_LETTERS and text.endswith("\n\n#AoLen #CoTu") and text.startswith("Áo len\n")
    assert set(text.split("\n")[3:-3]) == {"Dòng dài lắm."}


def test_a_kit_of_variants_tells_each_with_its_price() -> None:
    lines = {line.key: line.text for line in kit_lines(SHIRTS[0], load("shopee"), "vi", SHIRTS)}
    assert lines["options"] == "Màu: Đỏ – 100.000 đ/cái\nMàu: Xanh – 120.000 đ/cái"
    assert lines["sku"] == "AO-1\nAO-2"
    alone = {line.key: line.text for line in kit_lines(SHIRTS[0], load("shopee"), "vi")}
    assert alone["options"] == "Màu: Đỏ"


def test_variants_stand_below_one_parent_in_a_file() -> None:
    told = list(rows(SHIRTS, load("woocommerce")))
    assert [row["type"] for row in told] == ["variable", "variation", "variation"]


def test_a_picture_that_variants_share_has_one_name() -> None:
    def made(name: str, digest: str) -> Rendered:
        return Rendered(name, b"x", 1, 1, digest, (), Picture(path=__file__))  # type: ignore[arg-type]

    once = shared_once([[made("a_1.jpg", "1"), made("a_2.jpg", "2")], [made("b_1.jpg", "1")]])
    assert [[one.name for one in pictures] for pictures in once] == [["a_1.jpg", "a_2.jpg"], ["a_1.jpg"]]


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ([("Màu", ["Đỏ"])], []),
        ([("M" * 14, ["Đ" * 20])], []),
        ([("M" * 15, ["Đ" * 21, "Đỏ"])], ["name1", "values1"]),
        ([("Màu", ["Đỏ"]), ("Cỡ", ["x" * 21])], ["values2"]),
    ],
)
def test_long_options_are_told_for_the_place_that_has_a_limit(
    options: list[tuple[str, list[str]]], fields: list[str]
) -> None:
    found = list(check_options(options, load("shopee")))
    assert [issue.field for issue in found] == fields and all(issue.severity == "warn" for issue in found)
    assert list(check_options(options, load("facebook"))) == []


@pytest.mark.parametrize(
    ("name", "price", "unit"),
    [
        ("Bánh tráng 🌾", "45.000 đ", "gói"),
        ("Áo len dài tay cổ tròn " * 12, "1.250.000 – 12.300.000 đ", "bộ ba món"),
        ("🌾", "1 đ", ""),
        ("x" * 300, "45.000 đ", ""),
        ("Mắm", "999.999.999 – 9.999.999.999 đ", "hộp" * 40),
    ],
)
def test_a_card_is_always_a_whole_square(name: str, price: str, unit: str) -> None:
    photo = Image.new("RGB", (300, 900), (200, 30, 30))
    card = Image.open(BytesIO(price_card(photo, name, price, unit)))
    assert card.size == (1200, 1200) and card.format == "JPEG"
    red, green, blue = card.getpixel((600, 390))  # type: ignore[misc]
    assert red > 180 and green < 60 and blue < 60
    assert card.crop((1160, 790, 1200, 1200)).convert("L").getextrema()[0] > 200  # nothing runs off the edge
