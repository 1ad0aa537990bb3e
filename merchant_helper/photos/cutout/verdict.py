"""Say how far a cut-out may be trusted: good, please check, or take the photo again.

No engine says by itself that it failed. Two independent opinions do: with a model, the model and the plain
engine; without one, the plain engine on the same picture mirrored and smaller, and on its inside only. Right
answers survive that, answers on clutter fall apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.issues import Issue
from merchant_helper.photos.cutout.filters import Bools
from merchant_helper.photos.cutout.hand import held_in_hand
from merchant_helper.photos.cutout.parts import large_pieces, off_the_frame, overlap, without_crumbs
from merchant_helper.photos.cutout.plain import look

if TYPE_CHECKING:
    from merchant_helper.photos.cutout import Engine

Verdict = Literal["good", "check", "retake"]

ISSUE_CODES = (
    "cutout.nothing_found",
    "cutout.too_small",
    "cutout.too_large",
    "cutout.touches_edge",
    "cutout.two_things",
    "cutout.no_contrast",
    "cutout.busy_background",
    "cutout.unsure",
    "cutout.held_in_hand",
)


@dataclass(frozen=True)
class Thresholds:
    """Hold every limit of the verdict with the measurement that set it.

    Set on one half of 14 products (35 composites with known masks, five kinds of backdrop) and of 20 shop
    photos in which there is no single product; "held out" is the other half. "Right" means IoU >= 0.9.
    ``benchmarks/verdict.py`` names the halves and measures again. Mostly synthetic: to be set again on real
    photos.
    """

    #: Plain engine with itself, calm border. Right ones reach 0.98 and more (27 of 27), the wrong one 0.92.
    #: Held out: 23 of 26 right ones pass, two wrong ones reach 0.96 (both stopped by ``small``).
    consistent: float = 0.95
    doubtful: float = 0.80
    #: Model with plain, calm border. All 28 right ones reach 0.86, none is wrong; held out, 26 of 28.
    agreeing: float = 0.85
    #: The same where the border is busy and both may follow the same stray edge: wrong ones reach 0.73, held
    #: out 0.85.
    agreeing_when_busy: float = 0.92
    #: Distance of the border from its fitted surfaces (Lab, 80th percentile), seen at 224 to 320 pixels.
    #: Plain, textured and checked backgrounds: at most 2.8. Clutter: at least 4.0.
    busy: float = 3.4
    #: Share of the picture covered. Thin things below 0.04 had the only wrong answers that were consistent.
    hardly_anything: float = 0.004
    small: float = 0.04
    large: float = 0.85
    #: Share of the frame's length inside the mask. Products standing free: 0. Shop photos: up to 0.41.
    touching: float = 0.015
    cut_off: float = 0.10


LIMITS = Thresholds()
#: The second looks: longest side in pixels, and the share cut off each side.
LOOK, INSIDE = 224, 0.06


@dataclass(frozen=True)
class Judged:
    """Hold a verdict, the trust in it (0..1) and the reasons."""

    verdict: Verdict
    confidence: float
    issues: tuple[Issue, ...]


def judge(rgb: NDArray[np.uint8], mask: Bools, engine: Engine) -> Judged:
    """Judge the tidied mask that ``engine`` made of the small picture ``rgb``."""
    if mask.mean() < LIMITS.hardly_anything:
        return Judged("retake", 0.0, (Issue("cutout.nothing_found"),))
    trust, noise = trusted(rgb, mask, engine)
    busy = noise > LIMITS.busy
    opinion = (_by_consistency if engine.model is None else _by_agreement)(trust, busy)
    held: list[tuple[Verdict, Issue]] = []
    if held_in_hand(rgb, mask, busy=busy):
        held.append(("check", Issue("cutout.held_in_hand")))
    # What can be seen in the picture comes first: its advice is the most to the point.
    return _weigh(trust, [*held, *_shape(mask), *opinion])


def trusted(rgb: NDArray[np.uint8], mask: Bools, engine: Engine) -> tuple[float, float]:
    """Give how much a second opinion has in common with ``mask`` (IoU), and how busy the border is.

    With a model the plain engine is asked; plain alone is asked again, mirrored and about the inside.
    """
    if engine.model is None:
        mirrored, noise = _second_look(rgb, mask, mirror=True, inside=0.0)
        inner, _ = _second_look(rgb, mask, mirror=False, inside=INSIDE)
        return min(mirrored, inner), noise
    return _second_look(rgb, mask, mirror=False, inside=0.0)


def tidied(probability: NDArray[np.float32]) -> Bools:
    """Turn an engine's map into the yes/no mask that is compared and shown."""
    return without_crumbs(off_the_frame(probability > 0.5))


def _weigh(trust: float, findings: list[tuple[Verdict, Issue]]) -> Judged:
    """Take the worst finding as the verdict, and keep the confidence inside the verdict's own range."""
    verdicts = {verdict for verdict, _ in findings}
    issues = tuple(issue for _, issue in findings)
    if "retake" in verdicts:
        return Judged("retake", round(min(trust * 0.4, 0.4), 3), issues)
    if "check" in verdicts:
        return Judged("check", round(0.4 + 0.4 * trust, 3), issues)
    return Judged("good", round(trust, 3), ())


def _by_consistency(trust: float, busy: bool) -> list[tuple[Verdict, Issue]]:
    """Judge the plain engine by itself; before a busy background it is hardly worth anything."""
    if busy:
        verdict: Verdict = "check" if trust >= LIMITS.consistent else "retake"
        return [(verdict, Issue("cutout.busy_background"))]
    if trust >= LIMITS.consistent:
        return []
    # Before a calm background the usual reason is a product of nearly the same colour.
    return [("retake" if trust < LIMITS.doubtful else "check", Issue("cutout.no_contrast"))]


def _by_agreement(trust: float, busy: bool) -> list[tuple[Verdict, Issue]]:
    """Judge a model; where plain cannot follow, the model may still be right, so a person looks."""
    if trust >= (LIMITS.agreeing_when_busy if busy else LIMITS.agreeing):
        return []
    return [("check", Issue("cutout.busy_background" if busy else "cutout.unsure"))]


def _shape(mask: Bools) -> list[tuple[Verdict, Issue]]:
    """Judge what the mask looks like, whoever made it."""
    found: list[tuple[Verdict, Issue]] = []
    covered, contact = float(mask.mean()), _contact(mask)
    if covered < LIMITS.small:
        found.append(("check", Issue("cutout.too_small")))
    if covered > LIMITS.large:
        found.append(("retake", Issue("cutout.too_large")))
    if contact > LIMITS.touching:
        found.append(("retake" if contact > LIMITS.cut_off else "check", Issue("cutout.touches_edge")))
    if large_pieces(mask) > 1:
        found.append(("check", Issue("cutout.two_things")))
    return found


def _contact(mask: Bools) -> float:
    """Tell the share of the frame that the mask touches; the outermost line is always clear."""
    return float(np.concatenate([mask[1], mask[-2], mask[:, 1], mask[:, -2]]).mean())


def _second_look(rgb: NDArray[np.uint8], mask: Bools, mirror: bool, inside: float) -> tuple[float, float]:
    """Let the plain engine see the picture differently: tell the IoU where both saw, and the noise met."""
    height, width = mask.shape
    down, across = round(height * inside), round(width * inside)
    seen = np.s_[down : height - down, across : width - across]
    turn = -1 if mirror else 1
    part = Image.fromarray(np.ascontiguousarray(rgb[seen][:, ::turn]))
    scale = min(1.0, LOOK / max(height, width))
    size = (max(16, round(part.width * scale)), max(16, round(part.height * scale)))
    again, noise = look(np.asarray(part.resize(size, Image.Resampling.LANCZOS)))
    back = np.asarray(Image.fromarray(again).resize(part.size, Image.Resampling.BILINEAR))[:, ::turn]
    return overlap(tidied(back), mask[seen]), noise
