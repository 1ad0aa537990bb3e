"""After a file, in a real browser: the card beside the download, the answer read, the visit closed."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from web.page_reader import Client
from web.wizard.walk import Walk

from e2e.checks import check_page
from e2e.live import Live
from merchant_helper.listings import ledger
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import LOCAL

pytestmark = pytest.mark.browser

TOLD = {"price": 45_000, "unit": "chai", "places": ["facebook"], "special": "Ủ lâu", "checked": True}
GOODS = {"NM-1": "Nước mắm Bà Sáu, chai 500 ml", "MT-1": "Mắm tôm Hậu Lộc loại một ủ lâu, hũ 300 g"}
LOG = (
    "Product\tReason for failure\n"
    "Mắm tôm, SKU MT-1\tUnable to use image “mam-tom-hau-loc-loai-mot-1-0f0f0f0f.jpg”.\n"
    "Nước mắm, SKU NM-1\tInternal error 0x80070057 <b>\n"
)


@pytest.fixture
def shop(app: Flask) -> str:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    shop_id = walk.shop.rsplit("/", 1)[1]
    with app.extensions["merchant_helper"].database.write() as session:
        shop = session.get(Shop, shop_id)
        assert shop is not None
        agree(shop)
        for sku, name in GOODS.items():
            listing = ledger.start(session, shop_id)
            ledger.write(listing, {"name": name, "sku": sku, "photos": ["p"], **TOLD}, by=LOCAL)
    return walk.shop


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("networkidle")


def test_from_the_file_to_signing_out(page: Page, shop: str) -> None:
    page.goto(f"{shop}/export")
    press(page, "Tạo tệp")
    expect(page.locator(".after h3").first).to_have_text("Trước hết: đăng nhập an toàn")
    check_page(page)
    page.goto(f"{shop}/export")
    check_page(page)
    page.locator("label", has_text="Chỉ những món đã sửa").click()
    press(page, "Tạo tệp")
    expect(page.locator("main")).to_contain_text("Chưa có món nào đổi")
    check_page(page)

    page.get_by_role("link", name="Đọc câu trả lời, ghi đã đăng").click()
    page.wait_for_load_state("networkidle")
    check_page(page)
    page.get_by_label("Dán bảng lý do vào đây").fill(LOG)
    press(page, "Đọc câu trả lời")
    expect(page.locator(".outcomes .status.refused")).to_have_count(2)
    check_page(page)
    press(page, f"Đã đăng {GOODS['NM-1']}")
    expect(page.locator(".outcomes .status.posted")).to_have_count(1)
    page.get_by_role("link", name=f"Ảnh {GOODS['MT-1']}").click()
    page.wait_for_url("**/photos?change=1")

    page.goto(f"{shop}/visit")
    check_page(page)
    press(page, "Kết thúc và xóa")
    expect(page.locator("main")).to_contain_text("Chưa rõ đã đăng xuất hay chưa")
    check_page(page)
    page.locator("label", has_text="Chưa, sẽ đăng xuất ngay").click()
    press(page, "Kết thúc và xóa")
    press(page, "Vẫn xóa")
    expect(page.locator("main")).to_contain_text("Đăng xuất ngay khỏi Trang web riêng (WooCommerce)")
    check_page(page)


def test_closing_asks_without_scripts(chromium: Browser, live: Live, shop: str) -> None:
    context = chromium.new_context(base_url=live.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{shop}/export")
    press(page, "Tạo tệp")
    page.goto(f"{shop}/visit")
    press(page, "Kết thúc và xóa")
    expect(page.locator("main")).to_contain_text("Chưa rõ đã đăng xuất hay chưa")
    page.locator("label", has_text="Không đăng nhập trên máy tính này").click()
    press(page, "Kết thúc và xóa")
    press(page, "Vẫn xóa")
    expect(page.locator("h1")).to_have_text("Buổi làm đã xong")
    expect(page.locator("main")).to_contain_text("không đăng nhập trên máy tính này")
    context.close()
