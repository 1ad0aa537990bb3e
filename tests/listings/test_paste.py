"""Old posts are read by rules: most names and prices right, nothing invented, whatever is pasted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merchant_helper.listings.paste import FIELDS, MOST, Reading, read
from merchant_helper.text import nfc, parse_vnd, parse_weight
from merchant_helper.text.legacy import to_old

TEXTS = Path(__file__).parent / "texts"
READ = ("name", "price", "unit", "unit_size", "weight_g")
PIECES = [
    *(
        "mắm",
        "nêm",
        "giá",
        "hũ",
        "500g",
        "65k",
        "/",
        "kg",
        "1tr2",
        "-",
        "3 gói",
        "100k",
        ",",
        ".",
        "\n",
        "ib",
        "nha",
    ),
    *(
        "0905.123.456",
        "fb.com/a",
        "#mam",
        "Zalo:",
        "nửa lít",
        "95.000đ",
        "từ",
        "còn",
        "cũ",
        "🌶️",
        "TÊN:",
        "chục",
        "nặng",
    ),
]


def posts(name: str) -> list[dict[str, Any]]:
    """Give the posts of a file with what is expected of each."""
    return list(tomllib.loads((TEXTS / name).read_text("utf-8"))["post"])


POSTS = posts("posts.toml")
ALL = POSTS + posts("posts_more.toml")


def same(found: object, wanted: Any) -> bool:
    """Compare as a person would: marks count, case and spaces do not."""
    listed = wanted if isinstance(wanted, list) else [wanted]
    return " ".join(nfc(str(found)).lower().split()) in {
        " ".join(nfc(str(w)).lower().split()) for w in listed
    }


def test_the_set_is_what_was_asked_for() -> None:
    assert len(POSTS) == 30
    assert sum("name" not in post for post in POSTS) >= 5


@pytest.mark.parametrize("field", ["name", "price"])
def test_most_names_and_prices_are_found(field: str) -> None:
    wanted = [post for post in POSTS if field in post]
    right = [post for post in wanted if same(read(post["text"]).sure(field), post[field])]
    assert len(right) >= 0.8 * len(wanted)


@pytest.mark.parametrize("post", ALL, ids=lambda post: post["text"].strip()[:30])
def test_nothing_is_invented(post: dict[str, Any]) -> None:
    reading = read(post["text"])
    for field in READ:
        found = reading.sure(field)
        assert found is None or same(found, post.get(field, [])), field


@pytest.mark.parametrize("post", ALL, ids=lambda post: post["text"].strip()[:30])
def test_contacts_leave_the_description_and_the_rest_stays(post: dict[str, Any]) -> None:
    reading = read(post["text"])
    aside = " ".join(found.seen for found in reading.taken_out)
    for words in post.get("gone", []):
        assert words not in reading.description
        assert words in aside
    assert all(words in reading.description for words in post.get("keeps", []))


def test_a_doubtful_price_shows_its_candidates() -> None:
    price = read("Dâu tây Mộc Châu\n150k/kg\nHộp 500g 80k").fields["price"]
    assert price.sure is None
    assert [found.value for found in price.others] == [150000, 80000]


def test_a_post_that_sells_nothing_makes_nothing_sure() -> None:
    reading = read("Mình cần mua 20kg nghệ tươi giá 30k/kg")
    assert not reading.selling
    assert all(reading.sure(field) is None for field in FIELDS)


@pytest.mark.parametrize(
    ("post", "gone"),
    [
        ("Mật ong. Gọi +84 905 123 456 nhé", "905"),
        ("Mật ong. Tổng đài 1900 1234", "1900"),
        ("Mật ong, mail: a.b@gmail.com ạ", "gmail"),
        ("Mật ong, shop tại lazada.vn/shop/a?b=1", "lazada"),
        ("Mật ong, zalo.me/0905123456", "zalo"),
        ("Mật ong. Gọi không chín không năm một hai ba bốn năm sáu", "một hai"),
    ],
)
def test_every_way_out_is_taken_out(post: str, gone: str) -> None:
    reading = read(post)
    assert gone not in reading.description
    assert reading.description.startswith("Mật ong")


def test_a_full_stop_without_a_space_is_no_link() -> None:
    text = "Rau tươi ngon.co sẵn mỗi ngày.me oi"
    assert read(text).description == text


def _holds(reading: Reading) -> None:
    for name, guess in reading.fields.items():
        for found in (*((guess.sure,) if guess.sure else ()), *guess.others):
            assert reading.text[found.start : found.end] == found.seen
            assert found.seen
            if name == "price":
                assert parse_vnd(found.seen) == found.value
            elif name == "weight_g":
                assert parse_weight(found.seen) == found.value
            elif name == "name":
                assert str(found.value).casefold() in found.seen.casefold()
    for found in reading.taken_out:
        assert reading.text[found.start : found.end] == found.seen


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
@example("TÊN: İSTANBUL 65k")
def test_everything_found_stands_in_the_post(post: str) -> None:
    _holds(read(post))


@settings(max_examples=60)
@given(st.text(max_size=300))
@example("ı˘")
def test_any_text_is_read(post: str) -> None:
    _holds(read(post))


@pytest.mark.parametrize(
    "piece", ["a", "5k ", "hũ ", "1.", "zalo ", "0905123456 ", "mắm 65k/hũ, ", "ﷺ", "a\u0301\n"]
)
def test_a_text_of_any_length_is_read(piece: str) -> None:
    reading = read(piece * (2 * MOST))
    assert len(reading.text) <= MOST
    assert all(len(guess.others) <= 6 for guess in reading.fields.values())


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_post_of_an_old_font_is_read_anew(encoding: Any) -> None:
    reading = read(to_old("Bán mắm nêm Đà Nẵng nhà làm được, chai 40 nghìn đồng", encoding))
    assert (reading.sure("name"), reading.sure("price")) == ("Mắm nêm Đà Nẵng nhà làm", 40000)
