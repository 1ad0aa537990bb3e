"""Tidying masks, whatever they look like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.filters import box, calm
from merchant_helper.photos.cutout.parts import (
    filled,
    large_pieces,
    off_the_frame,
    overlap,
    without_crumbs,
    without_holes,
)

masks = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24))


@given(masks)
def test_holes_are_what_the_frame_does_not_reach(mask):
    assert np.array_equal(without_holes(mask), ndi.binary_fill_holes(mask))


@given(masks)
def test_crumbs_only_ever_go_and_the_main_piece_stays(mask):
    kept = without_crumbs(mask)
    assert not (kept & ~mask).any()
    assert kept.any() == mask.any()
    labels, _ = ndi.label(mask)
    # A piece is kept whole or not at all.
    assert not set(np.unique(labels[kept])) & set(np.unique(labels[mask & ~kept]))


@given(masks, st.booleans())
def test_filling_only_ever_adds(mask, alike):
    closed = filled(mask, np.full(mask.shape, alike))
    assert not (mask & ~closed).any()
    assert not (closed & ~without_holes(mask)).any()


@given(masks)
def test_the_frame_is_clear_and_the_rest_untouched(mask):
    clear = off_the_frame(mask)
    assert not (clear[0].any() or clear[-1].any() or clear[:, 0].any() or clear[:, -1].any())
    assert np.array_equal(clear[1:-1, 1:-1], mask[1:-1, 1:-1])


@given(masks)
def test_a_mask_has_everything_in_common_with_itself(mask):
    assert overlap(mask, mask) == float(mask.any())
    assert overlap(mask, ~mask) == 0.0


@given(arrays(np.float32, (9, 11, 3), elements=st.floats(0, 1, width=32)))
def test_smoothing_stays_within_what_was_there(picture):
    for smooth in (box(picture, 2), calm(picture)):
        assert smooth.shape == picture.shape
        assert smooth.min() >= picture.min() - 1e-4
        assert smooth.max() <= picture.max() + 1e-4


@pytest.mark.parametrize(("parts", "expected"), [(2, 2), (6, 6)])
def test_a_pair_and_a_bunch_keep_their_parts(parts, expected):
    mask = np.zeros((60, 20 * parts + 10), bool)
    for number in range(parts):
        mask[10 : 50 - 3 * number, 10 + 20 * number : 24 + 20 * number] = True
    mask[55:57, 5:7] = True
    tidy = without_crumbs(mask)
    assert large_pieces(tidy) == expected
    assert not tidy[55, 5]
