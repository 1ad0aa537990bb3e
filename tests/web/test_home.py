"""The first page: shops that wait to be handed over, and a word on encryption for the volunteer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from merchant_helper.db.base import utc_now
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.text import format_date
from merchant_helper.web.db import Services
from merchant_helper.web.shop_forms import today
from web.page_reader import Client, words
from web.wizard.walk import Walk

YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def walk(client: Client) -> Walk:
    walk = Walk(client)
    walk.new_shop()
    return walk


def test_a_shop_in_use_is_only_listed(walk: Walk) -> None:
    page = walk.client.read("/")
    assert page.links["Bánh tráng Cô Tư"] == walk.shop
    assert "Đến lúc trao lại" not in page.text


def test_a_shop_past_its_day_asks_to_be_handed_over(services: Services, walk: Walk) -> None:
    with services.database.write() as session:
        session.get_one(Shop, walk.shop.rsplit("/", 1)[1]).agreed_until = YESTERDAY
    page = walk.client.read("/")
    assert f"Đã qua ngày {format_date(YESTERDAY)} như đã hẹn" in page.text
    assert page.links["Trao lại và xóa: Bánh tráng Cô Tư"] == f"{walk.shop}/visit"


def test_a_shop_untouched_for_30_days_asks_too(services: Services, walk: Walk) -> None:
    long_ago = utc_now() - timedelta(days=31)
    with services.database.write() as session:
        shop = session.get_one(Shop, walk.shop.rsplit("/", 1)[1])
        visit = visits.last(session, shop.id)
        assert visit is not None
        shop.created_at = visit.started_at = visit.ended_at = long_ago
    page = walk.client.read("/")
    assert f"Không ai mở từ ngày {format_date(long_ago)}" in page.text
    assert page.follow("Trao lại và xóa: Bánh tráng Cô Tư").h1 == "Trao lại và xóa"


def test_the_volunteer_is_told_to_encrypt_the_disk(client: Client) -> None:
    fold = next(e for e in client.read("/").find("details") if e.get("data-helper") is not None)
    for told in ("phần trống", "BitLocker", "Mã hóa thiết bị", "FileVault", "LUKS"):
        assert told in words(fold)
    assert "//" not in words(fold)
