"""Whose a sheet is, who may see it, how long it stays, and what is left when something breaks."""

from __future__ import annotations

import errno
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from merchant_helper.handover.wipe import wipe
from merchant_helper.web import sheet_errands, sheets
from merchant_helper.web.db import Services
from web.page_reader import Client
from web.sheets.errand import (
    ALL,
    FIXES,
    INTO_SHOP,
    LOOK,
    MENDED,
    agreed_shop,
    mended,
    sent,
    ten,
    ten_rows,
    upload,
    zipped,
)
from web.wizard.walk import Walk


@pytest.fixture
def shop(client: Client) -> str:
    return agreed_shop(client)


def left(services: Services) -> set[str]:
    exports = services.folder.cache / "exports"
    return {
        re.sub(r"^.*?/sheets/[^/]+/", "", p.relative_to(exports).as_posix())
        for p in exports.rglob("*")
        if p.is_file()
    }


def test_another_shops_run_is_not_there(client: Client, shop: str) -> None:
    page = ten(client, shop)
    other = Walk(client)
    other.new_shop(name="Tiệm khác")
    for address in (page.url, page.links[ALL], page.links[FIXES], page.links[INTO_SHOP]):
        assert client.raw.get(address).status_code == 200
        assert client.raw.get(address.replace(shop, other.shop)).status_code == 404
    answer = upload(client, other.shop, ten_rows()[:1], None, run=page.url.split("/")[-2])
    assert "không còn trên máy tính này" in answer.text
    assert page.url.split("/")[-2] not in answer.url


@pytest.mark.parametrize("run", ["A" * 16, "..%2f..%2f..", "x", "photos"])
def test_made_up_runs_are_not_there(client: Client, shop: str, run: str) -> None:
    for end in ("1", "1/all.zip", "1/fix-these.xlsx", "1/shop", "99999999999999999999"):
        assert client.raw.get(f"{shop}/sheets/{run}/{end}").status_code == 404


def test_without_consent_no_photo_is_kept(client: Client, services: Services) -> None:
    shop = Walk(client).new_shop().url
    page = client.read(f"{shop}/sheets")
    assert "chưa nhận ảnh" in page.text and not list(page.find("input", name="photos"))
    page = upload(client, shop, ten_rows()[:1], zipped(["p0.jpg"]))
    assert page.h1 == "1 món đăng được"
    assert "chưa lấy ảnh nào" in page.text
    assert not [name for name in left(services) if name.endswith(".jpg")]


def test_goes_with_the_shop(client: Client, shop: str, services: Services) -> None:
    ten(client, shop)
    assert left(services)
    wipe(services.folder, services.database, services.files, services.jobs, shop.rsplit("/", 1)[1])
    assert left(services) == set()


def test_wiped_while_it_came_in(
    client: Client, shop: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sheets.try_out

    def wiped(*args: Any) -> None:
        wipe(services.folder, services.database, services.files, services.jobs, shop.rsplit("/", 1)[1])
        args[1].mkdir(parents=True)
        real(*args)

    page = client.read(f"{shop}/sheets")
    monkeypatch.setattr(sheets, "try_out", wiped)
    assert (
        page.submit(
            {"channel": "zalo", "sheet": sent(b"sku,name,price\nA,B,15000\n", "a.csv")}, press=LOOK
        ).status
        == 404
    )
    assert left(services) == set()


def test_full_disk_is_said_and_leaves_nothing(
    client: Client, shop: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sheets, "try_out", full)
    page = upload(client, shop, ten_rows()[:1], None)
    assert (page.status, page.h1) == (507, "Ổ đĩa của máy tính đã đầy")
    assert left(services) == set()


def test_photos_stay_when_the_disk_fills_while_the_files_are_written(
    client: Client, shop: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ten(client, shop)
    fixes = client.raw.get(page.links[FIXES]).data

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = left(services)
    with monkeypatch.context() as patched:
        patched.setattr(sheets, "try_out", full)
        assert page.submit({"sheet": sent(mended(fixes), "f.xlsx")}, press=MENDED).status == 507
    assert left(services) == before
    assert page.submit({"sheet": sent(mended(fixes), "f.xlsx")}, press=MENDED).h1 == "3 món đăng được"


def test_what_nobody_came_back_for_is_swept(client: Client, shop: str, services: Services) -> None:
    page = ten(client, shop)
    (errand,) = (services.folder.cache / "exports").glob("*/sheets/*")
    old = time.time() - sheet_errands.WAITS_S - 60
    os.utime(errand, (old, old))
    client.read(f"{shop}/sheets")
    assert not errand.exists()
    assert client.raw.get(page.url).status_code == 404
    assert "Chọn lại ảnh" in page.submit({"sheet": sent(b"x", "f.csv")}, press=MENDED).text


def test_what_a_killed_program_had_in_hand_is_swept(client: Client, shop: str, services: Services) -> None:
    ten(client, shop)
    (errand,) = (services.folder.cache / "exports").glob("*/sheets/*")
    dead, alive = errand / ".new-00000000-1", errand / f"{sheet_errands._MINE}1"
    for bench in (dead, alive):
        (bench / "photos").mkdir(parents=True)
    client.read(f"{shop}/sheets")
    assert (dead.exists(), alive.exists()) == (False, True)


def test_two_at_once_get_turns_of_their_own(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        errand = sheet_errands.Errand("shop")
        numbers = []
        for name in ("a", "b"):
            with errand.bench() as bench:
                (bench / "turn").mkdir()
                (bench / "turn" / name).touch()
                numbers.append(errand.add_turn(bench / "turn"))
        assert numbers == [1, 2]
        assert (errand.folder / "2" / "b").is_file()


def test_too_large_an_upload_is_answered_as_elsewhere(app: Flask, client: Client, shop: str) -> None:
    page = client.read(f"{shop}/sheets")
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = page.submit({"channel": "zalo", "sheet": sent(bytes(20_000), "a.csv")}, press=LOOK)
    assert (answer.status, answer.h1) == (413, "Gửi một lần nhiều quá")


def test_script_is_told_where_to_go(client: Client, shop: str) -> None:
    client.read(f"{shop}/sheets")
    data = {
        "channel": "woocommerce",
        "sheet": sent(b"sku,name,price\nA,B,15000\n", "a.csv"),
        "csrf_token": client.token,
    }
    headers = {"Origin": "http://localhost", "X-Upload": "1"}
    answer = client.raw.post(f"{shop}/sheets", data=data, headers=headers)
    assert answer.status_code == 204
    assert client.read(answer.headers["X-Next"]).h1 == "1 món đăng được"
