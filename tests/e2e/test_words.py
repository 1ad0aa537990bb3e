"""The page of words on a phone: words marked, one press, undo; with the keyboard alone."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.test_words import Looking

from e2e.checks import checked

pytestmark = pytest.mark.browser
TOLD = {
    "name": "Bánh pía ngon nhất Sóc Trăng",
    "special": "Thơm. Gọi 0903 123 456 hoặc zalo nhé",
    "made": "ca phe rang xay",
    "use": "Ăn liền,  hoà tan",
}


@pytest.fixture
def looking(app: Flask) -> Looking:
    return Looking(Client(app.test_client()), app.extensions["merchant_helper"])


def test_words_are_left_out_by_one_press_and_come_back(page: Page, looking: Looking) -> None:
    looking.tell(**TOLD)
    page.goto(f"{looking.walk.listing}/words")
    expect(page.locator("mark")).to_have_text(
        ["0903 123 456", "zalo", "ngon nhất", "ca phe rang xay", "Ăn liền, hoà tan"]
    )
    checked(page)
    page.get_by_role("button", name="Bỏ từ “nhất”").focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(4)
    page.get_by_role("button", name="Trả lại như cũ").press("Enter")
    expect(page.locator("mark")).to_have_count(5)
    checked(page)
