"""Pictures are made once, and again when anything they are made from changes."""

from __future__ import annotations

from pathlib import Path

import pytest
import scenes
from PIL import Image

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.photos.cache import PictureHeld, rendition_file
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
