"""The page that makes a file, for the first place and for one that wants addresses, in a real browser."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.wizard.walk import first_product

from e2e.checks import OPEN_FOLDS, checked
from merchant_helper.channels.going_online import place_of
from merchant_helper.web.publishing import EXTENSION

pytestmark = pytest.mark.browser


def test_a_file_for_another_place(page: Page, app: Flask) -> None:
    walk, _kit = first_product(Client(app.test_client()))
    page.goto(walk.shop)
    page.get_by_role("link", name="Tạo tệp cho trang web hoặc nơi bán khác").click()
    checked(page)
    page.evaluate(OPEN_FOLDS)
    page.get_by_role("link", name="Haravan").click()
    expect(page.locator("h1")).to_have_text("Tạo tệp cho Haravan")
    checked(page)
    page.get_by_role("button", name="Tạo tệp").click()
    expect(page.get_by_text("Tệp chưa có ảnh")).to_be_visible()
    checked(page)
    page.goto(f"{walk.shop}/export?place=meta")
    expect(page.get_by_label("Địa chỉ ảnh (khi ảnh có sẵn trên mạng)")).to_be_visible()
    checked(page)
    page.get_by_label("Địa chỉ ảnh (khi ảnh có sẵn trên mạng)").fill("https://anh.example.vn/tiem")
    page.get_by_role("button", name="Tạo tệp").click()
    expect(page.locator("h1")).to_have_text("0 món đã vào tệp, 1 món để riêng")
    checked(page)
    app.extensions[EXTENSION] = place_of({"PUBLIC_URL": "https://anh.example.vn"})
    page.goto(f"{walk.shop}/export?place=haravan")
    page.get_by_role("link", name="Cho ảnh lên mạng").click()
    checked(page)
    page.get_by_role("button", name="Đồng ý cho ảnh lên mạng").click()
    expect(page.locator("h1")).to_have_text("Ảnh đang được lên mạng")
    checked(page)
    page.get_by_role("link", name="Quay lại").click()
    expect(page.get_by_text("Phần mềm đưa ảnh lên mạng giúp")).to_be_visible()
    checked(page)
