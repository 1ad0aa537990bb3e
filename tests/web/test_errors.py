"""Trouble: every page says what to do, the last one cannot fail, the log tells no secrets."""

from __future__ import annotations

import errno
import logging

import pytest
from flask import Flask, abort, request
from sqlalchemy.exc import DatabaseError, OperationalError

from merchant_helper.errors import DataFolderBusy, DataFolderTooNew, DiskFull
from merchant_helper.web import create_app
from merchant_helper.web.errors import PAGES
from web import sample
from web.page_reader import Client

TROUBLES = {
    "full": lambda: DiskFull("full"),
    "no-space": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "sqlite-full": lambda: OperationalError("INSERT", {}, Exception("database or disk is full")),
    "busy": lambda: DataFolderBusy("busy"),
    "locked": lambda: OperationalError("INSERT", {}, Exception("database is locked")),
    "read-only": lambda: OperationalError("INSERT", {}, Exception("attempt to write a readonly database")),
    "locked-stick": lambda: OSError(errno.EROFS, "Read-only file system"),
    "damaged": lambda: DatabaseError("SELECT", {}, Exception("database disk image is malformed")),
    "no-database": lambda: DatabaseError("SELECT", {}, Exception("file is not a database")),
    "wrong": lambda: DatabaseError("SELECT", {}, Exception("no such thing")),
    "new": lambda: DataFolderTooNew("new"),
    "crash": lambda: ValueError("nước mắm của cô Sáu, 0912345678"),
    "os": lambda: OSError(errno.EACCES, "/home/x/secret"),
    "database": lambda: OperationalError("INSERT", {"p": "0912345678"}, Exception("no such table")),
}


@pytest.fixture
def app() -> Flask:
    app = create_app({"SECRET_KEY": "only for tests"})
    sample.add_to(app)

    def trouble(name: str) -> str:
        raise TROUBLES[name]()

    app.add_url_rule("/trouble/<name>", view_func=trouble, methods=["GET", "POST"])
    app.add_url_rule("/abort/<int:code>", endpoint="abort", view_func=lambda code: abort(code))
    app.add_url_rule(
        "/both", endpoint="both", view_func=lambda: f"<p>{request.form['missing']}", methods=["POST"]
    )
    return app


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", [*sorted(set(PAGES) - {507}), 410, 418])
def test_every_status_says_what_to_do_and_leads_home(client: Client, code: int, language: str) -> None:
    client.raw.set_cookie("lang", language)
    page = client.read(f"/abort/{code}", status=code)
    assert len(page.text) > len(page.h1) + 30
    assert page.links[{"vi": "Về trang đầu", "en": "To the first page"}[language]] == "/"


def test_a_wrong_address_and_a_wrong_way_of_opening(client: Client) -> None:
    assert client.read("/nowhere", status=404).h1 == "Không thấy trang này"
    assert client.read("/language", status=405).h1 == "Địa chỉ này chỉ mở được bằng nút bấm"


@pytest.mark.parametrize("method", ["get", "head"])
def test_heads_are_answered_like_pages(client: Client, method: str) -> None:
    for url, status in (("/healthz", 200), ("/nowhere", 404), ("/trouble/crash", 500)):
        answer = getattr(client.raw, method)(url)
        assert answer.status_code == status and (method == "get") == bool(answer.data)


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("full", 507, "1 GB"),
        ("no-space", 507, "1 GB"),
        ("sqlite-full", 507, "1 GB"),
        ("busy", 503, "Chờ một phút"),
        ("locked", 503, "Chờ một phút"),
        ("read-only", 503, "bị khóa ghi"),
        ("locked-stick", 503, "bị khóa ghi"),
        ("damaged", 503, "restore TỆP --replace"),
        ("no-database", 503, "restore TỆP --replace"),
        ("new", 503, "bản phần mềm mới"),
    ],
)
def test_trouble_with_the_data_says_what_to_do(client: Client, name: str, status: int, told: str) -> None:
    assert told in client.read(f"/trouble/{name}", status=status).text


@pytest.mark.parametrize("name", ["full", "busy", "locked"])
def test_what_was_typed_survives_a_full_disk_and_a_busy_database(client: Client, name: str) -> None:
    token = client.read("/sample/one").forms[0].values()["csrf_token"][0]
    page = client.send(f"/trouble/{name}", {"csrf_token": token, "name": "Mắm ruốc", "version": "3"})
    assert "Mắm ruốc" in page.text and "csrf_token" in page.forms[0].values()
    assert page.forms[0].values()["name"] == ["Mắm ruốc"] and page.forms[0].values()["version"] == ["3"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["crash", "os", "database", "wrong"])
def test_our_own_fault_shows_a_number_that_the_log_has_too(
    client: Client, name: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    client.raw.set_cookie("lang", language)
    page = client.read(f"/trouble/{name}", status=500)
    records = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(records) == 1
    number = next(page.find("strong")).text or ""
    assert len(number) == 8 and number in records[0]
    assert "test_errors.py" in records[0] and f"/trouble/{name}" not in page.html


def test_the_log_holds_place_and_kind_but_not_what_was_typed(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raw.get("/trouble/crash?phone=0912345678")
    client.raw.get("/trouble/database")
    assert "ValueError" in caplog.text and "0912345678" not in caplog.text and "cô Sáu" not in caplog.text


def test_the_last_page_stands_when_everything_else_is_broken(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> str:
        raise RuntimeError("templates are gone")

    monkeypatch.setattr("merchant_helper.web.errors.render_template", broken)
    monkeypatch.setattr(app.jinja_env, "get_template", broken)
    answer = app.test_client().get("/nowhere")
    assert answer.status_code == 500 and "Phần mềm vừa gặp trục trặc" in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_a_missing_field_is_no_crash(client: Client) -> None:
    token = client.read("/sample/one").forms[0].values()["csrf_token"][0]
    page = client.send("/both", {"csrf_token": token}, status=400)
    assert page.h1 == "Trang này chưa nhận đủ thông tin"
