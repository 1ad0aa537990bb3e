"""Sessions of a request: one to read, one to write, and what waits for the commit."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import PendingRollbackError

from merchant_helper.shops.model import Shop
from merchant_helper.web import create_app
from merchant_helper.web.db import after_commit, read_session, services, writing


def names() -> list[str]:
    return sorted(shop.name for shop in read_session().query(Shop))


def add(name: str) -> Shop:
    with writing() as session:
        shop = Shop(name=name, laptop_of="Lan")
        session.add(shop)
    return shop


def test_one_request_reads_with_one_session(app: Flask) -> None:
    with app.app_context():
        assert read_session() is read_session()


def test_what_was_written_is_read_in_the_same_request(app: Flask) -> None:
    with app.app_context():
        assert names() == []
        add("Bà Sáu")
        assert names() == ["Bà Sáu"]


def test_a_write_that_fails_changes_nothing_and_does_nothing_afterwards(app: Flask) -> None:
    done: list[str] = []
    with app.app_context():
        with pytest.raises(ValueError, match="broken"), writing() as session:
            session.add(Shop(name="Bà Sáu", laptop_of="Lan"))
            after_commit(lambda: done.append("never"))
            raise ValueError("broken")
        assert names() == [] and done == []


def test_what_waits_for_the_commit_sees_what_was_written(app: Flask) -> None:
    seen: list[list[str]] = []
    with app.app_context():
        with writing() as session:
            session.add(Shop(name="Bà Sáu", laptop_of="Lan"))
            after_commit(lambda: seen.append(names()))
            assert seen == []
        assert seen == [["Bà Sáu"]]
        after_commit(lambda: seen.append(["at once"]))
        assert seen[-1] == ["at once"]


def test_the_session_to_read_with_does_not_write(app: Flask) -> None:
    with app.app_context(), pytest.raises((RuntimeError, PendingRollbackError, TypeError)):
        read_session().add(Shop(name="Bà Sáu", laptop_of="Lan"))
        read_session().flush()


def test_an_application_without_services_says_so() -> None:
    with create_app({"SECRET_KEY": "x"}).app_context(), pytest.raises(RuntimeError, match="without services"):
        services()


def test_cookies_are_signed_with_the_key_of_the_folder(app: Flask) -> None:
    held = app.extensions["merchant_helper"]
    assert create_app({}, held).config["SECRET_KEY"] == held.folder.secret_key()
