"""The whole way to the kit for other kinds of goods: by keyboard alone, without scripts, with a thumb."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import scenes
from playwright.sync_api import Browser, Page, expect

from e2e.checks import check_no_overflow, check_targets
from e2e.live import Live

pytestmark = pytest.mark.browser
CLOTHING = {
    "name": {"name": "Áo bà ba lụa", "kind": "clothing"},
    "price": {"price": "320k", "unit": "cái"},
    "about": {"special": "Mềm, mát", "use": "Giặt tay"},
    "stock": {"stock": "count", "stock_count": "5", "weight": "300 g"},
}
CRAFT = {
    "name": {"name": "Giỏ cói Kim Sơn", "kind": "craft"},
    "price": {"price": "150k", "unit": "cái", "unit_size": "30 x 20 cm"},
    "about": {"special": "Chắc, nhẹ", "made": "Cói phơi khô, đan tay"},
    "stock": {"stock": "always", "weight": "nửa ký"},
}
SERVICE = {
    "name": {"name": "Sửa quần áo", "kind": "service"},
    "price": {"price": "50k", "unit": "lần"},
    "about": {"special": "Lấy ngay trong ngày", "use": "Gọi trước một giờ"},
    "stock": {"stock": "always"},
}
RADIOS = ("kind", "unit", "stock")


@dataclass
class Finger:
    """Answer and press as a finger does."""

    page: Page

    def write(self, name: str, text: str) -> None:
        self.page.fill(f"[name={name}]", text)

    def choose(self, name: str, value: str) -> None:
        chosen = self.page.locator(f'input[name="{name}"][value="{value}"]')
        self.page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()

    def show(self, photo: Path) -> None:
        self.page.locator("input[type=file]").last.set_input_files(photo)

    def press(self, words: str | None = None) -> None:
        """Press a button by its words, else the one main control."""
        button = self.page.locator("[data-main]")
        (self.page.get_by_role("button", name=words).first if words else button).click()


@dataclass
class Keys(Finger):
    """Answer and press by keys alone: what Tab does not reach is not there."""

    def reach(self, wanted: str) -> None:
        for _press in range(80):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by Tab on {self.page.url}")

    def write(self, name: str, text: str) -> None:
        self.reach(f"[name={name}]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        self.reach(f"input[name={name}]")
        self.page.keyboard.press("Space")
        chosen = self.page.locator(f'input[name="{name}"][value="{value}"]')
        for _press in range(15):
            if chosen.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} {value} is not reached by the arrows")

    def show(self, photo: Path) -> None:
        self.reach("input[type=file]")
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Enter")
        asked.value.set_files(photo)

    def press(self, words: str | None = None) -> None:
        button = self.page.locator("[data-main]")
        if words:
            button = self.page.get_by_role("button", name=words).first
        button.evaluate("one => one.setAttribute('data-wanted', '')")
        self.reach("[data-wanted]")
        self.page.keyboard.press("Enter")


@contextmanager
def phone(chromium: Browser, live: Live, **more: Any) -> Iterator[Page]:
    size = {"width": 360, "height": 740}
    context = chromium.new_context(base_url=live.url, viewport=size, locale="vi-VN", **more)
    yield context.new_page()
    context.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "IMG_1.jpg"
    file.write_bytes(scenes.encode(scenes.draw(1, size=(1200, 900)).image, quality=90))
    return file


def walk(hand: Finger, photo: Path, told: dict[str, dict[str, str]], look: Callable[[], None]) -> None:
    """Go from the first page to the kit, and look at every page of the product."""

    def at(step: str) -> None:
        expect(hand.page.locator("main")).to_have_attribute("data-step", step)
        look()

    open_shop(hand)
    at("photos")
    hand.show(photo)
    hand.press()
    at("review")
    hand.press()
    for step, answers in told.items():
        at(step)
        for name, answer in answers.items():
            (hand.choose if name in RADIOS else hand.write)(name, answer)
        hand.press()
    at("cover")
    hand.press("Dùng ảnh gốc, không chờ")
    at("check")
    hand.press()
    at("places")
    hand.press()
    at("kit")


def open_shop(hand: Finger) -> None:
    hand.page.goto("/")
    hand.press()
    hand.page.wait_for_url("**/shops/new")
    hand.write("name", "Tiệm Cô Tư")
    hand.choose("co", "cô")
    hand.write("laptop_of", "Lan")
    hand.press()
    hand.page.wait_for_url(lambda url: not url.endswith("/new"))
    hand.press()
    for step in ("consent", "selling"):
        expect(hand.page.locator("main")).to_have_attribute("data-step", step)
        if step == "selling":
            hand.choose("selling", "none")
        hand.press()


def test_clothing_by_the_keyboard_alone(chromium: Browser, live: Live, photo: Path) -> None:
    with phone(chromium, live) as page:
        walk(Keys(page), photo, CLOTHING, lambda: None)
        for words in ("Áo bà ba lụa", "320.000 đ/cái", "mềm, mát", "300 g"):
            expect(page.locator("main")).to_contain_text(words)
        page.reload()
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()


def test_craft_without_scripts(chromium: Browser, live: Live, photo: Path) -> None:
    with phone(chromium, live, java_script_enabled=False) as page:
        walk(Finger(page), photo, CRAFT, lambda: None)
        for words in ("Giỏ cói Kim Sơn, 30 x 20 cm", "150.000 đ/cái", "500 g"):
            expect(page.locator("main")).to_contain_text(words)


def test_a_service_on_a_phone(chromium: Browser, live: Live, photo: Path) -> None:
    with phone(chromium, live, has_touch=True) as page:

        def look() -> None:
            check_targets(page)
            check_no_overflow(page)

        walk(Finger(page), photo, SERVICE, look)
        for words in ("Sửa quần áo", "50.000 đ/lần", "lấy ngay trong ngày"):
            expect(page.locator("main")).to_contain_text(words)
