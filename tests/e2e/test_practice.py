"""Practice in a browser: a wrong choice, why, again, the right one; and the card on one sheet of A6."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.wizard.walk import Walk

from e2e.checks import check_page
from e2e.test_card import A6_POINTS, PAST_THE_SHEET, sheets
from e2e.two_screens import choose, press
from merchant_helper.guides import practice
from merchant_helper.guides.practice import LESSON_LONGEST, Scenario, scenarios
from merchant_helper.shops.practising import note_try
from merchant_helper.web.practice import ON_CARD

pytestmark = pytest.mark.browser
SMALL_LETTERS = """() => [...document.querySelectorAll('.memory h1, .visit-card li, .visit-card p')]
  .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16 * 96 / 72 - .1).map((e) => e.textContent)"""


@pytest.fixture
def shop(app: Flask) -> str:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    return walk.shop


def test_a_scenario_is_walked_until_right(page: Page, shop: str) -> None:
    scenario = scenarios()["forged-receipt"]
    page.goto(f"{shop}/practice")
    check_page(page)
    press(page, "practice")
    check_page(page)
    wrong = next(n for n, choice in enumerate(scenario.choice) if not choice.right)
    choose(page, "choice", str(wrong))
    press(page, "practice")
    expect(page.locator(".notice.warn")).to_contain_text(scenario.choice[wrong].why.vi)
    check_page(page)
    choose(page, "choice", str(scenario.right))
    press(page, "practice")
    expect(page.locator(".notice.good")).to_contain_text(scenario.choice[scenario.right].why.vi)
    check_page(page)
    assert (
        page.locator(".practising > main").evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)")
        >= 8
    )
    page.goto(f"{shop}/practice/card")
    check_page(page)


def longest(scenario: Scenario) -> Scenario:
    """Give a scenario a lesson as long as they may be, in wide letters."""
    words = ("Ươm mầm nhường " * 9)[:LESSON_LONGEST].strip()
    return scenario.model_copy(update={"lesson": scenario.lesson.model_copy(update={"vi": words})})


@pytest.mark.parametrize("count", [1, ON_CARD, 99])
def test_the_memory_card_is_one_sheet_of_a6_in_large_letters(
    page: Page, app: Flask, shop: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {key: longest(scenario) for key, scenario in practice.scenarios().items()}
    monkeypatch.setattr("merchant_helper.web.practice.scenarios", lambda: known)
    with app.extensions["merchant_helper"].database.write() as session:
        for key in list(known)[:count]:
            note_try(session, shop.rsplit("/", 1)[1], key, right=True)
    page.goto(f"{shop}/practice/card")
    page.evaluate("() => document.fonts.ready")
    found = sheets(page.pdf(prefer_css_page_size=True, print_background=False))
    assert len(found) == 1
    assert found[0] == pytest.approx(A6_POINTS, abs=1)
    page.emulate_media(media="print")
    assert page.evaluate(PAST_THE_SHEET) == [] and page.evaluate(SMALL_LETTERS) == []
    assert page.locator(".visit-card .warning").is_visible() and not page.locator(".top").is_visible()
