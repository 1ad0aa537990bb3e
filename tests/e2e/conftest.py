"""Start the application on a free port and look at it with Chromium, as a phone and as a laptop."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from web.house import running

from e2e.live import Live, serve
from e2e.two_screens import data, photos, program, sides

__all__ = ["data", "photos", "program", "sides"]

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP laptop.test 127.0.0.1, MAP lan.test 127.0.0.1",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}


def find_chromium() -> str | None:
    """Find a browser: the one that was named, else the usual names, else Playwright's own download."""
    named = os.environ.get("MERCHANT_HELPER_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one browser for all tests."""
    with sync_playwright() as playwright:
        path = find_chromium() or playwright.chromium.executable_path
        if not os.path.exists(path):  # noqa: PTH110 -- a question, not a path to work with
            pytest.skip("no Chromium here: set MERCHANT_HELPER_CHROMIUM to one")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Run the application on a data folder of this test's own."""
    with running(tmp_path / "data") as app:
        yield app


@pytest.fixture
def live(app: object) -> Iterator[Live]:
    """Serve this test's application on a free port of this computer."""
    with serve(app) as running:
        yield running


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, chromium: Browser, live: Live) -> Iterator[Page]:
    """Give a page as a phone has it, then as a laptop has it; a script that fails fails the test."""
    width, height = SIZES[request.param]
    context = chromium.new_context(
        base_url=live.url,
        viewport={"width": width, "height": height},
        has_touch=request.param == "phone",
        locale="vi-VN",
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("response", lambda r: troubles.append(r.url) if "/static/" in r.url and not r.ok else None)
    yield page
    context.close()
    # A page of trouble is looked at on purpose; a file that is missing was noted above.
    assert not [t for t in troubles if not t.startswith("Failed to load resource")], troubles
