"""What stands in a form and is not sent yet, and answers that are tapped instead of typed, in a browser."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from web.page_reader import Client
from web.wizard.walk import Walk, jpeg

from e2e.checks import check_page
from e2e.live import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(app: Flask) -> Walk:
    """Stand before the question for the name."""
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos([jpeg(1)]).submit(press="Không có, dùng các ảnh này")
    return walk


def started(page: Page) -> None:
    """Wait until all scripts of the page are at work."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-module]')].every((e) => e.dataset.ready)"
    )


def open_step(page: Page, walk: Walk, step: str) -> None:
    page.goto(f"{walk.listing}/{step}")
    started(page)


def test_a_shop_that_is_deleted_leaves_no_letter_in_the_tab(page: Page, walk: Walk) -> None:
    open_step(page, walk, "name")
    page.locator("[name=name]").press_sequentially("Mắm ruốc")
    assert page.evaluate("() => JSON.stringify(sessionStorage)").count("unsent:")
    page.goto(f"{walk.shop}/delete")
    page.get_by_role("button", name="Xóa hết của cửa hàng này").click()
    expect(page.locator(".notice")).to_contain_text("Đã xóa hết")
    started(page)
    assert page.evaluate("() => JSON.stringify(sessionStorage)") == "{}"
    check_page(page)


def test_letters_survive_a_reload_a_wrong_press_and_another_language(page: Page, walk: Walk) -> None:
    open_step(page, walk, "name")
    page.locator("[name=name]").press_sequentially("Mắm ruốc")
    page.reload()
    expect(page.locator("[name=name]")).to_have_value("Mắm ruốc")
    page.locator("a.back").click()
    page.wait_for_url("**/review")
    page.locator("[data-main]").click()
    page.wait_for_url("**/name")
    expect(page.locator("[name=name]")).to_have_value("Mắm ruốc")
    page.locator(".quiet").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[name=name]")).to_have_value("Mắm ruốc")
    expect(page.locator("[value=drink]")).to_be_checked()


def test_what_was_taken_is_not_kept_and_does_not_come_back(page: Page, walk: Walk) -> None:
    open_step(page, walk, "name")
    page.fill("[name=name]", "Bánh tráng")
    page.locator("[data-main]").click()
    page.wait_for_url("**/price")
    started(page)
    assert page.evaluate("() => Object.keys(sessionStorage)") == []
    walk.client.read(f"{walk.listing}/name").submit({"name": "Bánh tráng mè", "kind": "food"})
    page.go_back()
    started(page)
    expect(page.locator("[name=name]")).to_have_value("Bánh tráng mè")


def test_an_answer_is_tapped_and_taken_back_with_what_stood_there(page: Page, walk: Walk) -> None:
    walk.tell(walk.open("name"), name="Bánh tráng", kind="food")
    open_step(page, walk, "about")
    check_page(page)
    box = page.locator("[name=special]")
    chips = page.locator("[data-suggest=special] button")
    box.press_sequentially("Cay nhẹ")
    chips.first.click()
    expect(box).to_have_value(f"Cay nhẹ; {chips.first.inner_text()}")
    expect(chips.first).to_have_attribute("aria-pressed", "true")
    chips.first.click()
    expect(box).to_have_value("Cay nhẹ")
    chips.first.click()
    chips.last.click()
    box.press("End")
    box.press_sequentially("; mới")
    chips.first.click()
    expect(box).to_have_value(f"Cay nhẹ; {chips.last.inner_text()}; mới")


def test_a_short_box_takes_one_answer_at_a_time(page: Page, walk: Walk) -> None:
    walk.tell(walk.open("name"), name="Bánh tráng", kind="food")
    open_step(page, walk, "price")
    check_page(page)
    box = page.locator("[name=unit_size]")
    chips = page.locator("[data-suggest=unit_size] button")
    assert not page.locator("#unit_size-hint").is_visible()
    box.fill("2 kí")
    chips.first.click()
    expect(box).to_have_value(chips.first.inner_text())
    chips.first.click()
    expect(box).to_have_value("2 kí")


def test_the_name_tells_the_kind_until_she_has_chosen_one(page: Page, walk: Walk) -> None:
    open_step(page, walk, "name")
    check_page(page)
    name = page.locator("[name=name]")
    name.fill("Nước mắm nhĩ")
    expect(page.locator("[value=drink]")).to_be_checked()
    name.fill("Bánh nước dừa")
    expect(page.locator("[value=food]")).to_be_checked()
    assert page.locator(".kinds .choice").filter(visible=True).count() == 1
    page.get_by_role("button", name="Xem các loại hàng").click()
    assert page.locator(".kinds .choice").filter(visible=True).count() == 11
    page.locator("[value=craft] + label").click()
    name.fill("Nước mắm")
    expect(page.locator("[value=craft]")).to_be_checked()


def test_a_name_that_tells_no_kind_shows_them_all(page: Page, walk: Walk) -> None:
    open_step(page, walk, "name")
    page.fill("[name=name]", "Món lạ")
    page.locator("[name=name]").blur()
    assert page.locator(".kinds .choice").filter(visible=True).count() == 11
    assert page.locator("[name=kind]:checked").count() == 0


def test_without_scripts_all_kinds_and_examples_stand_there(
    chromium: Browser, live: Live, walk: Walk
) -> None:
    context = chromium.new_context(base_url=live.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{walk.listing}/name")
    assert page.locator(".kinds .choice").filter(visible=True).count() == 11
    page.goto(f"{walk.listing}/about")
    assert page.locator(".chip").filter(visible=True).count() == 0
    assert page.locator("#special-hint").is_visible()
    context.close()
