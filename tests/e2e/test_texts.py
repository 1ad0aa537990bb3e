"""Old posts and tried texts in a real browser: pasted, read, chosen by finger, sentence by sentence."""

from __future__ import annotations

import os

import pytest
from flask import Flask
from listings.model_server import says, speaking
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.wizard.walk import Walk, first_product

from e2e.checks import checked

pytestmark = pytest.mark.browser
POST = """🍓 DÂU TÂY MỘC CHÂU 🍓
Hái sáng nay, 150k/kg
Hộp nhựa trong 500g 80k, ai lấy nhiều ib em để giá
Ship Hà Nội 30k
☎️ Zalo 0905.123.456 – facebook.com/dautaymocchau"""


def look(page: Page, name: str) -> None:
    """Hold a page to the rules; keep a picture where one was asked for."""
    checked(page)
    if folder := os.environ.get("MERCHANT_HELPER_LOOK"):
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_an_old_post_is_pasted_read_and_taken(page: Page, app: Flask) -> None:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos()
    page.goto(f"{walk.listing}/name")
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.get_by_role("link", name="Có bài đăng cũ? Dán vào đây").click()
    look(page, "ask")
    page.get_by_label("Dán bài đăng cũ vào đây").fill(POST)
    page.get_by_role("button", name="Đọc bài này").click()
    look(page, "found")
    page.locator("label", has_text="150.000 đồng").click()
    page.get_by_role("button", name="Lấy những điều đã chọn").click()
    expect(page.locator("main")).to_have_attribute("data-step", "review")
    page.goto(f"{walk.listing}/name")
    expect(page.get_by_label("Món này gọi là gì?")).to_have_value("Dâu tây Mộc Châu")
    page.goto(f"{walk.listing}/price")
    expect(page.get_by_label("Bán giá bao nhiêu?")).to_have_value("150.000")


def test_a_tried_text_is_looked_at_sentence_by_sentence(page: Page, app: Flask) -> None:
    walk, _page = first_product(Client(app.test_client()))
    with speaking(says("Bánh tráng dẻo, thơm mùi gạo. Hàng đạt OCOP 4 sao.\nKhông chất bảo quản.")) as spoken:
        app.config.update(MODEL_URL=spoken.url, MODEL_NAME="nhỏ")
        page.goto(f"{walk.listing}/more")
        look(page, "more")
        page.get_by_role("link", name="Nhờ phần mềm viết thử").click()
        look(page, "consent")
        page.get_by_role("button", name="Đồng ý, cho gửi câu chữ").click()
        look(page, "try")
        page.get_by_role("button", name="Viết thử").click()
        look(page, "draft")
    page.locator("label", has_text="Đúng vậy, giữ câu này").last.click()
    page.get_by_role("button", name="Lấy bài này").click()
    expect(page.locator("main")).to_contain_text("Không chất bảo quản.")
    expect(page.locator("main")).not_to_contain_text("OCOP")
