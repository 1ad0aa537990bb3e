"""Judge a photo at once, so that a better one can be taken while the product still stands there.

``inspect`` gives the advice, ``measure`` the figures behind it. Thresholds were read off 56 composites
on four kinds of plain backdrop, good and spoilt in fifteen ways, 20 shop photos without a single product and
drawn scenes; tests hold them, and benchmarks/capture.py counts what they say.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy import ndimage as ndi

from merchant_helper.issues import Issue
from merchant_helper.photos.cast import is_cast
from merchant_helper.photos.intake import Upright
from merchant_helper.photos.model import FRAMING
from merchant_helper.photos.sharpness import crispness, cropped, edge_width, grey, noise
from merchant_helper.photos.subject import Subject, brightest, find_subject

ISSUE_CODES = (
    "photo.dark",
    "photo.blurred",
    "photo.cluttered",
    "photo.cut_off",
    "photo.not_seen",
    "photo.small",
    "photo.few_pixels",
    "photo.blown",
    "photo.noisy",
    "photo.two_products",
    "photo.cast",
)

#: L* that the brightest twentieth of frame or product reaches even on black cloth; 52 at least in good light,
#: 43 at most when it is dimmed to four tenths.
DARK = 47.0
#: Share of the product that is burnt out to white; a white label in good light stays below .12.
BLOWN, WHITE = 0.15, 98.5
#: Sharp photos: edge width 6.1 at most (real ones), crispness .50 at least; blurred by 2.5 pixels: 5.8 to 9
#: and .21 to .44. Noise lifts crispness and leaves the width alone, hence a width that is enough by itself,
#: unless the photo is free of noise and crisp: a smooth fruit has no other edge than its soft outline.
WIDE, WIDER, SOFT, SOFTER = 5.0, 6.6, 0.5, 0.3
CRISP, RUSTLES = 0.62, 2.0
#: Grey levels of noise: the composites and their darker copies have 1, and up to 4 when they are blurred and
#: noisy; a sensor's 24 measure 12 to 14 here. Noise makes a calm backdrop restless, hence before that.
NOISY, NOISIER = 6.5, 9.0
#: Plain and patterned backdrops stay below 3.1, shop shelves begin at 3.5. A product that leaves the frame
#: makes one to three foreign stretches of border; a shelf makes more, and so do large checks, which are calm.
UNREST, FOREIGN, STRETCHES, CALM = 3.2, 0.45, 4, 1.6
#: Longest side of the product as a share of the frame's side, and its least share of the frame.
SMALL, NOT_SEEN = 0.33, 0.0035
#: A thing beside the product of this share of its size is a second product.
SECOND = 0.4
#: Product pixels below which 1.5 times enlargement gives a poor picture (warn) or not a full one (hint).
FEW, FEWER_THAN_FULL = 400, 664
CHAT_SIZED = 1000
_MIDDLE = (0.2, 0.2, 0.8, 0.8)
_MARGIN = 0.03


@dataclass(frozen=True)
class Measures:
    """Hold what was measured on one photo.

    ``brightest`` is L*, ``blown`` a share of the product, ``edge_width`` pixels at 1024 (None when there is
    hardly an edge), ``noise`` grey levels there, ``cast`` whether the light has a colour, ``product_pixels``
    the product's longest side in the original (None when none was found).
    """

    subject: Subject
    brightest: float
    blown: float
    edge_width: float | None
    crispness: float
    noise: float
    cast: bool
    product_pixels: int | None
    longest: int

    @property
    def cluttered(self) -> bool:
        """Tell whether the backdrop is too restless for anything in front of it to be judged."""
        return _restless(self.subject)

    @property
    def blurred(self) -> bool:
        """Tell whether the product is out of focus or shaken."""
        width = self.edge_width or 0.0
        unclear = self.crispness < CRISP or self.noise > RUSTLES
        wide = (width > WIDE and self.crispness < SOFT) or (width > WIDER and unclear)
        return wide or self.crispness < SOFTER


def inspect(upright: Upright) -> list[Issue]:
    """Say the one thing that should be better about a photo; a good photo gets no advice.

    Advice about the frame, which only the cover must heed, may be followed by one piece of other advice.
    """
    return judge(measure(upright))


def measure(upright: Upright) -> Measures:
    """Measure a photo; a picture of 1000 to 2000 pixels is enough and fast."""
    subject = find_subject(upright.image)
    found = subject.box if subject.area >= NOT_SEEN and not _restless(subject) else None
    whole = grey(upright.image)
    luma = cropped(whole, _wider(found) if found else _MIDDLE)
    return Measures(
        subject=subject,
        brightest=brightest(subject),
        blown=_blown(subject),
        edge_width=edge_width(luma),
        crispness=crispness(luma),
        noise=noise(whole),
        cast=is_cast(subject),
        product_pixels=_longest_side(found, upright.size) if found else None,
        longest=max(upright.size),
    )


def judge(seen: Measures) -> list[Issue]:
    """Turn measures into advice, the most useful first."""
    codes = _about_the_light_and_hand(seen) + _about_the_frame(seen)
    if (seen.product_pixels or FEW) < FEW or seen.longest < CHAT_SIZED:
        codes.append("photo.few_pixels")
    if seen.blown > BLOWN:
        codes.append("photo.blown")
    if codes:
        others = [code for code in codes[1:] if code not in FRAMING] if codes[0] in FRAMING else []
        return [Issue(code, field="photo") for code in (codes[0], *others[:1])]
    return [Issue(code, field="photo", severity="hint") for code in _worth_a_hint(seen)[:1]]


def _about_the_light_and_hand(seen: Measures) -> list[str]:
    """Name what spoils a photo as a whole; what else is measured on it means little then."""
    if seen.brightest < DARK:
        return ["photo.dark"]
    if seen.blurred:
        return ["photo.blurred"]
    noisy = seen.noise > NOISIER or (seen.noise > NOISY and seen.cluttered)
    return ["photo.noisy"] if noisy else []


def _worth_a_hint(seen: Measures) -> list[str]:
    """Name what could be better about a photo that can be used."""
    found = {
        "photo.two_products": seen.subject.second >= SECOND,
        "photo.noisy": seen.noise > NOISY,
        "photo.cast": seen.cast,
        "photo.few_pixels": (seen.product_pixels or FEWER_THAN_FULL) < FEWER_THAN_FULL,
    }
    return [code for code, here in found.items() if here]


def _restless(subject: Subject) -> bool:
    if subject.stretches >= STRETCHES and subject.unrest > CALM:
        return True
    return subject.unrest > UNREST or subject.foreign > FOREIGN


def _about_the_frame(seen: Measures) -> list[str]:
    """Name the one thing to change about where product and camera stand."""
    subject = seen.subject
    if seen.cluttered:
        return ["photo.cluttered"]
    if subject.box is None or subject.area < NOT_SEEN:
        return ["photo.not_seen"]
    if subject.cut_off:
        return ["photo.cut_off"]
    left, top, right, bottom = subject.box
    return ["photo.small"] if max(right - left, bottom - top) < SMALL else []


def _wider(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Take in the product's own outline: on a smooth fruit it is the only edge."""
    left, top, right, bottom = box
    return (
        max(0.0, left - _MARGIN),
        max(0.0, top - _MARGIN),
        min(1.0, right + _MARGIN),
        min(1.0, bottom + _MARGIN),
    )


def _blown(subject: Subject) -> float:
    """Give the share of the product, without its rim, that is nothing but white."""
    inside = ndi.binary_erosion(subject.mask, iterations=2)
    return float((subject.small[..., 0][inside] > WHITE).mean()) if inside.any() else 0.0


def _longest_side(box: tuple[float, float, float, float], size: tuple[int, int]) -> int:
    """Give the longer side of a box in pixels of the original."""
    return round(max((box[2] - box[0]) * size[0], (box[3] - box[1]) * size[1]))
