"""Set the stage: the program in a folder of its own, a slow phone, a network without an Internet, photos."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scenes
from e2e.conftest import FLAGS, find_chromium
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Request, sync_playwright

SLOWER, BITS_A_SECOND, LATENCY_MS = 6, 1_000_000, 20
SCREEN = {"width": 360, "height": 740}
# Only this computer has a name: whatever else a page asks for ends in nothing, and is counted.
NO_INTERNET = "--host-resolver-rules=MAP lan.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
NAME = "lan.test"
OURS = {"127.0.0.1", NAME}
CAMERA = (4000, 3000)
# A phone's photo of 12 megapixels weighs about 3 MB; drawn ones are lighter, a comment makes up for it.
CAMERA_BYTES = 3_000_000


@dataclass
class Phone:
    """Be a cheap phone in the same network as the laptop."""

    page: Page
    wire: CDPSession

    def sleep(self) -> None:
        """Let the phone fall asleep: no network, the page frozen."""
        self.page.context.set_offline(True)
        self.wire.send("Page.setWebLifecycleState", {"state": "frozen"})

    def wake(self) -> None:
        """Wake it up again."""
        self.wire.send("Page.setWebLifecycleState", {"state": "active"})
        self.page.context.set_offline(False)
        slow_down(self.wire)


@dataclass
class Stage:
    """Hold the running program and the laptop's window; phones come in through its door."""

    address: str
    browser: Browser
    laptop: Page
    outside: list[str] = field(default_factory=list)

    def let_in(self, shop: str) -> Phone:
        """Open the laptop's door, type its digits on a phone and press that both pictures are the same."""
        self.laptop.goto(f"{shop}/phone")
        self.laptop.locator("main [data-main]").click()
        self.laptop.goto(f"{shop}/phone?address={NAME}")
        place = self.laptop.locator("p.address").inner_text()
        digits = self.laptop.locator("strong.address").inner_text().replace(" ", "")
        context = window(self.browser, f"http://{place}", viewport=SCREEN, has_touch=True, is_mobile=True)
        context.on("request", self.note)
        page = context.new_page()
        page.goto("/")
        page.fill("[name=digits]", digits)
        for _page in ("digits", "same picture"):
            with page.expect_navigation():
                page.locator("main button[data-main]").tap()
        assert not page.evaluate("() => isSecureContext"), "a phone's page is plain http"
        wire = context.new_cdp_session(page)
        slow_down(wire)
        return Phone(page, wire)

    def note(self, request: Request) -> None:
        """Write down what is asked of another host than this computer."""
        if request.url.startswith("http") and urlsplit(request.url).hostname not in OURS:
            self.outside.append(request.url)


@contextmanager
def program(folder: Path) -> Iterator[str]:
    """Run the program as a person starts it, and give its address."""
    call = [sys.executable, "-m", "merchant_helper", "serve", "--json", "--port", "0", "--data", str(folder)]
    environment = {**os.environ, "MERCHANT_HELPER_ALLOWED_HOSTS": NAME, "MERCHANT_HELPER_PHONE_PORT": "0"}
    with subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environment
    ) as running:
        assert running.stdout is not None
        try:
            yield json.loads(running.stdout.readline())["address"]
        finally:
            running.terminate()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Start the program and open a laptop's window."""
    with program(folder) as address, sync_playwright() as playwright:
        path = find_chromium() or playwright.chromium.executable_path
        flags = [*(f for f in FLAGS if not f.startswith("--host-resolver")), NO_INTERNET]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        laptop = window(browser, address, viewport={"width": 1280, "height": 800})
        running = Stage(address, browser, laptop.new_page())
        laptop.on("request", running.note)
        yield running
        browser.close()


def window(browser: Browser, address: str, **more: Any) -> BrowserContext:
    """Open a window of its own, with its own cookies."""
    return browser.new_context(base_url=address, locale="vi-VN", accept_downloads=True, **more)


def slow_down(wire: CDPSession) -> None:
    """Make the browser a cheap phone on a weak network."""
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    wire.send("Network.enable")
    speed = BITS_A_SECOND / 8
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": speed, "uploadThroughput": speed},
    )


def take_photos(folder: Path) -> dict[str, Path]:
    """Take the photos of both products: good ones, one in the dark, one as a chat leaves it."""
    wanted: dict[str, dict[str, Any]] = {
        "front": {"seed": 1},
        "dark": {"seed": 2, "exposure": 0.3},
        "again": {"seed": 2},
        "chat": {"seed": 3, "backdrop": "table"},
        "second": {"seed": 4},
    }
    folder.mkdir(parents=True, exist_ok=True)
    taken = {}
    for name, how in wanted.items():
        picture = scenes.draw(how.pop("seed"), size=CAMERA, **how).image
        data = chatted(picture) if name == "chat" else weigh(scenes.encode(picture, quality=88))
        taken[name] = folder / f"{name}.jpg"
        taken[name].write_bytes(data)
    return taken


def chatted(picture: Image.Image) -> bytes:
    """Make of a photo what a chat makes of it: 1280 px, quality 70, nothing of the camera left."""
    small = picture.copy()
    small.thumbnail((1280, 1280))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=70)
    return file.getvalue()


def weigh(jpeg: bytes) -> bytes:
    """Bring a JPEG to the weight of a phone's photo with comments that hold no picture."""
    missing = max(0, CAMERA_BYTES - len(jpeg))
    full, rest = divmod(missing, 65_000)
    sizes = [65_000] * full + ([rest] if rest > 4 else [])
    comments = b"".join(b"\xff\xfe" + (n - 2).to_bytes(2, "big") + os.urandom(n - 4) for n in sizes)
    return jpeg[:2] + comments + jpeg[2:]
