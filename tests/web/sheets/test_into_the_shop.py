"""A sheet is written into the shop: first said, then done, and done once."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.listings.goods import listings_of
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.sheets.errand import INTO_SHOP, agreed_shop, states, ten, ten_rows, upload, zipped

WRITE = "Ghi {} món vào cửa hàng"


@pytest.fixture
def shop(client: Client) -> str:
    return agreed_shop(client)


def names(services: Services, shop: str) -> set[str | None]:
    with services.database.read() as session:
        return {facts.name for _listing, facts in listings_of(session, shop.rsplit("/", 1)[1]) if facts.name}


def planned(page: Page) -> Page:
    return page.follow(INTO_SHOP)


def test_said_before_it_is_done(client: Client, shop: str, services: Services) -> None:
    page = planned(ten(client, shop))
    assert "Sẽ thêm 7 món mới, sửa 0 món đã có. Chưa ghi gì cả." in page.text
    assert "3 món còn thiếu được để riêng" in page.text
    assert [state for _n, state in states(page)] == ["Để riêng"] * 3 + ["Thêm mới"] * 7
    assert names(services, shop) == set()
    done = page.submit(press=WRITE.format(7))
    assert done.url == shop
    assert "Đã thêm 7 món mới, sửa 0 món đã có." in done.text and "3 dòng còn thiếu" in done.text
    assert names(services, shop) == {f"Bánh số {n}" for n in range(7)}


def test_photos_come_along(client: Client, shop: str, services: Services) -> None:
    planned(upload(client, shop, ten_rows()[:1], zipped(["p0.jpg"]))).submit(press=WRITE.format(1))
    with services.database.read() as session:
        found = [facts for _l, facts in listings_of(session, shop.rsplit("/", 1)[1]) if facts.name]
    assert [len(facts.photos) for facts in found] == [1]


def test_pressed_twice_writes_once(client: Client, shop: str, services: Services) -> None:
    page = planned(ten(client, shop))
    page.submit(press=WRITE.format(7))
    assert "Không có gì mới để ghi" in page.submit(press=WRITE.format(7)).text
    assert len(names(services, shop)) == 7
    again = client.read(page.url)
    assert again.h1 == "Không có gì mới để ghi vào cửa hàng"
    assert "cả. 7 món giữ nguyên. 3 món còn thiếu" in again.text


def test_changes_are_told_from_new_ones(client: Client, shop: str) -> None:
    planned(upload(client, shop, ten_rows()[:2], None)).submit(press=WRITE.format(2))
    rows = [("Bánh số 0", "B-0", 99000, None, None, None), *ten_rows()[1:3]]
    page = planned(upload(client, shop, rows, None))
    assert "Sẽ thêm 1 món mới, sửa 1 món đã có. Chưa ghi gì cả. 1 món giữ nguyên." in page.text
    assert sorted(states(page)) == [("2", "Sửa món đã có"), ("3", "Giữ nguyên"), ("4", "Thêm mới")]


def test_sheet_that_was_damaged_meanwhile_is_asked_for_again(
    client: Client, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ten(client, shop)

    def damaged(*_: object, **__: object) -> None:
        raise SheetRefused("sheet.broken")

    monkeypatch.setattr("merchant_helper.web.sheet_errands.read", damaged)
    again = planned(page)
    assert again.url == f"{shop}/sheets"
    assert "hỏng" in again.text


def test_a_file_of_another_place_is_previewed_and_written(client: Client, shop: str) -> None:
    theirs = Path(__file__).parents[2] / "channels" / "golden" / "shopify.csv"
    page = upload(client, shop, theirs.read_bytes(), None, channel="facebook")
    assert "Đây là tệp của Shopify: 7 dòng có hàng" in page.text
    asked = page.follow(INTO_SHOP)
    assert asked.h1 == "Ghi 7 món vào cửa hàng?" and "Bánh tráng – 500 g" in asked.text
    assert "Bánh tráng – 500 g" in asked.submit(press="Ghi 7 món vào cửa hàng").text
