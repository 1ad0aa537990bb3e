"""Say what a picture must be like for one channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RenditionSpec:
    """Describe the picture that a channel asks for; a channel's spec file fills it in.

    Lengths are pixels. A cut-out stands on pure white in a square of at most ``size``, its longest side
    taking ``fill`` of it. A photo that was not cut out keeps its own shape and is never cropped; its longest
    side is at most ``size``, and ``square`` pads it with white. Below ``min_size`` a picture is held.
    Output is a JPEG in sRGB without metadata; ``max_bytes`` lowers the quality as far as needed, not below
    60, then the size.
    """

    size: int = 1200
    min_size: int = 500
    fill: float = 0.83
    square: bool = False
    quality: int = 89
    max_bytes: int | None = None
