"""The soft edge: the old background's colour leaves it, everything else stays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scenes import draw
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.edge import decontaminate

#: Measured over 28 composites: ours 2.3, the mixture as it is 8.1, rembg's usual way 20 grey levels.
GOAL = 3.0


def on_white(rgb, alpha, band):
    share = alpha[band][:, None]
    return share * rgb[band].astype(float) + (1 - share) * 255


def band_error(product, alpha, backdrop):
    """Mix product and backdrop, clean the mixture, and compare on white in the soft band."""
    mixed = alpha[..., None] * product + (1 - alpha[..., None]) * backdrop
    clean = decontaminate(mixed.astype(np.uint8), alpha)
    band = (alpha > 0.02) & (alpha < 0.98)
    truth = on_white(product, alpha, band)
    return np.abs(on_white(clean, alpha, band) - truth).mean(), np.abs(
        on_white(mixed, alpha, band) - truth
    ).mean()


@pytest.mark.parametrize("backdrop", ["white", "colour", "texture"])
def test_the_edge_shows_the_products_own_colour(backdrop):
    product = np.asarray(draw(1, shape="box", size=(400, 300)).image).astype(np.float32)
    core = np.zeros((300, 400), np.float32)
    core[60:240, 150:260] = 1
    alpha = ndi.gaussian_filter(core, 2.0)
    behind = np.asarray(draw(9, backdrop=backdrop, size=(400, 300), fill=0.05, at=(0.05, 0.05)).image)
    ours, untouched = band_error(product, alpha, behind.astype(np.float32))
    assert ours < GOAL < untouched


def test_sure_pixels_come_back_unchanged():
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (60, 80, 3), dtype=np.uint8)
    alpha = ndi.gaussian_filter(np.pad(np.ones((20, 20), np.float32), 20)[:, :].repeat(2, 1)[:60, :80], 2)
    clean = decontaminate(picture, alpha)
    sure = (alpha <= 0.02) | (alpha >= 0.98)
    assert np.array_equal(clean[sure], picture[sure])
    assert (clean.dtype, clean.shape) == (np.uint8, picture.shape)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_map_without_any_sure_pixel_is_survived(share):
    picture = np.full((9, 7, 3), 77, np.uint8)
    assert np.array_equal(decontaminate(picture, np.full((9, 7), share, np.float32)), picture)


def test_alpha_out_of_range_is_survived():
    picture = np.full((8, 8, 3), 200, np.uint8)
    alpha = np.linspace(-1, 2, 64, dtype=np.float32).reshape(8, 8)
    assert decontaminate(picture, alpha).dtype == np.uint8


@pytest.mark.slow
def test_real_products_keep_their_colour_at_the_edge(shared):
    errors = []
    for number, photo in enumerate(sorted((shared / "data/photos/masked").glob("L[0123]_*.jpg"))[::4]):
        with Image.open(photo) as image, Image.open(photo.with_suffix(".mask.png")) as mask:
            product, true = np.asarray(image.convert("RGB"), np.float32), np.asarray(mask.convert("L"))
        inner = ndi.binary_erosion(true > 250, iterations=6).astype(np.float32)
        alpha = np.where(true > 250, ndi.gaussian_filter(inner, 1.5), 0).astype(np.float32)
        backdrop = np.roll(product, (200 + 40 * number, 300), (0, 1))
        errors.append(band_error(product, alpha, backdrop)[0])
    assert np.mean(errors) < GOAL
