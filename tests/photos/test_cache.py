"""Pictures are made once, and again when anything they are made from changes."""

from __future__ import annotations

import errno
import io
import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
import scenes
from PIL import Image

from merchant_helper.errors import DiskFull, PhotoUnreadable
from merchant_helper.photos import cache
from merchant_helper.photos.cache import PictureHeld, Wanted, edits_of, kept, kept_or_made, rendition_file
from merchant_helper.photos.edits import Edits
from merchant_helper.photos.files import FileStore, write_atomically
from merchant_helper.photos.spec import RenditionSpec

SPEC = RenditionSpec(size=400, min_size=100)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    file = tmp_path / "original"
    file.write_bytes(scenes.encode(scenes.draw(1, size=(800, 600)).image))
    return file


def test_the_second_look_takes_the_file_that_is_there(tmp_path: Path, original: Path) -> None:
    first = rendition_file(tmp_path / "cache", original, SPEC)
    made = first.stat().st_mtime_ns
    assert rendition_file(tmp_path / "cache", original, SPEC).stat().st_mtime_ns == made
    with Image.open(first) as picture:
        assert max(picture.size) == 400


def test_another_rule_mask_or_light_makes_another_picture(tmp_path: Path, original: Path) -> None:
    mask = tmp_path / "mask"
    scenes.draw(1, size=(800, 600)).alpha.save(mask, "PNG")
    made = {
        rendition_file(tmp_path / "cache", original, SPEC),
        rendition_file(tmp_path / "cache", original, RenditionSpec(size=300, min_size=100)),
        rendition_file(tmp_path / "cache", original, SPEC, fix_light=True),
        rendition_file(tmp_path / "cache", original, SPEC, mask=mask),
    }
    assert len(made) == 4


def test_a_damaged_mask_is_a_broken_picture(tmp_path: Path, original: Path) -> None:
    mask = tmp_path / "mask"
    mask.write_bytes(b"no picture")
    with pytest.raises(PhotoUnreadable):
        rendition_file(tmp_path / "cache", original, SPEC, mask=mask)


def test_a_picture_below_the_rule_is_held(tmp_path: Path, original: Path) -> None:
    with pytest.raises(PictureHeld):
        rendition_file(tmp_path / "cache", original, RenditionSpec(size=4000, min_size=3000))


def wanted(original: Path, **more: object) -> Wanted:
    return Wanted(original, **{"spec": SPEC, **more})  # type: ignore[arg-type]


def test_every_field_of_a_rule_and_every_wish_makes_another_picture(tmp_path: Path) -> None:
    others = {
        "size": 300, "min_size": 99, "min_side": 50, "ratio": (4, 5), "fill": 0.8, "shape": "pad",
        "shadow": 0.1, "format": "webp", "quality": 80, "max_bytes": 90_000,
    }  # fmt: skip
    assert others.keys() == {field.name for field in fields(RenditionSpec)}, "a new field is tried here too"
    photo, mask = tmp_path / "a", tmp_path / "m"
    names = {wanted(photo, spec=replace(SPEC, **{name: value})).name for name, value in others.items()}
    names |= {wanted(photo).name, wanted(photo, mask=mask).name, wanted(photo, mask=tmp_path / "n").name}
    names |= {wanted(photo, fix_light=True).name, wanted(photo, as_taken=True).name}
    names |= {wanted(tmp_path / "b").name, wanted(photo, known_as="c").name}
    names |= {wanted(photo, edits=Edits(turn=90)).name, wanted(photo, edits=Edits(light="on")).name}
    assert len(names) == len(others) + 9


def test_another_recipe_makes_another_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = wanted(tmp_path / "a").name
    monkeypatch.setattr(cache, "RECIPE", cache.RECIPE + 1)
    assert wanted(tmp_path / "a").name != before


def test_a_changed_photo_or_mask_is_another_content_and_so_another_picture(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    scene, folder = scenes.draw(1, size=(800, 600)), tmp_path / "cache"
    first, second = (store.keep(scenes.encode(scene.image, quality=q)).sha256 for q in (90, 80))
    masks = [
        store.keep(scenes.encode(m, "PNG")).sha256 for m in (scene.alpha, Image.new("L", (800, 600), 255))
    ]
    made = {
        kept(folder, wanted(store.path(photo), mask=store.path(mask) if mask else None))
        for photo in (first, second)
        for mask in (*masks, None)
    }
    assert len(made) == 6 and all(file.is_file() for file in made)


def fill_up(folder: Path, *ages: float, size: int = 1000) -> list[Path]:
    """Put pictures in the folder that were looked at so many seconds ago."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{number:032x}.jpg" for number in range(len(ages))]
    for file, age in zip(files, ages, strict=True):
        file.write_bytes(bytes(size))
        os.utime(file, (time.time() - age,) * 2)
    return files


def test_what_was_looked_at_longest_ago_goes_first(tmp_path: Path) -> None:
    files = fill_up(tmp_path / "cache", 9000, 5000, 7000, 30)
    assert cache.sweep(tmp_path / "cache", most=4000, left=2000) == 0, "as much as may be kept"
    assert cache.sweep(tmp_path / "cache", most=3999, left=2000) == 2
    assert [file.exists() for file in files] == [False, True, False, True]


def test_what_somebody_looks_at_now_stays_whatever_there_is(tmp_path: Path) -> None:
    files = fill_up(tmp_path / "cache", 30, 40)
    assert cache.sweep(tmp_path / "cache", most=0, left=0) == 0 and all(file.exists() for file in files)


def test_a_look_is_noted(tmp_path: Path, original: Path) -> None:
    file = kept(tmp_path / "cache", wanted(original))
    os.utime(file, (time.time() - 9000,) * 2)
    made = file.stat().st_mtime
    assert kept(tmp_path / "cache", wanted(original)) == file
    assert time.time() - file.stat().st_atime < 60 and file.stat().st_mtime == made
    assert cache.sweep(tmp_path / "cache", most=0, left=0) == 0


def test_the_folder_is_swept_on_the_way(
    tmp_path: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = fill_up(tmp_path / "cache", *[9000.0] * 5)
    monkeypatch.setattr(cache, "_made", itertools.count())
    monkeypatch.setattr(cache.sweep, "__kwdefaults__", {"most": 3000, "left": 2000})
    kept(tmp_path / "cache", wanted(original))
    assert sum(file.exists() for file in old) == 2


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let writes fail for want of room; the list says how many times more."""
    left = [99]

    def write(target: Path, data: bytes) -> None:
        if left[0]:
            left[0] -= 1
            raise DiskFull("full")
        write_atomically(target, data)

    monkeypatch.setattr(cache, "write_atomically", write)
    yield left


def test_a_full_disk_gives_the_picture_all_the_same(
    tmp_path: Path, original: Path, full_disk: list[int]
) -> None:
    given = kept_or_made(tmp_path / "cache", wanted(original))
    assert isinstance(given, bytes)
    with Image.open(io.BytesIO(given)) as picture:
        assert max(picture.size) == 400
    assert edits_of(tmp_path / "cache", wanted(original)) == ("resized",)
    with pytest.raises(DiskFull):
        kept(tmp_path / "cache", wanted(original))


def test_older_pictures_make_room_on_a_full_disk(
    tmp_path: Path, original: Path, full_disk: list[int]
) -> None:
    old = fill_up(tmp_path / "cache", 9000)
    full_disk[0] = 1
    assert kept(tmp_path / "cache", wanted(original)).is_file() and not old[0].exists()


def test_no_room_even_for_the_folder(tmp_path: Path, original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    assert isinstance(kept_or_made(tmp_path / "cache", wanted(original)), bytes)
