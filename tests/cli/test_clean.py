"""A folder of photos becomes a folder of pictures; what fails is told and stops nobody."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scenes
from PIL import Image

from cli.calls import Answer, call
from merchant_helper.cli import cleaning, gather
from merchant_helper.cli.cleaning import Task, clean_photo
from merchant_helper.photos.spec import RenditionSpec

KEYS = {"kind", "source", "output", "mask", "engine", "model", "verdict", "confidence", "issues", "seconds"}


@pytest.fixture(scope="module")
def scene() -> scenes.Scene:
    return scenes.draw(3)


@pytest.fixture(scope="module")
def jpeg(scene: scenes.Scene) -> bytes:
    return scenes.encode(scene.image)


@pytest.fixture
def photos(hard: Path, jpeg: bytes, scene: scenes.Scene) -> Path:
    root = hard / "ảnh"
    (root / "chợ").mkdir(parents=True)
    (root / "a.jpg").write_bytes(jpeg)
    (root / "chợ" / "bún.png").write_bytes(scenes.encode(scene.image, "PNG"))
    return root


def clean(*words: object) -> Answer:
    return call("clean", "--json", *words)


def by_name(answer: Answer) -> dict[str, dict[str, Any]]:
    return {Path(item["source"]).name: item for item in answer.items}


def test_a_folder_comes_out_white_square_and_in_place(photos: Path, hard: Path, scene: scenes.Scene) -> None:
    out = hard / "ra"
    answer = clean(photos, "--out", out, "--mask", "--workers", "2")
    assert all(set(item) == KEYS for item in answer.items)
    assert [item["output"] for item in answer.items] == ["a.jpg", "chợ/bún.jpg"]
    assert [item["source"] for item in answer.items] == ["../ảnh/a.jpg", "../ảnh/chợ/bún.png"]
    assert answer.summary | {"seconds": 0} == {
        "kind": "summary", "version": 1, "photos": 2, "good": 2, "check": 0, "retake": 0, "failed": 0,
        "masks_passed_over": 0, "others_passed_over": 0, "seconds": 0,
    }  # fmt: skip
    assert answer.status == 0
    for item in answer.items:
        with Image.open(out / item["output"]) as picture, Image.open(out / item["mask"]) as mask:
            assert (picture.format, picture.mode, picture.width) == ("JPEG", "RGB", picture.height)
            assert picture.getpixel((0, 0)) == (255, 255, 255)
            assert (mask.mode, mask.size) == ("L", scene.image.size)
            truth, got = np.asarray(scene.alpha) > 127, np.asarray(mask) > 127
            assert (truth & got).sum() / (truth | got).sum() > 0.9


def test_doing_it_again_gives_the_same_and_takes_no_result_for_a_photo(photos: Path) -> None:
    out = photos / "ra"
    first = clean(photos, "--out", out, "--mask", "--workers", "1")
    before = {path: path.read_bytes() for path in out.rglob("*.*")}
    assert clean(photos, "--out", out, "--mask", "--workers", "2").summary["photos"] == 2
    assert {path: path.read_bytes() for path in out.rglob("*.*")} == before
    assert first.summary["photos"] == 2 and len(before) == 4


def test_bad_photos_fail_and_the_good_ones_are_done(photos: Path, hard: Path, jpeg: bytes) -> None:
    bad = {"rỗng.jpg": b"", "chữ.png": b"text", "cụt.jpg": jpeg[:2000], "h\x01.gif": b"GIF89a"}
    for name, content in bad.items():
        (photos / name).write_bytes(content)
    (photos / "ghi chú.txt").write_text("?")
    (photos / "x.mask.png").write_bytes(b"?")
    answer = clean(photos, "--out", hard / "ra")
    items = by_name(answer)
    for name in bad:
        assert (items[name]["output"], items[name]["verdict"], items[name]["mask"]) == (None, None, None)
        assert items[name]["issues"][0]["severity"] == "block"
    assert (answer.status, answer.summary["failed"], answer.summary["good"]) == (1, 4, 2)
    assert (answer.summary["masks_passed_over"], answer.summary["others_passed_over"]) == (1, 1)
    assert len(list((hard / "ra").rglob("*.*"))) == 2, "a photo that failed leaves nothing"


def test_two_that_would_meet_are_both_written(photos: Path, hard: Path, scene: scenes.Scene) -> None:
    (photos / "a.png").write_bytes(scenes.encode(scene.image, "PNG"))
    one = clean(photos / "a.png", photos / "a.jpg", "--out", hard / "1")
    two = clean(photos / "a.jpg", photos / "a.png", "--out", hard / "2")
    assert sorted(p.name for p in (hard / "1").iterdir()) == ["a.jpg.jpg", "a.png.jpg"]
    assert by_name(one)["a.png"]["output"] == by_name(two)["a.png"]["output"] == "a.png.jpg"


def test_a_photo_to_take_again_is_told_by_the_status(hard: Path) -> None:
    (hard / "trống.jpg").write_bytes(scenes.encode(Image.new("RGB", (800, 600), (180, 170, 160))))
    answer = clean(hard / "trống.jpg", "--out", hard / "ra")
    assert answer.items[0]["verdict"] in ("retake", None)
    assert answer.status == 1 and answer.items[0]["issues"]


def test_a_channel_says_how_large(hard: Path) -> None:
    from merchant_helper.channels import load

    wanted = load("woocommerce").picture.size
    assert wanted != RenditionSpec().size, "or the test proves nothing"
    (hard / "p.jpg").write_bytes(scenes.encode(scenes.draw(3, size=(2400, 1900), fill=0.8).image))
    for size, more in ((RenditionSpec().size, ()), (wanted, ("--channel", "woocommerce"))):
        assert clean(hard / "p.jpg", "--out", hard / str(size), *more).status == 0
        with Image.open(hard / str(size) / "p.jpg") as picture:
            assert picture.width == size


def test_an_empty_folder_is_done_at_once(hard: Path) -> None:
    (hard / "trống").mkdir()
    answer = clean(hard / "trống", "--out", hard / "ra")
    assert (answer.status, answer.summary["photos"]) == (0, 0)


def test_places_that_would_lose_something_are_refused(photos: Path, hard: Path) -> None:
    assert clean(photos, "--out", photos).error["code"] == "cli.out_is_in"
    assert clean(photos / "a.jpg", "--out", photos).error["code"] == "cli.would_overwrite"
    assert clean(photos, "--out", photos / "a.jpg").error["code"] == "cli.not_a_folder"
    assert sorted(path.name for path in photos.iterdir()) == ["a.jpg", "chợ"]


def test_a_folder_that_cannot_be_read_is_told(
    photos: Path, hard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(place: Path) -> Any:
        if Path(place).name == "chợ":
            raise PermissionError(13, "denied")
        return scan(place)

    monkeypatch.setattr(gather.os, "scandir", refuse)
    answer = clean(photos, "--out", hard / "ra")
    assert (answer.status, answer.summary["photos"]) == (1, 1)
    assert answer.error["code"] == "cli.folder_closed" and answer.error["message"].count("chợ")


def test_people_read_lines_that_say_what_to_do(photos: Path, hard: Path) -> None:
    (photos / "rỗng.jpg").write_bytes(b"")
    text = call("clean", photos, "--out", hard / "ra").out.decode()
    assert "[1/3] ../ảnh/a.jpg: dùng được -> a.jpg" in text
    assert "rỗng.jpg: không làm được\n    " in text
    assert text.splitlines()[-1].startswith("3 ảnh: 2 dùng được")


def test_a_small_product_is_cut_from_the_large_photo(hard: Path) -> None:
    """What the engines see is small; the picture must not be."""
    scene = scenes.draw(5, size=(3000, 2250), fill=0.3)
    (hard / "p.jpg").write_bytes(scenes.encode(scene.image))
    done = clean_photo(Task(str(hard / "p.jpg"), str(hard / "o.jpg"), engine="plain"))
    assert done.verdict is not None
    with Image.open(hard / "o.jpg") as picture:
        box = Image.eval(picture.convert("L"), lambda v: 255 * (v < 235)).getbbox()
    product = scene.box[3] - scene.box[1]
    assert box is not None and box[3] - box[1] >= 0.9 * min(product, RenditionSpec().fill * 1200)


def test_a_turned_photo_has_an_upright_mask(hard: Path, scene: scenes.Scene) -> None:
    turned = scene.image.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    (hard / "t.jpg").write_bytes(scenes.encode(turned, exif=exif))
    clean(hard / "t.jpg", "--out", hard / "ra", "--mask")
    with Image.open(hard / "ra" / "t.mask.png") as mask:
        assert mask.size == scene.image.size


def test_the_picture_carries_no_place(photos: Path, hard: Path, scene: scenes.Scene) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    (hard / "g.jpg").write_bytes(scenes.encode(scene.image, exif=exif))
    clean(hard / "g.jpg", "--out", hard / "ra")
    assert not dict(Image.open(io.BytesIO((hard / "ra" / "g.jpg").read_bytes())).getexif())


def test_trouble_with_the_place_of_results_is_not_the_photos(photos: Path, hard: Path) -> None:
    (hard / "ra").mkdir()
    (hard / "ra" / "chợ").write_text("a file stands where a folder must be")
    answer = clean(photos, "--out", hard / "ra")
    assert (answer.status, answer.error["code"]) == (3, "cli.file_trouble")
    assert answer.summary["photos"] == len(answer.items) <= 1


def test_cleaning_knows_nothing_of_the_terminal() -> None:
    assert "click" not in cleaning.__dict__


def test_a_photo_that_is_like_another_one_is_named(photos: Path, hard: Path, scene: scenes.Scene) -> None:
    answer = clean(photos, "--out", hard / "ra", "--workers", "2")
    told = {
        Path(item["source"]).name: issue["message"]
        for item in answer.items
        for issue in item["issues"]
        if issue["code"] == "photo.alike"
    }
    assert list(told) == ["bún.png"] and "../ảnh/a.jpg" in told["bún.png"]
    assert answer.status == 0
