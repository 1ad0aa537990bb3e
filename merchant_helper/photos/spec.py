"""Say what a picture must be like for one channel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Shape = Literal["own", "pad", "crop"]
Format = Literal["jpeg", "webp", "png"]
SUFFIXES: dict[str, str] = {"jpeg": ".jpg", "webp": ".webp", "png": ".png"}
#: A contact shadow that is darker than this is no contact shadow.
MOST_SHADOW = 0.2


@dataclass(frozen=True)
class RenditionSpec:
    """Describe the picture that a channel asks for; a channel's spec file fills it in.

    Lengths are pixels, ``ratio`` is width to height. A cut-out stands on pure white in a frame of this ratio
    whose longer side is at most ``size``; the product takes ``fill`` of it in the direction in which there is
    less room. ``shadow`` is how dark a soft shadow lies under it, 0 (none) to 0.2.

    A photo that was not cut out has at most ``size`` on its longer side. Its ``shape`` stays its ``own``, or
    it gets the ratio: by white beside it (``pad``), or by cutting off what is not the product, and white
    where that does not do (``crop``). Below ``min_size`` on the longer side a picture is held; white
    beside it brings the shorter side up to ``min_side``.

    Output is sRGB without metadata; ``max_bytes`` lowers the quality as far as needed, not below 60, then the
    size. A PNG knows no quality.
    """

    size: int = 1200
    min_size: int = 500
    min_side: int | None = None
    ratio: tuple[int, int] = (1, 1)
    fill: float = 0.83
    shape: Shape = "own"
    shadow: float = 0.0
    format: Format = "jpeg"
    quality: int = 89
    max_bytes: int | None = None

    @property
    def canvas(self) -> tuple[int, int]:
        """Give the largest frame of exactly this ratio: width and height."""
        return self.framed(self.size // max(self.ratio))

    def framed(self, times: int) -> tuple[int, int]:
        """Give a frame that is so many times its ratio."""
        return self.ratio[0] * times, self.ratio[1] * times

    def scale(self, width: float, height: float) -> float:
        """Say by how much a product of this size is enlarged to take its share of the frame."""
        across, down = self.canvas
        return self.fill * min(across / width, down / height)

    def least_longer(self, size: tuple[int, int]) -> int:
        """Say how long the longer side of a picture must stay when it has to be made smaller."""
        needed = math.ceil((self.min_side or 1) * max(size) / min(size))
        return max(self.min_size, needed)

    @property
    def suffix(self) -> str:
        """Give the end of a file's name, with its dot."""
        return SUFFIXES[self.format]
