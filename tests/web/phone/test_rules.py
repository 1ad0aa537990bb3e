"""Every page is decided for phones, and a phone sees its own shop alone."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from merchant_helper.listings.model import Answer
from merchant_helper.shops.people import LOCAL, owner_of
from merchant_helper.web.phone.rules import ANYONE, GROUPS, JOINED, LAPTOP, RULES
from web.page_reader import Client, words
from web.phone.counter import Clock, Counter, Phone
from web.wizard.walk import Walk, first_product, jpeg

MADE_BY_FLASK = {"static"}


def pages(app: Flask) -> dict[str, tuple[str, str]]:
    """Give for each endpoint one method and address of it, with made-up parts."""
    found = {}
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        built = rule.build({name: "1" for name in rule.arguments})
        assert built is not None
        found[rule.endpoint] = method, built[1]
    return found


def test_somebody_has_decided_about_every_page(app: Flask) -> None:
    undecided = set(pages(app)) - set(RULES) - MADE_BY_FLASK
    assert not undecided, f"say in RULES who may open {sorted(undecided)}"
    assert set(RULES.values()) <= {ANYONE, JOINED, LAPTOP, *GROUPS}


def test_a_page_nobody_decided_about_stays_on_the_laptop(app: Flask, clock: Clock) -> None:
    app.add_url_rule("/shops/<shop_id>/new-page", view_func=lambda shop_id: f"seen {shop_id}")
    laptop = Client(app.test_client())
    shop = Walk(laptop).new_shop().url
    phone = Counter(app, laptop, shop, clock).join()
    assert "seen" in laptop.raw.get(f"{shop}/new-page").text
    answer = phone.raw.get(f"{shop}/new-page")
    assert answer.status_code == 403 and "Trang này làm trên máy tính" in answer.text


def closed(app: Flask) -> list[tuple[str, str, str]]:
    return [(name, *page) for name, page in pages(app).items() if RULES.get(name, LAPTOP) != ANYONE]


def test_a_phone_that_has_not_joined_opens_nothing(counter: Counter) -> None:
    counter.let_in()
    stranger = counter.phone()
    stranger.read("/")
    for name, method, path in closed(counter.app):
        page = stranger.raw.open(path, method=method, data={"csrf_token": stranger.token})
        assert page.status_code in (403, 404), name
        assert "Cô Tư" not in page.text and (page.status_code == 404 or "Gõ 6 số" in page.text), name


def test_pages_of_the_laptop_stay_closed_to_a_joined_phone(phone: Phone, counter: Counter) -> None:
    refused = [n for n in pages(counter.app) if RULES.get(n, LAPTOP) not in (ANYONE, JOINED)]
    assert len(refused) > 10
    for name in refused:
        method, path = pages(counter.app)[name]
        for shop in ("/shops/1", counter.shop):
            answer = phone.raw.open(
                path.replace("/shops/1", shop), method=method, data={"csrf_token": phone.token}
            )
            assert answer.status_code == 403, (name, shop)
            assert "đang đóng với điện thoại" in answer.text or name in MADE_BY_FLASK


def test_every_page_of_another_shop_is_unknown_to_the_phone(counter: Counter, phone: Phone) -> None:
    other, _kit = first_product(Client(counter.app.test_client()))
    stolen = other.listing.replace(other.shop, counter.shop)
    hers = phone.read("/").url.rsplit("/", 1)[0]
    photo = next(other.open("review").find("img")).get("src", "")
    assert counter.laptop.raw.get(photo).status_code == 200
    for path in (
        other.shop,
        other.listing,
        f"{other.listing}/name",
        f"{other.listing}/kit",
        f"{other.listing}/kit/facebook/1.jpg",
        f"{stolen}/name",
        stolen,
        hers.replace(counter.shop, other.shop),
        photo,
        photo.replace(other.shop, counter.shop),
    ):
        assert phone.raw.get(path).status_code == 404, path
    for path in (f"{other.shop}/listings", f"{other.listing}/name", f"{other.listing}/remove"):
        answer = phone.raw.post(path, data={"csrf_token": phone.token, "name": "x", "kind": "food"})
        assert answer.status_code == 404, path


@pytest.mark.parametrize(
    ("group", "path"),
    [
        ("shop", "/edit"),
        ("files", "/export"),
        ("files", "/pictures"),
        ("files", "/pictures.zip"),
        ("pay", "/pay"),
    ],
    ids=["shop", "files", "pictures", "all pictures", "pay"],
)
def test_groups_of_pages_open_one_by_one_for_one_visit(
    counter: Counter, phone: Phone, group: str, path: str
) -> None:
    other = next(name for name in GROUPS if name != group)
    paths = {"shop": "/edit", "files": "/export", "pay": "/pay"}
    for open_now in (True, False):
        counter.press(group)
        assert (phone.raw.get(counter.shop + path).status_code != 403) is open_now
        assert phone.raw.get(counter.shop + paths[other]).status_code == 403
    assert "Nhờ người hỗ trợ mở trang này" in phone.read_any(counter.shop + path).text


def test_the_phone_answers_as_the_owner_and_the_laptop_as_the_helper(counter: Counter, phone: Phone) -> None:
    page = phone.read("/").submit(press="Đồng ý, bắt đầu").submit({"selling": "none"})
    walk = Walk(counter.laptop, counter.shop, page.url.rsplit("/", 1)[0])
    walk.photos([jpeg(1)])
    walk.open("review").submit(press="Không có, dùng các ảnh này")
    phone.read(f"{walk.listing}/name").submit({"name": "Mắm", "kind": "food"})
    with counter.app.extensions["merchant_helper"].database.read() as session:
        by = {answer.field: answer.given_by for answer in session.scalars(select(Answer))}
        owner = owner_of(session, counter.shop.rsplit("/", 1)[1])
    assert owner is not None
    assert (by["photos"], by["name"]) == (LOCAL, owner.id)


def to_the_kit(counter: Counter, phone: Phone) -> Walk:
    """Go through a first product: she on her phone, but for the photo."""
    walk = Walk(phone, counter.shop, phone.read("/").url.rsplit("/", 1)[0])
    walk.opening(walk.open("consent"))
    page = walk.photos([jpeg(1)])
    walk.finish(walk.questions(page.submit(press="Không có, dùng các ảnh này")))
    return walk


def test_what_was_opened_is_offered_on_the_phone_and_what_is_closed_is_not(
    counter: Counter, phone: Phone
) -> None:
    kit = f"{to_the_kit(counter, phone).listing}/kit"
    offers = {
        name: f"{counter.shop}/{path}"
        for name, path in (("shop", "edit"), ("files", "export"), ("pay", "pay"))
    }
    for group in (None, "shop", "files", "pay"):
        if group:
            counter.press(group)
        shown = phone.read(counter.shop).links.values()
        makes = [form.get("action") for form in phone.read(kit).dom.iter("form")]
        assert {g for g, path in offers.items() if path in shown} == {g for g in offers if g == group}
        assert (offers["files"] in makes) is (group == "files")
        if group:
            counter.press(group)


def test_on_the_phone_no_sentence_speaks_of_this_computer(counter: Counter, phone: Phone) -> None:
    consent = phone.read("/").text
    assert "Máy tính đang dùng là của Lan" in consent and "áy tính này" not in consent
    walk = to_the_kit(counter, phone)
    for step in ("photos", "review", "name", "price", "about", "stock", "cover", "check", "kit"):
        page = walk.open(step)
        assert page.step == step and "áy tính này" not in page.text, step
    assert "Giữ ngón tay lên chữ" in "".join(words(e) for e in page.dom.iter("noscript"))


def test_what_is_closed_is_not_offered_on_the_phone(counter: Counter, phone: Phone) -> None:
    shown = phone.read(counter.shop)
    opened = {a.split("?")[0] for a in shown.links.values() if a.startswith("/")}
    opened |= {form.action for form in shown.forms}
    laptop = {a.split("?")[0] for a in counter.laptop.read(counter.shop).links.values() if a[:1] == "/"}
    assert f"{counter.shop}/edit" not in opened and f"{counter.shop}/edit" in laptop
    for path in opened - {""}:
        if path in shown.links.values():
            assert phone.raw.get(path).status_code != 403, path
