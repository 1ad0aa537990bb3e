"""Deleting a shop from its page says what happened, and a second press goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from web.folders.watching import marks, settle
from web.house import running
from web.page_reader import Client
from web.wizard.walk import Walk, jpeg

from merchant_helper.handover import wipe as wiping
from merchant_helper.shops.consent import withdraw
from merchant_helper.shops.model import Shop
from merchant_helper.web import folder_taking, uploads

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


def leaves_while_photos_come_in(
    app: Flask, shop: str, how: str, module: Any, patch: pytest.MonkeyPatch
) -> None:
    """Have her wiped, or take her consent back, after photos were kept and before they are written down."""
    at_hand, real = app.extensions["merchant_helper"], module._receive
    shop_id = shop.rsplit("/", 1)[1]

    def receive(*files: Any) -> Any:
        received = real(*files)
        if how == "wiped":
            wiping.wipe(at_hand.folder, at_hand.database, at_hand.files, at_hand.jobs, shop_id)
        else:
            with at_hand.database.write() as session:
                withdraw(session.get_one(Shop, shop_id))
        return received

    patch.setattr(module, "_receive", receive)


def sent_by_phone(walk: Walk, _folder: Path) -> tuple[str, dict[str, Any]]:
    page = walk.open("photos")
    address = next(form.action for form in page.forms if "upload" in form.action)
    return address, {"photos": [jpeg(1), jpeg(2)]}


def found_in_a_folder(walk: Walk, folder: Path) -> tuple[str, dict[str, Any]]:
    walk.client.read(f"{walk.shop}/folder").submit({"path": str(folder)}, press="Xem thư mục đã gõ")
    settle(folder / "IMG_1.jpg", jpeg(1)[0].getvalue())
    chosen = marks(walk.client.read(f"{walk.shop}/folder"))
    return f"{walk.shop}/folder/take", {"picture": chosen, "listing": walk.listing.rsplit("/", 1)[1]}


@pytest.mark.parametrize(("how", "status"), [("wiped", 404), ("taken back", 303)])
@pytest.mark.parametrize(("come", "module"), [(sent_by_phone, uploads), (found_in_a_folder, folder_taking)])
def test_photos_that_come_in_while_she_leaves_do_not_stay(
    app: Flask, walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, status: int, come: Any,
    module: Any,
) -> None:  # fmt: skip
    walk.opening(walk.start())
    (tmp_path / "down").mkdir()
    address, data = come(walk, tmp_path / "down")
    leaves_while_photos_come_in(app, walk.shop, how, module, monkeypatch)
    answer = walk.client.raw.post(address, data={"csrf_token": walk.client.token, **data})
    assert answer.status_code == status
    assert list(app.extensions["merchant_helper"].files.all_hashes()) == []
