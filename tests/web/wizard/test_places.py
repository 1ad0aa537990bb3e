"""Where she posts by hand: places to choose, a kit by box, and the sheet for a post office."""

from __future__ import annotations

import io
import zipfile

import pytest

from merchant_helper import channels
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.model import Listing
from merchant_helper.shops.people import LOCAL
from merchant_helper.web.db import Services
from merchant_helper.web.forms import PlacesForm
from web.page_reader import Client, Page
from web.wizard.walk import Walk, first_product

ASKED = ["facebook", "shopee", "tiktok", "buudien", "voso"]


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand at the kit of a first product, told for five places."""
    walk, _kit = first_product(client)
    walk.open("places").submit({"places": ASKED})
    return walk


def kit(walk: Walk, place: str) -> Page:
    return walk.client.read(f"{walk.listing}/kit?place={place}")


def sheet(walk: Walk, place: str = "buudien") -> str:
    return f"{walk.listing}/dossier/{place}"


def tell(walk: Walk, services: Services, **told: object) -> None:
    with services.database.write() as session:
        ledger.write(session.get_one(Listing, walk.listing.rsplit("/", 1)[1]), told, by=LOCAL)


def folded(page: Page, text: str) -> bool:
    return any(text in "".join(fold.itertext()) for fold in page.find("details"))


def test_places_she_posts_to_stand_in_the_order_in_which_people_sell(walk: Walk) -> None:
    page = walk.open("places")
    boxes = [e.get("value") for e in page.find("input") if e.get("name") == "places"]
    assert boxes[:4] == ["facebook", "zalo", "shopee", "tiktok"] and {"buudien", "voso"} < set(boxes)
    assert folded(page, "Nông sản Bưu điện") and not folded(page, "TikTok Shop")


@pytest.mark.parametrize("place", ["shopee", "tiktok"])
def test_every_box_of_a_marketplace_has_its_line_in_sight(walk: Walk, place: str) -> None:
    page = kit(walk, place)
    assert channels.by_label() in page.text
    labels = {"shopee": ("Tên sản phẩm", "Ngành hàng", "Giá"), "tiktok": ("Trọng lượng kiện hàng (g)",)}
    for label in labels[place]:
        assert label in page.text and not folded(page, label)
    assert "Cả bài" not in page.text
    picture = walk.client.raw.get(f"{walk.listing}/kit/{place}/1.jpg")
    assert picture.status_code == 200


def test_which_way_fits_is_said_where_there_is_a_file(walk: Walk) -> None:
    walk.open("places").submit({"places": ["facebook", "woocommerce"]})
    assert channels.which_way() not in kit(walk, "facebook").text
    assert channels.which_way() in kit(walk, "woocommerce").text


def test_what_a_place_would_refuse_is_said_beside_its_kit(walk: Walk, services: Services) -> None:
    assert "ngắn quá" not in kit(walk, "shopee").text
    tell(walk, services, name="Mắm", unit_size=None)
    page = kit(walk, "shopee")
    assert "Tên mới có 3 ký tự, ngắn quá với nơi này." in page.text and "Xem lại và sửa" in page.links
    assert "ngắn quá" not in kit(walk, "facebook").text


@pytest.mark.parametrize("place", ["buudien", "voso"])
def test_a_place_at_a_counter_gets_a_sheet(walk: Walk, place: str) -> None:
    page = kit(walk, place)
    assert page.step == "kit" and page.links["Mở hồ sơ món hàng để in"] == sheet(walk, place)
    paper = walk.client.read(sheet(walk, place))
    assert paper.h1 == "Bánh tráng phơi sương, gói 500 g"
    for text in ("45.000 đ/gói", "Giấy tờ mang theo", "hỏi nhân viên bưu cục", "Bánh tráng Cô Tư", "OCOP"):
        assert text in paper.text
    sources = [e.get("src") for e in paper.find("img")]
    assert len(sources) == 3 and all(walk.client.raw.get(src).status_code == 200 for src in sources)


def test_the_sheet_speaks_vietnamese_on_english_pages(walk: Walk) -> None:
    walk.client.raw.post("/language", data={"csrf_token": walk.client.token, "lang": "en", "next": "/"})
    paper = walk.client.read(sheet(walk))
    assert "Giấy tờ mang theo" in paper.text and "Save the sheet as files, for a stick" in paper.links


def test_the_sheet_is_taken_along_as_files_without_an_original(walk: Walk) -> None:
    answer = walk.client.raw.get(f"{sheet(walk)}.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None and len({name.split("/")[0] for name in names}) == 1
        assert sorted(name.split("/")[1] for name in names) == [
            *("1.jpg", "2.jpg", "3.jpg"),
            *("index.html", "text.txt"),
        ]
        assert all(b"Exif" not in archive.read(name) for name in names if name.endswith(".jpg"))


def test_a_sheet_with_a_private_number_is_held_and_says_why(walk: Walk, services: Services) -> None:
    tell(walk, services, special="Chuyển khoản STK 0123 456 789")
    page = kit(walk, "buudien")
    assert "số tài khoản, số thẻ hay số căn cước" in page.text and "Mở hồ sơ món hàng để in" not in page.links
    for address in (sheet(walk), f"{sheet(walk)}.zip"):
        answer = walk.client.raw.get(address)
        assert (answer.status_code, answer.location) == (302, f"{walk.listing}/kit?place=buudien")


@pytest.mark.parametrize("place", ["facebook", "nowhere", "..", "buudien.zip.zip"])
def test_only_places_with_a_counter_have_a_sheet(walk: Walk, place: str) -> None:
    assert walk.client.raw.get(sheet(walk, place)).status_code == 404


def test_another_shop_sees_nothing_of_it(walk: Walk) -> None:
    other = Walk(walk.client)
    other.new_shop(name="Tiệm khác")
    strange = walk.listing.replace(walk.shop, other.shop)
    for end in ("/dossier/buudien", "/dossier/buudien.zip"):
        assert walk.client.raw.get(strange + end).status_code == 404


def test_only_places_where_everybody_can_begin_are_ticked_for_her() -> None:
    form = PlacesForm.initial(Facts(), Facts())
    assert form == {"places": ["facebook", "zalo"]}
