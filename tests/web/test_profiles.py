"""Take the shop's file home, and bring it back another day: the pages on both ways."""

from __future__ import annotations

import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask

from merchant_helper.errors import DiskFull
from merchant_helper.handover import profile_data
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.shops import visits
from merchant_helper.shops.model import Consent, Shop
from merchant_helper.web import profile_files, profiles
from merchant_helper.web.db import Services
from web.house import running
from web.page_reader import Client, Page
from web.wizard.walk import Walk, first_product

LOOK, TAKE = "Xem trong tệp có gì", "Đưa hồ sơ vào máy tính này"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Walk through a first product once; gives the data folder and the shop's address."""
    folder = tmp_path_factory.mktemp("walked") / "data"
    with running(folder, TESTING=True) as app:
        walk, _page = first_product(Client(app.test_client()))
    return folder, walk.shop


@pytest.fixture
def app(tmp_path: Path, walked: tuple[Path, str]) -> Iterator[Flask]:
    """Make the application over a copy of what was walked through."""
    shutil.copytree(walked[0], tmp_path / "data")
    with running(tmp_path / "data", TESTING=True) as app:
        yield app


@pytest.fixture
def shop(walked: tuple[Path, str]) -> str:
    """Give the address of the shop that is there."""
    return walked[1]


@pytest.fixture
def other(tmp_path: Path, empty_folder: Path) -> Iterator[Client]:
    """Give a browser on another laptop."""
    with running(tmp_path / "other", like=empty_folder, TESTING=True) as app:
        yield Client(app.test_client())


def taken_home(client: Client, shop: str) -> Any:
    """Press the button and save the file."""
    client.read(shop)
    headers = {"Origin": "http://localhost"}
    answer = client.raw.post(f"{shop}/profile", data={"csrf_token": client.token}, headers=headers)
    assert answer.status_code == 303
    return client.raw.get(answer.location)


def shown(client: Client, content: bytes, name: str = "Hồ sơ.html") -> Page:
    """Choose a file on the first page."""
    client.read("/profiles/new")
    return client.send("/profiles/new", {"file": (io.BytesIO(content), name)})


def services_of(client: Client) -> Services:
    return client.raw.application.extensions["merchant_helper"]  # type: ignore[no-any-return]


def waiting(client: Client) -> list[Path]:
    return sorted((services_of(client).folder.cache / "profiles" / "in").glob("*"))


def test_file_goes_home_under_the_shops_name(client: Client, shop: str) -> None:
    answer = taken_home(client, shop)
    assert answer.mimetype == "text/html"
    assert "Hồ sơ Bánh tráng Cô Tư.html" in unquote(answer.headers["Content-Disposition"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "img-src data:" in answer.headers["Content-Security-Policy"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    page = answer.get_data(as_text=True)
    assert page.count("data:image/jpeg") == 3
    assert "45.000 đồng (bốn mươi lăm nghìn đồng) một gói" in page


def test_file_can_be_looked_at_where_nothing_can_be_saved(client: Client, shop: str) -> None:
    answer = client.raw.get(f"{shop}/profile.html?open=1")
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_visit_notes_when_it_was_taken(client: Client, shop: str, services: Services) -> None:
    shop_id = shop.rsplit("/", 1)[1]
    with services.database.read() as session:
        visit = visits.last(session, shop_id)
        assert visit is not None
        assert visit.handed_over_at is None
    taken_home(client, shop)
    with services.database.read() as session:
        visit = visits.last(session, shop_id)
        assert visit is not None
        assert visit.handed_over_at is not None
        told = listings_of(session, shop_id)[0][0].answers
        assert max(answer.given_at for answer in told) <= visit.handed_over_at


def test_looking_alone_notes_nothing(client: Client, shop: str, services: Services) -> None:
    client.raw.get(f"{shop}/profile.html")
    with services.database.read() as session:
        visit = visits.last(session, shop.rsplit("/", 1)[1])
        assert visit is not None
        assert visit.handed_over_at is None


def test_file_is_written_once_and_again_after_a_change(
    client: Client, shop: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = profiles.write_profile, []

    def counted(*args: Any) -> Any:
        calls.append(1)
        return real(*args)

    monkeypatch.setattr(profiles, "write_profile", counted)
    first = taken_home(client, shop).data
    assert taken_home(client, shop).data == first
    assert len(calls) == 1
    client.read(f"{shop}/edit").submit({"name": "Tên mới"}, form=0)
    assert "Tên mới" in taken_home(client, shop).get_data(as_text=True)
    assert len(calls) == 2
    kept = services.folder.cache / "profiles" / shop.rsplit("/", 1)[1]
    assert len(list(kept.iterdir())) == 1


def test_unknown_shop_has_no_file(client: Client) -> None:
    assert client.raw.get("/shops/unknown/profile.html").status_code == 404


def test_comes_back_on_another_laptop(client: Client, other: Client, shop: str) -> None:
    content = taken_home(client, shop).data
    page = shown(other, content)
    assert "Bánh tráng Cô Tư" in page.h1
    assert "Có 1 món, 3 ảnh" in page.text
    assert "chưa có trên máy tính này" in page.text
    page = page.submit({"laptop_of": "Minh", "team": "Đội 2"}, press=TAKE)
    assert page.url == shop
    assert "Bánh tráng phơi sương" in page.text
    assert waiting(other) == []
    with services_of(other).database.read() as session:
        found = session.get_one(Shop, shop.rsplit("/", 1)[1])
        assert (found.laptop_of, found.team, found.consents) == ("Minh", "Đội 2", [])
        assert len(photos_of(session, found.id)) == 3
        visit = visits.current(session, found.id)
        assert visit is not None
        assert visit.laptop_of == "Minh"
        assert session.query(Consent).count() == 0
    walk = Walk(other, shop=shop)
    assert walk.start().step == "consent"


def test_card_of_another_laptop_lists_what_was_done_there(client: Client, other: Client, shop: str) -> None:
    shown(other, taken_home(client, shop).data).submit({"laptop_of": "Minh"}, press=TAKE)
    text = other.read(f"{shop}/card").text
    # She has her file of the other day.
    assert "Chưa làm món nào" in text and "Bản duy nhất" not in text
    Walk(other, shop=shop).start()
    assert "Chưa làm món nào" not in other.read(f"{shop}/card").text


def test_the_laptops_browser_keeps_no_copy_that_a_wipe_cannot_reach(client: Client, shop: str) -> None:
    taken_home(client, shop)
    picture = next(i.get("src", "") for i in client.read(shop).find("img", loading="lazy"))
    for address in (picture, f"{shop}/profile.html", f"{shop}/profile.html?open=1"):
        answer = client.raw.get(address)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"


def test_second_time_says_that_all_is_here(client: Client, shop: str) -> None:
    page = shown(client, taken_home(client, shop).data)
    assert "đã có đủ mọi thứ trong tệp" in page.text
    assert "1 món đã có đủ" in page.text
    assert next(page.find("input", name="laptop_of")).get("value") == "Lan"
    page.submit(press=TAKE)
    assert client.read(shop).text.count("Bánh tráng phơi sương") == 1


def test_pressed_twice_or_too_late_asks_for_the_file_again(client: Client, shop: str) -> None:
    page = shown(client, taken_home(client, shop).data)
    page.submit(press=TAKE)
    again = page.submit(press=TAKE)
    assert again.url == "/profiles/new"
    assert "Chọn lại tệp đó" in again.text
    for run in ("x" * 22, "..%2f..%2fapp.sqlite", "x"):
        assert client.raw.get(f"/profiles/new/{run}").status_code in (302, 303, 404)


def test_laptop_without_a_name_is_asked_again(client: Client, other: Client, shop: str) -> None:
    page = shown(other, taken_home(client, shop).data)
    page = page.submit({"laptop_of": "", "team": "Đội 9"}, press=TAKE)
    assert "Chưa ghi máy tính này của ai" in page.text
    assert next(page.find("input", name="team")).get("value") == "Đội 9"
    assert page.submit({"laptop_of": "Minh"}, press=TAKE).url == shop


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "không phải hồ sơ cửa hàng"),
        (b"\x89PNG\r\n\x1a\n", "không phải hồ sơ cửa hàng"),
        (b'<script type="application/json" id="ho-so-cua-hang">[[[</script>', "đã hỏng"),
    ],
)
def test_wrong_file_is_said_and_not_kept(client: Client, content: bytes, sentence: str) -> None:
    page = shown(client, content)
    assert sentence in page.text
    assert page.title.startswith("Lỗi: ")
    assert waiting(client) == []


def test_no_file_is_said(client: Client) -> None:
    client.read("/profiles/new")
    assert "Chưa chọn tệp nào" in client.send("/profiles/new", {}).text
    assert "Chưa chọn tệp nào" in client.send("/profiles/new", {"file": "words"}).text


def test_too_large_a_file_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile_files, "MOST_BYTES", 1000)
    assert "lớn quá" in shown(client, bytes(2000)).text
    assert waiting(client) == []


def test_edited_file_warns_before_anything_is_written(client: Client, other: Client, shop: str) -> None:
    content = taken_home(client, shop).data.replace(b"45000", b"95000")
    page = shown(other, content)
    assert "đã bị sửa" in page.text
    assert services_of(other).files is not None
    with services_of(other).database.read() as session:
        assert session.query(Shop).count() == 0
    assert list(services_of(other).files.all_hashes()) == []


def test_names_in_a_file_are_words_and_nothing_else(client: Client, other: Client) -> None:
    walk = Walk(client)
    walk.new_shop(name="<script>alert(1)</script> {n} {co}")
    page = shown(other, taken_home(client, walk.shop).data)
    assert page.h1 == "Hồ sơ của cửa hàng “<script>alert(1)</script> {n} {co}”"
    page.submit({"laptop_of": "Minh"}, press=TAKE)


def test_failed_writing_leaves_nothing(
    client: Client, other: Client, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(other, taken_home(client, shop).data)

    def full(*_: object, **__: object) -> str:
        raise DiskFull("Ổ đĩa đã đầy.")

    monkeypatch.setattr(profiles, "take_in", full)
    page.submit({"laptop_of": "Minh"}, press=TAKE)
    assert list(services_of(other).files.all_hashes()) == []
    assert len(waiting(other)) == 1


def test_file_that_nobody_came_back_for_is_swept(client: Client, shop: str) -> None:
    shown(client, taken_home(client, shop).data)
    (left,) = waiting(client)
    yesterday = time.time() - 25 * 3600
    os.utime(left, (yesterday, yesterday))
    client.read("/profiles/new")
    assert waiting(client) == []


def test_shop_that_is_too_large_is_said(
    client: Client, shop: str, monkeypatch: pytest.MonkeyPatch, files_kept: Callable[[], set[str]]
) -> None:
    monkeypatch.setattr(profile_data, "MOST_ANSWERS", 3)
    page = client.read(shop)
    page = client.send(f"{shop}/profile", {})
    assert "không gói vừa" in page.text
    assert client.raw.get(f"{shop}/profile.html").status_code == 404
    assert files_kept()


def test_file_that_is_not_wanted_goes_at_once(client: Client, other: Client, shop: str) -> None:
    page = shown(other, taken_home(client, shop).data)
    assert len(waiting(other)) == 1
    assert page.submit({"laptop_of": ""}, press="Không đưa vào").url == "/"
    assert waiting(other) == []
    with services_of(other).database.read() as session:
        assert session.query(Shop).count() == 0
