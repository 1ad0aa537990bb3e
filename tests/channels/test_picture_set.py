"""Each set keeps one photo as it was taken; what was done to the others is told, and nothing else leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from merchant_helper import channels
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.edit_values import Area
from merchant_helper.photos.edits import Edits

from .samples import FISH_SAUCE, codes, cut_out, photo

GPS = 0x8825


def ruled(place: str = "woocommerce", **rule: Any) -> channels.Channel:
    """Give a place with another rule for pictures."""
    channel = channels.load(place)
    return channel.model_copy(update={"pictures": channel.pictures.model_copy(update=rule)})


def sent(
    out: Path, *pictures: Picture, channel: channels.Channel | None = None, **options: Any
) -> dict[str, Any]:
    """Export one product; gives report.json."""
    product = replace(FISH_SAUCE, pictures=pictures)
    channels.export([product], channel or channels.load("woocommerce"), out, **options)
    told: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
    return told


def told(report: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in report["problems"]}


def dark(path: Path) -> Picture:
    """Draw the bottle in the dark, to be lightened."""
    picture = photo(path)
    with Image.open(path) as image:
        image.point(lambda value: value * 2 // 5).save(path, "JPEG", quality=92)
    return replace(picture, fixed=True)


def test_a_set_of_cut_outs_ends_with_the_cover_as_it_was_taken(tmp_path: Path) -> None:
    report = sent(tmp_path / "out", cut_out(tmp_path / "a.jpg"))
    edits = [image["edits"] for image in report["images"]]
    assert edits == [["cut_out", "white_background", "resized"], ["cropped_to_product"]]
    last = report["images"][-1]
    assert report["photos_not_edited"] == [{"sku": "NM-01", "path": last["path"]}]
    assert last["width"] < 900, "close around the product"
    assert "channel.photos_all_changed" not in told(report)


def test_a_set_of_lightened_photos_gets_one_as_it_was_taken_too(tmp_path: Path) -> None:
    report = sent(tmp_path / "out", dark(tmp_path / "a.jpg"))
    first, last = report["images"]
    assert "lightened" in first["edits"] and set(last["edits"]) <= {"cropped_to_product", "resized"}
    assert report["photos_not_edited"] == [{"sku": "NM-01", "path": last["path"]}]


def test_a_set_with_a_photo_as_taken_gets_none_more(tmp_path: Path) -> None:
    pictures = cut_out(tmp_path / "a.jpg"), replace(photo(tmp_path / "b.jpg"), fixed=True)
    report = sent(tmp_path / "out", *pictures)
    assert [image["edits"] for image in report["images"]][1:] == [[]]
    assert [one["path"] for one in report["photos_not_edited"]] == [report["images"][1]["path"]]


def test_where_there_is_no_room_it_is_said(tmp_path: Path) -> None:
    report = sent(tmp_path / "out", cut_out(tmp_path / "a.jpg"), channel=ruled(max_count=1))
    assert len(report["images"]) == 1 and report["photos_not_edited"] == []
    (problem,) = [p for p in report["problems"] if p["code"] == "channel.photos_all_changed"]
    assert problem["severity"] == "warn" and problem["fix"] and report["rows_out"] == 1


def test_a_resized_or_padded_photo_counts_as_taken(tmp_path: Path) -> None:
    channel = ruled(shape="pad", size=600)
    report = sent(tmp_path / "out", photo(tmp_path / "a.jpg"), channel=channel)
    assert [image["edits"] for image in report["images"]] == [["padded", "resized"]]
    assert len(report["photos_not_edited"]) == 1


@pytest.mark.parametrize("place", ["facebook", "zalo", "woocommerce"])
def test_a_kit_tells_the_same_of_its_pictures(tmp_path: Path, place: str) -> None:
    report = sent(tmp_path / "out", cut_out(tmp_path / "a.jpg"), channel=channels.load(place), kit=True)
    assert len(report["photos_not_edited"]) == 1
    kit = {file.name for file in (tmp_path / "out" / "kit" / "NM-01").glob("*.jpg")}
    assert kit == {"1.jpg", "2.jpg"} and len(report["images"]) == 2
    natural_first = place in ("facebook", "zalo")
    assert ("cut_out" in report["images"][0]["edits"]) != natural_first


def test_the_ground_follows_the_rule(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(cut_out(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    natural = channels.kit_pictures(product, ruled(background="natural"))
    assert [(p.mask, p.fixed) for p in natural] == [(None, True), (None, False)]
    assert channels.kit_pictures(product, ruled(background="white")) == product.pictures
    assert "channel.cover_not_white" not in codes(channels.check(product, ruled(background="white")))
    bare = replace(product, pictures=product.pictures[1:])
    assert "channel.cover_not_white" in codes(channels.check(bare, ruled(background="white")))
    assert "channel.cover_not_white" not in codes(channels.check(bare, ruled()))


def test_names_and_formats_follow_the_rule(tmp_path: Path) -> None:
    channel = ruled(format="webp", file_name="{number}-{sku}")
    report = sent(tmp_path / "out", photo(tmp_path / "a.jpg"), channel=channel, kit=True)
    assert [image["path"] for image in report["images"]] == ["images/1-NM-01.webp"]
    with Image.open(tmp_path / "out" / "images" / "1-NM-01.webp") as picture:
        assert picture.format == "WEBP"
    page = (tmp_path / "out" / "kit" / "NM-01" / "index.html").read_text("utf-8")
    assert 'src="1.webp"' in page and (tmp_path / "out" / "kit" / "NM-01" / "1.webp").is_file()


@pytest.mark.parametrize(
    ("asked", "hint", "on_the_page"),
    [((None, None), 2, False), ((True, None), 1, False), ((True, False), 1, True), ((True, True), 0, False)],
)
def test_photos_that_nobody_looked_at_for_faces_are_counted(
    tmp_path: Path, asked: tuple[bool | None, bool | None], hint: int, on_the_page: bool
) -> None:
    pictures = [replace(photo(tmp_path / f"{n}.jpg"), asked=known) for n, known in enumerate(asked)]
    report = sent(tmp_path / "out", *pictures, channel=channels.load("facebook"))
    found = [p for p in report["problems"] if p["code"] == "channel.private_not_asked"]
    assert len(found) == bool(hint)
    for problem in found:
        assert str(hint) in problem["message"] and (problem["severity"], problem["sku"]) == ("hint", "")
    page = (tmp_path / "out" / "kit" / "NM-01" / "index.html").read_text("utf-8")
    assert ("biển số xe" in page) == on_the_page


def test_no_photo_no_hint(tmp_path: Path) -> None:
    assert "channel.private_not_asked" not in told(sent(tmp_path / "out"))


def where(path: Path) -> Picture:
    """Draw a photo that says where it was taken and with what, and its mask."""
    picture = cut_out(path)
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(GPS)[2] = (10.0, 46.0, 35.0)
    with Image.open(path) as image:
        image.save(path, "JPEG", exif=exif, comment=b"SECRETNOTE", quality=90)
    assert b"SECRETPHONE" in path.read_bytes()
    return picture


@pytest.mark.parametrize("place", ["facebook", "zalo", "woocommerce"])
def test_no_place_and_no_name_of_the_phone_leaves(tmp_path: Path, place: str) -> None:
    picture = where(tmp_path / "a.jpg")
    pictures = picture, replace(picture, mask=None), replace(picture, mask=None, fixed=True)
    original = picture.path.read_bytes()
    sent(tmp_path / "out", *pictures, channel=channels.load(place), kit=True)
    for file in (p for p in (tmp_path / "out").rglob("*") if p.is_file()):
        assert b"SECRET" not in file.read_bytes(), file
        assert file.read_bytes() != original
        if file.suffix == ".jpg":
            with Image.open(file) as image:
                assert not image.getexif() and not image.getexif().get_ifd(GPS)


def test_a_product_without_photos_has_no_cover(tmp_path: Path) -> None:
    assert channels.cover_as_taken(Product(sku="A", name="a"), channels.load("zalo")) is None


HIDDEN = Edits(blur=(Area(box=(0.4, 0.4, 0.5, 0.5)),))


@pytest.mark.parametrize("edits", [HIDDEN, Edits(crop=(0.1, 0.1, 0.9, 0.9)), Edits(came=("blurred",))])
def test_what_was_hidden_by_hand_does_not_come_back_as_taken(tmp_path: Path, edits: Edits) -> None:
    only = replace(cut_out(tmp_path / "a.jpg"), edits=edits)
    report = sent(tmp_path / "out", only)
    assert report["photos_not_edited"] == [] and "channel.photos_all_changed" in told(report)
    other = dark(tmp_path / "b.jpg")
    product = replace(FISH_SAUCE, pictures=(only, other))
    spare = channels.cover_as_taken(product, channels.load("woocommerce"))
    assert spare is not None and spare.path == other.path


def test_a_photo_turned_by_hand_counts_as_taken_and_comes_turned(tmp_path: Path) -> None:
    turned = replace(cut_out(tmp_path / "a.jpg"), edits=Edits(turn=90, light="on"))
    report = sent(tmp_path / "out", turned)
    last = report["images"][-1]
    assert last["edits"] == ["cropped_to_product", "turned"] and len(report["photos_not_edited"]) == 1
    assert last["width"] > last["height"], "the bottle lies on its side now"
