"""Turn a photo level when its edges leave no doubt that the camera was held askew.

A table's edge alone proves nothing: seen from one side it slopes in a level photo. Only when the nearly level
edges *and* the nearly upright ones lean by the same angle is it the camera.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

from merchant_helper.photos.lab import Floats
from merchant_helper.photos.subject import find_subject

LOOK_AT = 640
#: Degrees: less is not worth a loss of sharpness, more is on purpose.
LEAST, MOST = 0.7, 5.0
#: Angles that are tried, how far the best of both families may lie apart, and how much better the best must
#: be than the usual one.
TRIED = np.arange(-7.0, 7.01, 0.25)
AGREE, CLEAR = 0.5, 1.5
#: Length of edges that a family needs, in shares of the picture's side, and the slope that makes an edge.
LENGTH = 0.5
_EDGE = 4.0


def straighten(image: Image.Image) -> tuple[Image.Image, float]:
    """Turn an upright RGB picture level, and tell by how many degrees clockwise it leant.

    Gives the picture itself and 0 unless it is certain. The corners that turning leaves empty are cut off,
    in the picture's own shape, and never at the cost of the product.
    """
    angle = lean(image)
    if not angle:
        return image, 0.0
    width, height = inner(image.size, angle)
    left, top = (image.width - width) / 2, (image.height - height) / 2
    frame = (left, top, left + width, top + height)
    if not _product_stays(image, angle, frame):
        return image, 0.0
    turned = image.rotate(angle, Image.Resampling.BICUBIC)
    return turned.crop((math.ceil(left), math.ceil(top), int(frame[2]), int(frame[3]))), angle


def lean(image: Image.Image) -> float:
    """Tell by how many degrees clockwise the camera's picture leans; 0 unless it is certain."""
    share = min(1.0, LOOK_AT / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    luma = np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), np.float32)
    down, across = ndi.gaussian_filter(luma, 1.5, (1, 0)), ndi.gaussian_filter(luma, 1.5, (0, 1))
    level = _common_angle(np.abs(down), np.abs(across), LENGTH * size[0])
    upright = _common_angle(np.abs(across.T), np.abs(down.T), LENGTH * size[1])
    upright = None if upright is None else -upright
    if level is None or upright is None or abs(level - upright) > AGREE:
        return 0.0
    angle = (level + upright) / 2
    return angle if LEAST <= abs(angle) <= MOST else 0.0


def inner(size: tuple[int, int], degrees: float) -> tuple[float, float]:
    """Give the largest frame of the same shape inside a picture that was turned about its middle."""
    width, height = size
    cos, sin = math.cos(math.radians(degrees)), abs(math.sin(math.radians(degrees)))
    share = min(width / (width * cos + height * sin), height / (width * sin + height * cos))
    return width * share, height * share


def _common_angle(main: Floats, cross: Floats, length: float) -> float | None:
    """Find the one angle at which the nearly level edges lean, in degrees; None when there is no such angle.

    ``main`` is the slope across those edges, ``cross`` along them. Seen from the right angle, edges fall onto
    few lines, and the sum of squares over all lines is largest.
    """
    crest = main >= ndi.maximum_filter1d(main, 3, axis=0)
    rows, columns = np.nonzero(crest & (main > _EDGE) & (main > 2 * cross))
    if len(rows) < length:
        return None
    x = columns - main.shape[1] / 2
    energy = np.array([_energy(rows - x * math.tan(math.radians(angle))) for angle in TRIED])
    best = int(np.argmax(energy))
    if best in (0, len(TRIED) - 1) or energy[best] < CLEAR * np.median(energy):
        return None
    # The crest of a parabola through the best angle and its neighbours.
    before, at, after = energy[best - 1 : best + 2]
    bend = before - 2 * at + after
    return float(TRIED[best] + (0.125 * (before - after) / bend if bend else 0.0))


def _energy(lines: NDArray[np.float64]) -> float:
    """Tell how well edges gather on few lines, each counted with its share in the two nearest."""
    low = np.floor(lines).astype(int)
    share = lines - low
    low -= low.min()
    counts = np.bincount(low, 1 - share, low.max() + 2) + np.bincount(low + 1, share, low.max() + 2)
    return float((counts * counts).sum())


def _product_stays(image: Image.Image, angle: float, frame: tuple[float, float, float, float]) -> bool:
    """Tell whether the product lies inside the frame that is kept once the picture is turned."""
    subject = find_subject(image)
    if subject.box is None or subject.cut_off:
        return False
    rows, columns = np.nonzero(subject.mask)
    x = (columns + 0.5) / subject.mask.shape[1] * image.width - image.width / 2
    y = (rows + 0.5) / subject.mask.shape[0] * image.height - image.height / 2
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across = x * cos + y * sin + image.width / 2
    down = y * cos - x * sin + image.height / 2
    return bool(
        across.min() > frame[0]
        and across.max() < frame[2]
        and down.min() > frame[1]
        and down.max() < frame[3]
    )
