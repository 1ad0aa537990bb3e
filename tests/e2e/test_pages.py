"""Every page that links lead to, seen by a browser after a first product was made."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page
from web.page_reader import Client
from web.wizard.walk import Walk, first_product

from e2e.checks import OPEN_FOLDS, check_page
from merchant_helper.network import adapters

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST = 60


def addresses(page: Page) -> list[str]:
    """Give the pages of ours that this page links to; files to save are no pages."""
    found = page.evaluate(
        "() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"
    )
    return [
        a
        for a in found
        if a.startswith("/") and not a.split("?")[0].endswith((".jpg", ".zip", ".csv", ".xlsx"))
    ]


def test_every_page_can_be_seen_and_pressed(page: Page, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Choosing a route sends nothing, but looks to the tests' guard as if it would.
    monkeypatch.setattr(adapters, "route_address", lambda: "")
    first_product(Client(app.test_client()))
    todo, done = ["/"], set()
    while todo and len(done) < MOST:
        address = todo.pop(0)
        if address in done:
            continue
        done.add(address)
        page.goto(address)
        page.evaluate(OPEN_FOLDS)
        try:
            check_page(page)
        except AssertionError as error:
            raise AssertionError(f"{address}: {error}") from error
        todo += addresses(page)
    assert len(done) >= 12, sorted(done)


EMPTY_ROOMS = ["", "/pay", "/sheets", "/practice", "/guides", "/guides/compare/ask", "/edit"]


@pytest.mark.parametrize("end", EMPTY_ROOMS)
def test_a_shop_that_has_nothing_yet_can_be_seen_and_pressed(page: Page, app: Flask, end: str) -> None:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    page.goto(walk.shop + end)
    check_page(page)
