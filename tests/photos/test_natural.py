"""The photo as it is, framed around its product: nothing of it is cut, and there are pixels enough."""

from __future__ import annotations

import numpy as np
import pytest
import scenes

from merchant_helper.photos.natural import LEAST, SLIMMEST, box_of, crop_around
from merchant_helper.photos.subject import find_subject

SIZES = [(4000, 3000), (3000, 4000), (1200, 900), (640, 480), (5000, 700)]
PRODUCTS = [
    (0.4, 0.4, 0.6, 0.6),
    (0.0, 0.3, 0.2, 0.9),
    (0.45, 0.05, 0.55, 0.98),
    (0.9, 0.9, 1.0, 1.0),
    (0.1, 0.45, 0.9, 0.55),
    (0.0, 0.0, 1.0, 1.0),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_the_product_is_whole_and_the_frame_inside_the_photo(
    product: tuple[float, float, float, float], size: tuple[int, int]
) -> None:
    left, top, right, bottom = crop_around(product, size)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert left <= product[0] * size[0] and product[2] * size[0] <= right
    assert top <= product[1] * size[1] and product[3] * size[1] <= bottom
    assert right - left >= min(LEAST, size[0])
    assert bottom - top >= min(LEAST, size[1])


def test_there_is_air_and_the_shape_is_no_strip() -> None:
    left, top, right, bottom = crop_around((0.45, 0.2, 0.55, 0.7), (4000, 3000))
    assert left < 1800 - 200 and right > 2200 + 200
    assert top < 600 - 200 and bottom > 2100 + 200
    assert max(right - left, bottom - top) / min(right - left, bottom - top) <= SLIMMEST + 0.01
    assert (right - left) * (bottom - top) < 0.6 * 4000 * 3000


def test_a_photo_without_a_product_stays_whole() -> None:
    assert crop_around(None, (800, 600)) == (0, 0, 800, 600)
    assert box_of(np.zeros((60, 80), np.uint8)) is None


def test_numbers_that_make_no_sense_do_no_harm() -> None:
    assert crop_around((1.5, -2.0, -0.5, 3.0), (1200, 1000)) == (0, 0, 1200, 1000)


def test_what_was_found_or_cut_out_can_be_framed() -> None:
    scene = scenes.draw(5, shape="jar", size=(4000, 3000), fill=0.3, at=(0.3, 0.6))
    found, cut = find_subject(scene.image).box, box_of(np.asarray(scene.alpha))
    for box in (found, cut):
        left, top, right, bottom = crop_around(box, scene.image.size)
        assert left <= scene.box[0] and top <= scene.box[1]
        assert right >= scene.box[2] and bottom >= scene.box[3]
