"""Which folder is watched: usual ones, typed ones, one that is stopped or vanishes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from merchant_helper.web.db import Services
from web.folders.watching import Keep, marks, offer, watch
from web.wizard.walk import Walk


def test_a_usual_folder_says_what_it_is_and_how_many_pictures_it_holds(walk: Walk, folder: Path) -> None:
    page = offer(walk)
    assert page.h1 == "Lấy ảnh từ thư mục nào?"
    assert "Tải về" in page.text and f"1 ảnh đang có. {folder}" in page.text


@pytest.mark.parametrize("dress", ["{}", '"{}"', " “{}” ", "file://{}", "{}/"])
def test_a_path_is_understood_as_people_paste_it(walk: Walk, tmp_path: Path, dress: str) -> None:
    other = tmp_path / "Ảnh hàng"
    other.mkdir()
    text = dress.format(quote(str(other)) if "file:" in dress else other)
    page = offer(walk).submit({"path": text}, press="Xem thư mục đã gõ")
    assert page.h1 == "Ảnh từ thư mục “Ảnh hàng”"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Chưa có đường dẫn."),
        ("Downloads", "Dán cả đường dẫn"),
        ("/không/có/đâu", "không/có/đâu"),
        (r"C:\Users\Lan\Downloads", "Lan"),
        ("/tmp/a\x00b", "tmp"),
        ("/" + "a" * 400, "aaa"),
        ("/" + "a" * 1200, "Dài quá"),
        ("~khôngcóai/ảnh", "ảnh"),
        ("file://[", "Dán cả đường dẫn"),
    ],
)
def test_a_path_that_leads_nowhere_is_kept_and_explained(walk: Walk, typed: str, said: str) -> None:
    page = offer(walk).submit({"path": typed}, press="Xem thư mục đã gõ")
    assert said in page.text and page.title.startswith("Lỗi:")
    kept = next(page.find("input", name="path")).get("value", "")
    assert kept == typed.replace("\x00", "")


def test_a_file_and_our_own_folder_are_no_folders_to_watch(
    walk: Walk, folder: Path, services: Services
) -> None:
    page = offer(walk).submit({"path": str(folder / "cũ.jpg")}, press="Xem thư mục đã gõ")
    assert "Đây là một tệp, không phải thư mục." in page.text
    page = page.submit({"path": str(services.folder.path)}, press="Xem thư mục đã gõ")
    assert page.title.startswith("Lỗi:")


def test_a_wrong_stop_costs_nothing(walk: Walk, new: Keep) -> None:
    watch(walk)
    new()
    page = offer(walk).submit(press="Thôi xem thư mục này")
    assert page.h1 == "Lấy ảnh từ thư mục nào?"
    assert len(marks(page.submit(press="Xem tiếp thư mục vừa rồi"))) == 1


def test_a_second_press_on_the_same_folder_swallows_no_new_picture(walk: Walk, new: Keep) -> None:
    stale = offer(walk)
    watch(walk)
    new()
    assert len(marks(stale.submit(press="Xem thư mục này"))) == 1


def test_a_folder_that_vanishes_is_told_and_found_again(walk: Walk, folder: Path, new: Keep) -> None:
    watch(walk)
    new()
    away = folder.rename(folder.with_name("đi rồi"))
    page = offer(walk)
    assert "Không còn thấy thư mục “Tải về của Lan”" in page.text
    assert walk.client.send(f"{walk.shop}/folder/take", {"picture": "x"}).status == 200
    away.rename(folder)
    assert len(marks(page.follow("Tìm lại thư mục này"))) == 1
