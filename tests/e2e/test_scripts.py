"""What the scripts add, in a real browser: copying, uploading, pressing twice, focus, ticks."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from flask import Flask, request
from playwright.sync_api import Browser, Page, Route, expect
from web import sample

from e2e.live import Live
from merchant_helper.web import create_app

pytestmark = pytest.mark.browser

# A phone reaches the laptop by plain http under an address like this: no Clipboard API there.
PHONE_HOST = "laptop.test"


@pytest.fixture
def app() -> Flask:
    app = create_app({"SECRET_KEY": "only for tests", "ALLOWED_HOSTS": PHONE_HOST})
    sample.add_to(app)
    app.sent = []  # type: ignore[attr-defined]

    @app.before_request
    def note() -> None:
        if request.method == "POST":
            app.sent.append((request.path, request.form.to_dict(flat=False)))  # type: ignore[attr-defined]

    return app


@pytest.fixture
def insecure(chromium: Browser, live: Live) -> Iterator[Page]:
    """Give a page that is no secure context, as on a phone over the house's own Wi-Fi."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    port = live.url.rsplit(":", 1)[1]
    page.goto(f"http://{PHONE_HOST}:{port}/sample/kit")
    assert page.evaluate("() => isSecureContext") is False
    yield page
    context.close()


def paste(page: Page) -> str:
    """Paste what was copied into an empty box and give it back."""
    page.evaluate(
        "() => { const t = document.createElement('textarea'); t.id = 'paste'; document.body.append(t); }"
    )
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    return page.locator("#paste").input_value()


def test_copying_works_without_the_clipboard_api(insecure: Page) -> None:
    assert insecure.evaluate("() => navigator.clipboard") is None
    block = insecure.locator(".copy").nth(1)
    block.locator("[data-copy]").tap()
    block.locator(".said", has_text="Đã chép").wait_for()
    assert paste(insecure) == "Nước mắm nhĩ, ủ 12 tháng.\nKhông pha.\n\nGiao trong ngày ở Rạch Giá."


def test_where_nothing_can_copy_the_text_is_selected_and_the_finger_told(insecure: Page) -> None:
    insecure.evaluate("() => { document.execCommand = () => false; }")
    block = insecure.locator(".copy").first
    block.locator("[data-copy]").tap()
    block.locator(".said", has_text="Giữ ngón tay").wait_for()
    assert insecure.evaluate("() => getSelection().toString()") == "Nước mắm nhĩ Phú Quốc 40°, chai 500 ml"


def test_photos_are_sent_with_a_per_cent_and_lead_on(page: Page, app: Flask) -> None:
    page.goto("/sample/photos")
    page.locator("form.enhanced").wait_for()
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 300_000} for n in range(3)]
    page.locator("#photos-shelf").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("[data-chosen]")).to_have_text("Đã chọn 3 ảnh")
    page.locator("[data-main]").dblclick()
    page.wait_for_url("**/sample/kit")
    expect(page.locator("main")).to_contain_text("Đã đưa 3 ảnh vào.")
    assert len(app.sent) == 1  # type: ignore[attr-defined]


def test_a_broken_network_is_said_and_the_photos_can_be_sent_again(page: Page) -> None:
    page.goto("/sample/photos")
    page.locator("form.enhanced").wait_for()
    page.locator("#photos").set_input_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": b"x"})

    def cut(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/sample/photos", cut)
    page.locator("[data-main]").click()
    page.locator(".broken", has_text="Mạng vừa bị ngắt").wait_for()
    page.unroute("**/sample/photos")
    page.locator("[data-main]").click()
    page.wait_for_url("**/sample/kit")


def test_an_upload_that_is_refused_shows_why_in_its_place(page: Page, app: Flask) -> None:
    page.goto("/sample/photos")
    page.locator("form.enhanced").wait_for()
    app.config["MAX_CONTENT_LENGTH"] = 1000
    page.locator("#photos").set_input_files(
        {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 5000}
    )
    page.locator("[data-main]").click()
    page.locator("h1", has_text="Gửi một lần nhiều quá").wait_for()
    assert page.title() == "Gửi một lần nhiều quá"
    expect(page.locator("main")).to_contain_text("mỗi lần khoảng 10 ảnh")


def test_a_tick_is_kept_at_once_without_leaving_the_page(page: Page, app: Flask) -> None:
    page.goto("/sample/kit")
    page.locator("form[data-started]").first.wait_for()
    with page.expect_response("**/sample/kit") as answered:
        page.locator("label", has_text="Đã dán").first.click()
    assert answered.value.status == 204
    path, form = app.sent[-1]  # type: ignore[attr-defined]
    assert path == "/sample/kit" and form["pasted"] == ["kit-name", "kit-about"]


def test_a_form_is_sent_once_however_often_it_is_pressed(page: Page, app: Flask) -> None:
    page.goto("/sample/step")
    page.locator("form[data-started]").wait_for()
    page.locator("#name").fill("Mắm ruốc")
    page.locator("label", has_text="Trái cây").click()
    page.evaluate(
        "() => { const b = document.querySelector('[data-main]'); b.click(); b.click(); b.click(); }"
    )
    page.wait_for_url("**/sample/kit")
    assert len(app.sent) == 1  # type: ignore[attr-defined]


def test_what_is_wrong_is_read_first_and_leads_to_its_field(page: Page) -> None:
    page.goto("/sample/step")
    page.locator("[data-main]").click()
    page.locator(".summary:focus").wait_for()
    assert page.title().startswith("Lỗi: ")
    page.locator(".summary a").nth(1).click()
    expect(page.locator("#kind")).to_be_focused()


def test_pages_work_with_scripts_off(chromium: Browser, live: Live) -> None:
    context = chromium.new_context(
        base_url=live.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/sample/photos")
    page.locator("#photos-shelf").set_input_files(
        [{"name": "1.jpg", "mimeType": "image/jpeg", "buffer": b"x"}]
    )
    page.locator("[data-main]").click()
    page.wait_for_url("**/sample/kit")
    expect(page.locator("main")).to_contain_text("Đã đưa 1 ảnh vào.")
    assert page.locator("[data-copy]").first.is_hidden()
    page.locator(".quiet").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


def test_nothing_is_asked_of_another_host(page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda r: hosts.add(r.url.split("/")[2]))
    for name in ("step", "photos", "kit", "list"):
        page.goto(f"/sample/{name}")
        page.wait_for_load_state("networkidle")
    assert len(hosts) == 1 and next(iter(hosts)).startswith("127.0.0.1:")


def test_this_computer_may_open_sockets_only_to_itself() -> None:
    with pytest.raises(Exception, match=r"192\.0\.2\.1"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
