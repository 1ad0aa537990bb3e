"""The list of photos, what each one shows, and the question about faces, with all that folds out unfolded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import scenes
from playwright.sync_api import Page, expect

from e2e.checks import check_page
from e2e.test_wizard import go, live, open_shop

__all__ = ["live"]

pytestmark = pytest.mark.browser

GO_ON = "Không có, dùng các ảnh này"


def look(page: Page, name: str) -> None:
    """Keep what was seen, where somebody wants to look at it."""
    if folder := os.environ.get("MERCHANT_HELPER_SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def pictures(folder: Path) -> list[str]:
    files = []
    for number, shape in enumerate(("jar", "box", "jar"), 1):
        picture = scenes.draw(min(number, 2) if shape == "box" else 1, shape=shape, size=(1600, 1200)).image  # type: ignore[arg-type]
        if number == 3:
            picture = picture.resize((1200, 900))
        file = folder / f"IMG_{number}.jpg"
        file.write_bytes(scenes.encode(picture, quality=88))
        files.append(str(file))
    return files


def test_photos_are_listed_named_and_asked_about(page: Page, tmp_path: Path) -> None:
    open_shop(page)
    look(page, "take-folded")
    page.get_by_text("Xem nên chụp những ảnh nào").click()
    expect(page.locator(".shots svg").first).to_be_visible()
    check_page(page)
    look(page, "take")
    page.locator("input[type=file]").last.set_input_files(pictures(tmp_path))
    page.locator("[data-main]").click()
    page.wait_for_url("**/review")
    expect(page.locator("main")).to_contain_text("3 ảnh, đủ ảnh")
    expect(page.locator("main")).to_contain_text("Ảnh này giống ảnh 1.")
    look(page, "review-folded")
    page.locator(".shows summary").nth(2).click()
    check_page(page)
    look(page, "review")
    page.get_by_role("button", name="Lúc đang dùng").nth(0).click()
    expect(page.locator("main")).to_contain_text("3 ảnh, còn thiếu: nhãn")
    page.get_by_role("button", name=GO_ON).focus()
    go(page, "name")
