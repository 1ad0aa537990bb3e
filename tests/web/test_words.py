"""The page of words: what it shows, what one press writes, and how it is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.model import Listing
from merchant_helper.web.db import Services
from merchant_helper.web.page import LOCAL
from web.page_reader import Client, Page
from web.wizard.walk import Walk

TOLD = {"kind": "food", "price": 45_000, "unit": "gói", "made": "Gạo nhà", "use": "Cuốn rau", "stock": 5}


class Looking:
    """Hold one product and look at its words."""

    def __init__(self, client: Client, services: Services) -> None:
        self.walk, self.services = Walk(client), services
        self.walk.new_shop()
        self.walk.opening(self.walk.start())

    @property
    def id(self) -> str:
        return self.walk.listing.rsplit("/", 1)[1]

    def tell(self, **told: Any) -> None:
        with self.services.database.write() as session:
            listing = session.get_one(Listing, self.id)
            ledger.write(listing, {**TOLD, "photos": ["p"], "places": ["shopee"], **told}, by=LOCAL)

    @property
    def facts(self) -> Facts:
        with self.services.database.read() as session:
            return derive(session.get_one(Listing, self.id).answers)

    def page(self) -> Page:
        return self.walk.open("words")

    def marked(self) -> list[str]:
        return [mark.text or "" for mark in self.page().dom.iter("mark")]


@pytest.fixture
def looking(client: Client, services: Services) -> Looking:
    """Begin a product."""
    return Looking(client, services)


def test_words_are_marked_in_their_sentence_with_the_reason_and_its_basis(looking: Looking) -> None:
    looking.tell(name="Bánh pía ngon nhất Sóc Trăng", special="Thơm. Gọi 0903 123 456 nhé")
    page = looking.page()
    assert looking.marked() == ["0903 123 456", "ngon nhất"]
    assert "Bánh pía ngon nhất Sóc Trăng" in page.text and "Luật Quảng cáo 2012" in page.html
    assert "Phải bỏ trước khi đăng" in page.text and "Shopee" in page.text


def test_one_press_leaves_a_word_out_and_another_brings_it_back(looking: Looking) -> None:
    looking.tell(name="Bánh pía ngon nhất Sóc Trăng")
    page = looking.page().submit(press="Bỏ từ “nhất”")
    assert looking.facts.name == "Bánh pía ngon Sóc Trăng" and looking.marked() == []
    page.submit(press="Trả lại như cũ")
    assert looking.facts.name == "Bánh pía ngon nhất Sóc Trăng" and looking.marked() == ["ngon nhất"]


def test_with_a_certificate_the_word_rests_and_that_can_be_taken_back(looking: Looking) -> None:
    looking.tell(name="Bánh pía ngon nhất Sóc Trăng", special="rẻ nhất chợ")
    page = looking.page().submit(press="Cô có giấy chứng nhận")
    assert looking.facts.papers == ("ngon nhat",) and looking.marked() == ["rẻ nhất"]
    page.submit(press="Trả lại như cũ")
    assert looking.facts.papers == () and looking.marked() == ["ngon nhất", "rẻ nhất"]


def test_words_without_marks_are_offered_with_them(looking: Looking) -> None:
    looking.tell(name="Nuoc mam nhi Phu Quoc")
    page = looking.page()
    assert "Sửa thành: Nước mắm nhĩ Phú Quốc" in page.text
    page.submit(press="Sửa như trên")
    assert looking.facts.name == "Nước mắm nhĩ Phú Quốc"


def test_an_honest_product_hears_nothing(looking: Looking) -> None:
    looking.tell(name="Hạt giống dưa lưới F1", special="Mẻ đầu tiên, nhất là giống ruột cam")
    assert looking.marked() == [] and "không có chỗ nào" in looking.page().text
    assert "Lời văn có" not in looking.walk.open("check").text


def test_the_page_of_answers_tells_how_many_and_what_stops_it(looking: Looking) -> None:
    looking.tell(name="Bánh pía ngon nhất", special="Zalo 0903 123 456")
    page = looking.walk.open("check")
    assert "Lời văn có 3 chỗ nên xem lại" in page.text and "Có từ mà nơi bán không nhận" in page.text
    looking.tell(places=["facebook"])
    assert "Lời văn có 1 chỗ nên xem lại" in looking.walk.open("check").text


def test_a_press_for_words_that_are_gone_changes_nothing(looking: Looking) -> None:
    looking.tell(name="Bánh pía ngon nhất")
    page = looking.page()
    looking.tell(name="Bánh pía thơm")
    after = page.submit(press="Bỏ từ “nhất”")
    assert looking.facts.name == "Bánh pía thơm" and "vừa đổi rồi" in after.text


def test_what_no_button_says_changes_nothing(looking: Looking) -> None:
    looking.tell(name="Bánh pía ngon nhất")
    before = looking.facts
    url = looking.page().url
    for sent in ({"apply": "x"}, {"back": "price"}, {"back": "name"}, {"paper": "spam.name.0.3"}, {}):
        answer = looking.walk.client.send(url, {"version": "999999999999", **sent})
        assert answer.status == 200 and looking.facts == before


def test_what_was_typed_stays_text(looking: Looking) -> None:
    looking.tell(name='<b onclick="x">ngon nhất</b> {seen}', special="[a] {co} zalo")
    html = looking.page().html
    assert "<b onclick" not in html and "&lt;b onclick" in html and "{seen}" in html


def test_fifty_thousand_letters_are_looked_through(looking: Looking) -> None:
    looking.tell(name="Bánh", special=None, description="ngon nhất zalo 0903 123 456 " * 1_800)
    assert len(looking.marked()) == 40 and "chỗ nữa" in looking.page().text
