"""A visit on the laptop: begun with a shop or anew, shown, ended, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from merchant_helper.db.base import utc_now
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.photos.model import Photo
from merchant_helper.shops import visits
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import LOCAL
from merchant_helper.shops.visits import Visit
from merchant_helper.text import format_date, format_time
from merchant_helper.web import visits as pages
from merchant_helper.web.db import Services
from merchant_helper.web.shop_forms import today
from web.page_reader import Client, Page, words
from web.wizard.walk import Walk

TEAM = {"who": "Lan, Hùng", "team": "Xã Tân Hòa", "contact": "Anh Minh, Đoàn xã, 0900 000 000"}
TOMORROW = today() + timedelta(days=1)
LATER = {"until": "day", "until_day": format_date(TOMORROW)}


@pytest.fixture
def walk(client: Client) -> Walk:
    """Give a shop whose visit has begun."""
    walk = Walk(client)
    walk.new_shop(**TEAM)
    return walk


@pytest.fixture
def change(services: Services, walk: Walk) -> Callable[[Callable[[Shop, Visit], object]], None]:
    """Change the shop and its newest visit behind the pages."""

    def do(wish: Callable[[Shop, Visit], object]) -> None:
        with services.database.write() as session:
            shop, visit = session.get(Shop, id_of(walk)), visits.last(session, id_of(walk))
            assert shop is not None and visit is not None
            wish(shop, visit)

    return do


def id_of(walk: Walk) -> str:
    return walk.shop.rsplit("/", 1)[1]


def visit_of(services: Services, walk: Walk) -> Visit:
    with services.database.read() as session:
        visit = visits.last(session, id_of(walk))
    assert visit is not None
    return visit


def product(services: Services, walk: Walk, name: str, outcome: str | None = None, number: int = 1) -> None:
    """Put in one product with a photo, without walking through all its questions."""
    with services.database.write() as session:
        photo = Photo(shop_id=id_of(walk), sha256=services.files.keep(name.encode()).sha256, size=1, width=9)
        photo.height, photo.format = 9, "JPEG"
        session.add(photo)
        session.flush()
        listing = Listing(shop_id=id_of(walk), number=number)
        told = {"name": name, "photos": [photo.id], "outcome": outcome}
        for seq, (field, value) in enumerate(told.items(), 1):
            listing.answers.append(Answer(seq=seq, field=field, value=value, given_by=LOCAL))
        session.add(listing)


def end_page(walk: Walk) -> Page:
    return walk.client.read(f"{walk.shop}/visit")


def end(walk: Walk, keep: str = "", press: str = "") -> Page:
    """Choose what becomes of it, or leave the choice as it stands, and end the visit."""
    page = end_page(walk)
    press = press or ("Kết thúc buổi làm" if "all" in choices(page) else "Kết thúc và xóa")
    return page.submit({"keep": keep} if keep else {}, press=press)


def choices(page: Page) -> dict[str, bool]:
    return {e.get("value", ""): e.get("checked") is not None for e in page.find("input", name="keep")}


def shops(services: Services) -> int:
    with services.database.read() as session:
        return len(list(session.scalars(select(Shop.id))))


def test_a_new_shop_begins_its_visit(services: Services, walk: Walk) -> None:
    visit = visit_of(services, walk)
    assert visit.is_open and visit.number == 1
    assert (visit.who, visit.team, visit.contact) == tuple(TEAM.values())
    assert visit.laptop_of == "Lan" and visit.agreed_until is None


def test_the_next_shop_is_offered_the_same_people_but_not_the_same_agreement(walk: Walk) -> None:
    walk.client.read(f"{walk.shop}/edit").submit(LATER)
    values = walk.client.read("/shops/new").forms[0].values()
    assert [values[name] for name in TEAM] == [[text] for text in TEAM.values()]
    assert values["until"] == ["visit"] and values["until_day"] == [""] and values["name"] == [""]


def test_what_was_typed_stays_when_a_field_is_too_long(walk: Walk) -> None:
    page = walk.client.read("/shops/new").submit({"name": "Mắm", "laptop_of": "Lan", "contact": "x" * 130})
    assert "Dài quá 30 chữ" in page.text
    assert page.forms[0].values()["contact"] == ["x" * 130]


def test_changing_the_shop_changes_its_open_visit(services: Services, walk: Walk) -> None:
    walk.client.read(f"{walk.shop}/edit").submit({"contact": "", "who": "Mai", **LATER})
    visit = visit_of(services, walk)
    assert (visit.who, visit.contact, visit.agreed_until) == ("Mai", "", TOMORROW)


@pytest.mark.parametrize(
    ("told", "stands"), [({"contact": "Chị Hà"}, True), ({"laptop_of": "Hùng"}, False), (LATER, False)]
)
def test_only_another_agreement_is_asked_for_again(
    services: Services, walk: Walk, change: Callable[..., None], told: dict[str, str], stands: bool
) -> None:
    change(lambda shop, _visit: agree(shop))
    walk.client.read(f"{walk.shop}/edit").submit(told)
    with services.database.read() as session:
        shop = session.get(Shop, id_of(walk))
        assert shop is not None and shop.has_agreed is stands


def test_the_shop_page_says_since_when_and_lets_the_phone_in(walk: Walk) -> None:
    page = walk.client.read(walk.shop)
    assert format_date(utc_now()) in page.text and "chưa vào" in page.text
    assert page.links["Cho điện thoại vào"] == f"{walk.shop}/phone"
    assert page.links["Kết thúc buổi làm"] == f"{walk.shop}/visit"


def test_a_new_visit_offers_what_was_said_last_time(
    services: Services, walk: Walk, change: Callable[..., None]
) -> None:
    change(lambda _shop, visit: visits.end(visit))
    page = walk.client.read(walk.shop).follow("Bắt đầu buổi làm mới")
    assert page.forms[0].values()["contact"] == [TEAM["contact"]]
    page = page.submit({"who": "Mai"})
    assert page.url == walk.shop and "Cho điện thoại vào" in page.links
    visit = visit_of(services, walk)
    assert (visit.number, visit.who, visit.contact, visit.is_open) == (2, "Mai", TEAM["contact"], True)


def test_a_visit_begun_twice_is_one(services: Services, walk: Walk, change: Callable[..., None]) -> None:
    change(lambda _shop, visit: visits.end(visit))
    page = walk.client.read(f"{walk.shop}/visit/new")
    page.submit()
    page.submit({"who": "Mai"})
    assert visit_of(services, walk).number == 2 and visit_of(services, walk).who == TEAM["who"]
    assert walk.client.read(f"{walk.shop}/visit/new").url == f"{walk.shop}/visit"


@pytest.mark.parametrize(("until", "stands"), [(None, False), (TOMORROW, True), (date(2020, 1, 1), False)])
def test_a_new_visit_asks_again_for_a_consent_that_is_over(
    services: Services, walk: Walk, change: Callable[..., None], until: date | None, stands: bool
) -> None:
    def earlier(shop: Shop, visit: Visit) -> None:
        shop.agreed_until = until
        agree(shop)
        visits.end(visit)

    change(earlier)
    walk.client.read(f"{walk.shop}/visit/new").submit()
    with services.database.read() as session:
        shop = session.get(Shop, id_of(walk))
        assert shop is not None and shop.has_agreed is stands


def test_the_end_shows_what_she_has_and_what_is_left(services: Services, walk: Walk) -> None:
    product(services, walk, "Bánh tráng", "posted")
    (services.folder.backups / "app-1.sqlite").write_bytes(b"-")
    text = end_page(walk).text
    assert "1 món đã đăng, 0 món sẵn sàng" in text and "chưa lấy" in text
    assert "1 món và 1 ảnh gốc" in text and "1 bản cất tự động" in text and "hết buổi làm" in text
    order = [text.index(part) for part in ("1. Chủ tiệm", "2. Còn gì", "3. Làm gì")]
    assert order == sorted(order)


def test_to_leave_things_here_needs_a_day_that_lies_ahead(walk: Walk, change: Callable[..., None]) -> None:
    assert choices(end_page(walk)) == {"nothing": True, "words": False}
    change(lambda shop, _visit: setattr(shop, "agreed_until", TOMORROW))
    assert choices(end_page(walk)) == {"nothing": False, "words": False, "all": True}
    assert f"tới hết ngày {format_date(TOMORROW)}" in end_page(walk).text
    change(lambda shop, _visit: setattr(shop, "agreed_until", today() - timedelta(days=1)))
    assert choices(end_page(walk)) == {"nothing": True, "words": False}


@pytest.mark.parametrize("keep", ["all", "", "everything"])
def test_what_was_not_agreed_to_cannot_be_chosen(services: Services, walk: Walk, keep: str) -> None:
    page = end_page(walk).submit({"keep": keep}, press="Kết thúc và xóa")
    assert "Chưa chọn làm gì" in page.text
    assert shops(services) == 1 and visit_of(services, walk).is_open


def test_what_she_has_not_taken_is_asked_about_once(services: Services, walk: Walk) -> None:
    product(services, walk, "Bánh tráng")
    page = end(walk)
    assert "chưa lấy hồ sơ" in page.h1 and shops(services) == 1
    page = page.submit(press="Vẫn xóa")
    assert page.h1 == "Buổi làm đã xong" and shops(services) == 0


def test_what_changed_after_she_took_it_is_asked_about_too(
    services: Services, walk: Walk, change: Callable[..., None]
) -> None:
    change(lambda _shop, visit: setattr(visit, "handed_over_at", utc_now()))
    product(services, walk, "Bánh tráng")
    assert "1 món thay đổi" in end_page(walk).text
    assert end(walk).h1 == "Hồ sơ đã lấy chưa đủ"
    change(lambda _shop, visit: setattr(visit, "handed_over_at", utc_now()))
    assert end(walk).h1 == "Buổi làm đã xong"
    assert shops(services) == 0


def test_a_clock_that_was_set_back_does_not_pretend_that_she_has_everything(
    services: Services, walk: Walk, change: Callable[..., None]
) -> None:
    ahead = utc_now() + timedelta(days=365)
    change(lambda _shop, visit: setattr(visit, "handed_over_at", ahead))
    product(services, walk, "Bánh tráng")
    assert end(walk).h1 == "Hồ sơ đã lấy chưa đủ" and shops(services) == 1
    change(lambda shop, _visit: visits.begin(object_session(shop), shop))
    change(lambda _shop, visit: setattr(visit, "handed_over_at", utc_now()))
    assert end(walk).h1 == "Buổi làm đã xong"


def test_the_card_of_a_visit_that_began_before_the_clock_was_set_back_is_not_empty(
    services: Services, walk: Walk, change: Callable[..., None]
) -> None:
    product(services, walk, "Bánh tráng")
    change(lambda shop, _visit: visits.begin(object_session(shop), shop))
    change(lambda _shop, visit: setattr(visit, "started_at", utc_now() + timedelta(days=365)))
    assert "Bánh tráng" in walk.client.read(f"{walk.shop}/card").text


def test_what_she_took_first_goes_without_another_question(walk: Walk, services: Services) -> None:
    walk.start()
    page = end_page(walk)
    ask = next(form for form in page.forms if "Đưa hồ sơ cửa hàng" in form.buttons())
    answer = walk.client.raw.post(
        ask.action, data={"csrf_token": walk.client.token}, headers={"Origin": "http://localhost"}
    )
    assert answer.location == f"{walk.shop}/profile.html"
    page = end_page(walk)
    assert f"lấy lúc {format_time(utc_now())}"[:-3] in page.text
    assert page.submit({"keep": "nothing"}, press="Kết thúc và xóa").h1 == "Buổi làm đã xong"
    assert shops(services) == 0


def test_the_last_page_names_nobody(services: Services, walk: Walk) -> None:
    product(services, walk, "Bánh tráng")
    page = end(walk).submit(press="Vẫn xóa")
    for told in ("Bánh tráng", "Cô Tư", *TEAM.values(), "Hùng"):
        assert told not in page.html
    assert "Đã xóa hết" in page.text and "1 tệp ảnh" in page.text
    assert "Tệp đã tải về hay chép đi" in page.text and "Phần trống của ổ đĩa" in page.text
    assert walk.client.read("/farewell").text == page.text
    walk.client.read(f"{walk.shop}/visit", status=404)


def test_words_alone_can_stay(services: Services, walk: Walk) -> None:
    product(services, walk, "Bánh tráng")
    page = end(walk, "words")
    page = page.submit(press="Vẫn xóa ảnh")
    assert "Chữ và giá còn trên máy tính này" in page.text
    assert not visit_of(services, walk).is_open and not set(services.files.all_hashes())
    assert "Bánh tráng" in walk.client.read(walk.shop).text


def test_a_photo_that_came_in_meanwhile_goes_too(
    services: Services, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    product(services, walk, "Bánh tráng")
    real, came = pages.wipe, iter(["Mắm ruốc"])

    def wipe(*args: Any, **how: Any) -> Any:
        report = real(*args, **how)
        for name in came:
            product(services, walk, name, number=2)
        return report

    monkeypatch.setattr(pages, "wipe", wipe)
    end(walk, "words").submit(press="Vẫn xóa ảnh")
    with services.database.read() as session:
        assert session.scalars(select(Photo)).all() == []
        assert len(session.scalars(select(Listing)).all()) == 2
    assert list(services.files.all_hashes()) == []


def test_all_stays_until_the_day_agreed_to(
    services: Services, walk: Walk, change: Callable[..., None]
) -> None:
    product(services, walk, "Bánh tráng")
    change(lambda shop, _visit: setattr(shop, "agreed_until", TOMORROW))
    page = end(walk)
    assert "Chưa xóa gì" in page.text and format_date(TOMORROW) in page.text
    assert not visit_of(services, walk).is_open and set(services.files.all_hashes())
    assert end_page(walk).h1 == "Trao lại và xóa"


def test_nobody_says_farewell_to_nothing(client: Client) -> None:
    assert client.read("/farewell").url == "/"


def test_another_shops_visit_is_nobodys_business(client: Client) -> None:
    for page in ("visit", "visit/new", "card", "done"):
        client.read(f"/shops/nobody/{page}", status=404)


def test_the_card_says_all_that_she_may_ask_later(services: Services, walk: Walk) -> None:
    product(services, walk, "Bánh tráng", "posted")
    product(services, walk, "Mắm", number=2)
    page = end_page(walk).follow("In hoặc lưu thẻ buổi làm")
    shown = {words(row[0]): words(row[1]) for row in page.find("div") if [e.tag for e in row] == ["dt", "dd"]}
    assert shown == {
        "Cửa hàng": "Bánh tráng Cô Tư",
        "Ngày": format_date(utc_now()),
        "Đội": f"{TEAM['team']}: {TEAM['who']}",
        "Hỏi lại ở Đoàn xã, phường": TEAM["contact"],
        "Máy tính của": "Lan",
    }
    assert page.text.index("Bánh tráng – đã đăng") < page.text.index("Mắm – đang làm")
    assert "Không ai trong đội gọi lại hỏi mã OTP, thu tiền hay xin căn cước." in page.text
    assert "Chưa lấy. Bản duy nhất" in page.text


def test_the_card_counts_what_has_no_room(
    services: Services, walk: Walk, change: Callable[..., None]
) -> None:
    for number in range(1, 9):
        product(services, walk, f"Món {number}", number=number)
    change(lambda _shop, visit: setattr(visit, "handed_over_at", utc_now()))
    page = walk.client.read(f"{walk.shop}/card")
    assert "Món 6" in page.text and "Món 7" not in page.text and "và 2 món nữa" in page.text
    assert "Trong điện thoại của cô, thường ở thư mục Tải xuống. Lấy lúc" in page.text


def test_the_card_of_a_later_visit_lists_its_own_work(services: Services, walk: Walk) -> None:
    product(services, walk, "Món cũ")
    with services.database.write() as session:
        shop = session.get(Shop, id_of(walk))
        assert shop is not None
        visits.begin(session, shop)
    product(services, walk, "Món mới", number=2)
    text = walk.client.read(f"{walk.shop}/card").text
    assert "Món mới" in text and "Món cũ" not in text
