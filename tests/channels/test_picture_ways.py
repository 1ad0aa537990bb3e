"""Pictures get to a place by addresses, by names, or by hand; a file wipes none that it cannot name."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_helper import channels
from merchant_helper.channels.going_online import FromHere, NotOnline, Shelf, public_name
from merchant_helper.channels.pictures import Rendered
from merchant_helper.channels.updates import PICTURES

from .samples import BASKET, FISH_SAUCE, codes, photo

BASE = "https://anh.vn/public"


def header(folder: Path) -> list[str]:
    (file,) = folder.glob("*.csv")
    return next(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))


def picture_headers(place: str) -> set[str]:
    return {column.header for column in channels.load(place).columns if column.value in PICTURES}


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("place", ["shopify", "haravan", "woocommerce"])
def test_a_file_that_names_no_picture_has_no_column_for_them(
    tmp_path: Path, place: str, update: bool
) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    report = channels.export([product], channels.load(place), tmp_path / "out", by_hand=True, update=update)
    assert report.rows_out == 1 and len(report.images) == 1 and picture_headers(place)
    assert not picture_headers(place) & set(header(tmp_path / "out"))
    assert "channel.pictures_by_hand" in codes(report.problems)
    assert len(list((tmp_path / "out" / "images").iterdir())) == 1


def test_a_till_keeps_all_columns_of_its_own_file(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    place = channels.load("kiotviet")
    assert channels.export([product], place, tmp_path / "out").rows_out == 1
    from python_calamine import CalamineWorkbook

    (head, *_rows) = (
        CalamineWorkbook.from_path(tmp_path / "out" / "kiotviet.xlsx").get_sheet_by_index(0).to_python()
    )
    assert head == [column.header for column in place.columns]


@pytest.mark.parametrize("place", ["shopify", "haravan", "kiotviet", "woocommerce", "meta", "google"])
def test_every_place_that_takes_addresses_gets_those_of_the_content(tmp_path: Path, place: str) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),), link="https://tiem.vn/mam")
    shelf = Shelf(tmp_path / "public")
    report = channels.export(
        [product], channels.load(place), tmp_path / "out", publisher=FromHere(shelf, BASE)
    )
    assert report.rows_out == 1, [problem.issue.message() for problem in report.problems]
    (image,) = report.images
    assert image.address == f"{BASE}/{image.sha256}.jpg" and shelf.names() == [f"{image.sha256}.jpg"]
    kept = shelf.file(f"{image.sha256}.jpg")
    assert kept is not None and hashlib.sha256(kept.read_bytes()).hexdigest() == image.sha256
    file = tmp_path / "out" / report.files[0].path
    if file.suffix != ".xlsx":
        assert image.address in file.read_text("utf-8-sig")


class Silent:
    """Be a publisher that fails for one product."""

    def publish(self, picture: Rendered) -> str:
        if picture.name.startswith("NM"):
            raise NotOnline(picture.name)
        return f"{BASE}/{public_name(picture)}"


def test_what_cannot_go_online_is_held_and_the_rest_goes_out(tmp_path: Path) -> None:
    pictured = [
        replace(p, pictures=(photo(tmp_path / f"{p.sku}.jpg", colour=colour),))
        for p, colour in ((FISH_SAUCE, "#803010"), (BASKET, "#105030"))
    ]
    report = channels.export(pictured, channels.load("shopify"), tmp_path / "out", publisher=Silent())
    assert [held.sku for held in report.held] == ["NM-01"] and report.rows_out == 1
    assert "channel.picture_not_online" in codes(report.problems)


def test_what_is_taken_off_by_photo_leaves_the_others(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    names = [f"{n:064x}.jpg" for n in range(3)]
    for name, of_photo in zip(names, ("a" * 64, "a" * 64, "b" * 64), strict=True):
        shelf.put(name, b"\xff\xd8\xff", of_photo)
    assert shelf.take("c" * 64) == [] and shelf.take("a" * 64) == names[:2]
    assert shelf.names() == names[2:] and shelf.take() == names[2:] and shelf.names() == []
