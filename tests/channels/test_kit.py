"""The phone kit: lines in order, unknown ones left out, and a page that holds only what it should."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from PIL import Image

from merchant_helper import channels
from merchant_helper.listings.product import Product

from .samples import BASKET, FISH_SAUCE, HOSTILE, RED, cut_out, photo

GOLDEN = Path(__file__).parent / "golden"
KITS = ("facebook", "zalo", "shopee", "tiktok", "woocommerce")
X = "{http://www.w3.org/1999/xhtml}"


def lines(product: Product, channel: str = "facebook", language: str = "vi") -> dict[str, str]:
    return {line.key: line.text for line in channels.kit_lines(product, channels.load(channel), language)}


def test_lines_come_in_the_order_of_the_app() -> None:
    assert list(lines(FISH_SAUCE)) == (
        [
            "name",
            "price",
            "category",
            "condition",
            "description",
            "unit_size",
            "weight",
            "expiry",
            "brand",
            "origin",
            "tags",
            "post",
        ]
    )
    assert list(lines(FISH_SAUCE, "zalo"))[:4] == ["name", "price", "description", "unit_size"]


def test_the_price_says_for_what() -> None:
    assert lines(FISH_SAUCE)["price"] == "150.000 đ/chai"
    assert lines(BASKET)["price"] == "85.000 đ" and lines(BASKET)["sale_price"] == "79.000 đ"
    assert lines(FISH_SAUCE, "woocommerce")["price_digits"] == "150000"


def test_what_is_not_known_has_no_line() -> None:
    assert list(lines(Product(sku="A", name="Bó rau"))) == ["name", "condition", "post"]
    assert "measures" not in lines(replace(FISH_SAUCE, width_cm=None), "woocommerce")
    assert lines(FISH_SAUCE, "woocommerce")["measures"] == "7,5 × 7,5 × 26 cm"


def test_variants_say_their_options() -> None:
    assert lines(RED)["options"] == "Màu: Đỏ, đậm, Cỡ: S"


def test_labels_follow_the_language_texts_stay_as_told() -> None:
    english = channels.kit_lines(FISH_SAUCE, channels.load("zalo"), "en")
    assert [line.label for line in english][:3] == ["Name", "Price", "Description"]
    assert english[0].text == FISH_SAUCE.name


def test_lines_are_called_what_the_place_calls_its_boxes() -> None:
    shopee, tiktok = (channels.load(place) for place in ("shopee", "tiktok"))
    named = {line.key: line.label for line in channels.kit_lines(FISH_SAUCE, shopee, "vi")}
    assert (named["name"], named["price_digits"], named["stock"]) == ("Tên sản phẩm", "Giá", "Kho hàng")
    english = {line.key: line.label for line in channels.kit_lines(FISH_SAUCE, shopee, "en")}
    assert english["name"] == "Name (Tên sản phẩm)" and english["brand"] == "Brand"
    weight = next(line for line in channels.kit_lines(FISH_SAUCE, tiktok, "vi") if line.key == "weight_g")
    assert (weight.label, weight.text) == ("Trọng lượng kiện hàng (g)", "900")


def test_an_unknown_order_is_said_and_a_file_is_named_where_there_is_one(tmp_path: Path) -> None:
    pages = {}
    for place in KITS:
        home, _issues = channels.write_kit(FISH_SAUCE, channels.load(place), tmp_path / place, "vi")
        pages[place] = (home / "index.html").read_text("utf-8")
    assert {place for place, page in pages.items() if channels.by_label() in page} == {"shopee", "tiktok"}
    with_file = {place for place in KITS if channels.load(place).has_file_way}
    assert {place for place, page in pages.items() if channels.which_way() in page} == with_file
    assert "woocommerce" in with_file and "facebook" not in with_file


@pytest.mark.parametrize("place", ["shopee", "tiktok"])
def test_pictures_of_a_marketplace_are_square_small_and_few(tmp_path: Path, place: str) -> None:
    pictures = tuple(photo(tmp_path / f"{n}.jpg", (1600, 900)) for n in range(11))
    channel = channels.load(place)
    home, _issues = channels.write_kit(replace(FISH_SAUCE, pictures=pictures), channel, tmp_path / "kit")
    made = sorted(home.glob("*.jpg"))
    assert len(made) == 9
    for path in made:
        with Image.open(path) as image:
            assert image.width == image.height <= 1200
        assert path.stat().st_size <= (channel.pictures.max_bytes or 2_000_000)


def test_the_post_tells_no_fact_twice() -> None:
    told = replace(FISH_SAUCE, description="Chai 500 ml, nặng 1900 g.", brand=None, origin=None)
    assert lines(told, "zalo")["post"] == (
        "Nước mắm nhĩ Phú Quốc 40 độ\nGiá bán: 150.000 đ/chai\nChai 500 ml, nặng 1900 g.\n"
        "Cân nặng: 900 g\nHạn dùng: 24 tháng"
    )


@pytest.mark.parametrize("place", ["facebook", "shopee", "tiktok"])
def test_the_folder_is_as_it_was_agreed(tmp_path: Path, place: str) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    home, issues = channels.write_kit(product, channels.load(place), tmp_path / "kit")
    assert (home, issues) == (tmp_path / "kit" / "NM-01", [])
    assert sorted(p.name for p in home.iterdir()) == ["1.jpg", "2.jpg", "index.html", "text.txt"]
    assert (home / "text.txt").read_bytes() == (GOLDEN / f"kit-{place}.txt").read_bytes()
    assert (home / "index.html").read_bytes() == (GOLDEN / f"kit-{place}.html").read_bytes()


@pytest.mark.parametrize("place", ["facebook", "zalo"])
def test_the_natural_photo_leads_where_people_know_the_real_thing(tmp_path: Path, place: str) -> None:
    product = replace(FISH_SAUCE, pictures=(cut_out(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    pictures = channels.kit_pictures(product, channels.load(place))
    assert [(p.path.name, p.mask is None, p.fixed) for p in pictures] == [
        ("a.jpg", True, True),
        ("a.jpg", False, False),
        ("b.jpg", True, False),
    ]
    assert channels.kit_pictures(product, channels.load("woocommerce")) == product.pictures


@pytest.mark.parametrize(
    ("sku", "folder"), [("A-", "A-"), ("CON", "_CON"), ("nul", "_nul"), ("../../x", "x"), ("", "khong-ten")]
)
def test_a_kit_stays_in_its_folder(tmp_path: Path, sku: str, folder: str) -> None:
    home, _issues = channels.write_kit(Product(sku=sku, name="a"), channels.load("zalo"), tmp_path / "kit")
    assert home.parent == tmp_path / "kit" and home.name.lstrip("-") == folder


def test_a_kit_stands_beside_a_file(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    report = channels.export([product], channels.load("woocommerce"), tmp_path / "out", kit=True)
    assert [(file.path, file.rows) for file in report.files] == [
        ("woocommerce.csv", 1),
        ("kit/NM-01/index.html", 1),
    ]
    (image,) = report.images
    assert (tmp_path / "out" / "kit/NM-01/1.jpg").read_bytes() == (tmp_path / "out" / image.path).read_bytes()


def everything(text: str) -> Product:
    """Put one text wherever a text can stand."""
    fields = ("name", "description", "brand", "origin", "unit", "unit_size", "expiry", "category")
    options = ("option1_name", "option1_value", "option2_name", "option2_value")
    return replace(FISH_SAUCE, tags=(text,), **dict.fromkeys((*fields, *options), text))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("channel", KITS)
def test_the_page_holds_only_what_it_should(tmp_path: Path, text: str, channel: str) -> None:
    home, _issues = channels.write_kit(everything(text), channels.load(channel), tmp_path, "en")
    parser = html5lib.HTMLParser(strict=True)
    document = parser.parse((home / "index.html").read_text("utf-8"))
    tags = {element.tag.removeprefix(X) for element in document.iter()}
    assert tags <= set(
        [
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "section",
            "h1",
            "h2",
            "h3",
            "p",
            "div",
            "ol",
            "li",
            "footer",
        ]
    )
    assert document.get("lang") == "en"
    copied = ["".join(e.itertext()) for e in document.iter(f"{X}div") if e.get("class") == "copy"]
    expected = channels.kit_lines(everything(text), channels.load(channel), "en")
    assert copied == [line.text for line in expected]


@pytest.mark.parametrize("channel", KITS)
def test_the_page_loads_nothing_from_outside(tmp_path: Path, channel: str) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    home, _issues = channels.write_kit(product, channels.load(channel), tmp_path / "kit", "vi")
    page = (home / "index.html").read_text("utf-8")
    assert not re.search(r"https?:|//|@import|url\(|<script|\son\w+=", page, re.IGNORECASE)
    document = html5lib.HTMLParser(strict=True).parse(page)
    assert [e.get("src") for e in document.iter(f"{X}img")] == ["1.jpg"]
    assert all((e.get("alt") or "").strip() for e in document.iter(f"{X}img"))
