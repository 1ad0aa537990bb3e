"""The words to sell under and more about a product: on a phone, with and without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.checks import check_page
from e2e.test_photo_pages import look, pictures
from e2e.test_wizard import answer, go, live, open_shop

__all__ = ["live"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_a_title_is_chosen_and_more_is_told(page: Page, tmp_path: Path) -> None:
    open_shop(page)
    page.locator("input[type=file]").last.set_input_files(pictures(tmp_path))
    page.locator("[data-main]").click()
    page.wait_for_url("**/review")
    go(page, "name")
    answer(page)
    page.goto(page.url.rsplit("/", 1)[0] + "/more")
    check_page(page)
    look(page, "more")
    page.get_by_role("link", name="Thêm chi tiết").click()
    page.get_by_role("group", name="Gợi ý cho: Vị thế nào?").get_by_role("button", name="Cay nhẹ").click()
    page.get_by_label("Làm ở xã nào, tỉnh nào?").fill("Trảng Bàng")
    look(page, "details")
    page.locator("[data-main]").click()
    page.wait_for_url("**/more")
    page.get_by_role("link", name="Thêm chi tiết").click()
    expect(page.get_by_label("Vị thế nào?", exact=True)).to_have_value("Cay nhẹ")
    page.locator("main details summary").first.click()
    check_page(page)
    look(page, "details-told")
    page.get_by_role("link", name="Quay lại").click()
    page.get_by_role("link", name="Chọn tên bán hàng").click()
    page.get_by_text("Tự đặt tên khác").click()
    own = page.get_by_label("Tên tự đặt", exact=True)
    own.fill("Bánh tráng")
    row = page.locator(".counts li").first
    expect(row).to_have_text("10 trên 100 ký tự ở Facebook")
    own.fill("Bánh tráng " * 10)
    expect(row).to_have_class("over")
    check_page(page)
    look(page, "title")
    page.get_by_text("Bánh tráng phơi sương Tây Ninh, Trảng Bàng, dẻo", exact=False).first.click()
    page.locator("[data-main]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/more")
    look(page, "more-told")
