"""Guards: hosts, form tokens, headers, cookies, sizes."""

from __future__ import annotations

import io
import re
import secrets
import time

import pytest
from flask import Flask, Response, flash, session

from merchant_helper.web import create_app
from merchant_helper.web.security import host_name
from web.page_reader import Client, words

OURS = {"Origin": "http://localhost"}


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:80", "shop.example:8443"]
)
def test_our_own_names_are_answered(client: Client, app: Flask, host: str) -> None:
    app.config["ALLOWED_HOSTS"] = " Shop.example , other.example"
    assert client.raw.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8000",
        "evil.example:80@localhost",
        "::1",
    ],
)
@pytest.mark.parametrize("path", ["/healthz", "/sample/step", "/nowhere"])
def test_a_name_that_is_not_ours_gets_a_kind_page(client: Client, host: str, path: str) -> None:
    answer = client.raw.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Địa chỉ này chưa được cho phép" in answer.text and "evil" not in answer.text


def test_ports_are_taken_off() -> None:
    names = ("[::1]:8000", "[::1]", "a.b:1", "a.b:", "a.b", "A.b:x")
    assert [host_name(n) for n in names] == ["[::1]", "[::1]", "a.b", "a.b", "a.b", "a.b:x"]


@pytest.mark.parametrize("path", ["/healthz", "/sample/step", "/nowhere"])
def test_every_answer_is_guarded(client: Client, path: str) -> None:
    headers = client.raw.get(path).headers
    policy = headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "img-src 'self' blob:",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert rule in policy
    assert "base-uri 'none'" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_long_lived_and_closed(client: Client) -> None:
    cookie = client.raw.get("/sample/step").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    assert re.search(r"Expires=\w+, \d\d \w+ 20\d\d", cookie)


def test_the_cookie_can_be_kept_to_https() -> None:
    app = create_app({"SECRET_KEY": "x", "SECURE_COOKIES": True})
    app.add_url_rule("/touch", view_func=lambda: session.setdefault("touched", "yes"))
    assert "Secure" in app.test_client().get("/touch").headers["Set-Cookie"]


def test_phones_over_plain_http_keep_their_cookie_even_then() -> None:
    app = create_app({"SECRET_KEY": "x", "SECURE_COOKIES": True})
    on_a_phone = {"merchant_helper.phone": True}
    page = app.test_client().get("/", base_url="http://192.168.1.5:8001", environ_overrides=on_a_phone)
    assert page.headers.getlist("Set-Cookie")
    assert not [cookie for cookie in page.headers.getlist("Set-Cookie") if "Secure" in cookie]


def test_health_leaves_no_cookie(client: Client) -> None:
    assert "Set-Cookie" not in client.raw.get("/healthz").headers


def test_every_form_needs_its_token(app: Flask) -> None:
    client = app.test_client()
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert posts
    for rule in posts:
        path = rule.build({name: "1" for name in rule.arguments})
        assert path is not None
        answer = client.post(path[1], data={"name": "x"}, headers=OURS)
        assert answer.status_code == 400, rule


def test_a_form_from_yesterday_works_while_the_cookie_is_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.read("/sample/step")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 300 * 24 * 3600)
    answer = page.submit({"name": "Mắm", "kind": "sauce"})
    assert answer.step == "kit" and "Đã lưu tên: Mắm" in answer.text


TYPED = {
    "name": "Mắm <b>nhĩ</b> & ruốc",
    "about": "dòng một\r\ndòng hai",
    "places": ["zalo", "facebook"],
    "kind": "sauce",
}


def test_a_form_without_its_token_comes_back_with_what_was_typed(client: Client) -> None:
    page = client.send("/sample/step?change=1", {**TYPED, "csrf_token": "old", "otp": "123456"}, status=400)
    assert "Những gì đã gõ vẫn còn đây" in page.text and "Mắm <b>nhĩ</b> & ruốc" in page.text
    assert "123456" not in page.html
    assert [words(li) for li in page.find("li")] == ["Mắm <b>nhĩ</b> & ruốc", "dòng một dòng hai"]
    form = page.forms[0]
    assert form.action == "/sample/step?change=1"
    assert form.values()["places"] == ["zalo", "facebook"] and "otp" not in form.values()
    assert form.values()["about"][0].split() == ["dòng", "một", "dòng", "hai"]
    again = page.submit(press="Gửi lại")
    assert again.step == "kit" and "Đã lưu tên: Mắm <b>nhĩ</b> & ruốc" in again.text


def test_photos_cannot_be_kept_and_that_is_said(client: Client) -> None:
    photo = (io.BytesIO(b"x"), "IMG.jpg")
    page = client.send("/sample/photos", {"csrf_token": "old", "photos": photo}, status=400)
    assert "phải chọn lại" in page.text and not page.forms
    assert page.links["Quay lại chọn ảnh"] == "/"


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        ("http://localhost/sample/photos?change=1", "/sample/photos?change=1"),
        ("http://evil.example/sample/photos", "/"),
        ("http://localhost//evil.example", "/"),
        ("http://[localhost/sample/photos", "/"),
    ],
)
def test_the_way_back_to_the_photos_stays_with_us(client: Client, referrer: str, leads_to: str) -> None:
    data = {"csrf_token": "old", "photos": (io.BytesIO(b"x"), "IMG.jpg")}
    answer = client.raw.post("/sample/photos", data=data, headers={**OURS, "Referer": referrer})
    assert f'href="{leads_to}"' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused_and_not_repeated(
    client: Client, headers: dict[str, str]
) -> None:
    answer = client.raw.post("/sample/step", data=TYPED, headers=headers)
    assert answer.status_code == 400
    assert "không rõ gửi từ đâu" in answer.text and "nhĩ" not in answer.text and "ruốc" not in answer.text


def test_too_much_gets_a_sentence(app: Flask, client: Client) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    page = client.send("/sample/step", {"name": "x" * 2000}, status=413)
    assert page.h1 == "Gửi một lần nhiều quá" and "10 ảnh" in page.text


def test_a_flood_of_words_or_of_fields_gets_a_sentence(client: Client) -> None:
    words = client.raw.post("/sample/step", data={"name": "x" * 2_100_000}, headers=OURS)
    parts = {f"f{number}": "x" for number in range(600)}
    fields = client.raw.post("/sample/step", data=parts, headers=OURS, content_type="multipart/form-data")
    for answer in (words, fields):
        assert answer.status_code == 413 and "Gửi một lần nhiều quá" in answer.text


def test_the_limits_on_size_are_set(app: Flask) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 400_000_000
    assert 100_000 < app.config["MAX_FORM_MEMORY_SIZE"] <= 2_000_000


def test_messages_that_do_not_fit_a_cookie_are_dropped_before_the_token_is(app: Flask) -> None:
    def many() -> str:
        session["csrf_token"] = "kept"
        for number in range(60):
            flash(f"{secrets.token_hex(40)}.jpg: Ảnh {number} không mở được. Chụp lại.", "warn")
        return ""

    app.add_url_rule("/many", view_func=many)
    client = app.test_client()
    cookie = client.get("/many").headers["Set-Cookie"]
    assert len(cookie) < 4_093
    with client.session_transaction() as kept:
        assert kept["csrf_token"] == "kept" and 3 < len(kept["_flashes"]) < 60


def test_proxies_of_ours_may_tell_the_host_and_nobody_else() -> None:
    def answer(proxies: int) -> int:
        app = create_app({"SECRET_KEY": "x", "PROXIES": proxies, "ALLOWED_HOSTS": "shop.example"})
        headers = {"Host": "shop.example", "X-Forwarded-Host": "evil.example"}
        found: Response = app.test_client().get("/healthz", headers=headers)
        return found.status_code

    assert (answer(0), answer(1)) == (200, 400)


def test_the_log_never_holds_what_was_typed(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        client.send("/sample/step", TYPED, status=400)
    assert not [r for r in caplog.records if "nhĩ" in r.getMessage()]


@pytest.mark.parametrize("code", ["vi", "en"])
def test_what_is_refused_is_said_in_the_visitors_language(client: Client, code: str) -> None:
    # The thread has just spoken the other language.
    client.raw.set_cookie("lang", "en" if code == "vi" else "vi")
    client.raw.get("/")
    client.raw.set_cookie("lang", code)
    answer = client.raw.post("/shops/new")
    assert answer.status_code == 400 and f'<html lang="{code}">' in answer.text
