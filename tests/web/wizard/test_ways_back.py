"""Presses that were not meant, and answers that are not there yet: nothing is lost and no page is an end."""

from __future__ import annotations

import re

import pytest

from merchant_helper.issues import Issue
from merchant_helper.photos.model import Cutout
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.wizard.walk import Walk, first_product, jpeg


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the first photo."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    return walk


def order(page: Page) -> list[str]:
    """Read which photos stand on the page, the cover first."""
    return re.findall(r"/photos/(\w+)/small\.jpg", page.html)


def retake_cover(walk: Walk) -> Page:
    """Press "Chụp lại" on the page of the cover, whatever its picture on white came to."""
    return walk.client.send(f"{walk.listing}/cover", {"choice": "again"})


def next_form(page: Page, label: str) -> Page:
    number = next(i for i, form in enumerate(page.forms) if label in form.buttons())
    return page.submit(press=label, form=number)


def test_a_retaken_cover_stays_the_cover(walk: Walk) -> None:
    before = order(walk.photos([jpeg(1), jpeg(2)]))
    page = retake_cover(walk)
    assert page.h1 == "Cô chụp lại ảnh này nhé"
    address = next(f.action for f in page.forms if "upload" in f.action)
    after = order(walk.client.send(address, {"photos": [jpeg(3)]}))
    assert len(after) == 2 and after[1] == before[1] and after[0] not in before


@pytest.mark.parametrize("count", [1, 3])
def test_a_retake_that_was_not_meant_is_taken_back_with_one_press(walk: Walk, count: int) -> None:
    before = order(walk.photos([jpeg(n) for n in range(1, count + 1)]))
    page = next_form(retake_cover(walk), "Trả lại ảnh vừa bỏ")
    assert order(page) == before


def test_a_retake_without_a_photo_still_knows_its_place(walk: Walk) -> None:
    walk.photos([jpeg(1), jpeg(2)])
    address = next(f.action for f in retake_cover(walk).forms if "upload" in f.action)
    page = walk.client.send(address, {"photos": []})
    assert page.h1 == "Cô chụp lại ảnh này nhé" and "Chưa có ảnh nào." in page.text


def test_a_product_without_a_price_waits_on_the_list_and_says_so(walk: Walk) -> None:
    walk.photos([jpeg(1)]).submit(press="Không có, dùng các ảnh này")
    walk.open("name").submit({"name": "Bánh", "kind": "food"})
    next_form(walk.open("price"), "Chưa biết giá, để sau")
    page = walk.open("check").submit(press="Lưu lại, để sau làm tiếp")
    assert page.url == walk.shop and "Còn thiếu 2 mục" in page.text


def test_one_more_by_mistake_leads_back_to_the_kit(client: Client) -> None:
    _walk, kit = first_product(client)
    page = next_form(kit, "Thêm món giống món này")
    assert page.step == "photos"
    assert client.read(page.links["Quay lại"]).step == "kit"


def test_refused_by_mistake_is_taken_back(client: Client) -> None:
    walk, kit = first_product(client)
    next_form(kit, "Nơi bán không nhận")
    assert "Bị từ chối" in client.read(walk.shop).text
    next_form(walk.open("kit"), "Trả lại là chưa đăng")
    assert "Bị từ chối" not in client.read(walk.shop).text


def test_what_was_said_before_the_photos_can_be_said_again(walk: Walk) -> None:
    page = walk.open("photos").follow("Quay lại")
    assert page.step == "selling"
    assert page.submit({"selling": "yes"}).step == "photos"


def test_a_product_put_away_says_how_it_comes_back(walk: Walk) -> None:
    walk.photos([jpeg(1)])
    page = next_form(walk.client.read(walk.shop), "Cất món này đi")
    assert "chưa xóa" in page.text
    assert "Cất món này đi" in [b for f in next_form(page, "Lấy lại").forms for b in f.buttons()]


def test_a_photo_of_nothing_offers_no_picture_on_white(walk: Walk, services: Services) -> None:
    photo_id = order(walk.photos([jpeg(1)]))[0]
    with services.database.write() as session:
        nothing = Issue("cutout.nothing_found").to_record()
        session.merge(Cutout(photo_id=photo_id, state="done", verdict="retake", issues=[nothing]))
    page = walk.open("cover")
    assert page.h1 == "Chưa xóa nền được ảnh bìa" and "/cover.jpg" not in page.html
    assert [b for f in page.forms for b in f.buttons() if "nền" in b] == []
    assert next_form(page, "Dùng ảnh gốc").step == "check"
