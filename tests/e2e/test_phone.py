"""Her phone beside the laptop: joined by digits over plain http, through a whole first product."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from e2e.checks import check_page
from e2e.two_screens import FOLLOWS_MS, ZALO, Sides, both_sizes, choose, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def follows(sides: Sides, phone: Page) -> None:
    """Wait until the laptop shows the phone's question, with its keyboard left alone."""
    sides.laptop.locator(".mirrored", has_text=phone.locator("h1").inner_text()).wait_for(timeout=FOLLOWS_MS)
    assert sides.laptop.evaluate("() => document.activeElement.className") == "home"
    reachable = sides.laptop.evaluate(
        """() => [...document.querySelectorAll('.mirrored :is(a, button, input, textarea, select, summary)')]
             .filter((e) => { e.focus(); return document.activeElement === e; }).length"""
    )
    assert reachable == 0
    assert sides.laptop.evaluate("() => document.activeElement.className") == "home"


def opening(sides: Sides, phone: Page) -> None:
    press(phone, "selling")
    choose(phone, "selling", "none")
    press(phone, "photos")


def show_photos(sides: Sides, phone: Page, photos: list[str]) -> None:
    phone.locator("input[type=file]").last.set_input_files(photos)
    phone.locator("form.enhanced").wait_for()
    phone.locator("[data-main]").click()
    phone.wait_for_url("**/review")
    follows(sides, phone)
    press(phone, "name")


def name_it(phone: Page, name: str) -> None:
    """Type the name; what it is made of tells the kind."""
    phone.wait_for_load_state("networkidle")
    phone.fill("[name=name]", name)
    expect(phone.locator("[name=kind][value=food]")).to_be_checked()


def answer(sides: Sides, phone: Page) -> None:
    name_it(phone, "Bánh tráng phơi sương Tây Ninh")
    press(phone, "price")
    follows(sides, phone)
    phone.fill("[name=price]", "45k")
    choose(phone, "unit", "gói")
    phone.fill("[name=unit_size]", "500 g")
    press(phone, "about")
    phone.fill("[name=special]", "Dẻo, không cần nhúng nước")
    press(phone, "stock")
    choose(phone, "stock", "always")
    phone.fill("[name=weight]", "nửa ký")
    press(phone, "cover")


def to_the_kit(sides: Sides, phone: Page) -> None:
    phone.locator(".before-after").wait_for(timeout=60_000)
    follows(sides, phone)
    phone.get_by_role("button", name="Dùng ảnh này").click()
    phone.wait_for_url("**/check")
    follows(sides, phone)
    press(phone, "places")
    choose(phone, "places", "facebook")
    press(phone, "kit")
    follows(sides, phone)
    check_page(phone)


def paste(page: Page) -> str:
    """Paste what was copied into an empty box and give it back."""
    page.evaluate(
        "() => { const t = document.createElement('textarea'); t.id = 'paste'; document.body.append(t); }"
    )
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    return page.locator("#paste").input_value()


def saved(phone: Page, number: int) -> Image.Image:
    with phone.expect_download() as download:
        phone.get_by_role("link", name=f"Lưu ảnh {number}").click()
    return Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))


def test_a_whole_first_product_on_her_phone_while_the_laptop_follows(sides: Sides, photos: list[str]) -> None:
    with sides.phone() as phone:
        phone.goto("/")
        assert phone.evaluate("() => isSecureContext") is False
        both_sizes(phone)
        phone.fill("[name=digits]", sides.digits)
        press(phone)
        both_sizes(phone)
        sides.laptop.locator(".pair").wait_for(timeout=FOLLOWS_MS)
        both_sizes(sides.laptop)
        same = [(p.locator(".pair img").get_attribute("src"), p.locator(".pair strong").inner_text())
                for p in (phone, sides.laptop)]  # fmt: skip
        assert same[0] == same[1]
        press(phone, "consent")
        sides.laptop.locator(".mirrored").wait_for(timeout=FOLLOWS_MS)
        sides.laptop.locator("a.home").focus()
        follows(sides, phone)
        opening(sides, phone)
        show_photos(sides, phone, photos)
        answer(sides, phone)
        to_the_kit(sides, phone)
        block = phone.locator(".copy").first
        block.locator("[data-copy]").tap()
        block.locator(".said", has_text="Đã chép").wait_for()
        assert "Bánh tráng phơi sương Tây Ninh" in paste(phone)
        assert all(saved(phone, n).format == "JPEG" for n in (1, 2))
        both_sizes(sides.laptop)


def before_the_name(sides: Sides, phone: Page, photos: list[str]) -> None:
    sides.join(phone)
    press(phone, "selling")
    choose(phone, "selling", "none")
    press(phone, "photos")
    phone.locator("input[type=file]").last.set_input_files(photos[:1])
    phone.locator("[data-main]").click()
    phone.wait_for_url("**/review")
    press(phone, "name")


def test_asleep_reloaded_gone_back_and_cut_off_the_same_question_stands_there(
    sides: Sides, photos: list[str]
) -> None:
    with sides.phone() as phone:
        before_the_name(sides, phone, photos)
        question = phone.locator("h1").inner_text()
        name_it(phone, "Bánh ép Huế")
        cut_off_while_sending(phone)
        phone.go_back()
        if phone.locator("h1").inner_text() != question:
            press(phone, "name")
        expect(phone.locator("[name=name]")).to_have_value("Bánh ép Huế")
        cut_off_while_sending(phone)
        phone.reload()
        expect(phone.locator("main")).to_have_attribute("data-step", "price")
        phone.go_back()
        phone.goto("/")
        place = phone.locator("h1").inner_text()
        phone.reload()
        phone.context.set_offline(True)
        phone.wait_for_timeout(200)
        phone.context.set_offline(False)
        phone.goto("/")
        expect(phone.locator("h1")).to_have_text(place)


def cut_off_while_sending(phone: Page) -> None:
    """Press the button while the network is away; it comes back when the browser has said so."""
    phone.context.set_offline(True)
    with phone.expect_event("requestfailed"):
        phone.locator("[data-main]").click(no_wait_after=True)
    phone.wait_for_timeout(500)
    phone.context.set_offline(False)


def test_in_zalo_the_address_for_chrome_opens_the_page_that_takes_over(sides: Sides) -> None:
    with sides.phone(user_agent=ZALO) as zalo:
        sides.join(zalo)
        press(zalo, "selling")
        choose(zalo, "selling", "none")
        press(zalo, "photos")
        note = zalo.locator(".notice", has_text="mở bằng Chrome")
        note.wait_for()
        check_page(zalo)
        note.locator("[data-copy]").tap()
        note.locator(".said", has_text="Đã chép").wait_for()
        address = paste(zalo)
        digits = shown_digits(sides)
        with sides.phone() as chrome:
            chrome.goto(address)
            both_sizes(chrome)
            chrome.fill("[name=digits]", "1" if digits != "1" else "2")
            press(chrome)
            expect(chrome.locator("main")).to_contain_text("Chưa đúng 4 số")
            chrome.fill("[name=digits]", digits)
            press(chrome, "photos")
        zalo.reload()
        expect(zalo.locator("h1")).to_have_text("Đang mở ở chỗ khác")
        both_sizes(zalo)


def shown_digits(sides: Sides) -> str:
    """Read the visit's four digits off the laptop."""
    place = sides.laptop.locator(".digits-shown strong")
    place.wait_for(timeout=FOLLOWS_MS)
    return place.inner_text()


def test_with_scripts_off_a_phone_joins_and_answers(sides: Sides) -> None:
    with sides.phone(java_script_enabled=False) as phone:
        sides.join(phone)
        press(phone, "selling")
        choose(phone, "selling", "none")
        press(phone, "photos")
        assert phone.locator("input[type=file]").count() >= 1


def test_the_laptops_pages_can_be_seen_and_pressed(sides: Sides) -> None:
    both_sizes(sides.laptop)
    sides.laptop.get_by_role("button", name="Đóng cửa với điện thoại").click()
    sides.laptop.wait_for_url(sides.shop)
    sides.laptop.goto(f"{sides.shop}/phone")
    both_sizes(sides.laptop)


def test_wrong_digits_and_old_links_can_be_seen_and_pressed(sides: Sides) -> None:
    with sides.phone() as phone:
        phone.goto("/")
        phone.fill("[name=digits]", "000000" if sides.digits != "000000" else "000001")
        press(phone)
        expect(phone.locator("main")).to_contain_text("Chưa đúng số")
        both_sizes(phone)
        phone.goto("/v/fromyesterday")
        both_sizes(phone)
        phone.goto("/")
        phone.fill("[name=digits]", sides.digits)
        press(phone)
        phone.get_by_role("button", name="Không giống").click()
        phone.wait_for_load_state("load")
        both_sizes(phone)
