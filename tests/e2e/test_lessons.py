"""A lesson in a browser, to the real step; and the notice of goods that may need papers."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.wizard.walk import Walk

from e2e.checks import check_page
from merchant_helper.guides.lessons import lessons

pytestmark = pytest.mark.browser
NAMES = ("first", "second", "third")


@pytest.fixture
def walk(app: Flask) -> Walk:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    return walk


def answer(page: Page, right: tuple[int, ...]) -> None:
    for name, number in zip(NAMES, right, strict=True):
        box = page.locator(f"input[name={name}][value='{number}']").get_attribute("id")
        page.locator(f"label[for={box}]").click()
    page.locator("main form [data-main]").click()


def test_a_lesson_is_read_and_asked_until_right_and_leads_to_the_real_step(page: Page, walk: Walk) -> None:
    lesson = lessons()["safe-phone"]
    right = tuple(question.right for question in lesson.question)
    page.goto(f"{walk.shop}/practice")
    check_page(page)
    page.locator("a", has_text=lesson.title.vi).click()
    check_page(page)
    page.locator("[data-main]").click()
    answer(page, ((right[0] + 1) % 3, *right[1:]))
    expect(page.locator(".notice.warn")).to_contain_text("Còn 1 câu")
    check_page(page)
    answer(page, right)
    expect(page.locator(".notice.good")).to_be_visible()
    check_page(page)
    page.locator("[data-main]").click()
    expect(page.locator("h1")).to_have_text("Tập xử lý khi gặp kẻ gian")


def test_goods_that_may_need_papers_are_told_of_where_the_work_goes_on(page: Page, walk: Walk) -> None:
    walk.opening(walk.start())
    walk.photos().submit(press="Không có, dùng các ảnh này")
    page.goto(f"{walk.listing}/name")
    page.fill("[name=name]", "Rượu nếp cẩm")
    kind = page.locator("input[name=kind][value=other]").get_attribute("id")
    if not page.locator(f"label[for={kind}]").is_visible():
        page.locator("[data-more]").click()
    page.locator(f"label[for={kind}]").click()
    page.locator("[data-main]").click()
    expect(page.locator(".notice.info")).to_contain_text("Có thể cần giấy tờ: Rượu, bia")
    check_page(page)
    page.locator("a", has_text="Giấy tờ cho “Rượu, bia”").click()
    check_page(page)
    page.locator("a.back").click()
    expect(page.locator("main")).to_have_attribute("data-step", "price")
