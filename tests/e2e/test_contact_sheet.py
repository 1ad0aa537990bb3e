"""The sheet of all pictures in a real browser: seen, pressed, downloaded, printed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from web.picture_shop import PictureShop, picture_shop

from e2e.checks import check_page

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(app: Flask) -> PictureShop:
    return picture_shop(app)


def test_the_sheet_is_seen_chosen_from_and_taken_along(page: Page, shop: PictureShop, tmp_path: Path) -> None:
    page.goto(shop.url)
    page.get_by_role("link", name="Xem, tải ảnh của mọi món").click()
    page.wait_for_load_state("networkidle")
    check_page(page)
    page.get_by_role("link", name="Chọn Zalo").click()
    page.wait_for_url("**place=zalo")
    page.locator("label", has_text="Kèm ảnh gốc cỡ lớn").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="Tải tất cả ảnh về").click()
    assert found.value.suggested_filename == "anh-zalo.zip"
    found.value.save_as(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert sum(name.startswith("anh-goc/") for name in archive.namelist()) == 5


def test_paper_holds_the_pictures_and_no_buttons(page: Page, shop: PictureShop) -> None:
    page.goto(f"{shop.url}/pictures")
    page.emulate_media(media="print")
    assert not page.locator(".presets").is_visible() and page.locator(".shot").count() == 5
    assert all(shot.is_visible() for shot in page.locator(".shot").all())
    boxes = [shot.bounding_box() for shot in page.locator(".shot").all()]
    assert all(box and box["width"] < 220 for box in boxes), "small enough for many on a sheet"


def test_the_kit_with_one_photo_as_taken_can_be_seen_and_pressed(page: Page, shop: PictureShop) -> None:
    page.goto(f"{shop.listing}/kit?place=zalo")
    page.wait_for_load_state("networkidle")
    check_page(page)
