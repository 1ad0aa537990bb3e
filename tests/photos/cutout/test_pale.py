"""Sides of a product that are nearly the backdrop's colour are found, shadows and unrest are not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.pale import with_pale_parts
from merchant_helper.photos.cutout.plain import PlainEngine

TABLE, CARTON = (246, 244, 240), (228, 228, 234)


def photograph(picture, seed=0, noise=1.5):
    """Let a lens and a sensor do their work."""
    soft = ndi.gaussian_filter(np.asarray(picture, np.float32), (0.6, 0.6, 0))
    noisy = soft + np.random.default_rng(seed).normal(0, noise, soft.shape)
    return np.clip(noisy + 0.5, 0, 255).astype(np.uint8)


def white_carton():
    """Draw a white carton with a strong print on a white table; give the picture and its outline."""
    picture = np.full((240, 320, 3), TABLE, np.float32)
    true = np.zeros((240, 320), bool)
    true[40:200, 110:210] = True
    picture[true] = CARTON
    picture[70:110, 120:200] = (30, 60, 160)
    picture[150:190, 150:205] = (200, 60, 40)
    return picture, true


def shaded(picture, true, softness, share=0.8):
    """Throw a shadow of the product to the lower right, as soft as asked for."""
    where = np.roll(true, (14, 14), (0, 1)) & ~true
    depth = ndi.gaussian_filter(where.astype(np.float32), softness) if softness else where.astype(np.float32)
    depth[true] = 0
    return picture * (1 - (1 - share) * depth[..., None])


def shared_part(found, true):
    return (found & true).sum() / (found | true).sum()


@pytest.mark.parametrize("seed", range(3))
def test_a_white_carton_on_a_white_table_is_found_whole(seed):
    picture, true = white_carton()
    found = PlainEngine().segment(photograph(picture, seed)) > 0.5
    assert shared_part(found, true) > 0.95


@pytest.mark.parametrize("softness", [0, 6])
def test_its_shadow_stays_outside(softness):
    picture, true = white_carton()
    found = PlainEngine().segment(photograph(shaded(picture, true, softness))) > 0.5
    assert shared_part(found, true) > 0.9
    assert found[206:220, 130:220].mean() < 0.1


@pytest.mark.parametrize("softness", [0, 2, 8])
@pytest.mark.parametrize("cloth", [(246, 244, 240), (70, 130, 170), (210, 190, 120)])
def test_the_shadow_of_a_dark_product_stays_outside(softness, cloth):
    _, true = white_carton()
    picture = np.full((240, 320, 3), cloth, np.float32)
    picture[true] = (60, 30, 30)
    found = PlainEngine().segment(photograph(shaded(picture, true, softness, 0.7))) > 0.5
    assert shared_part(found, true) > 0.95


def test_a_soft_stain_on_the_cloth_is_no_part_of_the_product():
    picture = np.full((240, 320, 3), (225, 225, 222), np.float32)
    stain = np.exp(
        -(((np.mgrid[:240, :320][0] - 120) / 50) ** 2 + ((np.mgrid[:240, :320][1] - 220) / 50) ** 2)
    )
    picture -= stain[..., None] * (0, 6, 16)
    true = np.zeros((240, 320), bool)
    true[80:160, 90:190] = True
    picture[true] = (30, 60, 160)
    found = PlainEngine().segment(photograph(picture)) > 0.5
    assert shared_part(found, true) > 0.95


def test_another_pale_thing_that_stands_apart_is_not_added():
    picture, true = white_carton()
    picture[60:190, 240:300] = CARTON
    colour = np.where((picture == CARTON).all(-1) | true, 3.0, 0.0).astype(np.float32)
    product = ndi.binary_erosion(true, iterations=20)
    found = with_pale_parts((picture / 255).astype(np.float32), colour, 0.5, product)
    assert found[45:195, 115:205].all()
    assert not found[:, 230:].any()


def test_before_an_unquiet_border_nothing_is_added():
    picture, true = white_carton()
    product = ndi.binary_erosion(true, iterations=20)
    colour = np.where(true, 3.0, 0.0).astype(np.float32)
    picture = (picture / 255).astype(np.float32)
    assert with_pale_parts(picture, colour, 0.5, product).sum() > 1.5 * product.sum()
    assert np.array_equal(with_pale_parts(picture, colour, 3.0, product), product)
    pattern = picture + 0.1 * (np.indices(true.shape).sum(0) // 4 % 2)[..., None].astype(np.float32)
    assert np.array_equal(with_pale_parts(pattern, colour, 0.5, product), product)


def test_nothing_stays_nothing():
    nothing = np.zeros((30, 40), bool)
    picture = np.full((30, 40, 3), 0.9, np.float32)
    assert not with_pale_parts(picture, np.ones((30, 40), np.float32), 0.1, nothing).any()
