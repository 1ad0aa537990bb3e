"""Goods that may need papers are told of after the name, stop nobody; other goods are left in peace."""

from __future__ import annotations

import pytest

from merchant_helper.guides.goods import goods
from web.page_reader import Client, Page
from web.wizard.walk import Walk

LOUD = {
    "Rượu nếp cẩm Bà Ba, chai 500 ml": ["alcohol"],
    "RUOU NEP CAM": ["alcohol"],
    "Thuốc nam trị ho": ["medicine"],
    "TPCN đông trùng hạ thảo": ["supplement"],
    "Thuốc lá cuốn tay": ["tobacco"],
    "Xà bông bồ kết": ["cosmetics"],
    "Bánh ăn dặm cho bé": ["child-food"],
    "Rượu thuốc ngâm": ["medicine", "alcohol"],
}
QUIET = ("Giỏ lục bình có quai", "Ly rượu gốm", "Bánh tráng phơi sương", "Nước mắm nhĩ")
SAID = "Có thể cần giấy tờ"


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the question of the name."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos().submit(press="Không có, dùng các ảnh này")
    return walk


def named(walk: Walk, name: str, kind: str = "other") -> Page:
    return walk.open("name").submit({"name": name, "kind": kind})


def papers(page: Page) -> list[str]:
    """Name the kinds whose papers the main part of a page leads to."""
    links = (a.get("href", "") for a in next(page.dom.iter("main")).iter("a"))
    return [href.split("/goods/")[1].split("?")[0] for href in links if "/goods/" in href]


@pytest.mark.parametrize(("name", "kinds"), LOUD.items())
def test_the_page_after_the_name_says_it_and_the_work_goes_on(
    walk: Walk, name: str, kinds: list[str]
) -> None:
    page = named(walk, name)
    assert page.step == "price" and page.text.count(SAID) == len(kinds) and papers(page) == kinds
    for kind in kinds:
        told = goods()[kind]
        assert (told.papers.vi if told.papers else told.ask.vi) in page.text
        info = page.follow(f"Giấy tờ cho “{told.name.vi}”")
        assert told.ask.vi in info.text and "trợ giúp trong ứng dụng của sàn" in info.text
        assert info.follow("Quay lại").step == "price"
    page = page.submit({"price": "45k", "unit": "cái"})
    assert page.step == "about" and SAID not in page.text


def test_what_is_known_is_said_with_how_sure_it_is_and_what_is_not_is_unknown(walk: Walk) -> None:
    page = named(walk, "Viên uống collagen")
    assert "giấy công bố sản phẩm" in page.text and "mới có một nơi nói" in page.text
    assert "mới có một nơi nói" in page.follow("Giấy tờ cho “Thực phẩm chức năng”").text
    page = named(walk, "Rượu nếp")
    assert "Giấy gì thì chưa rõ" in page.text
    assert "Chưa rõ thì hỏi, đừng đoán" in page.follow("Giấy tờ cho “Rượu, bia”").text


@pytest.mark.parametrize("name", QUIET)
def test_other_goods_see_nothing_of_it(walk: Walk, name: str) -> None:
    page = named(walk, name)
    assert page.step == "price" and SAID not in page.text and papers(page) == []
    assert papers(walk.open("name")) == []


def test_of_everyday_goods_the_helper_alone_is_told(walk: Walk) -> None:
    page = named(walk, "Bánh tráng phơi sương", "food")
    assert papers(page) == []
    info = page.follow("Giấy tờ cho “Đồ ăn, đồ uống đóng gói”")
    assert goods()["food"].ask.vi in info.text


def test_the_name_opened_again_says_it_until_the_name_is_another(walk: Walk) -> None:
    assert SAID not in walk.open("name").text
    named(walk, "Rượu nếp cẩm")
    assert SAID not in walk.open("price").text
    assert papers(walk.open("name")) == ["alcohol"]
    page = walk.client.read(f"{walk.listing}/name?change=1").submit({"name": "Mật ong", "kind": "food"})
    assert page.step == "check" and SAID not in page.text
    assert papers(walk.open("name")) == []
    page = walk.client.read(f"{walk.listing}/name?change=1").submit({"name": "Rượu", "kind": "food"})
    assert page.step == "check" and papers(page) == ["alcohol"]


def test_english_pages_say_the_same(walk: Walk) -> None:
    walk.client.raw.set_cookie("lang", "en")
    page = named(walk, "Rượu nếp cẩm")
    assert "May need papers: Alcohol" in page.text
    assert goods()["alcohol"].ask.en in page.follow("Papers for “Alcohol”").text


def test_every_kind_has_its_page_with_and_without_a_shop(walk: Walk) -> None:
    for kind in goods().values():
        for place in (f"{walk.shop}/guides", "/guides"):
            page = walk.client.read(f"{place}/goods/{kind.key}")
            assert kind.ask.vi in page.text and kind.source in page.text
            assert page.links["Quay lại"] == place
    assert walk.client.raw.get("/guides/goods/no-such").status_code == 404
    made_up = walk.client.read(f"{walk.shop}/guides/goods/food?listing=//evil.example/")
    assert made_up.links["Quay lại"].startswith(f"{walk.shop}/listings/")
