"""Describe a plain background as up to four smooth colour surfaces fitted to the picture's border.

Colours are CIE Lab. A surface gives lightness and colour as a polynomial of the place, so that a wall with
light falling on it from one side is one surface; wall and table are two; a checked cloth is two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from merchant_helper.photos.cutout.filters import Bools, Floats, across_channels

MOST_SURFACES = 4
#: Points of the border used for fitting: twice as many changed no mean IoU by 0.003.
POINTS = 700
#: What one more surface must save in mean colour distance to be worth having.
PRICE_OF_A_SURFACE = 0.35
#: A surface is at a side with this share of its points, and another thing from this distance on.
AT_A_SIDE, OTHER_THING = 0.08, 12.0
#: Lightness counts half as much as colour: light changes it, the material does not.
LIGHTNESS = 0.5
#: Share of lightness that a cast shadow may take away, and what a darker step inside it still costs.
SHADOW_DEPTH, SHADOW_COST, BEYOND_SHADOW_COST = 0.45, 0.12, 1.2


@dataclass(frozen=True)
class Surface:
    """Hold the polynomial of one surface: ``factors`` is terms x 3 (L, a, b)."""

    factors: Floats
    order: int

    def at(self, y: Floats, x: Floats) -> Floats:
        """Tell the expected Lab colour at places in -1..1."""
        colour: Floats = _terms(y, x, self.order) @ self.factors
        return colour


def border(height: int, width: int, share: float = 0.05) -> Bools:
    """Mark the outer ``share`` of the picture."""
    marked = np.ones((height, width), bool)
    rows, columns = max(2, round(height * share)), max(2, round(width * share))
    marked[rows:-rows, columns:-columns] = False
    return marked


def distance_to_background(lab: Floats) -> Floats:
    """Tell how unlike the border's surfaces every pixel is, in Lab units; a cast shadow is hardly unlike."""
    return distances(lab)[0]


def distances(lab: Floats) -> tuple[Floats, Floats]:
    """Tell how unlike the border's surfaces every pixel is, and how unlike if shade counted nothing."""
    height, width = lab.shape[:2]
    y, x = _places(height, width)
    nearest, colour = (np.full((height, width), np.inf, np.float32) for _ in range(2))
    for surface in fit(lab):
        unlike, unshaded = _unlike_both(lab, surface.at(y, x))
        nearest, colour = np.minimum(nearest, unlike), np.minimum(colour, unshaded)
    return nearest, colour


def fit(lab: Floats) -> list[Surface]:
    """Fit the fewest surfaces that explain the border."""
    edge = border(*lab.shape[:2])
    y, x = _places(*lab.shape[:2])
    every = max(1, int(edge.sum()) // POINTS)
    colours, y, x = lab[edge][::every], y[edge][::every], x[edge][::every]
    best: list[Surface] = []
    lowest = np.inf
    for count in range(1, MOST_SURFACES + 1):
        surfaces, residual = _fit_count(colours, y, x, count)
        cost = float(np.minimum(residual, 12.0).mean()) + PRICE_OF_A_SURFACE * (len(surfaces) - 1)
        if cost < lowest:
            best, lowest = surfaces, cost
        if lowest < PRICE_OF_A_SURFACE * count:
            break  # even a perfect fit with one more would cost as much
    return _without_cut_off_products(best, colours, y, x)


def _without_cut_off_products(
    surfaces: list[Surface], colours: Floats, y: Floats, x: Floats
) -> list[Surface]:
    """Leave out surfaces that lie at one side of the frame only and are unlike all others.

    A wall, a table or a cloth goes round a corner; what does not is a product that the frame cuts off.
    """
    owner = np.stack([_plain_distance(colours, surface.at(y, x)) for surface in surfaces], -1).argmin(-1)
    sides = np.stack([x < -0.9, x > 0.89, y < -0.9, y > 0.89])
    kept = []
    for index, surface in enumerate(surfaces):
        mine = owner == index
        others = [other for number, other in enumerate(surfaces) if number != index]
        at_sides = (sides & mine).sum(1)
        one_side = int((at_sides > AT_A_SIDE * max(1, int(mine.sum()))).sum()) < 2
        if not (
            one_side and others and _median_unlike(colours[mine], others, y[mine], x[mine]) > OTHER_THING
        ):
            kept.append(surface)
    return kept or surfaces


def _median_unlike(colours: Floats, surfaces: list[Surface], y: Floats, x: Floats) -> float:
    if len(colours) == 0:
        return 0.0
    return float(np.median(np.min([_unlike(colours, surface.at(y, x)) for surface in surfaces], axis=0)))


def _places(height: int, width: int) -> tuple[Floats, Floats]:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return y / height * 2 - 1, x / width * 2 - 1


def _terms(y: Floats, x: Floats, order: int) -> Floats:
    columns = [np.ones_like(x), x, y, x * x, x * y, y * y]
    return np.stack(columns[: (1, 3, 6)[order]], -1)


def _plain_distance(colours: Floats, expected: Floats) -> Floats:
    off = colours - expected
    off[..., 0] *= LIGHTNESS
    distance: Floats = np.sqrt(across_channels(off, off))
    return distance


def _unlike(lab: Floats, expected: Floats) -> Floats:
    return _unlike_both(lab, expected)[0]


def _unlike_both(lab: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Measure distance to one surface, once with shade counting little and once with it counting nothing."""
    full = _plain_distance(lab, expected)
    light = np.maximum(expected[..., 0], 1.0)
    shade = np.clip(lab[..., 0] / light, 0.0, 1.0)
    # In shade a surface keeps its hue and loses saturation with its lightness.
    faded = np.hypot(lab[..., 1] - expected[..., 1] * shade, lab[..., 2] - expected[..., 2] * shade)
    fresh = np.hypot(lab[..., 1] - expected[..., 1], lab[..., 2] - expected[..., 2])
    darker = light - lab[..., 0]
    inside = SHADOW_DEPTH * light
    cost = SHADOW_COST * np.minimum(darker, inside) + BEYOND_SHADOW_COST * np.maximum(darker - inside, 0.0)
    colour = np.minimum(faded, fresh)
    shadow = np.hypot(cost, colour)
    return (
        np.where(darker > 0, np.minimum(full, shadow), full),
        np.where(darker > 0, np.minimum(full, colour), full),
    )


def _fit_count(colours: Floats, y: Floats, x: Floats, count: int) -> tuple[list[Surface], Floats]:
    """Alternate between fitting ``count`` surfaces and giving each point to its nearest one."""
    owner = _nearest(colours, _far_apart(colours, count))
    for _ in range(1 if count == 1 else 3):
        surfaces = [
            _fit_one(colours[mine], y[mine], x[mine], alone=count == 1, share=float(mine.mean()))
            for mine in (owner == index for index in range(count))
            if mine.mean() >= 0.03
        ]
        apart = np.stack([_plain_distance(colours, surface.at(y, x)) for surface in surfaces], -1)
        owner = apart.argmin(-1)
    return surfaces, apart.min(-1)


def _far_apart(colours: Floats, count: int) -> Floats:
    """Choose starting colours: the middle one, then each time the colour farthest from all chosen."""
    chosen = [np.median(colours, axis=0)]
    while len(chosen) < count:
        apart = np.min([_plain_distance(colours, colour) for colour in chosen], axis=0)
        # Not the very farthest: that is often a single odd pixel.
        chosen.append(colours[np.argsort(apart)[int(len(apart) * 0.97)]])
    return np.stack(chosen)


def _nearest(colours: Floats, seeds: Floats) -> NDArray[np.intp]:
    nearest: NDArray[np.intp] = np.stack([_plain_distance(colours, seed) for seed in seeds], -1).argmin(-1)
    return nearest


def _fit_one(colours: Floats, y: Floats, x: Floats, *, alone: bool, share: float) -> Surface:
    """Fit one polynomial, stiffer with less support, and let outliers count little."""
    spread = min(float(np.ptp(y)), float(np.ptp(x)))
    order = 2 if (alone or share > 0.35) and spread > 1.2 else 1 if share > 0.1 else 0
    terms = _terms(y, x, order)
    weight = np.ones(len(colours), np.float32)
    for _ in range(3):
        weighted = terms * weight[:, None]
        normal = weighted.T @ weighted + 1e-3 * np.eye(terms.shape[1], dtype=np.float32)
        factors = np.linalg.solve(normal, weighted.T @ (colours * weight[:, None])).astype(np.float32)
        off = np.abs(colours - terms @ factors)
        usual = np.maximum(np.median(off, axis=0) * 1.4826, (0.8, 0.5, 0.5))
        weight = (1 / (1 + ((off / usual) ** 2).mean(-1) / 4)).astype(np.float32)
    return Surface(factors, order)
