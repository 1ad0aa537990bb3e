"""A seller's template in a real browser: sent, asked about, filled."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from channels.fill import templates
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.wizard.walk import first_product

from e2e.checks import checked

pytestmark = pytest.mark.browser


def sent(page: Page, shop: str, data: bytes) -> None:
    """Find the page from the export, and send a template."""
    page.goto(f"{shop}/export")
    page.get_by_role("link", name="Điền mẫu tải từ gian hàng").click()
    page.get_by_label("Mẫu vừa tải về").set_input_files(
        {"name": "mẫu.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Xem mẫu này").click()


def test_a_template_goes_the_whole_way(page: Page, app: Flask, tmp_path: Path) -> None:
    shop = first_product(Client(app.test_client()))[0].shop
    sent(page, shop, b"a,b")
    page.get_by_text("không phải mẫu Excel").first.wait_for()
    checked(page)
    sent(page, shop, templates.tiktok())
    page.get_by_label("Hạng mục cho nhóm hàng").select_option(index=2)
    page.get_by_label("Hình chính").select_option("later")
    page.get_by_label("Số lượng").fill("5")
    page.get_by_role("button", name="Điền 1 món vào mẫu").click()
    material = page.get_by_label("Vật liệu cho nhóm hàng")
    material.wait_for()
    expect(page.get_by_label("Số lượng")).to_have_value("5")
    checked(page)
    material.select_option("Tre")
    page.get_by_role("button", name="Điền 1 món vào mẫu").click()
    page.get_by_role("heading", name="1 món đã vào tệp").wait_for()
    checked(page)
    with page.expect_download() as found:
        page.get_by_role("link", name="Tải mẫu đã điền và ảnh về").click()
    found.value.save_as(tmp_path / "all.zip")
    assert "tiktok.xlsx" in zipfile.ZipFile(tmp_path / "all.zip").namelist()


def test_a_strangers_columns_are_matched(page: Page, app: Flask) -> None:
    shop = first_product(Client(app.test_client()))[0].shop
    sent(page, shop, templates.stranger())
    page.get_by_role("heading", name="Ghép cột của mẫu này").wait_for()
    checked(page)
    page.get_by_label("Cột “Nhóm*”").select_option("category")
    page.get_by_role("button", name="Điền 1 món vào mẫu").click()
    page.get_by_label("Nhóm*", exact=True).select_option("Thực phẩm")
    page.get_by_role("button", name="Điền 1 món vào mẫu").click()
    page.get_by_role("heading", name="1 món đã vào tệp").wait_for()
