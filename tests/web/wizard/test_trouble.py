"""Slips, double presses, other tabs, other people's shops, hostile text and files."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from web.page_reader import Client
from web.wizard.walk import Walk, first_product, jpeg

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "{{ 7*7 }} {co} {price} [x]",
    "Mắm 🐟 \u202eevil\u202c \x00 ruốc",
    "'\"><img src=x onerror=alert(1)>",
]


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the question for the name."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos([jpeg(1)]).submit(press="Không có, dùng các ảnh này")
    return walk


def test_an_empty_answer_says_what_to_do_and_keeps_the_rest(walk: Walk) -> None:
    page = walk.open("name").submit({"name": "", "kind": "drink"})
    assert page.title.startswith("Lỗi:") and "Chưa có tên món." in page.text
    assert page.forms[0].values()["kind"] == ["drink"]


@pytest.mark.parametrize("price", ["liên hệ", "150-200k", "1.2.3", "-5", "1e5", "12.5", "", "x" * 5000])
def test_an_unreadable_price_is_kept_as_typed_and_explained(walk: Walk, price: str) -> None:
    page = walk.open("price").submit({"price": price, "unit": "kg"})
    assert page.step == "price" and page.title.startswith("Lỗi:")
    assert page.forms[0].values()["price"] == [price.strip()]


def test_a_name_of_five_thousand_letters_is_not_cut_but_explained(walk: Walk) -> None:
    page = walk.open("name").submit({"name": "ă" * 5000, "kind": "food"})
    assert "Dài quá 4750 chữ" in page.text
    assert page.forms[0].values()["name"] == ["ă" * 5000]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_words(walk: Walk, text: str) -> None:
    page = walk.open("name").submit({"name": text, "kind": "food"})
    assert page.step == "price"
    assert "<script>alert" not in page.html and "<img src=x" not in page.html
    check = walk.open("check")
    assert "49" not in check.text and "\x00" not in check.html


def test_a_double_press_writes_once(walk: Walk) -> None:
    page = walk.open("name")
    for _press in range(2):
        landed = page.submit({"name": "Mắm", "kind": "food"})
    assert landed.step == "price"


def test_two_tabs_never_overwrite_each_other_silently(walk: Walk) -> None:
    one, other = walk.open("name"), walk.open("name")
    one.submit({"name": "Mắm ruốc", "kind": "food"})
    page = other.submit({"name": "Mắm nêm", "kind": "food"})
    assert page.step == "name" and "Mắm ruốc" in page.text
    assert page.forms[0].values()["name"] == ["Mắm nêm"]
    assert page.submit().step == "price"
    assert "Mắm nêm" in walk.open("check").text


def test_one_shop_never_sees_another(walk: Walk) -> None:
    mine = walk.listing
    other = Walk(walk.client)
    other.new_shop(name="Tiệm khác")
    stolen = mine.replace(walk.shop, other.shop)
    assert walk.client.read(mine).step == "name"
    for path in (stolen, f"{stolen}/name", f"{stolen}/kit/facebook/1.jpg"):
        assert walk.client.raw.get(path).status_code == 404
    photo = next(walk.open("review").find("img")).get("src", "")
    assert walk.client.raw.get(photo).status_code == 200
    assert walk.client.raw.get(photo.replace(walk.shop, other.shop)).status_code == 404


def test_no_photo_is_taken_before_consent(client: Client) -> None:
    walk = Walk(client)
    walk.new_shop()
    walk.start()
    page = client.send(f"{walk.listing}/upload", {"csrf_token": _token(walk), "photos": [jpeg(1)]})
    assert page.step == "consent"
    assert client.read(f"{walk.listing}/photos").step == "consent"


def test_refusing_consent_is_no_dead_end(client: Client) -> None:
    walk = Walk(client)
    walk.new_shop()
    page = walk.start().submit(press="Chưa đồng ý")
    assert "chưa giữ gì cả" in page.h1
    assert page.follow("Xem lại bốn điều").step == "consent"


def bomb() -> bytes:
    """Make a PNG of 144 megapixels in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"\0" * (1500 + 1) * 12000, 9)
    header = struct.pack(">IIBBBBB", 12000, 12000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


BAD_FILES = {
    "nothing.jpg": b"",
    "letter.jpg": b"Kinh gui ban quan ly cho",
    "half.jpg": jpeg(2)[0].getvalue()[:20000],
    "bomb.png": bomb(),
    "page.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_and_the_good_one_goes_in(walk: Walk, name: str) -> None:
    files = [(io.BytesIO(BAD_FILES[name]), name), jpeg(7)]
    page = walk.photos(files)
    assert page.step == "review" and name in page.text
    assert len([f for f in page.forms if "Bỏ ảnh này" in f.buttons()]) == 2


def test_twenty_photos_at_once(walk: Walk) -> None:
    page = walk.photos([jpeg(n, size=(640, 480)) for n in range(10, 30)])
    assert "Xem lại 21 ảnh" in page.text + page.h1 or page.h1 == "Xem lại 21 ảnh"


def test_the_same_photo_twice_is_one_photo(walk: Walk) -> None:
    page = walk.photos([jpeg(1), jpeg(1)])
    assert page.h1 == "Xem lại 1 ảnh"


def test_a_photo_left_out_can_come_back(walk: Walk) -> None:
    page = walk.photos([jpeg(4)])
    page = page.submit(press="Bỏ ảnh này")
    assert page.h1 == "Xem lại 1 ảnh"
    assert page.submit(press="Trả lại ảnh vừa bỏ").h1 == "Xem lại 2 ảnh"


def test_a_blurred_photo_opens_its_own_page_with_one_advice(walk: Walk) -> None:
    page = walk.photos([jpeg(5, blur=6.0)])
    assert page.step == "photo-doubt"
    page = page.submit(press="Vẫn dùng ảnh này")
    assert page.step == "review" and "Đã chọn vẫn dùng" in page.text
    assert page.submit(press="Không có, dùng các ảnh này").step == "name"


def test_a_doubtful_photo_is_taken_again_on_the_page_that_says_so(walk: Walk) -> None:
    page = walk.photos([jpeg(5, blur=6.0)])
    address = next(f.action for f in page.forms if "upload" in f.action)
    nothing = walk.client.send(address, {"photos": []})
    assert nothing.step == "photo-doubt" and "Chưa có ảnh nào." in nothing.text
    page = walk.client.send(address, {"photos": [jpeg(6)]})
    assert page.step == "review" and page.h1 == "Xem lại 2 ảnh"
    assert page.submit(press="Trả lại ảnh vừa bỏ").h1 == "Xem lại 3 ảnh"


def test_a_doubtful_photo_that_was_kept_can_be_doubted_again(walk: Walk) -> None:
    page = walk.photos([jpeg(5, blur=6.0)]).submit(press="Vẫn dùng ảnh này")
    page = page.submit(press="Xem lại ảnh này")
    assert page.step == "photo-doubt"
    assert page.submit(press="Vẫn dùng ảnh này").step == "review"


def test_several_doubtful_photos_are_first_shown_together(walk: Walk) -> None:
    page = walk.photos([jpeg(5, blur=6.0), jpeg(6, blur=6.0)])
    assert page.step == "review"
    page = page.submit(press="Không có, xem lại 2 ảnh")
    for _photo in range(2):
        assert page.step == "photo-doubt"
        page = page.submit(press="Vẫn dùng ảnh này")
    assert page.step == "name"


def test_deleting_a_shop_takes_its_files_but_not_a_shared_one(client: Client, files_kept: object) -> None:
    first, _kit = first_product(client)
    other = Walk(client)
    other.new_shop(name="Tiệm khác")
    other.opening(other.start())
    other.photos([jpeg(1)])
    before = files_kept()  # type: ignore[operator]
    client.read(f"{first.shop}/delete").submit(press="Xóa hết của cửa hàng này")
    left = files_kept()  # type: ignore[operator]
    assert len(before) == 3 and len(left) == 1
    assert client.raw.get(first.shop).status_code == 404
    assert client.read(other.listing).step == "review"


def test_changing_whose_laptop_this_is_asks_for_consent_again(walk: Walk) -> None:
    walk.client.read(f"{walk.shop}/edit").submit({"laptop_of": "Hùng"})
    page = walk.client.read(walk.listing)
    assert page.step == "consent" and "Hùng" in page.text


def _token(walk: Walk) -> str:
    return walk.open("consent").forms[0].values()["csrf_token"][0]


def test_a_photo_that_a_chat_made_small_passes_with_a_word(client: Client) -> None:
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    picture, _name = jpeg(1, size=(1280, 960))
    page = walk.photos([(picture, "z5123456789012_0a1b2c3d4e5f.jpg"), jpeg(2)])
    assert page.step == "review"
    assert page.text.count("đã bị thu nhỏ") == 1
