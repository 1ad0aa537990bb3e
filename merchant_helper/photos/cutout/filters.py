"""Smooth pictures along their own edges: box mean and guided filter (He, Sun, Tang 2013), in numpy.

Pictures are float32, height x width or height x width x channels, values around 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


def box(picture: Floats, radius: int) -> Floats:
    """Average every pixel over a square of ``2 * radius + 1``, per channel."""
    side = 2 * radius + 1
    size = (side, side) + (1,) * (picture.ndim - 2)
    smooth: Floats = ndi.uniform_filter(picture, size=size, mode="nearest")
    return smooth


def calm(rgb: Floats, radius: int = 2, noise: float = 0.03) -> Floats:
    """Take sensor noise and JPEG dirt out of each channel and keep its edges.

    ``noise`` is the deviation, on a 0..1 scale, that counts as dirt.
    """
    mean = box(rgb, radius)
    variance = box(rgb * rgb, radius) - mean * mean
    gain: Floats = np.divide(variance, variance + noise * noise, dtype=np.float32)
    smooth: Floats = np.clip(box(gain, radius) * rgb + box(mean - gain * mean, radius), 0.0, 1.0)
    return smooth


def across_channels(first: Floats, second: Floats) -> Floats:
    """Multiply two pictures and add up their channels; quicker than a sum over so short an axis."""
    added: Floats = np.einsum("...c,...c->...", first, second)
    return added


class GuidedFilter:
    """Make maps follow the edges of one colour picture.

    ``guide`` is height x width x 3. ``epsilon`` is the colour variance below which a change is no edge.
    """

    def __init__(self, guide: Floats, radius: int, epsilon: float) -> None:
        self._guide, self._radius = guide, radius
        self._mean = box(guide, radius)
        self._inverse = _inverse3(_covariances(guide, self._mean, radius), epsilon)

    def coefficients(self, values: Floats) -> tuple[Floats, Floats]:
        """Give the smoothed linear map (slope per channel, offset) from guide to ``values``."""
        mean = box(values, self._radius)
        joint = box(self._guide * values[..., None], self._radius) - self._mean * mean[..., None]
        slope: Floats = np.einsum("hwij,hwj->hwi", self._inverse, joint)
        offset = mean - across_channels(slope, self._mean)
        return box(slope, self._radius), box(offset, self._radius)

    def __call__(self, values: Floats) -> Floats:
        """Smooth ``values`` (0..1) along the guide's edges."""
        slope, offset = self.coefficients(values)
        smooth: Floats = np.clip(across_channels(slope, self._guide) + offset, 0.0, 1.0)
        return smooth


def _covariances(guide: Floats, mean: Floats, radius: int) -> Floats:
    """Stack the six distinct covariances of three channels: rr, rg, rb, gg, gb, bb."""
    pairs = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
    products = np.stack([guide[..., i] * guide[..., j] for i, j in pairs], -1)
    return box(products, radius) - np.stack([mean[..., i] * mean[..., j] for i, j in pairs], -1)


def _inverse3(covariances: Floats, epsilon: float) -> Floats:
    """Invert the symmetric 3 x 3 matrix of each pixel after adding ``epsilon`` to its diagonal."""
    rr, rg, rb, gg, gb, bb = np.moveaxis(covariances, -1, 0)
    rr, gg, bb = rr + epsilon, gg + epsilon, bb + epsilon
    first, second, third = gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg
    determinant = rr * first + rg * second + rb * third
    rows = (
        (first, second, third),
        (second, rr * bb - rb * rb, rg * rb - rr * gb),
        (third, rg * rb - rr * gb, rr * gg - rg * rg),
    )
    inverse: Floats = np.stack([np.stack(row, -1) for row in rows], -2) / determinant[..., None, None]
    return inverse


def resized(values: Floats, size: tuple[int, int]) -> Floats:
    """Bring a map to ``size`` (width, height) with a linear filter that averages when it shrinks."""
    if values.ndim == 2:
        picture = Image.fromarray(np.ascontiguousarray(values, np.float32))
        return np.asarray(picture.resize(size, Image.Resampling.BILINEAR))
    return np.stack([resized(values[..., channel], size) for channel in range(values.shape[-1])], -1)
