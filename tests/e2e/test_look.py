"""The layout on its sample pages, seen by a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web import sample

from e2e.checks import OPEN_FOLDS, check_axe, check_no_overflow, check_page, check_targets
from e2e.live import Live
from merchant_helper.web import create_app

pytestmark = pytest.mark.browser


@pytest.fixture
def app() -> Flask:
    app = create_app({"SECRET_KEY": "only for tests"})
    sample.add_to(app)
    return app


@pytest.mark.parametrize("name", ["step", "one", "photos", "kit", "list"])
def test_sample_pages_can_be_seen_and_pressed(page: Page, name: str) -> None:
    page.goto(f"/sample/{name}")
    page.wait_for_load_state("networkidle")
    page.evaluate(OPEN_FOLDS)
    check_page(page)


def test_an_answer_keeps_its_line_beside_the_link_that_changes_it(page: Page) -> None:
    page.goto("/sample/kit")
    page.set_viewport_size({"width": 320, "height": 740})
    page.evaluate("() => { document.documentElement.style.fontSize = '225%'; }")
    answers = page.locator(".answers dd:not(.change)")
    assert min(answers.evaluate_all("all => all.map((one) => one.clientWidth)")) > 240


def test_trouble_pages_can_be_seen_and_pressed(page: Page) -> None:
    page.goto("/nowhere")
    check_page(page)


def test_the_page_of_our_own_faults_can_be_seen_and_pressed(page: Page, live: Live) -> None:
    live.app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    page.goto("/broken")
    check_page(page)
    page.locator("a", has_text="Về trang đầu").wait_for()


def test_a_form_that_came_too_late_can_be_seen_and_sent_again(page: Page) -> None:
    page.goto("/sample/step")
    page.locator("#name").fill("Mắm ruốc cô Sáu")
    page.locator("label", has_text="Trái cây").click()
    page.evaluate("() => document.querySelectorAll('[name=csrf_token]').forEach((i) => { i.value = 'old'; })")
    page.locator("[data-main]").click()
    page.locator("li", has_text="Mắm ruốc cô Sáu").wait_for()
    check_page(page)
    page.locator("button", has_text="Gửi lại").click()
    page.wait_for_url("**/sample/kit")


def test_a_form_with_faults_can_be_seen_and_pressed(page: Page) -> None:
    page.goto("/sample/step")
    page.locator("[data-main]").click()
    expect(page.locator(".summary")).to_be_focused()
    check_page(page)


# Each is a piece of page with exactly one fault, added after the check has passed.
FAULTS = [
    (check_axe, "p", "faint", "color: #757575; background: #FFFFFF"),
    (check_targets, "button", "small", "height: 40px; width: 80px; margin: 40px"),
    (check_targets, "button", "near", "height: 48px; width: 80px; position: relative; top: -14px"),
    (check_no_overflow, "p", "wide", "width: 345px"),
]
ADD = """([tag, text, style]) => {
  const element = document.createElement(tag);
  element.textContent = text;
  element.style.cssText = style;
  document.querySelector("main").append(element);
}"""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[2])
def test_the_checks_see_a_fault(page: Page, fault: tuple[Callable[[Page], None], str, str, str]) -> None:
    check, *added = fault
    page.goto("/sample/one")
    check(page)
    page.evaluate(ADD, added)
    with pytest.raises(AssertionError):
        check(page)
