"""The card of a visit, printed: one sheet of A6 with everything on it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page
from web.page_reader import Client
from web.wizard.walk import Walk

from e2e.checks import check_page
from merchant_helper.db.base import utc_now
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.shops import visits
from merchant_helper.shops.people import LOCAL
from merchant_helper.web.db import Services

pytestmark = pytest.mark.browser
A6_POINTS = (105 / 25.4 * 72, 148 / 25.4 * 72)
# The longest that the forms take, in words as people write them; and one without a space.
WIDE = ("Đoàn Thanh niên Cộng sản Hồ Chí Minh xã Tân Hòa " * 3)[:100].strip()
UNBROKEN = "Ư" * 100

PAST_THE_SHEET = """() => {
  const sheet = document.querySelector('.card-page').getBoundingClientRect();
  return [...document.querySelectorAll('.card-page dd, .card-page li, .card-page p')]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > sheet.right + 1)
    .map((e) => e.textContent.slice(0, 40));
}"""


@pytest.fixture
def walk(app: Flask) -> Walk:
    walk = Walk(Client(app.test_client()))
    walk.new_shop(who=WIDE, team=WIDE, laptop_of=UNBROKEN, contact=WIDE)
    return walk


def fill(services: Services, walk: Walk, products: int) -> None:
    """Work on products with long names, and take the shop's file."""
    shop_id = walk.shop.rsplit("/", 1)[1]
    with services.database.write() as session:
        for number in range(1, products + 1):
            listing = Listing(shop_id=shop_id, number=number)
            listing.answers.append(Answer(seq=1, field="name", value=UNBROKEN, given_by=LOCAL))
            session.add(listing)
        visit = visits.last(session, shop_id)
        assert visit is not None
        visit.handed_over_at = utc_now()


def sheets(pdf: bytes) -> list[tuple[float, float]]:
    """Read the sizes of a file's pages, in points."""
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(float(width), float(height)) for width, height in found]


@pytest.mark.parametrize("products", [0, 1, 9])
def test_the_card_is_one_sheet_of_a6(page: Page, app: Flask, walk: Walk, products: int) -> None:
    fill(app.extensions["merchant_helper"], walk, products)
    walk.client.read(f"{walk.shop}/edit").submit({"name": WIDE})
    page.goto(f"{walk.shop}/card")
    page.evaluate("() => document.fonts.ready")
    found = sheets(page.pdf(prefer_css_page_size=True, print_background=False))
    assert len(found) == 1
    assert found[0] == pytest.approx(A6_POINTS, abs=1)
    page.emulate_media(media="print")
    assert page.evaluate(PAST_THE_SHEET) == []
    assert page.locator(".visit-card .warning").is_visible() and not page.locator(".top").is_visible()


def test_the_card_is_read_on_a_phone_too(page: Page, app: Flask, walk: Walk) -> None:
    fill(app.extensions["merchant_helper"], walk, 9)
    page.goto(f"{walk.shop}/card")
    check_page(page)
    page.emulate_media(color_scheme="dark")
    check_page(page)
