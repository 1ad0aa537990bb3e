"""What a watched folder offers, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

from merchant_helper.shops import visits
from merchant_helper.web.db import Services
from web.folders.watching import Keep, marks, offer, photos, settle, watch
from web.page_reader import Client, Page
from web.wizard.walk import Walk, jpeg


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
