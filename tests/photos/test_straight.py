"""A photo is turned level when its edges leave no doubt, and otherwise not touched."""

from __future__ import annotations

from pathlib import Path

import pytest
import scenes
from PIL import Image, ImageDraw

from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.straight import inner, lean, straighten

SHAPES: tuple[scenes.Shape, ...] = ("bottle", "jar", "box", "bag")


def photo(**wishes: object) -> Image.Image:
    return scenes.draw(**{"seed": 11, "size": (1000, 750), **wishes}).image  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("backdrop", ["white", "colour", "table", "texture"])
def test_three_degrees_are_taken_out(backdrop: scenes.Backdrop, shape: scenes.Shape) -> None:
    for tilt in (3.0, -3.0):
        level, angle = straighten(photo(shape=shape, backdrop=backdrop, tilt=tilt))
        assert angle == pytest.approx(tilt, abs=0.3)
        assert abs(lean(level)) < 1


@pytest.mark.parametrize("tilt", [1.0, 2.0, -4.5])
def test_the_angle_is_measured(tilt: float) -> None:
    assert lean(photo(shape="jar", backdrop="table", tilt=tilt)) == pytest.approx(tilt, abs=0.2)


@pytest.mark.parametrize("backdrop", list(scenes.BACKDROPS))
@pytest.mark.parametrize("tilt", [0.0, 0.4, 9.0])
def test_a_level_photo_and_a_slant_on_purpose_stay(backdrop: scenes.Backdrop, tilt: float) -> None:
    image = photo(shape="jar", backdrop=backdrop, tilt=tilt)
    assert straighten(image) == (image, 0.0)


def test_a_sloping_table_behind_an_upright_product_proves_nothing() -> None:
    image = Image.new("RGB", (1000, 750), (216, 208, 192))
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 480), (1000, 430), (1000, 750), (0, 750)], fill=(140, 100, 70))
    pen.rectangle((380, 150, 620, 650), fill=(40, 70, 140))
    assert lean(image) == 0.0


def test_a_round_fruit_on_a_leaning_table_stays() -> None:
    assert lean(photo(shape="fruit", backdrop="table", tilt=3.0)) == 0.0


def test_the_shape_stays_and_no_empty_corner_is_seen() -> None:
    image = photo(shape="box", backdrop="colour", tilt=4.0)
    level, _angle = straighten(image)
    assert level.width / level.height == pytest.approx(image.width / image.height, abs=0.01)
    assert level.width > 0.9 * image.width
    corners = [level.getpixel(at) for at in ((0, 0), (level.width - 1, 0), (0, level.height - 1))]
    assert all(max(corner) > 60 for corner in corners)


def test_a_product_that_would_lose_a_corner_keeps_it() -> None:
    image = photo(shape="box", backdrop="colour", tilt=4.0, fill=0.97)
    assert lean(image) == pytest.approx(4, abs=0.3)
    assert straighten(image) == (image, 0.0)


def test_the_inner_frame_is_inside() -> None:
    assert inner((400, 300), 0) == (400, 300)
    width, height = inner((400, 300), 90)
    assert width == pytest.approx(300 * 300 / 400 * 4 / 3, rel=0.01)
    assert height < 300


def test_no_composite_is_turned(shared: Path) -> None:
    files = sorted((shared / "data/photos/masked").glob("L[0123]_*.jpg"))
    assert [file.name for file in files if lean(open_upright(file).image)] == []


@pytest.mark.parametrize("size", [(1, 1), (700, 2), (2, 700), (16, 16)])
def test_odd_sizes_do_no_harm(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, (200, 200, 200))
    assert straighten(image) == (image, 0.0)
