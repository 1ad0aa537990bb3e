"""The way back: all of it into her phone, out of the laptop, and later into another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.checks import check_page
from e2e.test_phone import answer, opening, show_photos, to_the_kit
from e2e.two_screens import SIZES, Sides, both_sizes, looked_after, press, started

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRODUCT, SHOP = "Bánh tráng phơi sương Tây Ninh", "Bánh tráng Cô Tư"
# From "đã đăng xong" to the file on her phone.
MOST_TAPS = 4


def take_home(phone: Page, folder: Path) -> Path:
    """Press what leads from the posted product to the file; count the taps."""
    taps = [
        phone.get_by_role("button", name="Đã đăng xong món này"),
        phone.get_by_role("link", name="Xong buổi làm"),
    ]
    for control in taps:
        with phone.expect_navigation():
            control.tap()
    both_sizes(phone)
    with phone.expect_download() as download:
        phone.locator("main [data-main]").tap()
    assert len(taps) + 1 <= MOST_TAPS
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def look_at_the_file(sides: Sides, file: Path) -> None:
    """Open the file on another phone, without a network."""
    context = sides.browser.new_context(viewport=SIZES["phone"], is_mobile=True, offline=True)  # type: ignore[arg-type]
    with looked_after(context) as page:
        page.goto(file.as_uri())
        expect(page.locator("h1")).to_contain_text(SHOP)
        expect(page.locator("body")).to_contain_text("bốn mươi lăm nghìn đồng")
        expect(page.locator("body")).to_contain_text("Không ai trong đội")
        pictures = page.locator("img:visible")
        assert pictures.count() >= 3
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            assert picture.evaluate("async (i) => { await i.decode(); return i.naturalWidth; }") > 100
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def end_the_visit(sides: Sides) -> None:
    sides.laptop.goto(f"{sides.shop}/card")
    both_sizes(sides.laptop)
    expect(sides.laptop.locator("main")).to_contain_text(PRODUCT)
    sides.laptop.goto(f"{sides.shop}/visit")
    both_sizes(sides.laptop)
    press(sides.laptop)
    expect(sides.laptop.locator("h1")).to_have_text("Buổi làm đã xong")
    both_sizes(sides.laptop)


def still_there(folder: Path) -> list[str]:
    """List the files that still hold a name of hers."""
    words = [name.encode(code) for name in (PRODUCT, SHOP) for code in ("utf-8", "utf-16-le")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) >= 3
    return [str(file) for file in files if any(word in file.read_bytes() for word in words)]


def read_back(sides: Sides, file: Path, data: Path) -> None:
    """Open the file on another volunteer's laptop."""
    with started(data) as address:
        context = sides.browser.new_context(base_url=address, viewport=SIZES["laptop"], locale="vi-VN")  # type: ignore[arg-type]
        with looked_after(context) as page:
            page.goto("/")
            page.get_by_role("link", name="Mở hồ sơ cửa hàng").click()
            page.locator("input[type=file]").set_input_files(file)
            press(page)
            both_sizes(page)
            page.fill("[name=laptop_of]", "Minh")
            press(page)
            product = page.locator(".product", has_text=PRODUCT)
            expect(product).to_contain_text("45.000 đ/gói")
            expect(product).to_contain_text("Đã đăng")
            product.get_by_role("link", name="Xem bài và ảnh").click()
            # The owner is asked again: this is another laptop.
            expect(page.locator("main")).to_have_attribute("data-step", "consent")
            check_page(page)


def test_she_takes_all_of_it_home_nothing_stays_and_it_comes_back_elsewhere(
    sides: Sides, photos: list[str], data: Path, tmp_path: Path
) -> None:
    with sides.phone() as phone:
        sides.join(phone)
        sides.laptop.locator(".mirrored").wait_for()
        sides.laptop.locator("a.home").focus()
        opening(sides, phone)
        show_photos(sides, phone, photos)
        answer(sides, phone)
        to_the_kit(sides, phone)
        file = take_home(phone, tmp_path)
        look_at_the_file(sides, file)
        assert still_there(data)
        end_the_visit(sides)
        phone.goto("/")
        both_sizes(phone)
        assert phone.locator("main").get_attribute("data-step") is None
    assert still_there(data) == []
    read_back(sides, file, tmp_path / "Máy của Minh")
