"""Languages: the cookie, the switch, words for the owner, dates and money."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from merchant_helper.i18n import Address
from merchant_helper.web.language import inside, say
from web.page_reader import Client, Form


def switch(client: Client, url: str) -> tuple[str, str]:
    """Press the language button in the header; give the new language and where it leads."""
    page = client.read(url)
    header = Form(next(page.find("form", class_="language")))
    button = next(iter(header.buttons().values()))
    back = client.send(header.action, {**header.values(), "lang": button.get("value")})
    return back.dom.get("lang", ""), back.url


def test_pages_speak_vietnamese_until_asked(client: Client) -> None:
    assert client.read("/sample/step").dom.get("lang") == "vi"


def test_the_switch_stays_on_the_page_and_goes_back(client: Client) -> None:
    assert switch(client, "/sample/step") == ("en", "/sample/step")
    assert switch(client, "/sample/kit") == ("vi", "/sample/kit")


def test_the_switch_on_a_page_that_only_a_form_opens_leads_to_the_first_page(client: Client) -> None:
    page = client.send("/language", {"lang": "en", "name": "x", "csrf_token": "old"}, status=400)
    header = Form(next(page.find("form", class_="language")))
    assert header.values()["next"] == ["/"]


@pytest.mark.parametrize("cookie", ["xx", "../vi", "", "EN"])
def test_an_unknown_language_is_vietnamese(client: Client, cookie: str) -> None:
    client.raw.set_cookie("lang", cookie)
    assert client.read("/sample/step").dom.get("lang") == "vi"


def test_one_visitor_does_not_change_the_language_of_another(app: Flask, client: Client) -> None:
    switch(client, "/sample/step")
    assert Client(app.test_client()).read("/sample/step").dom.get("lang") == "vi"


@pytest.mark.parametrize("address", ["/shops/1?change=1", "/"])
def test_ways_back_into_the_program_are_taken(address: str) -> None:
    assert inside(address) == address


@pytest.mark.parametrize(
    "address",
    ["http://evil.example/", "//evil.example", "/\\evil.example", "", "javascript:x", "/a\nb", "evil"],
)
def test_ways_out_of_the_program_are_not(address: str) -> None:
    assert inside(address) == "/"


def test_the_owner_is_spoken_to_as_she_chose(app: Flask) -> None:
    with app.test_request_context():
        assert say("{Co} chụp ảnh [của {co}] nhé") == "Chụp ảnh nhé"
        g.address = Address(co="bác", nghin="ngàn")
        assert say("{Co} chụp ảnh [của {co}] nhé, 5 {nghin}") == "Bác chụp ảnh của bác nhé, 5 ngàn"


def test_what_was_typed_is_never_filled_in_itself(app: Flask) -> None:
    with app.test_request_context():
        g.address = Address(co="bác")
        assert say("Đã lưu {name}", name="[mắm] {co} {nghin}") == "Đã lưu [mắm] {co} {nghin}"


def test_templates_know_dates_times_and_money(app: Flask) -> None:
    def render(source: str, **values: object) -> str:
        return app.jinja_env.from_string(source).render(**values)

    moment = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)
    assert render("{{ m|date }} {{ m|time }}", m=moment) == "23/11/2026 3:05"
    assert render("{{ d|date }}", d=date(2026, 1, 2)) == "02/01/2026"
    assert render("{{ 150000|vnd }} {{ 150000|dong }}") == "150.000 đ 150.000 đồng"
