"""Make a code for being paid and look at the one on the counter, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from web.pay.counter import ACCOUNT, BIN, HOLDER, PayWalk, Photo, new_pay_walk, payload, photo, vnpay

from e2e.checks import checked
from e2e.live import Live

pytestmark = pytest.mark.browser
LOOK = "Soi mã trong ảnh"


@pytest.fixture
def walk(app: Flask) -> PayWalk:
    return new_pay_walk(app)


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def send(page: Page, *photos: Photo) -> None:
    """Choose photos from the phone's shelf and send them."""
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()} for data, name in photos]
    page.locator("#photos-shelf").set_input_files(files)  # type: ignore[arg-type]
    page.locator("main button[data-main]").click()


def make(page: Page, shop: str, look: bool) -> None:
    """Go from the shop's page to the code's own page, each page looked at on the way."""
    page.goto(shop)
    page.get_by_role("link", name="Mã nhận tiền").click()
    see = checked if look else (lambda _page: None)
    see(page)
    press(page, "Làm một mã mới")
    page.get_by_label("Tìm ngân hàng").fill("viet com")
    press(page, "Tìm")
    page.locator("label", has_text="Vietcombank").first.click()
    see(page)
    press(page, "Lưu và sang bước sau")
    for name, text in (("account", "0011 0123 45678"), ("holder", HOLDER)):
        page.locator(f"[name={name}]").fill(text)
        see(page)
        press(page, "Lưu và sang bước sau")
    see(page)
    press(page, "Lưu và sang bước sau")
    expect(page.get_by_text("0011 0123 4567 8")).to_be_visible()
    see(page)
    press(page, "Đúng hết, làm mã")
    expect(page.locator("svg.qr")).to_be_visible()
    see(page)
    for words in ("Điện thoại kia hiện đúng tên", "1.000 đồng đã hiện", "đã đọc to tên người trả"):
        page.locator("label", has_text=words).click()
    press(page, "Thấy đủ cả ba")
    page.get_by_role("heading", name="Vietcombank •••• 5678").wait_for()


def test_a_code_is_made_tried_and_printed(page: Page, walk: PayWalk, tmp_path: Path) -> None:
    make(page, walk.shop, look=True)
    checked(page)
    with page.expect_download() as found:
        page.get_by_role("link", name="A6, bằng bàn tay").click()
    found.value.save_as(tmp_path / "a6.pdf")
    assert (tmp_path / "a6.pdf").read_bytes().startswith(b"%PDF")
    assert page.locator("main img").evaluate("image => image.naturalWidth") == 1080
    page.get_by_role("link", name="Xóa mã này").click()
    checked(page)


def test_the_code_on_the_counter_is_looked_at(page: Page, walk: PayWalk) -> None:
    walk.tried()
    page.goto(f"{walk.shop}/pay")
    page.get_by_role("link", name="Ghi mã đã có").click()
    checked(page)
    send(page, photo(payload(), vnpay()))
    expect(page.get_by_label("Mã VNPAY-QR")).to_be_checked()
    checked(page)
    press(page, "Đúng tên, ghi lại")
    checked(page)
    page.get_by_role("link", name="Soi mã ở quầy").click()
    send(page, photo(payload(), payload("0099887766554"), vnpay()))
    for words in ("Đúng mã cô đã lưu: Vietcombank, số cuối 5678", "Khác mã: Vietcombank •••• 6554"):
        page.get_by_text(words).first.wait_for()
    checked(page)
    page.goto(f"{walk.shop}/pay/round")
    expect(page.get_by_text("Gỡ mã đó xuống")).to_be_visible()
    checked(page)
    page.goto(f"{walk.shop}/pay/check")
    send(page, photo(payload(), vnpay()))
    page.get_by_text("Trong ảnh có 2 mã").wait_for()
    page.goto(f"{walk.shop}/pay/round")
    expect(page.get_by_text("Hôm nay đã soi đủ 2 mã")).to_be_visible()
    checked(page)


def test_the_browser_keeps_nothing_of_a_secret_or_an_account(page: Page, walk: PayWalk) -> None:
    walk.list().submit(press="Làm một mã mới").submit({"bank": BIN}, press="Lưu và sang bước sau")
    page.goto(f"{walk.shop}/pay/{walk.codes()[0].id}/make/account")
    page.locator("[name=account]").fill(ACCOUNT)
    press(page, "Lưu và sang bước sau")
    page.locator("[name=holder]").fill("OTP 482913")
    press(page, "Lưu và sang bước sau")
    expect(page.locator("[name=holder]")).to_have_value("")
    kept = page.evaluate("() => JSON.stringify({...sessionStorage, ...localStorage})")
    assert "482913" not in kept and ACCOUNT not in kept


def test_without_scripts_all_of_it_works(chromium: Browser, live: Live, walk: PayWalk) -> None:
    context = chromium.new_context(
        base_url=live.url, viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="vi-VN"
    )
    page = context.new_page()
    make(page, walk.shop, look=False)
    page.goto(f"{walk.shop}/pay/check")
    send(page, photo(payload("0099887766554")))
    page.get_by_text("Khoan cho khách quét").wait_for()
    send(page, (photo(payload())[0], "IMG_3.jpg"))
    page.get_by_text("Đúng mã cô đã lưu").wait_for()
    assert ACCOUNT not in page.content()
    context.close()
