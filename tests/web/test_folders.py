"""Pictures from a watched folder: what is offered, what is taken, and what never gets through."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from merchant_helper.bulk import watched
from merchant_helper.photos.model import Photo
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import ensure_owner
from merchant_helper.web.db import Services
from merchant_helper.web.door import MARK
from merchant_helper.web.phone.guard import COOKIE, sum_of
from web.page_reader import Client, Page
from web.wizard.walk import Walk, jpeg

LONG_AGO = 60.0
Keep = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Have a folder of downloads with an old picture in it."""
    folder = tmp_path / "Tải về của Lan"
    folder.mkdir()
    settle(folder / "cũ.jpg", jpeg(9)[0].getvalue())
    return folder


@pytest.fixture(autouse=True)
def usual(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this computer have one usual folder."""
    monkeypatch.setattr("merchant_helper.web.folder_paths.usual_folders", lambda: [("Tải về", folder)])


def settle(file: Path, data: bytes) -> Path:
    """Write a file that was there for a minute already."""
    file.write_bytes(data)
    then = time.time() - LONG_AGO
    os.utime(file, (then, then))
    return file


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the photos of a first product."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    return walk


@pytest.fixture
def new(folder: Path) -> Callable[..., Path]:
    """Let a picture come into the folder."""
    return lambda name="IMG_1.jpg", seed=1: settle(folder / name, jpeg(seed)[0].getvalue())


def watch(walk: Walk) -> Page:
    return walk.client.read(f"{walk.shop}/folder").submit(press="Xem thư mục này")


def offer(walk: Walk) -> Page:
    return walk.client.read(f"{walk.shop}/folder")


def marks(page: Page) -> list[str]:
    return [i.get("value", "") for i in page.find("input", name="picture", type="checkbox")]


def photos(services: Services) -> list[Photo]:
    with services.database.read() as session:
        return list(session.scalars(select(Photo)))


def test_a_usual_folder_says_what_it_is_and_how_many_pictures_it_holds(walk: Walk, folder: Path) -> None:
    page = offer(walk)
    assert page.h1 == "Lấy ảnh từ thư mục nào?"
    assert "Tải về" in page.text and f"1 ảnh đang có. {folder}" in page.text


def test_pictures_that_were_there_are_never_offered(walk: Walk, services: Services) -> None:
    page = watch(walk)
    assert page.h1 == "Ảnh từ thư mục “Tải về của Lan”"
    assert not marks(page) and "chọn “Truyền tệp”" in page.text and "bấm Tải về" in page.text
    with services.database.read() as session:
        visit = visits.current(session, walk.shop.rsplit("/", 1)[1])
        assert visit is not None and len(visit.folder_before) == 1


def test_a_new_picture_goes_into_the_product_and_leaves_the_offer(
    walk: Walk, new: Keep, services: Services
) -> None:
    watch(walk)
    file = new()
    page = offer(walk)
    preview = next(page.find("img")).get("src", "")
    assert walk.client.raw.get(preview).data.startswith(b"\xff\xd8")
    done = page.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert done.url == f"{walk.listing}/review" and "Đã đưa 1 ảnh vào món này." in done.text
    assert [p.file_name for p in photos(services)] == ["IMG_1.jpg"] and file.exists()
    assert not marks(offer(walk))
    assert walk.client.raw.get(preview).status_code == 404


def test_only_what_is_ticked_is_taken(walk: Walk, new: Keep, services: Services) -> None:
    watch(walk)
    new("a.jpg", 1), new("b.jpg", 2)
    page = offer(walk)
    assert page.forms[0].values()["picture"] == marks(page) and len(marks(page)) == 2
    wanted = page.dom.find(f".//input[@value='{marks(page)[0]}']/../label/span")
    page.submit({"picture": marks(page)[:1]}, press="Đưa 2 ảnh vào món “Món số 1, chưa có tên”")
    assert wanted is not None and [p.file_name for p in photos(services)] == [wanted.text]
    assert len(marks(offer(walk))) == 1


def test_nothing_ticked_says_what_to_do(walk: Walk, new: Keep) -> None:
    watch(walk)
    new()
    page = offer(walk).submit({"picture": []}, press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert "Chưa chọn ảnh nào." in page.text and marks(page)


def test_the_same_content_under_two_names_is_one_photo(walk: Walk, new: Keep, services: Services) -> None:
    watch(walk)
    new("a.jpg"), new("b.jpg")
    page = offer(walk).submit(press="Đưa 2 ảnh vào món “Món số 1, chưa có tên”")
    assert "1 ảnh đã có sẵn trong món này" in page.text
    assert len(photos(services)) == 1


def test_two_tabs_that_take_the_same_picture_keep_it_once(walk: Walk, new: Keep, services: Services) -> None:
    watch(walk)
    new()
    one, other = offer(walk), offer(walk)
    one.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    late = other.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert "Các ảnh này đã được lấy hoặc đổi khác." in late.text
    assert len(photos(services)) == 1


def test_a_broken_file_is_named_with_what_to_do_and_can_be_left_out(
    walk: Walk, new: Keep, folder: Path, services: Services
) -> None:
    watch(walk)
    new()
    settle(folder / "hỏng.jpg", jpeg(2)[0].getvalue()[:3000])
    page = offer(walk).submit(press="Đưa 2 ảnh vào món “Món số 1, chưa có tên”")
    assert page.step == "review" and "hỏng.jpg:" in page.text and len(photos(services)) == 1
    page = offer(walk)
    assert "1 tệp chưa mở được" in page.text and not marks(page)
    page = page.submit(press="Bỏ các tệp này khỏi danh sách")
    assert "hỏng.jpg" not in page.text and (folder / "hỏng.jpg").exists()
    page = page.submit(press="Trả lại 1 tệp vừa bỏ")
    assert "1 tệp chưa mở được" in page.text


def test_the_preview_finds_a_broken_file_before_anybody_takes_it(walk: Walk, folder: Path) -> None:
    watch(walk)
    settle(folder / "x.jpg", b"no picture at all")
    page = offer(walk)
    assert walk.client.raw.get(next(page.find("img")).get("src", "")).status_code == 404
    text = offer(walk).text
    # Said to the volunteer, not to the owner.
    assert "x.jpg: Tệp này không phải là ảnh." in text and "Cô " not in text


def test_without_her_consent_nothing_is_read(client: Client, new: Keep, services: Services) -> None:
    walk = Walk(client)
    walk.new_shop()
    walk.start()
    watch(walk)
    new()
    page = offer(walk).submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert page.step == "consent" and not photos(services) and not set(services.files.all_hashes())
    assert marks(offer(walk))


def test_without_a_product_the_pictures_begin_one(walk: Walk, new: Keep) -> None:
    walk.client.read(walk.shop).submit(press="Cất món này đi")
    watch(walk)
    new()
    page = offer(walk).submit(press="Đưa 1 ảnh vào một món mới")
    assert page.step == "review" and page.url != f"{walk.listing}/review"


def test_the_newest_product_comes_first_and_others_can_be_chosen(walk: Walk, new: Keep) -> None:
    first, walk.listing = walk.listing, ""
    walk.start()
    watch(walk)
    new()
    page = offer(walk)
    buttons = [label for label in page.forms[0].buttons() if label.startswith("Đưa")]
    assert buttons == [
        "Đưa 1 ảnh vào món “Món số 2, chưa có tên”",
        "Đưa vào món “Món số 1, chưa có tên”",
        "Đưa vào một món mới",
    ]
    assert page.submit(press="Đưa vào món “Món số 1, chưa có tên”").url == f"{first}/review"


def test_the_product_on_her_phone_comes_before_the_newest(walk: Walk, new: Keep, services: Services) -> None:
    first = walk.listing.rsplit("/", 1)[1]
    walk.start()
    watch(walk)
    with services.database.write() as session:
        visit = visits.current(session, walk.shop.rsplit("/", 1)[1])
        assert visit is not None
        visits.join(visit, key_sha256="0" * 64, browser="Chrome", picture="ga", number=5).listing_id = first
    new()
    assert "Đưa 1 ảnh vào món “Món số 1, chưa có tên”" in offer(walk).forms[0].buttons()


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


def test_a_picture_that_vanishes_on_its_way_is_explained(
    walk: Walk, new: Keep, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(walk)
    file, page = new(), offer(walk)
    whole = watched.take

    def take(*told: object) -> object:
        file.unlink(missing_ok=True)
        return whole(*told)  # type: ignore[arg-type]

    monkeypatch.setattr("merchant_helper.web.folder_taking.take", take)
    page = page.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert "IMG_1.jpg" in page.text and not photos(services)


def test_names_from_hell_are_shown_clean(walk: Walk, new: Keep) -> None:
    watch(walk)
    names = ["a\nb.jpg", "\u202egpj.exe\u202c.jpg", "<script>.jpg", "\udcff.jpg", "%2e%2e%2fetc.jpg"]
    for seed, name in enumerate(names):
        new(name, seed)
    page = offer(walk)
    assert len(marks(page)) == len(names)
    assert "\u202e" not in page.html and "<script>.jpg" not in page.html and "a b.jpg" in page.text
    done = page.submit(press=f"Đưa {len(names)} ảnh vào món “Món số 1, chưa có tên”")
    assert done.step == "review"


@pytest.mark.parametrize("name", ["../../etc/passwd", "cũ", "..", "a" * 3000, "cũ.jpg", "%00"])
def test_only_marks_of_the_present_offer_lead_to_a_file(walk: Walk, name: str, new: Keep) -> None:
    watch(walk)
    new()
    assert walk.client.raw.get(f"{walk.shop}/folder/{quote(name)}.jpg").status_code == 404
    page = walk.client.send(f"{walk.shop}/folder/take", {"picture": name, "listing": "new"})
    assert "Các ảnh này đã được lấy hoặc đổi khác." in page.text


def test_five_thousand_old_files_are_never_offered(walk: Walk, folder: Path, new: Keep) -> None:
    for number in range(5000):
        (folder / f"OLD_{number}.jpg").touch()
    assert not marks(watch(walk))
    new()
    assert len(marks(offer(walk))) == 1


def test_more_than_fit_are_counted(walk: Walk, folder: Path) -> None:
    watch(walk)
    for number in range(watched.MOST + 5):
        settle(folder / f"{number}.jpg", b"x")
    page = offer(walk)
    assert len(marks(page)) == watched.MOST and "Còn 5 ảnh nữa" in page.text


def test_another_shops_product_is_not_there(walk: Walk, new: Keep, services: Services) -> None:
    other = Walk(walk.client)
    other.new_shop(name="Tiệm khác")
    watch(other)
    new()
    page = offer(other)
    stolen = {"picture": marks(page), "listing": walk.listing.rsplit("/", 1)[1]}
    assert walk.client.send(f"{other.shop}/folder/take", stolen).status == 404
    assert not photos(services)


def test_the_script_hears_of_changes_only(walk: Walk, new: Keep, folder: Path) -> None:
    def ask(page: Page, more: str = "") -> tuple[int, str]:
        address = next(e for e in page.dom.iter("form") if e.get("hx-get")).get("hx-get", "")
        answer = walk.client.raw.get(address + more)
        return answer.status_code, answer.headers.get("HX-Refresh", "") or answer.text

    empty = watch(walk)
    assert ask(empty) == (204, "")
    new("a.jpg", 1)
    assert ask(empty) == (286, "true")
    page = offer(walk)
    (mark,) = marks(page)
    assert ask(page, f"&shown={mark}&picture={mark}") == (204, "")
    status, part = ask(page, f"&shown={mark}")
    assert status == 200 and "checked" not in part and "Đưa ảnh vào món" in part
    new("b.jpg", 2)
    status, part = ask(page, f"&shown={mark}")
    assert status == 200 and part.count("checked") == 1 and "Đưa 1 ảnh vào món" in part
    folder.rename(folder.with_name("đi rồi"))
    assert ask(page) == (286, "true")


@pytest.mark.parametrize("joined", [False, True])
def test_a_phone_never_gets_in(
    walk: Walk, app: Flask, services: Services, new: Keep, *, joined: bool
) -> None:
    watch(walk)
    new()
    (mark,) = marks(offer(walk))
    with services.database.write() as session:
        visit = visits.current(session, walk.shop.rsplit("/", 1)[1])
        assert visit is not None
        if joined:
            ensure_owner(session, session.get_one(Shop, visit.shop_id))
            visits.join(visit, key_sha256=sum_of("key"), browser="Chrome", picture="ga", number=5)
    client = app.test_client()
    client.set_cookie(COOKIE, "key")
    phone = {"environ_overrides": {MARK: True, "REMOTE_ADDR": "192.168.1.7"}}
    assert client.get(walk.shop, **phone).status_code == (200 if joined else 403)
    for path in ("/folder", f"/folder/{mark}.jpg"):
        answer = client.get(walk.shop + path, **phone)
        assert answer.status_code == 403 and "Tải về của Lan" not in answer.text
    for path in ("/folder", "/folder/take", "/folder/act"):
        headers = {"Origin": "http://localhost"}
        data = {"csrf_token": walk.client.token, "picture": mark, "listing": "new", "do": "stop"}
        assert client.post(walk.shop + path, data=data, headers=headers, **phone).status_code >= 400
    assert marks(offer(walk)) == [mark] and not photos(services)


def test_the_ways_here_stand_on_the_laptop_only(walk: Walk) -> None:
    link = "Lấy ảnh từ một thư mục (Zalo, cáp)"
    assert walk.open("photos").follow(link).h1 == "Lấy ảnh từ thư mục nào?"


def test_every_page_speaks_english_too(walk: Walk, new: Keep) -> None:
    walk.client.raw.set_cookie("lang", "en")
    assert "folder" in offer(walk).h1
    walk.client.raw.set_cookie("lang", "vi")
    watch(walk)
    walk.client.raw.set_cookie("lang", "en")
    assert offer(walk).h1.startswith("Pictures from")
    new()
    assert any(label.startswith("Put 1 picture") for label in offer(walk).forms[0].buttons())
