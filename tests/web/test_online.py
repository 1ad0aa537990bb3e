"""Pictures go online only when the owner let them, under names of their content, and come down again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from channels.fill import templates
from flask import Flask
from network.small_store import SmallStore, small_store

from merchant_helper.channels.going_online import FromHere, Shelf, place_of
from merchant_helper.channels.pictures import Rendered
from merchant_helper.network.look import Seen
from merchant_helper.shops import online as agreed
from merchant_helper.shops.model import Shop
from merchant_helper.web import create_app, publishing
from merchant_helper.web.settings import WrongSetting
from merchant_helper.web.sweeping import sweeping
from web.house import running
from web.page_reader import Client, Page
from web.sheets.errand import ALL, ten
from web.wizard.walk import Walk, first_product

BASE = "https://anh.xa.vn"


class Looked:
    """Answer for every address, and note which were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reason: Any = ""

    def look(self, addresses: Iterable[str]) -> Mapping[str, Seen]:
        wanted = list(addresses)
        self.asked += wanted
        return {address: Seen(self.reason, 404) for address in wanted}


@pytest.fixture(autouse=True)
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    looker = Looked()
    monkeypatch.setattr(publishing, "looker_for", lambda _channel: looker)
    return looker


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, empty_folder: Path) -> Iterator[tuple[Flask, Walk]]:
    """Walk one product to its end, once for all tests: each of them asks for what it needs."""
    folder = tmp_path_factory.mktemp("online") / "data"
    with running(folder, like=empty_folder, TESTING=True, PUBLIC_URL=BASE) as app:
        yield app, first_product(Client(app.test_client()))[0]


@pytest.fixture
def walk(shop: tuple[Flask, Walk]) -> Walk:
    """Give the shop with everything taken back."""
    app, walk = shop
    with app.extensions["merchant_helper"].database.write() as session:
        agreed.take_back(session.get_one(Shop, walk.shop.rsplit("/", 1)[1]))
    return walk


@pytest.fixture
def app(shop: tuple[Flask, Walk]) -> Flask:
    return shop[0]


@pytest.fixture
def client(walk: Walk) -> Client:
    return walk.client


def agree(walk: Walk) -> Page:
    return walk.client.read(f"{walk.shop}/online").submit(press="Đồng ý cho ảnh lên mạng")


def made(walk: Walk, place: str = "shopify", **fields: str) -> Page:
    return walk.client.read(f"{walk.shop}/export?place={place}").submit(fields)


def addresses(walk: Walk, page: Page, name: str) -> list[str]:
    data = walk.client.raw.get(f"{page.url}.zip").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return re.findall(rf"{BASE}/public/[0-9a-f]{{64}}\.jpg", archive.read(name).decode())


def test_nothing_is_online_before_she_agrees(walk: Walk, client: Client) -> None:
    page = client.read(f"{walk.shop}/export?place=shopify")
    assert "Phần mềm đưa ảnh lên mạng giúp" not in page.text and "Cho ảnh lên mạng" in page.links
    assert "Tệp chưa có ảnh" in made(walk).text
    asks = client.read(page.links["Cho ảnh lên mạng"])
    for part in ("Chỉ ảnh của các món", BASE, "tới hết ngày", "Lấy hết ảnh xuống"):
        assert part in asks.text


def test_with_her_yes_files_hold_addresses_that_answer_with_the_picture(
    walk: Walk, client: Client, looked: Looked
) -> None:
    assert "Đang có 0 ảnh" in agree(walk).text
    page = made(walk)
    assert page.h1 == "1 món đã vào tệp" and "đưa thư mục images" not in page.text
    found = addresses(walk, page, "shopify.csv")
    assert len(found) == len(set(found)) >= 3 and sorted(looked.asked) == sorted(found)
    shop_id = walk.shop.rsplit("/", 1)[1]
    for address in found:
        path = address.removeprefix(BASE)
        assert shop_id not in path
        answer = client.raw.get(path, headers={"Host": "anh.xa.vn"})
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.data.startswith(b"\xff\xd8\xff") and "Set-Cookie" not in answer.headers
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert f"Đang có {len(found)} ảnh" in client.read(f"{walk.shop}/online").text


def test_under_the_public_name_there_is_nothing_but_pictures(walk: Walk, client: Client) -> None:
    host = {"Host": "anh.xa.vn"}
    for path in ("/", walk.shop, "/healthz", "/public/", f"/public/{'0' * 64}.jpg", "/public/report.json"):
        assert client.raw.get(path, headers=host).status_code in (400, 404), path


@pytest.mark.parametrize("name", ["..%2f..%2fapp.sqlite", "0" * 64, f"{'0' * 64}.txt", f"{'A' * 64}.jpg"])
def test_odd_names_are_not_there(client: Client, name: str) -> None:
    assert client.raw.get(f"/public/{name}").status_code == 404


def test_taken_back_they_are_gone_at_once(walk: Walk, client: Client) -> None:
    agree(walk)
    found = addresses(walk, made(walk), "shopify.csv")
    page = client.read(f"{walk.shop}/online").submit(press="Lấy hết ảnh xuống")
    assert "Đã lấy hết ảnh của cửa hàng xuống." in page.text
    assert client.raw.get(found[0].removeprefix(BASE)).status_code == 404
    assert "Phần mềm đưa ảnh lên mạng giúp" not in client.read(f"{walk.shop}/export?place=meta").text


def test_when_its_day_has_passed_nothing_is_shown(
    walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(walk)
    found = addresses(walk, made(walk), "shopify.csv")
    later = agreed._today() + timedelta(days=agreed.DAYS + 1)
    monkeypatch.setattr(agreed, "_today", lambda: later)
    assert client.raw.get(found[0].removeprefix(BASE)).status_code == 404
    client.read(f"{walk.shop}/export")  # the page that tidies
    monkeypatch.undo()
    assert client.raw.get(found[0].removeprefix(BASE)).status_code == 404


def test_what_is_hidden_in_a_photo_later_takes_its_pictures_down(
    walk: Walk, client: Client, app: Flask
) -> None:
    agree(walk)
    found = [a.removeprefix(BASE) for a in addresses(walk, made(walk), "shopify.csv")]
    with app.app_context():
        shop_id = walk.shop.rsplit("/", 1)[1]
        with app.extensions["merchant_helper"].database.read() as session:
            from merchant_helper.photos.model import Photo

            photo = session.query(Photo).filter_by(shop_id=shop_id).first()
        assert photo is not None and publishing.take_down(shop_id, photo.sha256)
    seen = [client.raw.get(path).status_code for path in found]
    assert 404 in seen and 200 in seen


@pytest.mark.parametrize("all_of_them", [True, False])
def test_what_is_taken_down_while_a_file_is_made_stays_down(
    walk: Walk, client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch, *, all_of_them: bool
) -> None:
    agree(walk)
    shop_id = walk.shop.rsplit("/", 1)[1]
    publish = FromHere.publish

    def late(here: FromHere, picture: Rendered) -> str:
        if all_of_them:
            with app.extensions["merchant_helper"].database.write() as session:
                agreed.take_back(session.get_one(Shop, shop_id))
        publishing.take_down(shop_id, None if all_of_them else picture.photo.sha256)
        return publish(here, picture)

    monkeypatch.setattr(FromHere, "publish", late)
    assert "Chưa đưa được ảnh của món này lên mạng" in made(walk).text
    with app.app_context():
        assert publishing.count(shop_id) == 0


def test_one_yes_is_enough_for_a_picture_that_two_shops_show(walk: Walk, client: Client, app: Flask) -> None:
    agree(walk)
    path = addresses(walk, made(walk), "shopify.csv")[0].removeprefix(BASE)
    for other in ("00000000", "zzzzzzzz"):
        with app.app_context():
            Shelf(publishing._home(other) / "public").put(path.rsplit("/", 1)[1], b"x", None)
    assert client.raw.get(path).status_code == 200
    with app.app_context():
        publishing.sweep()
        assert publishing.count("00000000") == 0


def test_they_come_down_by_themselves_while_the_program_runs(walk: Walk, app: Flask) -> None:
    agree(walk)
    made(walk)
    shop_id = walk.shop.rsplit("/", 1)[1]
    with app.extensions["merchant_helper"].database.write() as session:
        agreed.take_back(session.get_one(Shop, shop_id))
    with sweeping(app):
        pass
    with app.app_context():
        assert publishing.count(shop_id) == 0


def test_a_product_that_is_put_away_takes_its_pictures_down(walk: Walk, client: Client) -> None:
    agree(walk)
    found = [a.removeprefix(BASE) for a in addresses(walk, made(walk), "shopify.csv")]
    client.read(f"{walk.shop}/export")
    assert client.raw.get(found[0]).status_code == 200
    client.read(walk.shop).submit(press="Cất món này đi")
    client.read(f"{walk.shop}/export")
    assert [client.raw.get(path).status_code for path in found] == [404] * len(found)
    client.read(walk.shop).submit(press="Lấy lại")


def test_a_picture_that_does_not_answer_holds_its_product(walk: Walk, client: Client, looked: Looked) -> None:
    agree(walk)
    looked.reason = "no_answer"
    page = made(walk)
    assert page.h1 == "0 món đã vào tệp, 1 món để riêng"
    assert "Đưa ảnh lên đúng địa chỉ: 1 món" in page.text and "không trả lời" in page.text


def test_consent_to_keep_things_here_is_another_one(walk: Walk, client: Client, app: Flask) -> None:
    agree(walk)
    with app.extensions["merchant_helper"].database.write() as session:
        shop = session.get(Shop, walk.shop.rsplit("/", 1)[1])
        assert shop.has_agreed and len(shop.consents) >= 2
        agreed.take_back(shop)
        assert shop.has_agreed and agreed.online(shop, f"{BASE}/public") is None


def test_sheets_and_templates_get_addresses_too(walk: Walk, client: Client, looked: Looked) -> None:
    agree(walk)
    page = ten(client, walk.shop)
    with zipfile.ZipFile(io.BytesIO(client.raw.get(page.links[ALL]).data)) as archive:
        assert f"{BASE}/public/" in archive.read("woocommerce.csv").decode()
    assert len(looked.asked) == 7 and "Media → Thêm mới" not in page.text
    page = client.read(f"{walk.shop}/fill").submit(
        {"template": (io.BytesIO(templates.tiktok()), "mẫu.xlsx")}, press="Xem mẫu này"
    )
    assert "địa chỉ ảnh vào luôn trong mẫu" in page.text and "Để trống, dán địa chỉ ảnh" not in page.text


@pytest.mark.parametrize(
    "settings",
    [
        {"PUBLIC_URL": "anh.xa.vn"},
        {"STORE_URL": "ftp://x", "STORE_PUBLIC_URL": BASE},
        {"STORE_URL": "s3://x"},
    ],
)
def test_a_wrong_setting_stops_the_start(settings: dict[str, str]) -> None:
    with pytest.raises(WrongSetting, match="MERCHANT_HELPER_"):
        create_app(settings)


@pytest.mark.skipif(find_spec("obstore") is None, reason="obstore is not installed here (extra: store)")
class TestStore:
    """The same with a store that speaks S3."""

    @pytest.fixture
    def store(self) -> Iterator[SmallStore]:
        with small_store() as there:
            yield there

    @pytest.fixture
    def app(self, shop: tuple[Flask, Walk], store: SmallStore) -> Iterator[Flask]:
        """Give the same shop to a program that knows a store."""
        app, before = shop[0], shop[0].extensions[publishing.EXTENSION]
        told = {"STORE_URL": "s3://anh", "STORE_PUBLIC_URL": BASE, "STORE_ENDPOINT": store.url}
        keys = {"STORE_KEY_ID": "name", "STORE_SECRET": "key"}
        app.extensions[publishing.EXTENSION] = place_of({**told, **keys})
        yield app
        app.extensions[publishing.EXTENSION] = before

    def test_pictures_go_there_and_come_back(
        self, app: Flask, walk: Walk, client: Client, store: SmallStore
    ) -> None:
        agree(walk)
        assert store.kept == {}
        page = made(walk)
        assert page.h1 == "1 món đã vào tệp"
        data = walk.client.raw.get(f"{page.url}.zip").data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read("shopify.csv").decode()
        assert len(store.kept) >= 3
        assert all(f"{BASE}{path.removeprefix('/anh')}" in text for path in store.kept)
        assert {kind for kind, _data in store.kept.values()} == {"image/jpeg"}
        client.read(f"{walk.shop}/online").submit(press="Lấy hết ảnh xuống")
        assert store.kept == {}

    def test_a_store_that_is_shut_holds_products_and_is_asked_again(
        self, app: Flask, walk: Walk, client: Client, store: SmallStore
    ) -> None:
        agree(walk)
        made(walk)
        store.shut = True
        page = client.read(f"{walk.shop}/online").submit(press="Lấy hết ảnh xuống")
        assert "chưa trả lời" in page.text and store.kept
        store.shut = False
        client.read(f"{walk.shop}/export")
        assert store.kept == {}
        agree(walk)
        store.shut = True
        assert "Chưa đưa được ảnh của món này lên mạng" in made(walk).text


def test_a_wipe_takes_them_down(walk: Walk, client: Client) -> None:
    agree(walk)
    found = addresses(walk, made(walk), "shopify.csv")
    client.read(f"{walk.shop}/delete").submit()
    assert client.raw.get(found[0].removeprefix(BASE)).status_code == 404
