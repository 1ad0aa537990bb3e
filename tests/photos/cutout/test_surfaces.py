"""The background's colour surfaces, filters and the tidying of masks."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scenes import draw
from skimage.color import rgb2lab

from merchant_helper.photos.cutout import cut_out
from merchant_helper.photos.cutout.filters import GuidedFilter, calm, resized
from merchant_helper.photos.cutout.frame import enlarge
from merchant_helper.photos.cutout.parts import filled, large_pieces, overlap, without_crumbs
from merchant_helper.photos.cutout.surfaces import distance_to_background, fit


def lab(picture):
    return rgb2lab(np.asarray(picture, np.float32) / np.float32(255)).astype(np.float32)


def empty_wall_and_table():
    picture = np.full((180, 240, 3), (210, 205, 190), np.float32)
    picture[110:] = (120, 80, 50)
    light = np.linspace(0.85, 1.0, 240)[None, :, None]
    return picture * light + np.random.default_rng(2).normal(0, 1.5, picture.shape)


def test_wall_and_table_are_two_surfaces_and_explain_the_picture():
    picture = lab(empty_wall_and_table().clip(0, 255))
    assert len(fit(picture)) == 2
    assert np.percentile(distance_to_background(picture), 95) < 4


def test_light_from_one_side_needs_one_surface():
    light = np.linspace(120, 230, 200)[None, :, None]
    picture = np.broadcast_to(light * np.array([1, 0.97, 0.9]), (150, 200, 3))
    assert len(fit(lab(picture))) == 1


@pytest.mark.parametrize(
    "side", [np.s_[40:120, :70], np.s_[40:120, -70:], np.s_[:60, 60:130], np.s_[-60:, 60:130]]
)
def test_a_product_cut_off_by_the_frame_is_no_background(side):
    picture = np.full((150, 200, 3), (90, 140, 100), np.uint8)
    picture[side] = (200, 40, 40)
    assert distance_to_background(lab(picture))[side].min() > 20


def test_the_filter_calms_noise_and_keeps_an_edge():
    step = np.zeros((40, 40, 3), np.float32)
    step[:, 20:] = 0.8
    noisy = (step + np.random.default_rng(0).normal(0, 0.02, step.shape)).astype(np.float32)
    assert np.abs(calm(noisy) - step)[:, 4:16].std() < 0.01
    assert calm(noisy)[:, 21].mean() - calm(noisy)[:, 18].mean() > 0.7


def test_a_rough_map_is_drawn_along_the_pictures_edge():
    step = np.zeros((60, 60, 3), np.float32)
    step[:, 30:] = 0.8
    rough = np.zeros((60, 60), np.float32)
    rough[:, 33:] = 1
    drawn = GuidedFilter(step, 6, 1e-4)(rough)
    assert drawn[:, 28].max() < 0.1
    assert drawn[:, 31].min() > rough[:, 31].max() + 0.5


def test_a_map_is_brought_to_another_size():
    assert resized(np.ones((4, 6, 2), np.float32), (3, 8)).shape == (8, 3, 2)


def test_a_small_product_in_a_large_photo_gets_a_fine_edge():
    scene = draw(2, shape="fruit", backdrop="grey", size=(3200, 2400), fill=0.25, noise=1.0)
    mask, alpha = cut_out(scene.image).mask, np.asarray(scene.alpha)
    assert overlap(mask > 127, alpha > 127) > 0.985
    soft = (mask > 12) & (mask < 243)
    outline = np.abs(np.diff((alpha > 127).astype(int), axis=1)).sum() * 1.6
    assert soft.sum() / outline < 10


def test_an_empty_map_stays_empty():
    assert not enlarge(Image.new("RGB", (50, 40)), np.zeros((20, 25), np.float32)).any()


def test_crumbs_go_and_parts_of_a_set_stay():
    mask = np.zeros((60, 60), bool)
    mask[10:30, 10:30] = mask[35:50, 35:50] = mask[5:7, 50:52] = True
    tidy = without_crumbs(mask)
    assert (tidy[40, 40], tidy[5, 50], large_pieces(tidy)) == (True, False, 2)


def test_a_handle_stays_open_and_a_printed_label_is_filled():
    ring = np.zeros((100, 100), bool)
    ring[20:80, 20:80] = True
    ring[30:70, 30:70] = False
    everywhere = np.ones_like(ring)
    assert not filled(ring, everywhere)[50, 50]
    assert filled(ring, ~everywhere)[50, 50]
    printed = ring.copy()
    printed[45:50, 40:60] = True
    assert filled(printed, everywhere)[60, 50]


def test_nothing_has_nothing_in_common():
    nothing = np.zeros((5, 5), bool)
    assert (overlap(nothing, nothing), large_pieces(nothing), without_crumbs(nothing).any()) == (
        0.0,
        0,
        False,
    )
