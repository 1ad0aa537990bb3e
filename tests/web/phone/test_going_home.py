"""The end of a visit on her phone: only what is hers, and everything she takes home within few taps."""

from __future__ import annotations

import pytest

from merchant_helper.db.opening import copy_sqlite
from merchant_helper.handover import wipe as wiping
from merchant_helper.handover.wipe import is_begun
from merchant_helper.web.db import Services
from web.page_reader import Page
from web.phone.counter import Counter, Phone


def buttons(page: Page) -> set[str]:
    return {label for form in page.forms for label in form.buttons()}


def taken(phone: Phone, page: Page, press: str) -> bytes:
    """Press a button that answers with a file, and give the file."""
    form = next(form for form in page.forms if press in form.buttons())
    origin = {"Origin": phone.raw.base}  # type: ignore[attr-defined]
    answer = phone.raw.post(form.action, data={"csrf_token": phone.token}, headers=origin)
    return bytes(phone.raw.get(answer.location).data)


def test_the_shops_page_shows_only_what_is_hers(counter: Counter, phone: Phone) -> None:
    page = phone.read(counter.shop)
    assert buttons(page) >= {"Đăng một món mới", "Hồ sơ cửa hàng"}
    leads = {address.removeprefix(counter.shop) for address in page.links.values() if counter.shop in address}
    assert {lead for lead in leads if not lead.startswith("/listings/")} == {
        "/done",
        "/delete",
        "/guides",
        "/live",
        "/practice",
    }
    assert "Dành cho người hỗ trợ" not in page.text and "Cho điện thoại vào" not in page.text
    for lead in leads - {"/done"}:
        assert phone.read(counter.shop + lead).url.startswith(counter.shop)


def test_after_done_two_presses_bring_everything_to_her_phone(counter: Counter, phone: Phone) -> None:
    page = phone.read(counter.shop).follow("Xong buổi làm")
    file = taken(phone, page, "Lưu hồ sơ vào điện thoại")
    card = page.follow("Xem thẻ buổi làm")
    assert b"<html" in file and card.h1 == "Thẻ buổi làm" and "Tải xuống" in card.text
    assert "Chụp màn hình" in card.text and "Ctrl" not in card.text
    assert card.follow("Quay lại").url == f"{counter.shop}/done"


def test_the_laptops_end_stays_on_the_laptop(counter: Counter, phone: Phone) -> None:
    for page in ("visit", "visit/new"):
        assert "Kết thúc" not in phone.read_any(f"{counter.shop}/{page}").h1
        assert phone.raw.get(f"{counter.shop}/{page}").status_code in (403, 404)
    phone.send(f"{counter.shop}/visit", {"keep": "nothing", "sure": "yes"})
    assert counter.laptop.read(counter.shop).url == counter.shop


def test_the_visit_ended_on_the_laptop_lets_the_phone_go(counter: Counter, phone: Phone) -> None:
    end = counter.laptop.read(f"{counter.shop}/visit")
    asked = end.submit({"keep": "words"}, press="Kết thúc và xóa")
    asked.submit(press="Vẫn xóa ảnh")
    assert phone.read_any(counter.shop).h1 == "Buổi làm đã xong"


def test_a_phone_whose_shop_was_wiped_is_told_that_the_visit_is_over(counter: Counter, phone: Phone) -> None:
    end = counter.laptop.read(f"{counter.shop}/visit")
    end.submit({"keep": "nothing"}, press="Kết thúc và xóa").submit(press="Vẫn xóa")
    counter.laptop.read(counter.shop, status=404)
    for address in ("/", counter.shop):
        assert phone.read_any(address).h1 == "Buổi làm đã xong"


def test_before_she_deletes_it_all_her_phone_offers_the_file_and_speaks_of_the_other_machine(
    counter: Counter, phone: Phone
) -> None:
    page = phone.read(f"{counter.shop}/delete")
    assert "Máy tính của người hỗ trợ" in page.text and "máy tính này" not in page.text
    assert b"<html" in taken(phone, page, "Lưu hồ sơ vào điện thoại")
    assert "Trên máy tính này" in counter.laptop.read(f"{counter.shop}/delete").text


def test_her_own_phone_may_keep_what_it_was_shown(counter: Counter, phone: Phone) -> None:
    taken(phone, phone.read(counter.shop), "Hồ sơ cửa hàng")
    answer = phone.raw.get(f"{counter.shop}/profile.html")
    assert answer.status_code == 200 and "no-store" not in answer.headers["Cache-Control"]


def test_what_she_deletes_from_her_phone_is_gone_at_once(
    counter: Counter, phone: Phone, services: Services
) -> None:
    copy = services.folder.backups / "before-update-20260101T000000Z-1.sqlite"
    copy_sqlite(services.folder.app_db, copy)
    page = phone.read(f"{counter.shop}/delete").submit(press="Xóa hết của cửa hàng này")
    assert "khỏi máy tính của người hỗ trợ" in page.text and "máy tính này" not in page.text
    # No request of hers held the databases open meanwhile.
    assert not is_begun(services.folder, counter.shop.rsplit("/", 1)[1])
    assert not copy.exists()


def test_what_could_not_be_deleted_yet_is_the_volunteers(
    counter: Counter, phone: Phone, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiping, "compact", lambda _file: False)
    page = phone.read(f"{counter.shop}/delete").submit(press="Xóa hết của cửa hàng này")
    assert "nhờ họ tắt phần mềm rồi mở lại" in page.text
    assert is_begun(services.folder, counter.shop.rsplit("/", 1)[1])


def test_what_she_deletes_on_her_phone_is_gone_at_once_and_leaves_the_laptops_screen(
    counter: Counter, phone: Phone
) -> None:
    watched = counter.page
    page = phone.read(f"{counter.shop}/delete").submit(press="Xóa hết của cửa hàng này")
    assert (
        "Đã xóa hết của cửa hàng này khỏi máy tính của người hỗ trợ." in page.text
        and page.h1 == "Buổi làm đã xong"
    )
    assert not is_begun(counter.app.extensions["merchant_helper"].folder, counter.shop.rsplit("/", 1)[1])
    answer = counter.part(watched)
    assert answer.status_code == 286 and answer.headers["HX-Redirect"] == "/"
