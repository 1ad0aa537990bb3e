"""Deleting a shop from its page says what happened, and a second press goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from web.house import running
from web.page_reader import Client
from web.wizard.walk import Walk

from merchant_helper.handover import wipe as wiping
from merchant_helper.shops.model import Shop

PRESS = "Xóa hết của cửa hàng này"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running(tmp_path / "data", TESTING=True) as app:
        yield app


@pytest.fixture
def walk(app: Flask) -> Walk:
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    return walk


def test_what_is_in_use_is_told_of_and_a_second_press_goes_on(
    app: Flask, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, at_hand = wiping.compact, app.extensions["merchant_helper"]
    monkeypatch.setattr(wiping, "compact", lambda file: patient(file, patience_s=0.1))
    asked = walk.client.read(f"{walk.shop}/delete")
    with at_hand.database.read() as session:
        session.scalars(select(Shop)).all()
        page = asked.submit(press=PRESS)
    assert "còn vài tệp đang bận" in page.text
    token = asked.forms[0].values()["csrf_token"][0]
    again = walk.client.raw.post(f"{walk.shop}/delete", data={"csrf_token": token}, follow_redirects=True)
    assert "Đã xóa hết của cửa hàng này" in again.text
    gone = walk.client.raw.post(f"{walk.shop}/delete", data={"csrf_token": token})
    assert gone.status_code == 404


def test_a_backup_of_a_person_is_named(app: Flask, walk: Walk) -> None:
    folder = app.extensions["merchant_helper"].folder
    own = folder.backups / "usb.txt"
    own.write_text(walk.shop.rsplit("/", 1)[1])
    page = walk.client.read(f"{walk.shop}/delete").submit(press=PRESS)
    assert "Vẫn thấy dấu vết của cửa hàng trong: backups" in page.text and own.is_file()
