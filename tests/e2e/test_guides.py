"""The guides as phone, laptop, projector and paper have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from guides.sample import samples
from playwright.sync_api import Browser, Page, expect
from web.house import running
from web.page_reader import Client
from web.wizard.walk import Walk

from e2e.checks import OPEN_FOLDS, check_page
from e2e.live import Live
from merchant_helper.guides.load import bundled
from merchant_helper.guides.model import Guides
from merchant_helper.web.guide_pages import EXTENSION

pytestmark = pytest.mark.browser
PATHS = (
    *("", "?q=ma vuong", "/topics/ways", "/topics/safety", "/vietqr-personal", "/first-ten-minutes"),
    *("/vietqr-personal/steps/2", "/compare", "/compare?way=momo&way=cod&way=vietqr-personal"),
    *("/compare/ask", "/compare/ask?where=far&registered=no&feature-phones=yes&many=no"),
    *("/calendar", "/glossary", "/paper/first-order", "/sample-pack"),
)
VOICE = """() => {
  const voice = {lang: 'vi-VN', localService: LOCAL, name: 'x', default: true, voiceURI: 'x'};
  window.heard = [];
  const synth = {getVoices: () => [voice], speak: (said) => heard.push(said.text), cancel: () => {},
    addEventListener: () => {}};
  Object.defineProperty(window, 'speechSynthesis', {value: synth});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""


@pytest.fixture(params=["samples"])
def guides(request: pytest.FixtureRequest) -> Guides:
    """Give the samples; a test may ask for the program's own guides."""
    return samples() if request.param == "samples" else bundled()


@pytest.fixture
def app(tmp_path: Path, guides: Guides) -> Iterator[Flask]:
    with running(tmp_path / "data") as app:
        app.extensions[EXTENSION] = lambda: guides
        yield app


@pytest.fixture
def shop(app: Flask) -> str:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    return walk.shop


def test_every_page_can_be_seen_and_pressed(page: Page, shop: str) -> None:
    for path in PATHS:
        page.goto(f"{shop}/guides{path}")
        page.evaluate(OPEN_FOLDS)
        check_page(page)


def test_a_step_is_done_on_a_phone_without_scripts(chromium: Browser, live: Live, shop: str) -> None:
    context = chromium.new_context(base_url=live.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{shop}/guides")
    for words in ("Cách nhận tiền", "Ví điện tử", "Làm từng bước"):
        page.locator("main a", has_text=words).first.click()
    for _step in range(3):
        expect(page.locator("[data-speak]")).to_be_hidden()
        page.locator("main [data-main]").click()
    expect(page.locator("main")).to_contain_text("Đã xong 3 trên 3 bước")
    page.locator("a.term").first.click()
    expect(page).to_have_url(re.compile("#term-vietqr$"))
    context.close()


def test_a_way_is_proposed_and_compared_without_scripts(chromium: Browser, live: Live) -> None:
    context = chromium.new_context(base_url=live.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto("/guides/compare/ask")
    while page.url.count("=") < 4:
        page.locator("main a.card").last.click()
    expect(page.locator("h1")).to_have_text("Nên bắt đầu bằng: Thu hộ khi giao hàng")
    page.goto("/guides/compare")
    for way in ("way-momo", "way-cod"):
        page.locator(f"label[for={way}]").click()
    page.locator("main button.main").click()
    expect(page.locator("tbody tr")).to_have_count(12)
    context.close()


@pytest.mark.parametrize("local", ["true", "false"])
def test_it_is_read_aloud_by_a_voice_of_this_device_alone(page: Page, local: str) -> None:
    page.add_init_script(f"({VOICE.replace('LOCAL', local)})()")
    page.goto("/guides/vietqr-personal")
    page.wait_for_selector("[data-module=speak][data-ready]")
    button = page.locator("[data-speak]")
    expect(button).to_be_visible(visible=local == "true")
    if local == "true":
        button.click()
        heard = page.evaluate("() => window.heard")
        assert heard[0].startswith("In một mã vuông") and "Từng bước" in heard
        assert not [line for line in heard if "xem ngày" in line]
        expect(button).to_have_text("Dừng đọc")


def on_paper(page: Page, address: str) -> tuple[int, set[tuple[int, int]]]:
    """Print a page; give the number of sheets and their sizes in millimetres."""
    page.goto(address)
    made = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    sizes = {(round(float(w) * 25.4 / 72), round(float(h) * 25.4 / 72)) for w, h in boxes}
    return len(re.findall(rb"/Type /Page\b(?!s)", made)), sizes


@pytest.mark.parametrize("guides", ["samples", "own"], indirect=True)
@pytest.mark.parametrize("code", ["vi", "en"])
def test_three_ways_fit_one_sheet_of_a4(chromium: Browser, live: Live, guides: Guides, code: str) -> None:
    context = chromium.new_context(base_url=live.url)
    context.add_cookies([{"name": "lang", "value": code, "url": live.url}])
    page = context.new_page()
    ways = [card.key for card in guides.ways()]
    for start in range(0, max(1, len(ways) - 2), 2):
        three = "&".join(f"way={key}" for key in ways[start : start + 3])
        assert on_paper(page, f"/guides/compare?{three}") == (1, {(210, 297)}), three
    context.close()


@pytest.mark.parametrize("guides", ["samples", "own"], indirect=True)
def test_small_cards_are_one_sheet_of_a6_each(chromium: Browser, live: Live, guides: Guides) -> None:
    context = chromium.new_context(base_url=live.url)
    page = context.new_page()
    small = [card.key for card in guides.cards.values() if card.kind == "a6"]
    assert small
    assert on_paper(page, "/guides/paper/first-order") == (
        sum(card.kind == "a6" for card in guides.of_topic("first-order")),
        {(105, 148)},
    )
    for key in small:
        assert on_paper(page, f"/guides/{key}") == (1, {(105, 148)}), key
    context.close()
