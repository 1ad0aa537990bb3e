"""Find the codes in a grey picture, also in a skewed, dim, blurred or noisy one.

The library finds most at the first look. What it does not is looked at again in other sizes, with the light
evened out, sharper and smoother; these looks cost time, so they are taken only when something is missing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from merchant_helper.guides.vietqr.opening import shrunk

Point = tuple[float, float]
# Pictures smaller than this are made larger: a module of one or two pixels is hard to see.
_SMALL = 700
_MOST = 40
# How much longer one side of a code may look than another before it is no code.
_LONGEST_SIDE = 2.0


@dataclass(frozen=True)
class Seen:
    """Hold one code: its text (empty when a code is there and cannot be read) and its corners."""

    text: str
    corners: tuple[Point, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Give the left, upper, right and lower edge."""
        xs, ys = [x for x, _y in self.corners], [y for _x, y in self.corners]
        return min(xs), min(ys), max(xs), max(ys)


def look(grey: Image.Image) -> list[Seen]:
    """Give every code from left to right; one that was found and not read comes with an empty text."""
    found = _together(_read(image, share) for image, share in _first_looks(grey))
    if not found or any(not seen.text for seen in found):
        for image, share in _second_looks(grey):
            found = _together([found, _read(image, share)])
            if found and all(seen.text for seen in found):
                break
    return sorted(found, key=lambda seen: (seen.box[0], seen.box[1]))


def _first_looks(grey: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    """Look at sizes that suit a code that fills the picture, and one that fills a tenth of it."""
    for longest in sorted({max(grey.size), 2000, 1000}):
        if longest <= max(grey.size):
            yield _sized(grey, longest)
    yield _changed(grey, 1400, _even)


def _second_looks(grey: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    """Look again at what won most often in photos at the edge of what can be read."""
    looks = (
        (600, _sharp), (1400, _strong), (600, _smooth), (900, _strong),
        (2200, _strong), (400, _sharp), (1400, _sharp),
    )  # fmt: skip
    for longest, change in looks:
        yield _changed(grey, longest, change)


def _sized(grey: Image.Image, longest: int) -> tuple[Image.Image, float]:
    """Shrink, or double what is tiny."""
    image = shrunk(grey, longest)
    if max(image.size) < _SMALL:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    return image, grey.width / image.width


def _changed(
    grey: Image.Image, longest: int, change: Callable[[Image.Image], Image.Image]
) -> tuple[Image.Image, float]:
    image, share = _sized(grey, longest)
    return change(image), share


def _plain(image: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(image, cutoff=2)


def _even(image: Image.Image) -> Image.Image:
    """Divide by the light that falls there, so that a shadow across the code goes."""
    blurred = image.filter(ImageFilter.BoxBlur(max(8, max(image.size) // 16)))
    light = np.asarray(blurred, dtype=np.float32)
    evened = np.asarray(image, dtype=np.float32) * 150.0 / np.maximum(light, 4.0)
    return Image.fromarray(np.clip(evened, 0, 255).astype(np.uint8))


def _sharp(image: Image.Image) -> Image.Image:
    return _plain(image).filter(
        ImageFilter.UnsharpMask(radius=max(image.size) / 400, percent=250, threshold=0)
    )


def _smooth(image: Image.Image) -> Image.Image:
    return _plain(image.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.GaussianBlur(1)))


def _strong(image: Image.Image) -> Image.Image:
    return _sharp(_even(image.filter(ImageFilter.GaussianBlur(0.8))))


def _read(image: Image.Image, share: float) -> list[Seen]:
    """Ask the library, by two ways of telling black from white; places are in the first picture's pixels."""
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    ways = (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram)
    found = []
    for way in ways:
        for barcode in zxingcpp.read_barcodes(
            image, formats=wanted, text_mode=zxingcpp.TextMode.Plain, binarizer=way, return_errors=True
        ):
            corners = _corners(barcode.position, share)
            spoilt = barcode.error is not None and barcode.error.type == zxingcpp.ErrorType.Checksum
            if barcode.valid or (spoilt and _is_square(corners)):
                found.append(Seen(barcode.text if barcode.valid else "", corners))
    return found


def _corners(position: Any, share: float) -> tuple[Point, ...]:
    four = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((point.x * share, point.y * share) for point in four)


def _together(looks: Iterable[list[Seen]]) -> list[Seen]:
    """Join several looks at one picture: each text once, and at most one place that was not read.

    A spoilt code is found in several places, none of them right, so these are not counted.
    """
    read: dict[str, Seen] = {}
    unread: list[Seen] = []
    for seen in (seen for look in looks for seen in look):
        if seen.text:
            read.setdefault(seen.text, seen)
        else:
            unread.append(seen)
    left = [seen for seen in unread if not any(_touch(seen, other) for other in read.values())]
    return [*list(read.values())[:_MOST], *left[:1]]


def _touch(one: Seen, other: Seen) -> bool:
    left, top, right, bottom = one.box
    x0, y0, x1, y1 = other.box
    return left <= x1 and x0 <= right and top <= y1 and y0 <= bottom


def _is_square(corners: tuple[Point, ...]) -> bool:
    """Tell four corners that may be a code seen from the side from those that cannot."""
    sides = [math.dist(corners[at - 1], corners[at]) for at in range(4)]
    return min(sides) * _LONGEST_SIDE >= max(sides) > 0
