"""The laptop's page about the phone: ways in, what stands in the way, and the mirror."""

from __future__ import annotations

import pytest

from merchant_helper import network
from merchant_helper.issues import Issue
from web.page_reader import Page, words
from web.phone.counter import LAPTOP_IP, Counter, Phone
from web.wizard.walk import Walk, jpeg

SVG = "{http://www.w3.org/2000/svg}svg"
FOCUSABLE = ("a", "button", "input", "select", "textarea", "summary")


@pytest.fixture
def causes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, int]]:
    """Note how causes are asked for; always one that was seen and one that is guessed."""
    asked: list[tuple[bool, int]] = []

    def answer(heard: bool = False, *, port: int = 0) -> list[Issue]:
        asked.append((heard, port))
        guessed = Issue("network.isolation", severity="hint")
        return [] if heard else [Issue("network.vpn", params={"name": "Proton"}), guessed]

    monkeypatch.setattr(network, "causes", answer)
    return asked


def test_the_ways_in_are_drawn_and_written(counter: Counter) -> None:
    code = counter.let_in()
    page = counter.page
    port = counter.app.extensions["phone_door"].port
    assert f"{LAPTOP_IP}:{port}" in page.text and f"{code.digits[:3]} {code.digits[3:]}" in page.text
    assert next(page.find(SVG, class_="qr")) is not None and code.token not in page.text


def test_the_code_that_is_drawn_is_the_address_with_the_token(counter: Counter) -> None:
    from merchant_helper.web.phone.laptop import qr

    code = counter.let_in()
    port = counter.app.extensions["phone_door"].port
    drawn = words(next(counter.page.find(SVG, class_="qr")))
    assert str(qr(f"http://{LAPTOP_IP}:{port}/v/{code.token}")) in counter.page.html and drawn == ""


def test_another_address_of_the_laptop_can_be_tried_and_no_made_up_one(
    counter: Counter, reachable: list[str]
) -> None:
    counter.let_in()
    reachable.append("10.0.0.4")
    page = counter.page.follow("10.0.0.4")
    address = words(next(page.find("p", class_="address")))
    assert address.startswith("10.0.0.4:")
    made_up = counter.laptop.read(f"{counter.shop}/phone?address=evil.example")
    assert "evil.example" not in made_up.html.replace("address=evil.example", "")


def test_causes_are_named_before_the_door_opens_and_when_nobody_came(
    counter: Counter, causes: list[tuple[bool, int]]
) -> None:
    before = counter.page
    assert "Proton" in before.text and "Xem lại trước khi mở" in before.text
    hint = Issue("network.isolation", severity="hint").message()
    assert hint not in before.text
    counter.let_in()
    assert "Proton" not in counter.page.text
    counter.clock.pass_by(seconds=61)
    late = counter.page
    assert late.h1 == "Điện thoại chưa vào được" and "Proton" in late.text and hint in late.text
    assert "Bật điểm phát" in late.text and causes[-1] == (False, counter.app.extensions["phone_door"].port)
    seen = len(causes)
    assert counter.part(late).status_code == 204 and len(causes) == seen, "not every two seconds"


@pytest.mark.parametrize(
    ("caller", "named"), [("192.168.1.77", False), ("127.0.0.1", True), (LAPTOP_IP, True)]
)
def test_no_cause_is_named_once_a_phone_and_not_the_laptop_itself_was_heard(
    counter: Counter, causes: list[tuple[bool, int]], caller: str, named: bool
) -> None:
    counter.let_in()
    counter.phone(ip=caller).read_any("/")
    counter.clock.pass_by(seconds=61)
    assert ("Proton" in counter.page.text) is named


def test_phones_heard_before_or_joined_say_nothing_of_the_one_that_is_awaited(
    counter: Counter, phone: Phone, causes: list[tuple[bool, int]]
) -> None:
    counter.phone().read_any("/")
    counter.clock.pass_by(seconds=1)
    other = Walk(counter.laptop)
    other.new_shop(name="Chè Bà Năm")
    awaited = Counter(counter.app, counter.laptop, other.shop, counter.clock)
    awaited.let_in()
    counter.clock.pass_by(seconds=61)
    phone.read("/")
    assert awaited.page.h1 == "Điện thoại chưa vào được" and "Proton" in awaited.page.text


def test_the_next_way_is_offered_by_itself_after_a_minute(counter: Counter) -> None:
    counter.let_in()
    page = counter.page
    assert counter.part(page).status_code == 204
    counter.clock.pass_by(seconds=61)
    answer = counter.part(page)
    assert answer.status_code == 286 and answer.headers["HX-Refresh"] == "true"


def test_without_any_network_the_door_stays_shut_and_says_why(counter: Counter, reachable: list[str]) -> None:
    reachable.clear()
    page = counter.page.submit(press="Cho điện thoại vào")
    assert "chưa vào mạng nào" in page.text and counter.app.extensions["phone_door"].port is None


def test_a_port_that_cannot_be_opened_is_said(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_host: str, _port: int) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("merchant_helper.web.door.listen", refuse)
    page = counter.page.submit(press="Cho điện thoại vào")
    assert "Chưa mở được cổng" in page.text


def test_the_address_that_changes_while_nobody_came_draws_a_new_code(
    counter: Counter, reachable: list[str]
) -> None:
    counter.let_in()
    page = counter.page
    reachable[:] = ["192.168.43.2"]
    assert counter.part(page).headers["HX-Refresh"] == "true"
    assert "192.168.43.2" in counter.page.text and LAPTOP_IP not in counter.page.text
    reachable.clear()
    gone = counter.page
    assert gone.h1 == "Điện thoại chưa vào được" and not list(gone.find(SVG, class_="qr"))


def test_the_address_that_changes_in_mid_visit_asks_for_a_new_code_and_nothing_is_lost(
    counter: Counter, phone: Phone, reachable: list[str]
) -> None:
    stood = phone.read("/").submit(press="Đồng ý, bắt đầu")
    watched = counter.page
    reachable[:] = ["192.168.43.2"]
    assert counter.part(watched).headers["HX-Refresh"] == "true"
    moved = counter.page
    assert moved.h1 == "Địa chỉ của máy tính vừa đổi" and "vẫn còn nguyên" in moved.text
    code = counter.code_on(moved.submit(press="Tạo mã mới"))
    # To the phone another address is another site: its cookie stays behind.
    again = counter.join(counter.phone(host="192.168.43.2:8001"), code)
    assert again.read("/").url == stood.url
    assert counter.page.h1 == "Trên điện thoại của chủ tiệm"


def mirror(page: Page) -> Page:
    assert [e.get("class") for e in page.dom.iter() if e.get("inert") is not None] == ["mirrored"]
    return page


def test_the_mirror_shows_the_phones_page_and_follows_it(counter: Counter, phone: Phone) -> None:
    first = mirror(counter.page)
    assert phone.read("/").h1 in first.text
    assert counter.part(first).status_code == 204
    page = phone.read("/").submit(press="Đồng ý, bắt đầu")
    answer = counter.part(first)
    assert answer.status_code == 200 and page.h1 in answer.text
    assert "hx-get" in answer.text and "<html" not in answer.text
    now = mirror(counter.page)
    assert page.h1 in now.text and counter.part(now).status_code == 204


def test_a_piece_that_was_fetched_is_quiet_until_the_next_change(counter: Counter, phone: Phone) -> None:
    first = counter.page
    phone.read("/").submit(press="Đồng ý, bắt đầu")
    piece = Page(counter.laptop, "", counter.part(first))
    assert counter.part(piece).status_code == 204


def test_nothing_of_the_phones_page_can_be_pressed_on_the_laptop(counter: Counter, phone: Phone) -> None:
    page = phone.read("/").submit(press="Đồng ý, bắt đầu").submit({"selling": "none"})
    Walk(counter.laptop, counter.shop, page.url.rsplit("/", 1)[0]).photos([jpeg(1)])
    listing = page.url.rsplit("/", 1)[0]
    for step in ("consent", "selling", "photos", "review", "name"):
        shown = phone.read(f"{listing}/{step}")
        seen = mirror(counter.page)
        held = next(e for e in seen.dom.iter("div") if e.get("inert") is not None)
        inside = {id(e) for e in held.iter()}
        main = next(seen.dom.iter("main"))
        assert shown.h1 in words(held)
        assert held.get("hx-disable") is not None
        outside = [e for e in main.iter() if e.tag in FOCUSABLE and id(e) not in inside]
        assert {e.tag for e in outside} <= {"summary"}, [words(e) for e in outside]
        assert not [e for e in seen.dom.iter() if e.get("autofocus") is not None]


def test_the_mirror_shows_the_place_and_the_photo_that_the_phone_asked_for(
    counter: Counter, phone: Phone
) -> None:
    walk = Walk(phone, counter.shop, phone.read("/").url.rsplit("/", 1)[0])
    walk.opening(walk.open("consent"))
    page = walk.photos([jpeg(1)])
    walk.finish(walk.questions(page.submit(press="Không có, dùng các ảnh này")))
    for asked in ("kit?place=zalo", "kit?place=facebook", "photos?at=0", "price?change=1", "kit?place=zalo"):
        shown = walk.open(asked)
        assert counter.part(counter.page).status_code == 204, "drawn once, it stands still"
        seen = mirror(counter.page)
        held = next(e for e in seen.dom.iter("div") if e.get("inert") is not None)
        assert words(held).startswith(shown.h1), asked
        fold = next(seen.find("aside", **{"class": "helper"}))
        assert not list(fold.iter("form")), "what is drawn for the phone has no token of the laptop's"


def test_the_list_of_products_and_a_product_that_is_gone_are_mirrored_in_words(
    counter: Counter, phone: Phone
) -> None:
    listing = phone.read("/").url.rsplit("/", 1)[0]
    phone.read(counter.shop)
    assert "danh sách món" in counter.page.text
    phone.read(f"{counter.shop}/done")
    assert "danh sách món" not in counter.page.text
    assert counter.page.links["Kết thúc buổi làm"] == f"{counter.shop}/visit"
    phone.read(f"{listing}/consent")
    database = counter.app.extensions["merchant_helper"].database
    from merchant_helper.listings.model import Listing

    with database.write() as session:
        session.delete(session.get(Listing, listing.rsplit("/", 1)[1]))
    assert counter.page.status == 200


def test_what_the_owner_typed_is_only_words_in_the_mirror(counter: Counter, phone: Phone) -> None:
    page = phone.read("/").submit(press="Đồng ý, bắt đầu").submit({"selling": "none"})
    walk = Walk(counter.laptop, counter.shop, page.url.rsplit("/", 1)[0])
    walk.photos([jpeg(1)])
    phone.read(f"{walk.listing}/review").submit(press="Không có, dùng các ảnh này")
    name = phone.read(f"{walk.listing}/name")
    name.submit({"name": "<script>alert(1)</script>", "kind": "food"})
    phone.read(f"{walk.listing}/name")
    assert "<script>alert" not in counter.page.html and "&lt;script&gt;" in counter.page.html


def test_a_new_code_pressed_by_mistake_is_taken_back_with_one_press(counter: Counter, phone: Phone) -> None:
    before = counter.page
    code = counter.new_code()
    counter.clock.pass_by(seconds=61)
    phone.read("/")
    page = counter.page
    assert "vẫn làm tiếp được" in page.text
    assert page.submit(press="Bỏ mã này, xem lại điện thoại đó").h1 == before.h1
    assert counter.phone().read(f"/v/{code.token}", status=410).h1 == "Mã này không dùng được nữa"
    assert phone.read("/").status == 200


def test_asking_again_for_the_mirror_does_not_keep_the_phone_awake(counter: Counter, phone: Phone) -> None:
    page = counter.page
    for _minute in range(31):
        counter.clock.pass_by(minutes=1)
        answer = counter.part(page)
    assert answer.headers["HX-Refresh"] == "true" and counter.page.h1 == "Điện thoại đang khóa"
    assert phone.read("/", status=403)


def test_shutting_the_door_leaves_the_work_and_opening_it_again_finds_the_phone(
    counter: Counter, phone: Phone
) -> None:
    shop = counter.laptop.read(counter.shop)
    assert "đã vào" in shop.text and "Xem điện thoại" in shop.links
    assert "Đã đóng cửa" in counter.press("shut").text
    assert counter.app.extensions["phone_door"].port is None
    shop = counter.laptop.read(counter.shop)
    assert "chưa vào" in shop.text and shop.links["Cho điện thoại vào"] == f"{counter.shop}/phone"
    counter.let_in()
    counter.clock.pass_by(seconds=3)
    assert phone.read("/").step == "consent"
    assert counter.page.h1 == "Trên điện thoại của chủ tiệm"


def test_a_phone_that_locked_while_the_door_was_shut_finds_its_digits_beside_the_code(
    counter: Counter, phone: Phone
) -> None:
    place = phone.read("/").step
    counter.press("shut")
    counter.clock.pass_by(minutes=31)
    counter.let_in()
    locked = phone.read("/", status=403)
    shown = words(next(counter.page.find("p", **{"class": "digits-shown"}))).split()[-1]
    counter.clock.pass_by(seconds=3)
    assert locked.submit({"unlock": shown}).step == place
    assert counter.page.h1 == "Trên điện thoại của chủ tiệm"
