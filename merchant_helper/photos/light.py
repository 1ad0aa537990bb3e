"""Lighten a photo that came out too dark and take a lamp's colour out of it, or leave it exactly as it is.

Colour sells: a shirt that arrives in another red comes back. So white balance moves only when two surfaces
that should be neutral, a pale backdrop and the palest part of the product, show the same tint; and nothing
moves by more than a cap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.photos.cutout.surfaces import border
from merchant_helper.photos.lab import lab
from merchant_helper.photos.subject import Subject, brightest, find_subject

#: L* of the brightest parts below which a photo is lightened (good ones reach 52 on the darkest cloth), what
#: they are brought to, and how steep the curve may begin.
TOO_DARK, ENOUGH, MOST_LIGHT = 50.0, 72.0, 1.6
#: The most that one channel is turned up or down, and the most it may ask for before the backdrop is taken to
#: be coloured and not lit.
MOST_COLOUR, COLOURED = 0.15, 0.22
#: Chroma below which a pale wall is just a pale wall; L* from which a surface counts as pale.
TINT, PALE = 10.0, 65.0
#: How far apart the tints of both witnesses may be: cosine of the hue angle, and ratio of chroma.
SAME_HUE, SAME_CHROMA = 0.85, 0.5
#: How much the backdrop's colour may vary (a*, b*): a pattern is no witness.
PLAIN = 3.0
_QUIET = 3.0
#: When she asks for light herself: L* that the brightest parts are brought to, and the most that the colours
#: of the product may move, in mean CIE76 units: all in all, and in hue and chroma alone.
BRIGHT, MOST_CHANGE, MOST_TINT_CHANGE = 90.0, 14.0, 6.0
#: Units below which nobody sees a difference.
_UNSEEN = 1.0
_TRIES = 6


@dataclass(frozen=True)
class Light:
    """Hold a correction: a factor for each of R, G, B, then a curve that begins with slope ``lift``."""

    gains: tuple[float, float, float]
    lift: float

    def apply(self, image: Image.Image) -> Image.Image:
        """Correct an RGB picture; black stays black and nothing below white becomes white by ``lift``."""
        steps = np.arange(256, dtype=np.float64) / 255
        table: list[int] = []
        for gain in self.gains:
            lit = 1 - (1 - np.minimum(steps * gain, 1.0)) ** self.lift
            table.extend((lit * 255).round().astype(int).tolist())
        return image.point(table)


def lighten(image: Image.Image) -> tuple[Image.Image, bool]:
    """Correct an upright RGB picture's light where that is safe, and tell whether anything changed."""
    light = needed(image)
    return (light.apply(image), True) if light else (image, False)


def needed(image: Image.Image) -> Light | None:
    """Say which correction a picture needs; None for a good one and for one that nothing is sure about."""
    subject = find_subject(image)
    gains = _gains(subject)
    seen = brightest(subject)
    lift = min(MOST_LIGHT, ENOUGH / max(seen, 1.0)) if seen < TOO_DARK else 1.0
    return Light(gains, lift) if lift > 1.0 or gains != (1.0, 1.0, 1.0) else None


def asked(image: Image.Image) -> Light | None:
    """Say which correction a picture gets when she asks for one; None where nothing would be seen of it.

    Bolder than :func:`needed`: the border alone says what white is, for she sees both pictures and can go
    back. How far the product's colours move is measured and capped (MOST_CHANGE, MOST_TINT_CHANGE).
    """
    subject = find_subject(image)
    seen = brightest(subject)
    lift = min(MOST_LIGHT, max(BRIGHT / max(seen, 1.0), 1.0))
    wished = Light(_border_gains(subject), lift)
    low, high = 0.0, 1.0
    if _within_cap(subject, wished):
        low = 1.0
    else:
        for _try in range(_TRIES):
            middle = (low + high) / 2
            low, high = (middle, high) if _within_cap(subject, _share(wished, middle)) else (low, middle)
    light = _share(wished, low)
    return light if moved(subject, light)[0] >= _UNSEEN else None


def moved(subject: Subject, light: Light) -> tuple[float, float]:
    """Measure how far a product's colours move: mean CIE76 distance, and that of a* and b* alone."""
    after = lab(light.apply(Image.fromarray(subject.rgb)))
    off = after - subject.small
    off = off[subject.mask] if subject.mask.any() else off.reshape(-1, 3)
    return float(np.sqrt((off * off).sum(-1)).mean()), float(np.hypot(off[:, 1], off[:, 2]).mean())


def _within_cap(subject: Subject, light: Light) -> bool:
    change, tint = moved(subject, light)
    return change <= MOST_CHANGE and tint <= MOST_TINT_CHANGE


def _share(light: Light, share: float) -> Light:
    """Give a part of a correction."""
    red, green, blue = (1 + (gain - 1) * share for gain in light.gains)
    return Light((red, green, blue), 1 + (light.lift - 1) * share)


def _border_gains(subject: Subject) -> tuple[float, float, float]:
    """Say what neutralises a plain pale backdrop; one that is coloured stays as it is."""
    ring = border(*subject.mask.shape) & ~subject.mask
    if subject.unrest > _QUIET or not ring.any() or subject.small[ring][:, 1:].std(0).max() > PLAIN:
        return 1.0, 1.0, 1.0
    if float(np.median(subject.small[ring][:, 0])) < TOO_DARK:
        return 1.0, 1.0, 1.0
    return _neutral(subject, ring)


def _gains(subject: Subject) -> tuple[float, float, float]:
    """Say what neutralises the backdrop, if it and the product agree that the light is tinted."""
    unchanged = (1.0, 1.0, 1.0)
    ring = border(*subject.mask.shape) & ~subject.mask
    if subject.unrest > _QUIET or not ring.any() or not _witnesses_agree(subject, ring):
        return unchanged
    return _neutral(subject, ring)


def _neutral(subject: Subject, ring: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Turn a backdrop's colour into grey, as far as it may be; a strong one is its own, not the lamp's."""
    colour = np.median(subject.rgb[ring], axis=0).astype(np.float64)
    grey = float(colour @ (0.2126, 0.7152, 0.0722))
    wanted = grey / np.maximum(colour, 1.0)
    if np.abs(wanted - 1).max() > COLOURED:
        return 1.0, 1.0, 1.0
    red, green, blue = np.clip(wanted, 1 - MOST_COLOUR, 1 + MOST_COLOUR).tolist()
    return red, green, blue


def _witnesses_agree(subject: Subject, ring: NDArray[np.bool_]) -> bool:
    """Tell whether backdrop and product show one tint on surfaces that should have none."""
    if not subject.mask.any():
        return False
    product = subject.small[subject.mask]
    palest = product[product[:, 0] >= np.percentile(product[:, 0], 90)]
    if subject.small[ring][:, 1:].std(0).max() > PLAIN:
        return False
    first, second = np.median(subject.small[ring], axis=0), np.median(palest, axis=0)
    tints = float(np.hypot(*first[1:])), float(np.hypot(*second[1:]))
    if min(first[0], second[0]) < PALE or tints[0] < TINT or tints[1] < SAME_CHROMA * tints[0]:
        return False
    return float(first[1:] @ second[1:]) >= SAME_HUE * tints[0] * tints[1]
