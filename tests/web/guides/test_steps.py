"""A shop's steps are remembered, on the laptop and on her phone alike, and only for that shop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from guides.sample import samples
from sqlalchemy import select

from merchant_helper.shops.learned import GuideStep
from merchant_helper.web.guide_pages import EXTENSION
from web.house import running
from web.page_reader import Client, Page, words
from web.phone.conftest import clock, reachable
from web.phone.counter import LAPTOP_IP, Clock, Counter, give_clock
from web.wizard.walk import Walk

__all__ = ["clock", "reachable"]
STEP = "/guides/vietqr-personal/steps"


@pytest.fixture
def app(tmp_path: Path, empty_folder: Path, clock: Clock, reachable: list[str]) -> Iterator[Flask]:
    with running(tmp_path / "data", like=empty_folder, PHONE_PORT=0) as app:
        give_clock(app, clock)
        app.extensions[EXTENSION] = samples
        yield app
        app.extensions["phone_door"].close()


@pytest.fixture
def counter(app: Flask, clock: Clock) -> Counter:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    return Counter(app, walk.client, walk.shop, clock)


def kept(counter: Counter) -> set[tuple[str, int]]:
    with counter.app.extensions["merchant_helper"].database.read() as session:
        return {(step.card, step.step) for step in session.scalars(select(GuideStep))}


def test_a_step_that_is_done_is_remembered_and_can_be_taken_back(counter: Counter) -> None:
    page = counter.laptop.read(f"{counter.shop}{STEP}/1").submit(press="Xong bước này")
    assert page.h1.startswith("Bước 2/3") and kept(counter) == {("vietqr-personal", 1)}
    page = counter.laptop.read(f"{counter.shop}{STEP}/1")
    assert "Bước này đã xong" in page.text
    page = page.submit(press="Trả lại như cũ")
    assert "Xong bước này" in page.text and kept(counter) == set()


def test_the_card_counts_and_goes_on_where_she_stopped(counter: Counter) -> None:
    counter.laptop.read(f"{counter.shop}{STEP}/1").submit(press="Xong bước này")
    card = counter.laptop.read(f"{counter.shop}/guides/vietqr-personal")
    assert "Đã xong 1 trên 3 bước" in card.text
    assert card.follow("Làm từng bước").h1.startswith("Bước 2/3")


def test_the_last_step_leads_back_to_the_card_and_all_done_begins_again(counter: Counter) -> None:
    page: Page = counter.laptop.read(f"{counter.shop}{STEP}/1")
    for _step in range(3):
        page = page.submit(press="Xong bước này")
    assert page.h1 == "Mã VietQR của mình" and "Đã xong 3 trên 3 bước" in page.text
    assert page.follow("Làm từng bước").h1.startswith("Bước 1/3")


def test_pressed_twice_is_done_once(counter: Counter) -> None:
    for _again in range(2):
        counter.laptop.send(f"{counter.shop}{STEP}/2", {})
    assert kept(counter) == {("vietqr-personal", 2)}


def test_another_shop_has_its_own_steps(counter: Counter) -> None:
    other = Walk(counter.laptop)
    other.new_shop(name="Mắm Dì Ba")
    counter.laptop.read(f"{counter.shop}{STEP}/1").submit(press="Xong bước này")
    assert "Đã xong" not in counter.laptop.read(f"{other.shop}/guides/vietqr-personal").text


@pytest.mark.parametrize("path", ["/guides/no-such/steps/1", f"{STEP}/0", f"{STEP}/4"])
def test_a_step_that_is_not_there_is_not_noted(counter: Counter, path: str) -> None:
    counter.laptop.read(f"{counter.shop}{STEP}/1")
    assert counter.laptop.send(f"{counter.shop}{path}", {}).status == 404
    assert kept(counter) == set()


def test_without_a_phone_the_laptop_says_how_it_gets_in(counter: Counter) -> None:
    page = counter.laptop.read(f"{counter.shop}{STEP}/2")
    assert page.links["Cho điện thoại vào"] == f"{counter.shop}/phone"
    assert not list(page.find("div", class_="qr-box"))


def test_her_phone_opens_the_same_step_by_the_code_on_the_laptop(counter: Counter) -> None:
    phone = counter.join()
    page = counter.laptop.read(f"{counter.shop}{STEP}/2")
    assert list(page.find("div", class_="qr-box"))
    address = words(next(page.find("p", class_="small-address")))
    assert address.startswith(LAPTOP_IP) and address.endswith(f"{counter.shop}{STEP}/2")
    hers = phone.read(address[address.index("/") :])
    assert hers.h1 == page.h1 and not list(hers.find("div", class_="qr-box"))
    hers.submit(press="Xong bước này")
    assert "Bước này đã xong" in counter.laptop.read(f"{counter.shop}{STEP}/2").text


def test_her_phone_reads_all_guides_of_her_shop_and_no_others(counter: Counter) -> None:
    phone = counter.join()
    page = phone.read(counter.shop).follow("Nhận tiền, bán trên mạng, giữ an toàn")
    assert page.url == f"{counter.shop}/guides"
    for path in ("", "/momo", "/topics/ways", "/glossary", "/calendar", "/compare?way=momo&way=cod"):
        opened = phone.read(f"{counter.shop}/guides{path}")
        assert "áy tính này" not in opened.text
    other = Walk(counter.laptop)
    other.new_shop(name="Mắm Dì Ba")
    assert phone.raw.get("/guides").status_code == 403
    assert phone.raw.get(f"{other.shop}/guides/momo").status_code == 404
    assert phone.raw.post(f"{other.shop}{STEP}/1", data={"csrf_token": phone.token}).status_code == 404


def test_a_wipe_takes_the_steps_along(counter: Counter) -> None:
    counter.laptop.read(f"{counter.shop}{STEP}/1").submit(press="Xong bước này")
    counter.laptop.send(f"{counter.shop}/delete", {})
    assert kept(counter) == set()
