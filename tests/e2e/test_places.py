"""Places she posts to by hand, in a real browser: kits by box, and the sheet that goes to a post office."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from web.page_reader import Client
from web.wizard.walk import first_product

from e2e.checks import OPEN_FOLDS, check_axe, check_page

pytestmark = pytest.mark.browser


@pytest.fixture
def kit(app: Flask) -> str:
    """Give the address of a first product's kit, told for four places."""
    walk, _page = first_product(Client(app.test_client()))
    walk.open("places").submit({"places": ["facebook", "shopee", "tiktok", "buudien", "voso"]})
    return f"{walk.listing}/kit"


@pytest.mark.parametrize("place", ["shopee", "tiktok", "buudien"])
def test_every_place_can_be_seen_and_pressed(page: Page, kit: str, place: str) -> None:
    page.goto(f"{kit}?place={place}")
    page.wait_for_load_state("networkidle")
    page.evaluate(OPEN_FOLDS)
    check_page(page)


def test_the_places_can_be_chosen(page: Page, kit: str) -> None:
    page.goto(kit.replace("/kit", "/places"))
    page.evaluate(OPEN_FOLDS)
    check_page(page)
    assert page.get_by_label("TikTok Shop").is_checked() and page.get_by_label("Shopee").is_checked()


def test_the_sheet_is_opened_printed_and_taken_along(page: Page, kit: str, tmp_path: Path) -> None:
    page.goto(f"{kit}?place=buudien")
    page.get_by_role("link", name="Mở hồ sơ món hàng để in").click()
    page.wait_for_load_state("networkidle")
    check_page(page)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    page.emulate_media(media="print")
    assert not page.get_by_text("Tải hồ sơ về").is_visible() and not page.locator(".top").is_visible()
    assert page.get_by_text("Giấy tờ mang theo").is_visible()
    page.emulate_media(media="null")
    with page.expect_download() as found:
        page.get_by_role("link", name="Tải hồ sơ về").click()
    found.value.save_as(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "a")
    (index,) = (tmp_path / "a").glob("*/index.html")
    page.goto(index.as_uri())
    check_axe(page)
    assert page.locator("img").evaluate_all("all => all.every((img) => img.naturalWidth > 0)")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
