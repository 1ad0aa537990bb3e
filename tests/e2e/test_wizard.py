"""An owner's whole way in a real browser: from her photos to the kit and the CSV, both opened again."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import scenes
from PIL import Image
from playwright.sync_api import Page, expect

from e2e.checks import check_page
from e2e.live import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """Start the program as a person does: its own process, with database, jobs and their children."""
    data = tmp_path / "Bà Sáu – nước mắm 40°"
    call = [sys.executable, "-m", "merchant_helper", "serve", "--json", "--port", "0", "--data", str(data)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as program:
        assert program.stdout is not None
        yield Live(json.loads(program.stdout.readline())["address"], None)
        program.terminate()
        assert json.loads(program.stdout.readlines()[-1])["kind"] == "summary"


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Take three photos with a phone: two good ones and a blurred one."""
    files = []
    for number, more in enumerate(({}, {"backdrop": "table"}, {"blur": 7.0}), 1):
        file = tmp_path / f"IMG_{number}.jpg"
        file.write_bytes(scenes.encode(scenes.draw(number, size=(1600, 1200), **more).image, quality=90))  # type: ignore[arg-type]
        files.append(str(file))
    return files


def go(page: Page, step: str | None = None) -> None:
    """Press the one main control, and look at the page it leads to."""
    page.locator("[data-main]").click()
    page.wait_for_load_state("load")
    if step is not None:
        expect(page.locator("main")).to_have_attribute("data-step", step)
        check_page(page)


def tap(page: Page, name: str, value: str) -> None:
    """Choose an answer by its label, as a finger does."""
    chosen = page.locator(f'input[name="{name}"][value="{value}"]')
    page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()


def open_shop(page: Page) -> None:
    page.goto("/")
    go(page)
    page.fill("[name=name]", "Bánh tráng Cô Tư")
    tap(page, "co", "cô")
    page.fill("[name=laptop_of]", "Lan")
    go(page)
    go(page, "consent")
    go(page, "selling")
    tap(page, "selling", "none")
    go(page, "photos")


def show_photos(page: Page, photos: list[str]) -> None:
    page.locator("input[type=file]").last.set_input_files(photos)
    page.locator("[data-main]").click()
    page.wait_for_url("**/photo-doubt")
    check_page(page)
    page.get_by_role("button", name="Vẫn dùng ảnh này").click()
    page.wait_for_url("**/review")
    check_page(page)
    go(page, "name")


def answer(page: Page) -> None:
    page.fill("[name=name]", "Bánh tráng phơi sương Tây Ninh")
    expect(page.locator("[value=food]")).to_be_checked()
    go(page, "price")
    page.fill("[name=price]", "45k")
    tap(page, "unit", "gói")
    page.fill("[name=unit_size]", "500 g")
    go(page, "about")
    expect(page.locator("main")).to_contain_text("bốn mươi lăm nghìn đồng")
    page.fill("[name=special]", "Dẻo, không cần nhúng nước")
    go(page, "stock")
    expect(page.locator("[value=always]")).to_be_checked()
    expect(page.locator("[name=weight]")).to_have_value("500 g")
    go(page, "cover")


def accept_cover(page: Page) -> None:
    """Wait for the cut-out, which the page shows by itself, and take it."""
    page.locator(".before-after").wait_for(timeout=60_000)
    check_page(page)
    page.get_by_role("button", name="Dùng ảnh này").click()
    page.wait_for_url("**/check")
    check_page(page)
    go(page, "places")
    for place in ("facebook", "zalo"):
        expect(page.locator(f"[value={place}]")).to_be_checked()
    go(page, "kit")


def saved_picture(page: Page, number: int) -> Image.Image:
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Lưu ảnh {number}").click()
    return Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))


def white_corners(picture: Image.Image) -> bool:
    last = picture.width - 1, picture.height - 1
    return all(picture.getpixel(c) == (255, 255, 255) for c in ((0, 0), (last[0], 0), (0, last[1]), last))


def exported(page: Page) -> zipfile.ZipFile:
    """Make the volunteer's file from the kit page, and open it."""
    page.locator("details[data-helper] summary").click()
    page.get_by_role("button", name="Tạo tệp CSV kèm ảnh").click()
    page.wait_for_load_state("load")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp và ảnh về").click()
    return zipfile.ZipFile(Path(download.value.path()))


def test_from_photo_to_kit_and_csv(page: Page, photos: list[str]) -> None:
    open_shop(page)
    show_photos(page, photos)
    answer(page)
    accept_cover(page)
    kit = page.locator("main")
    for words in ("Bánh tráng phơi sương Tây Ninh, gói 500 g", "45.000 đ/gói", "500 g"):
        expect(kit).to_contain_text(words)
    pictures = [saved_picture(page, n) for n in (1, 2, 3)]
    assert sum(white_corners(p) for p in pictures) == 1
    assert all(p.format == "JPEG" and not p.getexif() for p in pictures)
    archive = exported(page)
    rows = list(csv.DictReader(io.StringIO(archive.read("woocommerce.csv").decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["Name"] == "Bánh tráng phơi sương Tây Ninh, gói 500 g"
    assert (rows[0]["Regular price"], rows[0]["Weight (kg)"], rows[0]["Stock"]) == ("45000", "0.5", "")
    named = [name.strip() for name in rows[0]["Images"].split(",")]
    assert len(named) == 3 and all(f"images/{name}" in archive.namelist() for name in named)
