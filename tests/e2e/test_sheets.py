"""A sheet and its photos, sent in a real browser: refused, tried out, mended, written into the shop."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.sheets.errand import ALL, FIXES, INTO_SHOP, LOOK, MENDED, agreed_shop, mended, ten_rows, xlsx, zipped

from e2e.checks import checked

pytestmark = pytest.mark.browser


def saved(page: Page, words: str, to: Path) -> Path:
    """Press a link that gives a file."""
    with page.expect_download() as found:
        page.get_by_role("link", name=words).click()
    found.value.save_as(to)
    return to


def choose(page: Page, label: str, name: str, data: bytes) -> None:
    """Choose a file as if it lay on this computer."""
    page.get_by_label(label).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )


def tried_out(page: Page, shop: str) -> None:
    """Send a broken sheet with the photos, then the whole one alone; ends on the result."""
    page.goto(shop)
    page.get_by_role("link", name="Đưa cả bảng món hàng lên một lần").click()
    checked(page)
    page.locator("label", has_text="WooCommerce").click()
    choose(page, "Bảng đã điền", "bad.xlsx", b"PK\3\4")
    choose(page, "Ảnh của các món", "ảnh.zip", zipped([f"p{n}.jpg" for n in range(10)]))
    page.get_by_role("button", name=LOOK).click()
    page.get_by_text("Đã có 10 ảnh từ lần gửi trước").wait_for()
    expect(page.locator("input[value=woocommerce]")).to_be_checked()
    checked(page)
    choose(page, "Bảng đã điền", "ten.xlsx", xlsx(ten_rows()))
    page.get_by_role("button", name=LOOK).click()
    page.get_by_role("heading", name="7 món đăng được, 3 món để riêng").wait_for()


def test_a_sheet_goes_the_whole_way(page: Page, app: Flask, tmp_path: Path) -> None:
    tried_out(page, agreed_shop(Client(app.test_client())))
    checked(page)
    assert len(zipfile.ZipFile(saved(page, ALL, tmp_path / "all.zip")).namelist()) == 7 + 3
    fixes = saved(page, FIXES, tmp_path / "fix-these.xlsx").read_bytes()

    page.get_by_role("link", name=INTO_SHOP).click()
    page.get_by_text("Chưa ghi gì cả").wait_for()
    checked(page)
    page.get_by_role("button", name="Ghi 7 món vào cửa hàng").click()
    page.get_by_text("Đã thêm 7 món mới").wait_for()

    page.go_back()
    page.go_back()
    choose(page, "Bảng đã sửa", "fix-these.xlsx", mended(fixes))
    page.get_by_role("button", name=MENDED).click()
    page.get_by_role("heading", name="3 món đăng được").wait_for()
    checked(page)
