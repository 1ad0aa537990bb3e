"""Pictures that fall into a watched folder, in a real browser: they appear by themselves and are taken."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from web.page_reader import Client
from web.wizard.walk import Walk, jpeg

from e2e.checks import checked

pytestmark = pytest.mark.browser
TAKE = "Đưa {} ảnh vào món “Món số 1, chưa có tên”"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this computer have one usual folder."""
    folder = tmp_path / "Tải về"
    folder.mkdir()
    monkeypatch.setattr("merchant_helper.web.folder_paths.usual_folders", lambda: [("Tải về", folder)])
    return folder


def arrive(folder: Path, name: str, data: bytes) -> None:
    """Let a file come in whole, as if it had been written a while ago."""
    file = folder / f".{name}"
    file.write_bytes(data)
    then = time.time() - 60
    os.utime(file, (then, then))
    file.rename(folder / name)


def test_pictures_come_by_themselves_and_ticks_stay(page: Page, app: Flask, folder: Path) -> None:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    walk.opening(walk.start())
    page.goto(f"{walk.shop}/folder")
    checked(page)
    page.get_by_label("Đường dẫn của thư mục").fill("không có")
    page.get_by_role("button", name="Xem thư mục đã gõ").click()
    expect(page.get_by_label("Đường dẫn của thư mục")).to_have_value("không có")
    checked(page)
    page.get_by_role("button", name="Xem thư mục này").click()
    page.get_by_text("Đang chờ ảnh mới").wait_for()
    checked(page)

    arrive(folder, "IMG_20261122_101112.jpg", jpeg(1)[0].getvalue())
    arrive(folder, "IMG_2.jpg", jpeg(2)[0].getvalue())
    page.get_by_role("button", name=TAKE.format(2)).wait_for()
    page.locator("label", has_text="IMG_2.jpg").click()
    page.get_by_role("button", name=TAKE.format(1)).wait_for()
    arrive(folder, "hỏng.jpg", b"not a picture")
    page.get_by_role("heading", name="1 tệp chưa mở được").wait_for()
    expect(page.get_by_role("button", name=TAKE.format(1))).to_be_visible()
    expect(page.get_by_label("IMG_2.jpg")).not_to_be_checked()
    checked(page)

    page.get_by_role("button", name=TAKE.format(1)).click()
    page.wait_for_url("**/review")
    expect(page.locator("main")).to_contain_text("Đã đưa 1 ảnh vào món này.")
    page.goto(f"{walk.shop}/folder")
    expect(page.locator("input[type=checkbox]")).to_have_count(1)
    folder.rename(folder.with_name("đi rồi"))
    page.get_by_text("Không còn thấy thư mục").wait_for()
    checked(page)
