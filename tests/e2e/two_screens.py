"""Stand at both screens: the laptop, and phones that reach it over plain http."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import scenes
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.checks import OPEN_FOLDS, check_page

NAME = "lan.test"
SIZES = {"phone": {"width": 360, "height": 740}, "laptop": {"width": 1280, "height": 800}}
ZALO = "Mozilla/5.0 (Linux; Android 12; SM-A127F; wv) AppleWebKit/537.36 Chrome/130.0 Mobile Zalo android/24"
# Longer than the two seconds after which the laptop asks again, on a slow computer.
FOLLOWS_MS = 20_000


@dataclass
class Sides:
    """Hold the laptop's page and a way to open phones; the shop was made on the laptop."""

    browser: Browser
    laptop: Page
    shop: str
    port: str = ""
    digits: str = ""

    @contextmanager
    def phone(self, **how: Any) -> Iterator[Page]:
        """Open a browser on a phone in the same network."""
        context = self.browser.new_context(
            base_url=f"http://{NAME}:{self.port}",
            viewport=SIZES["phone"],  # type: ignore[arg-type]
            has_touch=True,
            is_mobile=True,
            locale="vi-VN",
            **how,
        )
        with looked_after(context) as page:
            yield page

    def join(self, phone: Page) -> None:
        """Type the digits off the laptop, and press that both pictures are the same."""
        phone.goto("/")
        phone.fill("[name=digits]", self.digits)
        press(phone)
        press(phone)
        expect(phone.locator("main")).to_have_attribute("data-step", "consent")


@contextmanager
def looked_after(context: BrowserContext) -> Iterator[Page]:
    """Give a page; a script that fails fails the test."""
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not [t for t in troubles if not t.startswith("Failed to load resource")], troubles


@contextmanager
def started(data: Path) -> Iterator[str]:
    """Start the program as a person does, with one more name that phones may use; give its address."""
    call = [sys.executable, "-m", "merchant_helper", "serve", "--json", "--port", "0", "--data", str(data)]
    told = {"MERCHANT_HELPER_ALLOWED_HOSTS": NAME, "MERCHANT_HELPER_PHONE_PORT": "0"}
    with subprocess.Popen(
        call, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env={**os.environ, **told}
    ) as running:
        assert running.stdout is not None
        yield str(json.loads(running.stdout.readline())["address"])
        # The door still stands open, and phones have kept their connections.
        running.terminate()
        assert json.loads(running.stdout.readlines()[-1])["kind"] == "summary"
    assert running.returncode == 0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of the laptop."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def program(data: Path) -> Iterator[str]:
    """Run the program of the laptop for all tests of a file."""
    with started(data) as address:
        yield address


@pytest.fixture
def sides(chromium: Browser, program: str) -> Iterator[Sides]:
    """Make a shop on the laptop and let phones in."""
    context = chromium.new_context(base_url=program, viewport=SIZES["laptop"], locale="vi-VN")  # type: ignore[arg-type]
    with looked_after(context) as laptop:
        laptop.goto("/shops/new")
        laptop.fill("[name=name]", "Bánh tráng Cô Tư")
        choose(laptop, "co", "cô")
        laptop.fill("[name=laptop_of]", "Lan")
        press(laptop)
        shop = laptop.url
        laptop.goto(f"{shop}/phone")
        press(laptop)
        laptop.goto(f"{shop}/phone?address={NAME}")
        port = laptop.locator("p.address").inner_text().removeprefix(f"{NAME}:")
        digits = laptop.locator("strong.address").inner_text().replace(" ", "")
        yield Sides(chromium, laptop, shop, port, digits)


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Take two photos with a phone."""
    files = []
    for number, more in enumerate(({}, {"backdrop": "table"}), 1):
        file = tmp_path / f"IMG_{number}.jpg"
        file.write_bytes(scenes.encode(scenes.draw(number, size=(1600, 1200), **more).image, quality=90))  # type: ignore[arg-type]
        files.append(str(file))
    return files


def both_sizes(page: Page) -> None:
    """Check a page as a phone and as a laptop has it, with all folds open."""
    kept = page.viewport_size
    page.wait_for_load_state("load")
    page.evaluate(OPEN_FOLDS)
    for size in SIZES.values():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        check_page(page)
    assert kept is not None
    page.set_viewport_size(kept)


def press(page: Page, step: str | None = None) -> None:
    """Press the main button, and wait for the page it leads to."""
    button = page.locator("main button[data-main], main a[data-main]").first
    with page.expect_navigation():
        button.click()
    if step is not None:
        expect(page.locator("main")).to_have_attribute("data-step", step)


def choose(page: Page, name: str, value: str) -> None:
    """Choose an answer by its label, as a finger does, unless the page has chosen it already."""
    chosen = page.locator(f'input[name="{name}"][value="{value}"]')
    if chosen.is_checked():
        return
    page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()
