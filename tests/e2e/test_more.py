"""Pages of what may be done besides the questions, as phone, laptop, paper and ear have them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from web.more.conftest import Stall, stall_of

from e2e.checks import checked
from e2e.live import Live
from e2e.test_guides import VOICE

pytestmark = pytest.mark.browser
# A4 across, less its margins; a letter of the board is 0.74 of its size high.
CAPITAL, ONE_CENTIMETRE = 0.74, 96 / 2.54


@pytest.fixture
def stall(app: Flask) -> Stall:
    return stall_of(app)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("networkidle")


def test_variants_fees_sharing_and_history_can_be_seen_and_pressed(page: Page, stall: Stall) -> None:
    page.goto(f"{stall.listing}/check")
    page.get_by_role("link", name="Làm thêm với món này").click()
    page.get_by_role("link", name="Phân loại (màu, cỡ)").click()
    checked(page)
    page.get_by_role("button", name="Màu").click()
    for value in ("Đỏ", "Xanh"):
        page.get_by_role("button", name=value, exact=True).first.click()
    page.get_by_label("Điều thứ hai", exact=True).fill("Cỡ")
    page.get_by_label("Có những loại nào nữa?", exact=True).fill("M, L, một cỡ rất là dài để xem")
    press(page, "Lưu và xem giá từng loại")
    page.get_by_label("Giá bán – Đỏ, L").fill("170k")
    page.get_by_label("Ảnh – Xanh, M", exact=True).select_option("2")
    press(page, "Lưu các phân loại")
    expect(page.get_by_label("Giá bán – Đỏ, L")).to_have_value("170.000")
    checked(page)
    page.goto(f"{stall.listing}/takings?place=shopee")
    page.get_by_label("Phí phần trăm").fill("mười")
    press(page, "Tính tiền còn về tay")
    checked(page)
    page.get_by_label("Phí phần trăm").fill("14,5")
    press(page, "Tính tiền còn về tay")
    expect(page.locator(".takings .left")).to_contain_text("Còn về tay 128.250 đồng")
    checked(page)
    for name in ("share", "history"):
        page.goto(f"{stall.listing}/{name}")
        checked(page)
    page.goto(stall.shop)
    checked(page)


def test_the_board_is_readable_at_a_metre_and_five_stand_on_a_sheet(page: Page, stall: Stall) -> None:
    names = ("Mũ len trẻ em", "Khăn quàng cổ", "Găng tay len", "Vớ len dày")
    others = [stall.sell(name=name, sku=f"S-{n}") for n, name in enumerate(names)]
    query = "&".join(f"item={one}" for one in (stall.listing_id, *others))
    for address in (f"{stall.shop}/live", f"{stall.shop}/live/script?{query}"):
        page.goto(address)
        checked(page)
    page.get_by_role("link", name="Bảng giá để in, để chiếu").click()
    checked(page)
    page.emulate_media(media="print")
    sizes = page.locator(".board span, .board strong, h1").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) * CAPITAL >= ONE_CENTIMETRE
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


@pytest.mark.parametrize("here", [True, False])
def test_only_a_voice_of_this_device_reads_the_answers(
    chromium: Browser, live: Live, stall: Stall, here: bool
) -> None:
    context = chromium.new_context(base_url=live.url, locale="vi-VN")
    context.add_init_script(f"({VOICE.replace('LOCAL', str(here).lower())})()")
    page = context.new_page()
    page.goto(f"{stall.listing}/check")
    page.wait_for_selector("[data-module=speak][data-ready]", state="attached")
    button = page.get_by_role("button", name="Nghe")
    assert button.is_visible() == here
    if here:
        button.click()
        heard = page.evaluate("() => window.heard")
        assert "Tên món: Áo len rib" in heard and not any("Sửa" in line for line in heard)
    context.close()
