"""A language model writes only where one is configured, only after her yes, and nothing of it unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from listings.model_server import Spoken, reply, says, speaking

from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.model import Listing
from merchant_helper.shops.model import SEND_WORDS, Shop
from merchant_helper.web.db import Services
from web.house import running
from web.page_reader import Client, Page
from web.wizard.walk import Walk

TRUE = "Bánh tráng phơi sương dẻo, thơm mùi gạo."
LIE = "Hàng đạt OCOP 4 sao."


@pytest.fixture
def spoken() -> Iterator[Spoken]:
    """Serve a model that tells the truth and then lies."""
    with speaking(says(f"{TRUE} {LIE}")) as spoken:
        yield spoken


@pytest.fixture
def app(tmp_path: Path, empty_folder: Path, spoken: Spoken) -> Iterator[Flask]:
    """Make the application with that model configured."""
    with running(
        tmp_path / "data", like=empty_folder, TESTING=True, MODEL_URL=spoken.url, MODEL_NAME="nhỏ"
    ) as app:
        yield app


@pytest.fixture
def walk(client: Client) -> Walk:
    """Have all questions after the photos answered."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos()
    walk.questions(walk.open("name"))
    return walk


def state(services: Services, walk: Walk) -> tuple[Facts, Shop]:
    with services.database.read() as session:
        listing = session.get(Listing, walk.listing.rsplit("/", 1)[1])
        shop = session.get(Shop, walk.shop.rsplit("/", 1)[1])
        assert listing is not None and shop is not None
        assert shop.consents
        return derive(listing.answers), shop


def drafted(walk: Walk) -> Page:
    page = walk.client.read(f"{walk.listing}/more").follow("Nhờ phần mềm viết thử")
    return page.submit(press="Đồng ý, cho gửi câu chữ").submit(press="Viết thử")


def test_nothing_is_sent_before_her_yes(walk: Walk, spoken: Spoken) -> None:
    page = walk.client.read(f"{walk.listing}/writing")
    assert "127.0.0.1" in page.text
    assert list(page.forms[0].buttons()) == ["Đồng ý, cho gửi câu chữ"]
    walk.client.send(f"{walk.listing}/writing", {})
    assert spoken.asked == []


def test_her_yes_to_one_host_is_none_to_another(walk: Walk, app: Flask, spoken: Spoken) -> None:
    drafted(walk)
    asked = len(spoken.asked)
    # The same program behind another name: she never saw that one.
    app.config["MODEL_URL"] = spoken.url.replace("127.0.0.1", "localhost")
    walk.client.send(f"{walk.listing}/writing", {})
    assert len(spoken.asked) == asked
    page = walk.client.read(f"{walk.listing}/writing")
    assert "localhost" in page.text and "Đồng ý, cho gửi câu chữ" in page.forms[0].buttons()
    page.submit(press="Đồng ý, cho gửi câu chữ").submit(press="Viết thử")
    assert len(spoken.asked) == asked + 1


def test_what_she_did_not_say_is_dropped_unless_she_keeps_it(walk: Walk, services: Services) -> None:
    page = drafted(walk)
    assert "Chưa nói: OCOP, 4 sao" in page.text
    page.submit()
    facts, _shop = state(services, walk)
    assert (facts.description, facts.accepted) == (TRUE, ())


def test_what_she_keeps_is_kept_as_accepted(walk: Walk, services: Services) -> None:
    page = drafted(walk)
    number = next(i.get("value") for i in page.find("input", type="radio") if i.get("value"))
    page.submit({f"keep-{number}": number})
    facts, _shop = state(services, walk)
    assert (facts.description, facts.accepted) == (f"{TRUE} {LIE}", (LIE,))


def test_a_text_that_was_changed_on_its_way_passes_the_gate_again(walk: Walk, services: Services) -> None:
    page = drafted(walk)
    page.submit({"text": f"{TRUE} Không chất bảo quản. Nhập khẩu từ Pháp.", "keep-1": "9"})
    assert state(services, walk)[0].description == TRUE


def test_her_yes_can_be_taken_back(walk: Walk, services: Services, spoken: Spoken) -> None:
    drafted(walk)
    page = walk.client.read(f"{walk.listing}/writing").submit(press="Thôi, không gửi nữa")
    assert "Từ giờ không gửi câu chữ nào đi nữa." in page.text
    _facts, shop = state(services, walk)
    assert shop.has_agreed and not shop.agreed_to(SEND_WORDS)
    walk.client.send(f"{walk.listing}/writing", {})
    assert len(spoken.asked) == 1


def test_names_of_people_and_of_the_shop_stay_here(walk: Walk, spoken: Spoken) -> None:
    walk.open("about").submit({"special": "Bánh tráng Cô Tư, chị Lan gói, gọi 0905123456"})
    drafted(walk)
    sent = str(spoken.asked[0])
    assert not [word for word in ("Cô Tư", "Lan", "0905", "45000", "45.000") if word in sent]


def test_another_page_changed_the_text_meanwhile(walk: Walk, services: Services) -> None:
    page = drafted(walk)
    drafted_again = drafted_text(walk)
    drafted_again.submit()
    page.submit({"text": "Bánh tráng phơi sương."})
    assert state(services, walk)[0].description == TRUE


def drafted_text(walk: Walk) -> Page:
    return walk.client.read(f"{walk.listing}/writing").submit(press="Viết thử")


@pytest.mark.parametrize("setting", ["MODEL_URL", "MODEL_NAME"])
def test_where_no_model_is_configured_there_is_no_page(app: Flask, walk: Walk, setting: str) -> None:
    app.config[setting] = ""
    walk.client.read(f"{walk.listing}/writing", 404)
    walk.client.send(f"{walk.listing}/writing", {}, 404)


def test_the_page_of_more_tells_of_it_only_where_it_is(app: Flask, walk: Walk) -> None:
    assert "Nhờ phần mềm viết thử" in walk.client.read(f"{walk.listing}/more").links
    app.config["MODEL_URL"] = ""
    assert "Nhờ phần mềm viết thử" not in walk.client.read(f"{walk.listing}/more").links


def test_trouble_is_said_and_the_old_text_stays(app: Flask, walk: Walk, services: Services) -> None:
    with speaking(lambda handler, _turn: reply(handler, b"", 500)) as broken:
        app.config["MODEL_URL"] = broken.url
        page = drafted(walk)
    assert "Nơi viết thử không trả lời." in page.text
    assert "Để bài như cũ" in page.links
    assert state(services, walk)[0].description is None
