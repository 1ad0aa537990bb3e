"""Light is mended where that is safe; a good picture comes back as it went in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes
from PIL import Image

from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.lab import lab
from merchant_helper.photos.light import MOST_COLOUR, lighten, needed

SHAPES: tuple[scenes.Shape, ...] = ("bottle", "jar", "box", "bag", "fruit", "basket")
WARM = (1.02, 0.98, 0.86)


def photo(**wishes: object) -> Image.Image:
    wishes = {"seed": 11, "shape": "jar", "size": (640, 480), **wishes}
    return scenes.draw(**wishes).image  # type: ignore[arg-type]


def corner_chroma(image: Image.Image) -> float:
    return float(np.hypot(*np.median(lab(image)[:40, :40].reshape(-1, 3), axis=0)[1:]))


@pytest.mark.parametrize("backdrop", list(scenes.BACKDROPS))
@pytest.mark.parametrize("shape", SHAPES)
def test_a_good_picture_is_the_same_picture(backdrop: scenes.Backdrop, shape: scenes.Shape) -> None:
    image = photo(shape=shape, backdrop=backdrop)
    assert lighten(image) == (image, False)


@pytest.mark.parametrize("backdrop", ["white", "grey", "colour", "table"])
def test_a_dark_picture_gets_lighter_and_never_burns_out(backdrop: scenes.Backdrop) -> None:
    dark = photo(backdrop=backdrop, exposure=0.35)
    lit, changed = lighten(dark)
    assert changed
    assert np.asarray(lit).mean() > 1.25 * np.asarray(dark).mean()
    assert (np.asarray(lit) == 255).mean() < 0.001


def test_a_lamp_s_tint_leaves_the_sheet_and_the_label() -> None:
    tinted = photo(backdrop="white", cast=WARM)
    mended, changed = lighten(tinted)
    assert changed
    assert corner_chroma(tinted) > 10
    assert corner_chroma(mended) < 5


@pytest.mark.parametrize(
    "cloth", [(216, 208, 192), (222, 190, 150), (240, 200, 205), (190, 215, 235), (40, 60, 90)]
)
def test_a_coloured_sheet_keeps_its_colour_beside_a_neutral_product(cloth: tuple[int, int, int]) -> None:
    image = Image.new("RGB", (640, 480), cloth)
    image.paste((238, 238, 238), (200, 100, 440, 400))
    assert lighten(image) == (image, False)


@pytest.mark.parametrize("label", [(205, 222, 255), (244, 242, 236), (250, 226, 191)])
def test_only_two_witnesses_of_one_tint_prove_a_lamp(label: tuple[int, int, int]) -> None:
    image = Image.new("RGB", (640, 480), (250, 230, 198))
    image.paste((120, 40, 30), (180, 80, 460, 420))
    image.paste(label, (220, 120, 420, 300))
    assert (needed(image) is not None) == (label == (250, 226, 191))


def test_no_channel_is_turned_by_more_than_the_cap() -> None:
    image = Image.new("RGB", (640, 480), (250, 226, 191))
    image.paste((120, 40, 30), (180, 80, 460, 420))
    image.paste((244, 222, 180), (220, 120, 420, 300))
    light = needed(image)
    assert light is not None
    assert max(abs(gain - 1) for gain in light.gains) == pytest.approx(MOST_COLOUR)


def test_the_dark_composites_stay_and_tinted_ones_lose_tint(shared: Path) -> None:
    files = sorted((shared / "data/photos/masked").glob("L[123]_*.jpg"))
    assert len(files) == 42
    assert [file.name for file in files if needed(open_upright(file).image)] == []


@pytest.mark.parametrize("size", [(1, 1), (700, 2), (16, 16)])
def test_odd_sizes_do_no_harm(size: tuple[int, int]) -> None:
    assert lighten(Image.new("RGB", size, (200, 200, 200)))[0].size == size
