"""One file in, one mask out, in this process or a child."""

from __future__ import annotations

import errno
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from PIL import Image
from scenes import draw, encode

from merchant_helper.errors import DiskFull, EngineUnavailable, PhotoUnreadable
from merchant_helper.issues import Issue
from merchant_helper.photos import files
from merchant_helper.photos.cutout.work import cut_out_file


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "Bà Sáu – nước mắm.jpg"
    file.write_bytes(encode(draw(3, shape="bottle", backdrop="colour", size=(2200, 1650)).image))
    return file


def test_writes_a_mask_of_the_originals_size(photo, tmp_path, overlap):
    target = tmp_path / "out" / "x.mask.png"
    record = cut_out_file(str(photo), str(target))
    with Image.open(target) as mask:
        assert (mask.mode, mask.format, mask.size) == ("L", "PNG", (2200, 1650))
        alpha = draw(3, shape="bottle", backdrop="colour", size=(2200, 1650)).alpha
        assert overlap(np.asarray(mask), alpha) > 0.97
    assert (record["width"], record["height"], record["engine"], record["model"]) == (
        2200,
        1650,
        "plain",
        None,
    )
    assert (record["verdict"], record["issues"]) == ("good", [])
    assert [file.name for file in target.parent.iterdir()] == ["x.mask.png"]


def test_turns_with_the_camera(tmp_path):
    scene = draw(3, shape="bottle", backdrop="grey", size=(480, 640))
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / "turned.jpg"
    scene.image.transpose(Image.Transpose.ROTATE_90).save(file, exif=exif)
    record = cut_out_file(str(file), str(tmp_path / "m.png"))
    assert (record["width"], record["height"]) == (480, 640)


def test_the_record_is_plain_json_and_repeats_itself(photo, tmp_path):
    first, second = tmp_path / "1.png", tmp_path / "2.png"
    records = [cut_out_file(str(photo), str(target)) for target in (first, second)]
    assert records[0] == records[1] == json.loads(json.dumps(records[0]))
    assert first.read_bytes() == second.read_bytes()


def test_issues_are_records_without_language(tmp_path):
    blank = tmp_path / "blank.png"
    Image.new("RGB", (300, 200), "white").save(blank)
    record = cut_out_file(str(blank), str(tmp_path / "m.png"))
    assert record["verdict"] == "retake"
    assert [Issue.from_record(issue).code for issue in record["issues"]] == ["cutout.nothing_found"]


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff\xe0 cut off"])
def test_a_file_that_is_no_photo_says_why_and_leaves_nothing(content, tmp_path):
    file, target = tmp_path / "x.jpg", tmp_path / "x.png"
    file.write_bytes(content)
    with pytest.raises(PhotoUnreadable):
        cut_out_file(str(file), str(target))
    assert not target.exists()


def test_a_full_disk_is_said_and_leaves_the_old_mask(photo, tmp_path, monkeypatch):
    target = tmp_path / "m.png"
    target.write_bytes(b"old")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskFull):
        cut_out_file(str(photo), str(target))
    assert target.read_bytes() == b"old"
    assert {file.name for file in tmp_path.iterdir()} == {photo.name, "m.png"}


@pytest.mark.slow
def test_works_in_a_spawned_child_and_its_errors_come_home(photo, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"text")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = pool.submit(cut_out_file, str(photo), str(tmp_path / "m.png"))
        failed = pool.submit(cut_out_file, str(broken), str(tmp_path / "b.png"))
        unknown = pool.submit(cut_out_file, str(photo), str(tmp_path / "u.png"), "u2netp", str(tmp_path))
        assert done.result()["verdict"] == "good"
        error = failed.exception()
        assert isinstance(error, PhotoUnreadable)
        assert isinstance(error.issue, Issue)
        assert isinstance(unknown.exception(), EngineUnavailable)
    assert (tmp_path / "m.png").stat().st_size > 0
