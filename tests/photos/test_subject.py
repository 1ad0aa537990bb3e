"""The product is found on every plain backdrop, and missed nowhere that it leaves the frame."""

from __future__ import annotations

import numpy as np
import pytest
import scenes
from PIL import Image
from skimage.color import rgb2lab

from merchant_helper.photos.lab import lab
from merchant_helper.photos.subject import find_subject

PLAIN: tuple[scenes.Backdrop, ...] = ("white", "grey", "colour", "table", "texture")


def test_lab_agrees_with_scikit_image() -> None:
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8))
    assert np.abs(lab(picture) - rgb2lab(np.asarray(picture))).max() < 0.05


@pytest.mark.parametrize("shape", ["bottle", "jar", "box", "bag", "fruit", "basket"])
@pytest.mark.parametrize("backdrop", PLAIN)
def test_the_box_is_the_product_s(backdrop: scenes.Backdrop, shape: scenes.Shape) -> None:
    scene = scenes.draw(31, shape=shape, backdrop=backdrop, at=(0.4, 0.55), fill=0.6)
    found = find_subject(scene.image)
    assert found.box is not None
    size = (*scene.image.size, *scene.image.size)
    off = [abs(share - pixel / whole) for share, pixel, whole in zip(found.box, scene.box, size, strict=True)]
    assert max(off) < 0.05
    assert not found.cut_off


@pytest.mark.parametrize("at", [(0.5, 1.0), (0.5, 0.05), (0.02, 0.5), (0.98, 0.5)])
@pytest.mark.parametrize("backdrop", PLAIN)
def test_a_product_that_leaves_the_frame_is_noticed(
    backdrop: scenes.Backdrop, at: tuple[float, float]
) -> None:
    assert find_subject(scenes.draw(17, shape="jar", backdrop=backdrop, at=at).image).cut_off


# The table is left out: this jar has its brown.
@pytest.mark.parametrize("backdrop", ["white", "grey", "colour", "texture"])
def test_a_product_that_leaves_the_frame_is_still_framed(backdrop: scenes.Backdrop) -> None:
    scene = scenes.draw(17, shape="jar", backdrop=backdrop, at=(0.5, 0.95), fill=0.8)
    found = find_subject(scene.image)
    assert found.box is not None
    size = (*scene.image.size, *scene.image.size)
    off = [abs(share - pixel / whole) for share, pixel, whole in zip(found.box, scene.box, size, strict=True)]
    assert max(off) < 0.06
    assert found.area == pytest.approx(np.asarray(scene.alpha).mean() / 255, rel=0.15)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (2000, 2), (16, 16)])
def test_a_picture_of_any_shape_is_looked_at(size: tuple[int, int]) -> None:
    found = find_subject(Image.new("RGB", size, (90, 120, 60)))
    assert (found.box, found.area, found.cut_off) == (None, 0.0, False)
