"""An old post is pasted, looked through, and only what was ticked is kept."""

from __future__ import annotations

import pytest

from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.model import Listing
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.wizard.walk import Walk

POST = """🍯 MẬT ONG RỪNG U MINH 🍯
Chai 500ml giá 350k, ngọt thanh <b>tự nhiên</b>
☎️ Zalo: 0905.123.456 fb.com/matong"""


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the first photo."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    return walk


def pasted(walk: Walk, text: str = POST) -> Page:
    return walk.client.read(f"{walk.listing}/paste").submit({"text": text})


def facts(services: Services, walk: Walk) -> Facts:
    with services.database.read() as session:
        listing = session.get(Listing, walk.listing.rsplit("/", 1)[1])
        assert listing is not None
        return derive(listing.answers)


def test_the_name_question_leads_to_it(walk: Walk) -> None:
    walk.photos()
    page = walk.open("name").follow("Có bài đăng cũ? Dán vào đây")
    assert page.step == "paste"
    assert page.follow("Quay lại").step == "name"


def test_what_is_sure_is_ticked_and_kept(walk: Walk, services: Services) -> None:
    page = pasted(walk)
    assert "ba trăm năm mươi nghìn đồng" in page.text
    assert "Đã bỏ ra khỏi bài viết: Zalo: 0905.123.456; fb.com/matong." in page.text
    assert facts(services, walk).asked == frozenset({})
    page.submit()
    told = facts(services, walk)
    assert (told.name, told.price, told.unit, told.unit_size) == (
        "Mật ong rừng U Minh",
        350000,
        "chai",
        "500ml",
    )
    assert told.description and "0905" not in told.description and "fb.com" not in told.description
    assert told.sku


def test_the_questions_that_were_answered_are_passed_over(walk: Walk, services: Services) -> None:
    walk.photos()
    page = pasted(walk).submit()
    page = walk.open("name").submit({"kind": "drink"})
    assert page.step == "stock"


def test_what_is_not_ticked_is_not_kept(walk: Walk, services: Services) -> None:
    form = pasted(walk).forms[0]
    values = {
        name: value for name, value in form.values().items() if name in ("text", "version", "csrf_token")
    }
    walk.client.send(form.action, values)
    assert facts(services, walk).asked == frozenset({})


def test_a_doubtful_field_is_chosen_by_hand(walk: Walk, services: Services) -> None:
    page = pasted(walk, "Dâu tây Mộc Châu\n150k/kg\nHộp 500g 80k")
    assert "price" in page.forms[0].values() and page.forms[0].values()["price"] == [""]
    places = [i.get("value") for i in page.find("input", name="price")]
    page.submit({"price": places[1]})
    assert facts(services, walk).price == 80000


def test_only_what_the_post_holds_can_be_chosen(walk: Walk, services: Services) -> None:
    pasted(walk).submit({"price": "9999999", "name": "Sâm Ngọc Linh", "description": "khác"})
    told = facts(services, walk)
    assert (told.name, told.price, told.description) == (None, None, None)


def test_a_chuc_without_its_number_leaves_the_unit_to_be_asked(walk: Walk, services: Services) -> None:
    pasted(walk, "Trứng vịt Ba Tri 45k/chục").submit()
    assert (facts(services, walk).price, facts(services, walk).unit) == (45000, None)
    pasted(walk, "Trứng vịt Ba Tri 45k/chục, chục 12").submit()
    assert (facts(services, walk).unit, facts(services, walk).unit_count) == ("chục", 12)


def test_a_secret_is_refused(walk: Walk, services: Services) -> None:
    page = pasted(walk, "Mật ong 350k. Mã OTP 123456 đây")
    assert page.step == "paste"
    assert page.title.startswith("Lỗi:")


@pytest.mark.parametrize("text", ["", "   ", "\x00\u200b"])
def test_nothing_pasted_is_said(walk: Walk, text: str) -> None:
    assert "Chưa có bài nào." in pasted(walk, text).text


def test_too_long_a_post_is_kept_in_the_box(walk: Walk) -> None:
    page = pasted(walk, "mật ong " * 7000)
    assert "Dài quá" in page.text
    assert page.forms[0].values()["text"][0].startswith("mật ong mật ong")


def test_a_post_without_anything_leads_on(walk: Walk) -> None:
    page = pasted(walk, "0905123456")
    assert page.h1 == "Chưa đọc được gì trong bài này"
    assert "Trả lời từng câu" in page.links


def test_another_page_changed_it_meanwhile(walk: Walk, services: Services) -> None:
    page = pasted(walk)
    walk.photos()
    walk.open("name").submit({"name": "Mật ong khác", "kind": "drink"})
    again = page.submit()
    assert "Mật ong khác" in again.text
    assert facts(services, walk).name == "Mật ong khác"
    again.submit()
    assert facts(services, walk).name == "Mật ong rừng U Minh"


def test_what_stands_there_already_is_shown_and_not_ticked(walk: Walk) -> None:
    walk.photos()
    walk.open("name").submit({"name": "Mật ong khác", "kind": "drink"})
    page = pasted(walk)
    assert "Đang ghi: Mật ong khác" in page.text
    assert "name" not in page.forms[0].values()


def test_the_post_can_be_mended(walk: Walk) -> None:
    page = pasted(walk).submit(press="Sửa lại bài đã dán")
    assert page.step == "paste"
    assert "MẬT ONG" in page.forms[0].values()["text"][0]
    assert "Chưa có bài" not in page.text
