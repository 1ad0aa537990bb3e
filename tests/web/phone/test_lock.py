"""A phone that lay quiet for half an hour asks for four digits, and then shows the same question."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from merchant_helper.db.base import utc_now
from web.page_reader import Page
from web.phone.counter import Counter, Phone, give_clock
from web.wizard.walk import Walk, jpeg

LOCKED = "Điện thoại nghỉ hơi lâu"


@pytest.fixture
def asked(counter: Counter, phone: Phone) -> Page:
    """Stand on the phone before the question for the name."""
    page = phone.read("/").submit(press="Đồng ý, bắt đầu").submit({"selling": "none"})
    Walk(counter.laptop, counter.shop, page.url.rsplit("/", 1)[0]).photos([jpeg(1)])
    return phone.read(page.url.replace("photos", "review")).submit(press="Không có, dùng các ảnh này")


def test_half_an_hour_of_quiet_locks_and_the_digits_open_the_same_question(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    assert asked.step == "name"
    counter.clock.pass_by(minutes=29)
    assert phone.read("/").step == "name"
    counter.clock.pass_by(minutes=31)
    assert counter.page.h1 == "Điện thoại đang khóa" and "Đọc cho chủ tiệm 4 số" in counter.page.text
    for path in ("/", asked.url, counter.shop):
        assert phone.read(path, status=403).h1 == LOCKED
    page = phone.read(asked.url, status=403).submit({"unlock": counter.digits()})
    assert page.step == "name" and page.status == 200
    assert counter.page.h1 == "Trên điện thoại của chủ tiệm"


def test_words_typed_into_a_phone_that_locked_meanwhile_are_kept_after_the_digits(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    counter.clock.pass_by(minutes=31)
    told = {"name": 'Mắm "ruốc" <b>Huế</b> & 1/2 ký', "kind": "food"}
    locked = asked.submit(told)
    assert locked.h1 == LOCKED and locked.status == 403
    assert locked.forms[0].values()["name"] == [told["name"]]
    wrong = locked.submit({"unlock": "1"})
    assert "Chưa đúng 4 số" in wrong.text and wrong.forms[0].values()["kind"] == ["food"]
    assert len(wrong.forms[0].values()["unlock"]) == 1
    assert wrong.submit({"unlock": counter.digits()}).step == "price"
    assert told["name"] in phone.read(asked.url.replace("name", "check")).text.replace("  ", " ")


def test_an_address_with_a_query_is_answered_with_it(counter: Counter, phone: Phone, asked: Page) -> None:
    phone.read(f"{asked.url}?change=1")
    counter.clock.pass_by(minutes=31)
    locked = phone.send(f"{asked.url}?change=1", {"name": "Mắm", "kind": "food"})
    assert locked.forms[0].action == f"{asked.url}?change=1"


def test_photos_sent_by_a_locked_phone_have_to_be_chosen_again_and_that_is_said(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    listing = asked.url.rsplit("/", 1)[0]
    counter.clock.pass_by(minutes=31)
    photo = (io.BytesIO(jpeg(2)[0].getvalue()), "IMG_2.jpg")
    locked = phone.send(f"{listing}/upload", {"photos": photo})
    assert locked.h1 == LOCKED and "Ảnh thì phải chọn lại" in locked.text
    page = locked.submit({"unlock": counter.digits()})
    assert page.step == "photos" and "Chưa có ảnh nào" in page.text


def test_five_wrong_digits_wait_and_a_new_code_is_the_way_out(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    counter.clock.pass_by(minutes=31)
    right = counter.digits()
    page = phone.read("/", status=403)
    for n in range(5):
        page = page.submit({"unlock": f"{(int(right) + n + 1) % 10_000:04}"})
    assert page.status == 429 and "Chờ 15 phút" in page.text and not page.forms
    assert phone.send("/unlock", {"unlock": right}).status == 429
    counter.join(phone, counter.new_code())
    assert phone.read("/").url == asked.url


def test_words_stay_on_the_page_while_she_has_to_wait_and_go_through_after_a_new_code(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    counter.clock.pass_by(minutes=31)
    right = counter.digits()
    page = asked.submit({"name": "Mắm ruốc Huế", "kind": "food"})
    for n in range(5):
        page = page.submit({"unlock": f"{(int(right) + n + 1) % 10_000:04}"})
    assert page.status == 429 and "Chờ 15 phút" in page.text
    assert page.forms[0].values()["name"] == ["Mắm ruốc Huế"]
    counter.join(phone, counter.new_code())
    assert page.submit({"unlock": ""}).step == "price"
    assert "Mắm ruốc Huế" in phone.read(asked.url.replace("name", "check")).text


def test_a_lock_tries_no_digits_of_an_unknown_browser(counter: Counter) -> None:
    counter.let_in()
    assert counter.phone().read("/unlock").h1 == "Vào bằng số trên máy tính"


def restarted(counter: Counter) -> None:
    """Forget all that only the memory of the program knew."""
    counter.app.extensions["phone_door"].close()
    give_clock(counter.app, counter.clock)


def test_after_a_restart_the_phone_goes_on_and_old_links_say_what_to_do(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    old = next(iter(counter.app.extensions["join_codes"]._codes))
    restarted(counter)
    assert counter.page.h1 == "Cho điện thoại của chủ tiệm vào"
    assert phone.read("/").url == asked.url
    assert "Tạo mã mới" in counter.phone(ip="192.168.1.51").read(f"/v/{old}", status=404).text


def test_after_a_restart_the_laptop_shows_the_phone_as_soon_as_it_is_back(
    counter: Counter, phone: Phone, asked: Page
) -> None:
    restarted(counter)
    counter.let_in()
    assert counter.page.h1 == "Mời chủ tiệm quét mã này"
    counter.clock.pass_by(seconds=5)
    phone.read("/")
    assert counter.page.h1 == "Trên điện thoại của chủ tiệm" and asked.h1 in counter.page.html


@pytest.mark.parametrize(("days", "locks"), [(365, True), (-365, False), (0.01, False), (0.03, True)])
def test_after_a_restart_the_clock_on_the_wall_decides_and_set_back_it_locks_nobody_out(
    counter: Counter, phone: Phone, asked: Page, monkeypatch: pytest.MonkeyPatch, days: float, locks: bool
) -> None:
    restarted(counter)
    later = utc_now() + timedelta(days=days)
    monkeypatch.setattr("merchant_helper.web.phone.guard.utc_now", lambda: later)
    page = phone.read_any("/")
    assert (page.h1 == LOCKED) is locks
    if locks:
        counter.let_in()
        counter.clock.pass_by(seconds=1)
        phone.read_any("/")
        assert page.submit({"unlock": _digits(counter)}).url == asked.url


def _digits(counter: Counter) -> str:
    from sqlalchemy import select

    from merchant_helper.shops.visits import Visit

    with counter.app.extensions["merchant_helper"].database.read() as session:
        return session.scalars(select(Visit.digits)).one()
