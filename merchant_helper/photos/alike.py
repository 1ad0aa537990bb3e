"""Know a photo again that was made smaller or packed anew, by a fingerprint of its coarse light and dark.

64 signs of a cosine transform (the usual "pHash", but faint waves count as none). Packed again at 800, 640 or
320 pixels, 76 photos moved by 3 signs at most; of their 2,850 pairs of different photos none came nearer than
10, the same product on another cloth included.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PIL import Image

from merchant_helper.issues import Issue

ISSUE_CODES = ("photo.alike",)

#: Signs by which two fingerprints of one photo may differ.
ALIKE = 6
_SIDE, _KEPT = 32, 8
#: Grey levels of contrast below which the signs are those of the noise.
_FLAT = 3.0
#: Share of the mean wave that a wave must exceed: fainter ones, as a symmetric picture has, go either way.
_FAINT = 0.2


def fingerprint(image: Image.Image) -> str | None:
    """Give 16 hex digits for an upright picture, or None for one without light and dark."""
    from scipy.fft import dctn

    small = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, np.float32)
    if float(pixels.std()) < _FLAT:
        return None
    waves = dctn(pixels)[:_KEPT, :_KEPT].ravel()
    waves[0] = 0  # how bright it is tells nothing
    signs = waves > _FAINT * np.abs(waves).mean()
    return np.packbits(signs).tobytes().hex()


def distance(first: str, second: str) -> int:
    """Count the signs in which two fingerprints differ."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


class Lookalikes:
    """Remember photos by fingerprint and name, and name the one that a new photo is like."""

    def __init__(self, known: Iterable[tuple[str | None, str]] = ()) -> None:
        self._seen = [(int(mark, 16), name) for mark, name in known if mark]

    def like(self, mark: str | None) -> str | None:
        """Name the photo that is most like this one, if any is."""
        if not mark:
            return None
        own = int(mark, 16)
        apart = [(own ^ other).bit_count() for other, _name in self._seen]
        nearest = min(apart, default=ALIKE + 1)
        return self._seen[apart.index(nearest)][1] if nearest <= ALIKE else None

    def add(self, mark: str | None, name: str) -> None:
        """Remember one more."""
        if mark:
            self._seen.append((int(mark, 16), name))

    def look(self, mark: str | None, name: str) -> list[Issue]:
        """Give a hint that names the photo which this one is like, and remember this one."""
        other = self.like(mark)
        self.add(mark, name)
        return [Issue("photo.alike", "photo", "hint", {"name": other})] if other is not None else []
