"""Requests that no page of ours sends: forged fields, other shapes, the same thing from many threads."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from merchant_helper.db import Database
from merchant_helper.errors import DiskFull
from merchant_helper.jobs import Progress
from merchant_helper.listings import ledger
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.shops.people import LOCAL
from merchant_helper.web.db import Services
from web.house import NotedJobs
from web.page_reader import Client
from web.wizard.walk import Walk, first_product, jpeg


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the question for the name."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos([jpeg(1)]).submit(press="Không có, dùng các ảnh này")
    return walk


@pytest.mark.parametrize("step", ["name", "price", "about", "stock", "places", "selling"])
def test_a_file_in_the_place_of_a_word_is_no_word(walk: Walk, step: str) -> None:
    page = walk.open(step)
    fields = ("name", "kind", "price", "unit", "special", "stock", "weight", "places", "selling", "version")
    page = walk.client.send(page.url, {name: (io.BytesIO(b"x"), "x.txt") for name in fields})
    assert page.status == 200


@pytest.mark.parametrize("told", [{"name": 5, "kind": ["food"]}, [1], "text", None])
def test_json_in_the_place_of_a_form_is_no_answer(walk: Walk, told: Any) -> None:
    page = walk.open("name")
    headers = {"X-CSRFToken": walk.client.token, "Origin": "http://localhost"}
    answer = walk.client.raw.post(page.url, json=told, headers=headers)
    assert answer.status_code == 200 and "Chưa có tên món." in answer.text


def test_a_unit_from_nowhere_is_cleaned_like_any_word(walk: Walk) -> None:
    walk.open("price").submit({"price": "45k", "unit": "\u202eab\x00c"})
    page = walk.open("price")
    assert page.forms[0].values()["unit_other"] == ["abc"]


@pytest.mark.parametrize("path", ["/listings", "/name", "/remove", "/upload"])
def test_what_is_another_shops_is_not_there_for_a_form_either(walk: Walk, path: str) -> None:
    other = Walk(walk.client)
    other.new_shop(name="Tiệm khác")
    listing = walk.listing.rsplit("/", 1)[1]
    stolen = (
        f"{other.shop}{path}" if path == "/listings" else walk.listing.replace(walk.shop, other.shop) + path
    )
    page = walk.client.send(stolen, {"like": listing, "name": "Của tôi", "kind": "food"})
    assert page.status == 404 and page.h1 == "Không thấy trang này"


def test_a_full_disk_in_the_middle_of_an_answer_keeps_what_was_typed(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_kwargs: Any) -> None:
        raise DiskFull("full")

    page = walk.open("name")
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "tell", full)
        refused = page.submit({"name": "Mắm ruốc Cô Tư", "kind": "food"})
    assert refused.status == 507 and "Mắm ruốc Cô Tư" in refused.text
    assert refused.submit().step == "price"


@pytest.mark.parametrize(
    "base", ['https://tiem.vn/"x', "http://tiem.vn/<b>", "https://ă.vn/ă/", "ftp://x.y", ""]
)
def test_an_address_that_no_importer_reads_is_explained(client: Client, base: str) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export").submit({"pictures": "url", "base_url": base})
    assert page.status == 200 and "Chưa có địa chỉ ảnh." in page.text


def test_a_place_that_is_not_known_any_more_is_passed_over(client: Client, services: Services) -> None:
    walk, _kit = first_product(client)
    with services.database.write() as session:
        listing = session.get_one(Listing, walk.listing.rsplit("/", 1)[1])
        ledger.write(listing, {"places": ["a-market-that-closed", "zalo"]}, by=LOCAL)
    page = walk.open("kit")
    assert page.step == "kit" and "Zalo" in page.h1
    assert walk.open("places").status == walk.open("check").status == client.read(walk.shop).status == 200


def test_ticks_are_names_of_lines_and_nothing_else(client: Client, services: Services) -> None:
    walk, _kit = first_product(client)
    walk.client.send(f"{walk.listing}/kit", {"pasted": ["zalo-price", "<b>", "a\x00", "x" * 200]})
    with services.database.read() as session:
        told = session.scalars(select(Answer.value).where(Answer.field == "pasted")).all()
    assert told == [["zalo-price"]]


def test_many_threads_ask_for_one_zip_and_each_gets_a_whole_one(client: Client, app: Flask) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export").submit({"pictures": "file"})
    cookie = client.raw.get_cookie("merchant_helper")
    assert cookie is not None

    def ask(_n: int) -> Any:
        return app.test_client().get(f"{page.url}.zip", buffered=True)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(16)))
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            assert archive.testzip() is None and "woocommerce.csv" in archive.namelist()


def test_many_threads_answer_one_question(walk: Walk, app: Flask, services: Services) -> None:
    page = walk.open("name")
    cookie = walk.client.raw.get_cookie("merchant_helper")
    assert cookie is not None
    form = {"csrf_token": walk.client.token, "kind": "food", "version": "999"}

    def tell(n: int) -> int:
        other = app.test_client()
        other.set_cookie("merchant_helper", cookie.value)
        told = {**form, "name": f"Mắm {n}"}
        return other.post(page.url, data=told, headers={"Origin": "http://localhost"}).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(tell, range(24))) == {303}
    assert len(_names(services.database)) == 24


def _names(database: Database) -> set[tuple[int, str]]:
    with database.read() as session:
        return {(a.seq, a.value) for a in session.scalars(select(Answer).where(Answer.field == "name"))}


class StoppedJobs(NotedJobs):
    """Be a job engine whose every job was stopped by a full disk."""

    def progress(self, _job_id: str) -> Any:
        """Tell of a job that failed."""
        return Progress("failed", 0, 1, "batch.disk_full")


def test_a_cutout_that_a_full_disk_stopped_can_be_asked_for_again(
    walk: Walk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = services.jobs.noted  # type: ignore[attr-defined]
    walk.client.send(f"{walk.listing}/cover", {"choice": "start"})
    assert walk.open("cover").h1 == "Đang xóa nền ảnh bìa" and len(asked) == 1
    monkeypatch.setattr(type(services.jobs), "progress", StoppedJobs.progress)
    page = walk.open("cover")
    assert "Ảnh này chưa được xóa nền." in page.text
    walk.client.send(page.url, {"choice": "start"})
    assert [what for what, _job in asked] == ["cut-out", "resume"]


def test_no_word_of_a_deleted_shop_stays_in_the_database(walk: Walk, services: Services) -> None:
    walk.open("name").submit({"name": "Mắm ruốc Huế", "kind": "food"})
    walk.client.read(f"{walk.shop}/delete").submit(press="Xóa hết của cửa hàng này")
    left = [file for file in services.folder.path.glob("app.sqlite*") if "ruốc".encode() in file.read_bytes()]
    assert not left
