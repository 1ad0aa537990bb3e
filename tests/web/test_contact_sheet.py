"""The sheet of all pictures: what needs a look first, and all of them in one ZIP that holds nothing else."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from merchant_helper.errors import DiskFull
from merchant_helper.listings import ledger
from merchant_helper.listings.model import Listing
from merchant_helper.photos import cache
from merchant_helper.photos.model import Cutout
from merchant_helper.shops.people import LOCAL
from merchant_helper.web.db import Services
from web.house import running
from web.page_reader import Client, Page, words
from web.picture_shop import picture_shop

SEE = "Xem, tải ảnh của mọi món"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Make the shop once; gives the data folder, the shop's and the product's address."""
    folder = tmp_path_factory.mktemp("pictures") / "data"
    with running(folder, TESTING=True) as app:
        shop = picture_shop(app)
    return folder, shop.url, shop.listing


@pytest.fixture
def app(tmp_path: Path, made: tuple[Path, str, str]) -> Iterator[Flask]:
    shutil.copytree(made[0], tmp_path / "data")
    with running(tmp_path / "data", TESTING=True) as app:
        yield app


@pytest.fixture
def shop(made: tuple[Path, str, str]) -> str:
    return made[1]


@pytest.fixture
def listing(made: tuple[Path, str, str]) -> str:
    return made[2]


def packed(client: Client, shop: str, **query: str) -> zipfile.ZipFile:
    answer = client.raw.get(f"{shop}/pictures.zip", query_string=query)
    assert answer.status_code == 200 and answer.mimetype == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def test_the_sheet_hangs_on_the_shops_page_and_shows_every_photo(client: Client, shop: str) -> None:
    page = client.read(shop).follow(SEE)
    assert "5 ảnh, xếp theo mã hàng." in page.text
    shots = [li for li in page.find("li") if (li.get("class") or "").startswith("shot ")]
    assert len(shots) == 5
    for image in page.find("img"):
        assert client.raw.get(image.get("src")).status_code == 200
    assert all("".join(li.itertext()).split() for li in shots)


def test_each_photo_says_in_words_how_it_is(client: Client, shop: str) -> None:
    page = client.read(f"{shop}/pictures")
    shots = [li for li in page.find("li") if (li.get("class") or "").startswith("shot ")]
    said = ["".join(li.itertext()) for li in shots]
    assert sum("Đã xóa nền" in one for one in said) == 1
    assert "Món hàng có bị cắt mất chỗ nào không?" in " ".join(said)
    assert any("Cần xem lại" in one and "Ảnh hơi tối" in one for one in said)
    assert any("Dùng được" in one and "Ảnh chụp thật" in one for one in said)


def test_what_needs_a_look_comes_first(client: Client, shop: str, services: Services) -> None:
    headings = [h.get("id") for h in client.read(f"{shop}/pictures").find("h3")]
    assert [one for one in headings if one] == ["strip-2", "strip-1"], "no code comes first among equals"
    with services.database.write() as session:
        for cutout in session.scalars(select(Cutout)):
            cutout.verdict = "retake"
    headings = [h.get("id") for h in client.read(f"{shop}/pictures").find("h3")]
    assert [one for one in headings if one] == ["strip-1", "strip-2"]
    assert "Nên chụp lại" in client.read(f"{shop}/pictures").text


def _chosen(page: Page) -> str:
    (card,) = page.find("li", **{"class": "card picked"})
    return words(next(card.iter("h3")))


def test_presets_are_there_to_choose_from(client: Client, shop: str) -> None:
    page = client.read(f"{shop}/pictures")
    assert _chosen(page) == "Trang web riêng (WooCommerce)"
    page = page.follow("Chọn Zalo")
    form = next(form for form in page.forms if form.action.endswith("pictures.zip"))
    assert _chosen(page) == "Zalo" and form.values()["place"] == ["zalo"]
    assert "Cạnh dài tới 1200 điểm ảnh" in page.text and "nặng nhất 8 MB" in page.text
    client.read(f"{shop}/pictures?place=nowhere", status=404)
    client.read(f"{shop}/pictures.zip?place=../zalo", status=404)


@pytest.mark.parametrize("place", ["facebook", "woocommerce", "zalo"])
def test_the_zip_holds_every_products_pictures(client: Client, shop: str, place: str) -> None:
    archive = packed(client, shop, place=place)
    names = archive.namelist()
    report = json.loads(archive.read("report.json"))
    assert report["channel"] == place and [i["path"] for i in report["images"]] == names[:-1]
    assert len({image["sku"] for image in report["images"]}) == 2, "also the product that is not finished"
    assert {one["sku"] for one in report["photos_not_edited"]} == {i["sku"] for i in report["images"]}
    assert any("cut_out" in image["edits"] for image in report["images"])
    for name in names:
        assert b"SECRET" not in archive.read(name), name
    for name in names[:-1]:
        with Image.open(io.BytesIO(archive.read(name))) as picture:
            assert not picture.getexif()


def test_originals_come_along_only_when_ticked_and_without_metadata(
    client: Client, shop: str, services: Services
) -> None:
    assert not any(name.startswith("anh-goc/") for name in packed(client, shop).namelist())
    page = client.read(f"{shop}/pictures")
    form = next(form for form in page.forms if form.action.endswith("pictures.zip"))
    assert "originals" not in form.values(), "not ticked by itself"
    archive = packed(client, shop, place="zalo", originals="1")
    originals = [name for name in archive.namelist() if name.startswith("anh-goc/")]
    assert len(originals) == 5
    kept = {services.files.path(sum_).read_bytes() for sum_ in services.files.all_hashes()}
    for name in originals:
        data = archive.read(name)
        assert b"SECRET" not in data and data not in kept
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (1200, 900) and not picture.getexif()


def test_another_shop_sees_none_of_it(client: Client, shop: str) -> None:
    other = client.read("/shops/new").submit(
        {"name": "Tiệm khác", "co": "chú", "laptop_of": "Lan", "team": "Xã"}
    )
    page = client.read(f"{other.url}/pictures")
    assert "Chưa có ảnh nào." in page.text and not list(page.find("li", **{"class": "shot good"}))
    assert packed(client, other.url).namelist() == ["report.json"]


def test_a_full_disk_does_not_break_the_page(
    client: Client, shop: str, listing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise DiskFull("full")

    monkeypatch.setattr(cache, "write_atomically", full)
    shutil.rmtree(client.raw.application.extensions["merchant_helper"].folder.cache / "pictures", True)
    for address in (f"{shop}/pictures", f"{listing}/kit"):
        page = client.read(address)
        for image in page.find("img"):
            answer = client.raw.get(image.get("src"))
            assert answer.status_code == 200 and answer.mimetype == "image/jpeg"


@pytest.mark.parametrize("place", ["facebook", "zalo"])
def test_the_natural_photo_leads_the_kit(client: Client, listing: str, place: str) -> None:
    page = client.read(f"{listing}/kit?place={place}")
    sources = [image.get("src") for image in page.find("img")]
    assert len(sources) == 4
    first, second = (Image.open(io.BytesIO(client.raw.get(source).data)) for source in sources[:2])
    assert first.size == (1200, 900), "the photo as it was taken"
    assert second.width == second.height and second.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_a_kit_in_which_all_is_changed_ends_with_the_photo_as_it_was_taken(
    client: Client, listing: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from merchant_helper.photos import rendition
    from merchant_helper.photos.light import Light

    before = client.read(f"{listing}/kit?place=zalo")
    assert "Ảnh để nguyên như lúc chụp" not in before.text
    monkeypatch.setattr(rendition, "needed", lambda _image: Light((1.0, 1.0, 1.0), 1.2))
    monkeypatch.setattr(cache, "RECIPE", cache.RECIPE + 1)
    page = client.read(f"{listing}/kit?place=zalo")
    assert "Ảnh để nguyên như lúc chụp" in page.text
    sources = [image.get("src") for image in page.find("img")]
    assert len(sources) == 5
    assert client.raw.get(sources[-1]).status_code == 200
    assert client.raw.get(sources[-1].replace("/5.jpg", "/6.jpg")).status_code == 404


def test_a_photo_saved_from_a_kit_holds_nothing_but_the_picture(client: Client, shop: str) -> None:
    page = client.read(f"{shop}/pictures")
    told = 0
    for image in page.find("img"):
        data = client.raw.get(image.get("src")).data
        told += b"SECRET" in data
    assert told == 0


def looked_at(services: Services, listing: str, photos: Sequence[str]) -> None:
    """Say which photos she looked through for faces, papers and number plates."""
    with services.database.write() as session:
        told = {"private_seen": list(photos)}
        ledger.write(session.get_one(Listing, listing.rsplit("/", 1)[1]), told, by=LOCAL)


def test_the_files_page_says_once_that_nobody_looked_for_faces(
    client: Client, shop: str, listing: str, services: Services
) -> None:
    looked_at(services, listing, ())
    page = client.read(f"{shop}/export").submit({"pictures": "file"})
    assert "Chưa ai xem trong 3 ảnh có mặt người" in page.text
    assert "None" not in page.text and "mã :" not in page.text


def test_the_kit_asks_to_look_for_faces_where_nobody_did(
    client: Client, listing: str, services: Services
) -> None:
    asks = "Trước khi đăng, xem trong ảnh có mặt người"
    photos = client.read(f"{listing}/review").find("img")
    known = tuple(str(image.get("src")).split("/")[4] for image in photos)
    for seen, said in ((known, False), (known[1:], True), ((), True)):
        looked_at(services, listing, seen)
        page = client.read(f"{listing}/kit?place=facebook")
        assert (asks in page.text) == said
    assert page.links["Xem lại ảnh"].endswith("/review")
