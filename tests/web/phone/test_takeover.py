"""Another browser of the same phone takes over with four digits; phones that are out are told why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from merchant_helper.db.base import utc_now
from merchant_helper.shops import visits
from merchant_helper.shops.visits import Visit
from web.phone.counter import ZALO, Counter, Phone


def test_another_browser_takes_over_with_the_four_digits_and_the_first_is_told(counter: Counter) -> None:
    code = counter.let_in()
    first = counter.join(code=code)
    stood = first.read("/").submit(press="Đồng ý, bắt đầu")
    second = counter.phone(agent=ZALO)
    page = second.read(f"/v/{code.token}")
    assert page.h1 == "Mã này đã có điện thoại dùng" and "Chưa đúng" not in page.text
    assert page.submit({"digits": counter.digits()}).step == stood.step
    assert counter.page.text.count("Zalo, Android") == 1
    ended = first.read(stood.url, status=410)
    assert ended.h1 == "Đang mở ở chỗ khác" and "vẫn còn" in ended.text
    assert first.read("/", status=410).h1 == ended.h1


def test_without_the_right_digits_nobody_takes_over(counter: Counter) -> None:
    code = counter.let_in()
    first = counter.join(code=code)
    digits = counter.digits()
    wrong = f"{(int(digits) + 1) % 10_000:04}"
    for told in ("", wrong, digits[:3], digits + "0", "٣٤٥٦", "abc", "9" * 100_000):
        page = counter.phone(ip="192.168.1.99").read(f"/v/{code.token}")
        if page.forms:
            page = page.submit({"digits": told})
        assert page.status in (200, 403, 429) and page.step is None
    assert first.read("/").step == "consent"


def test_a_first_product_is_begun_once_however_often_browsers_change(counter: Counter) -> None:
    code = counter.let_in()
    first = counter.join(code=code)
    places = {first.read("/").url}
    digits = counter.digits()
    for _again in range(3):
        page = counter.phone().read(f"/v/{code.token}").submit({"digits": digits})
        places.add(page.url)
    assert len(places) == 1


def test_the_joined_phone_may_open_its_own_link_again(counter: Counter) -> None:
    code = counter.let_in()
    phone = counter.join(code=code)
    assert phone.read(f"/v/{code.token}").step == "consent"


def test_a_joined_phone_that_scans_a_new_code_stays_where_it_was(counter: Counter, phone: Phone) -> None:
    stood = phone.read("/").submit(press="Đồng ý, bắt đầu")
    counter.join(phone, counter.new_code())
    assert phone.read("/").url == stood.url
    assert "Trên điện thoại" in counter.page.h1


def test_a_phone_sent_out_is_told_so_and_its_old_link_is_closed(counter: Counter) -> None:
    code = counter.let_in()
    phone = counter.join(code=code)
    digits = counter.digits()
    page = counter.press("out")
    assert page.h1 == "Mời chủ tiệm quét mã này"
    out = phone.read("/", status=410)
    assert "Người hỗ trợ vừa cho điện thoại này ra" in out.text
    assert phone.read(f"/v/{code.token}", status=410)
    assert phone.send(f"/v/{code.token}", {"digits": digits}).status == 410
    fresh = counter.code_on(counter.page)
    assert phone.type_digits(fresh.digits).submit(press="Giống nhau, bắt đầu").step == "consent"


def end(counter: Counter) -> None:
    with counter.app.extensions["merchant_helper"].database.write() as session:
        visits.end(session.scalars(select(Visit)).one())


def test_after_the_visit_nothing_opens_and_the_page_says_so(counter: Counter) -> None:
    code = counter.let_in()
    phone = counter.join(code=code)
    stood = phone.read("/")
    end(counter)
    for page in (phone.read("/", status=410), stood.submit(press="Đồng ý, bắt đầu")):
        assert page.status == 410 and page.h1 == "Buổi làm đã xong"
    assert counter.phone().read(f"/v/{code.token}", status=410)


def test_a_phone_of_an_earlier_visit_joins_the_next_one_by_digits(counter: Counter, phone: Phone) -> None:
    end(counter)
    code = counter.let_in()
    page = phone.read("/", status=410).submit({"digits": code.digits})
    assert page.submit(press="Giống nhau, bắt đầu").url == counter.shop


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_is_wrong_by_a_year_changes_no_order(
    counter: Counter, phone: Phone, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    stood = phone.read("/").submit(press="Đồng ý, bắt đầu")
    later = utc_now() + timedelta(days=days)
    for module in ("merchant_helper.shops.visits", "merchant_helper.web.phone.guard"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: later)
    assert phone.read("/").url == stood.url, "the clock of the codes is another one"
    second = counter.join(code=counter.new_code())
    assert second.read("/").url == stood.url
    moved = second.read("/").submit({"selling": "none"})
    assert moved.step == "photos" and second.read("/").url == moved.url
    third = counter.join(code=counter.new_code())
    assert third.read("/").url == moved.url
    assert second.read("/", status=410).h1 == "Đang mở ở chỗ khác"
