"""The photo editor in a browser: by finger, mouse and keyboard; undo, light; and without scripts."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import scenes
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from web.page_reader import Client
from web.wizard.test_photo_edit import Editing

from e2e.checks import check_page
from e2e.live import Live
from merchant_helper.photos.model import Photo

pytestmark = pytest.mark.browser
PAINTED = "() => document.querySelector('[data-said]').textContent"


@pytest.fixture
def editing(app: Flask) -> Editing:
    return Editing(Client(app.test_client()), app.extensions["merchant_helper"])


def open_mode(page: Page, editing: Editing, mode: str) -> None:
    page.goto(editing.url(mode))
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-module]')].every((e) => e.dataset.ready)"
    )
    page.wait_for_load_state("networkidle")


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Find a place of the photo, in shares, on the screen."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def by_mouse(page: Page) -> None:
    page.mouse.move(*spot(page, 0.48, 0.45))
    page.mouse.down()
    page.mouse.move(*spot(page, 0.52, 0.55), steps=6)
    page.mouse.up()


def by_one_tap(page: Page) -> None:
    x, y = spot(page, 0.5, 0.5)
    if page.evaluate("() => navigator.maxTouchPoints"):
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)


def by_keyboard(page: Page) -> None:
    page.locator("input[name=tool]:checked").focus()
    page.keyboard.press("Tab")
    expect(page.locator("canvas")).to_be_focused()
    for key in ("ArrowLeft", "ArrowRight", "Shift+ArrowUp", "Shift+ArrowDown", "Space"):
        page.keyboard.press(key)


def choose(page: Page, tool: str) -> None:
    page.locator(f"label[for=tool-{tool}]").click()


def apply(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Áp dụng").click()


def alpha(editing: Editing) -> int:
    """Tell what the mask says of the middle of the photo."""
    mask = editing.photo()[1]
    with Image.open(editing.services.files.path(str(mask))) as picture:
        return int(np.asarray(picture)[450, 600])


@pytest.mark.parametrize("paint", [by_mouse, by_one_tap, by_keyboard])
def test_a_brush_erases_and_each_step_goes_back_and_forth(
    page: Page, editing: Editing, paint: Callable[[Page], None]
) -> None:
    open_mode(page, editing, "cut")
    choose(page, "erase")
    paint(page)
    expect(page.locator("[data-said]")).to_have_text("Đã tô 1 nét, chưa áp dụng.")
    page.get_by_role("button", name="Bỏ nét vừa tô").click()
    expect(page.locator("[data-said]")).to_have_text("")
    page.get_by_role("button", name="Tô lại nét vừa bỏ").click()
    apply(page)
    assert alpha(editing) == 0 and editing.photo()[0].hand
    with page.expect_navigation():
        page.get_by_role("button", name="Bỏ bước vừa sửa").click()
    assert editing.photo()[1] == editing.engine_mask
    with page.expect_navigation():
        page.get_by_role("button", name="Làm lại bước vừa bỏ").click()
    assert alpha(editing) == 0


def test_what_was_drawn_goes_along_to_another_page_of_the_editor(page: Page, editing: Editing) -> None:
    open_mode(page, editing, "cut")
    choose(page, "erase")
    by_one_tap(page)
    page.get_by_role("link", name="Ánh sáng").click()
    page.wait_for_url("**/edit/light*")
    assert alpha(editing) == 0, "nothing drawn is lost"


def test_zoomed_the_same_tap_means_a_finer_place(page: Page, editing: Editing) -> None:
    open_mode(page, editing, "cut")
    choose(page, "erase")
    page.get_by_role("button", name="Phóng to ảnh").click()
    expect(page.locator("label[for=tool-move]")).to_be_visible()
    choose(page, "move")
    by_one_tap(page)
    assert page.evaluate(PAINTED) == ""
    choose(page, "erase")
    by_one_tap(page)
    page.get_by_role("button", name="Cọ nhỏ hơn").click()
    apply(page)
    stroke = editing.services.database.read
    with stroke() as session:
        (step,) = session.get_one(Photo, editing.id).edits
    (drawn,) = step.value["strokes"]
    assert drawn["do"] == "erase" and drawn["r"] < 0.03 and len(drawn["p"]) == 1
    assert drawn["p"][0] == pytest.approx([0.5, 0.5], abs=0.05)


def test_the_brush_hides_in_the_picture_before_and_after(page: Page, editing: Editing) -> None:
    open_mode(page, editing, "hide")
    check_page(page)
    by_mouse(page)
    apply(page)
    assert len(editing.photo()[0].blur) == 1
    shown = page.locator(".before-after img")
    expect(shown).to_have_count(2)
    after, before = (shown.nth(n).get_attribute("src") for n in range(2))
    pictures = [editing.client.raw.get(str(src)).data for src in (after, before)]
    one, other = (np.asarray(Image.open(io.BytesIO(data)), int) for data in pictures)
    changed = np.argwhere(np.abs(one - other).max(-1) > 40)
    assert len(changed) and (changed.mean(0) / one.shape[:2] == pytest.approx([0.5, 0.5], abs=0.1))


def test_light_is_switched_on_and_off(page: Page, editing: Editing) -> None:
    with editing.services.database.write() as session:
        dark = scenes.encode(scenes.draw(2, exposure=0.4).image)
        session.get_one(Photo, editing.id).sha256 = editing.services.files.keep(dark).sha256
    open_mode(page, editing, "light")
    check_page(page)
    for button, light in (("Sửa cho sáng", "on"), ("Giữ ánh sáng gốc", "original")):
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        assert editing.photo()[0].light == light
        expect(page.get_by_role("button", name=button)).to_have_count(0)


@pytest.mark.parametrize("mode", ["cut", "frame"])
def test_the_pages_can_be_read_and_pressed(page: Page, editing: Editing, mode: str) -> None:
    editing.send("frame", do="trim-left")
    editing.send("frame", do="lean-left")
    editing.send("frame", do="undo")
    open_mode(page, editing, mode)
    check_page(page)
    canvas = page.locator("canvas")
    if mode == "cut":
        # What she paints on is seen without scrolling.
        box, size = canvas.bounding_box(), page.viewport_size
        assert box is not None and size is not None and box["y"] + box["height"] / 2 < size["height"]


def test_both_pages_of_photos_lead_here_and_back(page: Page, editing: Editing) -> None:
    for step in ("review", "cover"):
        page.goto(f"{editing.walk.listing}/{step}")
        if step == "review":
            page.get_by_text("Sửa, che").first.click()
        page.get_by_role("link", name="Sửa ảnh này").click()
        expect(page.locator("main")).to_have_attribute("data-step", "photo-edit")
        page.locator("[data-main]").click()
        expect(page.locator("main")).to_have_attribute("data-step", step)


def test_without_scripts_squares_and_plain_buttons_do_it(
    chromium: Browser, live: Live, editing: Editing
) -> None:
    context = chromium.new_context(
        base_url=live.url, java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(editing.url("cut"))
    expect(page.locator("canvas")).to_be_hidden()
    expect(page.get_by_role("button", name="Dùng ảnh gốc")).to_be_visible()
    expect(page.get_by_role("button", name="Xóa nền lại từ đầu")).to_be_visible()
    page.get_by_role("link", name="Che mờ").click()
    page.locator("label[for=square-12]").click()
    page.get_by_role("button", name="Che các ô đã chọn").click()
    page.get_by_role("link", name="Xoay, cắt").click()
    page.get_by_role("button", name="Xoay sang phải").click()
    page.get_by_role("link", name="Xong").click()
    expect(page.locator("main")).to_have_attribute("data-step", "cover")
    edits = editing.photo()[0]
    assert edits.turn == 90 and len(edits.blur) == 1
    context.close()
