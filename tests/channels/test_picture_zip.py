"""All pictures by code in one ZIP: names that never meet, originals only when chosen, the same each time."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from merchant_helper import channels
from merchant_helper.i18n import in_language
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.edit_values import Area
from merchant_helper.photos.edits import Edits

from .samples import BASKET, FISH_SAUCE, cut_out, photo
from .test_picture_set import where

NAME = re.compile(r"[A-Za-z0-9._-]+_[0-9]+-[0-9a-f]{8}(-[0-9]+)?\.jpg")


def packed(*products: Product, place: str = "woocommerce", **options: Any) -> zipfile.ZipFile:
    pieces = channels.picture_zip(products, channels.load(place), **options)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    names = [name.casefold() for name in archive.namelist()]
    assert len(set(names)) == len(names) and not any(n.startswith(("/", "..")) for n in names)
    return archive


def told(archive: zipfile.ZipFile) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(archive.read("report.json"))
    return report


@pytest.fixture
def goods(tmp_path: Path) -> list[Product]:
    one = replace(FISH_SAUCE, pictures=(cut_out(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    return [one, replace(BASKET, pictures=(photo(tmp_path / "c.jpg", colour="#004000"),))]


@pytest.mark.parametrize("place", [channel.id for channel in channels.all_channels()])
def test_pictures_carry_their_code_and_the_sum_of_their_content(goods: list[Product], place: str) -> None:
    archive = packed(*goods, place=place)
    names = [name for name in archive.namelist() if name != "report.json"]
    assert names and all(NAME.fullmatch(name) for name in names)
    for name in names:
        digest = hashlib.sha256(archive.read(name)).hexdigest()
        assert name.endswith(f"-{digest[:8]}.jpg")
    report = told(archive)
    assert [image["path"] for image in report["images"]] == names
    assert report["rows_in"] == report["rows_out"] + report["rows_held"] == 2
    assert {one["sku"] for one in report["photos_not_edited"]} == {"NM-01", "GIO-1"}


def test_the_same_pictures_give_the_same_bytes(goods: list[Product]) -> None:
    channel = channels.load("zalo")
    first, second = (b"".join(channels.picture_zip(goods, channel)) for _ in range(2))
    assert first == second


def test_it_comes_in_pieces_while_it_is_made(goods: list[Product]) -> None:
    made: list[str] = []

    def noted() -> Any:
        for product in goods:
            made.append(product.sku)
            yield product

    pieces = channels.picture_zip(noted(), channels.load("woocommerce"))
    assert next(pieces).startswith(b"PK") and made == ["NM-01"]


def test_products_without_code_and_with_the_same_code_keep_their_names_apart(tmp_path: Path) -> None:
    same = photo(tmp_path / "a.jpg")
    products = [
        Product(sku="AO", name="a", pictures=(same,), row=1),
        Product(sku="ao", name="b", pictures=(same,), row=2),
        Product(sku="AO", name="c", pictures=(same,), row=3),
        Product(sku="", name="d", pictures=(same,), row=4),
        Product(sku="../../x y", name="e", pictures=(same,), row=5),
    ]
    names = [name for name in packed(*products).namelist() if name != "report.json"]
    assert len(names) == 5 and any(name.startswith("mon-4_1-") for name in names)
    assert not any("/" in name or "\\" in name for name in names)


def test_originals_stay_here_unless_they_are_chosen(tmp_path: Path) -> None:
    picture = where(tmp_path / "a.jpg")
    with Image.open(picture.path) as image:
        image.resize((2600, 2000)).save(picture.path, "JPEG", exif=image.getexif(), comment=b"SECRETNOTE")
    product = replace(FISH_SAUCE, pictures=(replace(picture, mask=None),))
    assert not any("/" in name for name in packed(product).namelist())
    chosen = packed(product, originals=True)
    (name,) = [name for name in chosen.namelist() if name.startswith("anh-goc/")]
    assert NAME.fullmatch(name.removeprefix("anh-goc/"))
    for entry in chosen.namelist():
        assert b"SECRET" not in chosen.read(entry), entry
    with Image.open(io.BytesIO(chosen.read(name))) as image:
        assert image.size == (2600, 2000) and not image.getexif()


def test_a_photo_that_is_gone_or_broken_is_told_and_stops_nothing(
    tmp_path: Path, goods: list[Product]
) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    bad = Product(
        sku="X", name="x", pictures=(Picture(tmp_path / "gone.jpg"), Picture(tmp_path / "text.jpg")), row=9
    )
    archive = packed(bad, *goods, originals=True)
    report = told(archive)
    assert {"channel.picture_missing", "channel.picture_left_out"} <= {p["code"] for p in report["problems"]}
    assert (report["rows_in"], report["rows_out"], report["rows_held"]) == (3, 2, 1)


def test_it_speaks_the_language_it_was_asked_for(goods: list[Product]) -> None:
    with in_language("vi"):
        english = told(packed(*goods, language="en"))
    assert "Nobody has looked yet" in english["problems"][-1]["message"]


def test_nothing_to_pack() -> None:
    assert packed().namelist() == ["report.json"]


def test_what_was_hidden_stays_hidden_in_the_originals(tmp_path: Path) -> None:
    plain = photo(tmp_path / "a.jpg")
    hidden = replace(plain, edits=Edits(blur=(Area(box=(0.2, 0.2, 0.6, 0.6)),), crop=(0.0, 0.0, 0.5, 1.0)))
    archive = packed(replace(FISH_SAUCE, pictures=(hidden,)), originals=True)
    (name,) = [name for name in archive.namelist() if name.startswith("anh-goc/")]
    with Image.open(io.BytesIO(archive.read(name))) as image, Image.open(plain.path) as before:
        assert image.size == (450, 700)
        edge = (280, 200, 320, 380)
        here, there = (one.convert("L").crop(edge).getextrema() for one in (image, before))
    assert here[1] - here[0] < there[1] - there[0], "the bottle's edge cannot be seen any more"
