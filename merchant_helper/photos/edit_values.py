"""Hold what comes from a brush or a button to its bounds: anybody can send anything.

Lengths are shares: a point's of the upright photo's width and height, a radius of its longer side.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from merchant_helper.errors import MerchantHelperError
from merchant_helper.issues import Issue

ISSUE_CODES = ("edit.crop_too_small", "edit.not_understood", "edit.nothing_drawn", "edit.too_much")

MOST_TEXT = 300_000
#: Strokes in one go, points of one, and points of all. A quick finger makes some 60 points a second.
MOST_STROKES, MOST_POINTS, MOST_POINTS_IN_ALL = 200, 2_000, 6_000
THINNEST, THICKEST = 0.002, 0.2
#: Degrees of levelling, and the least that a crop leaves of each side.
MOST_LEAN, LEAST_SIDE = 15.0, 0.1
#: Rows and columns of the squares that stand in for the brush where no script runs.
GRID = (6, 5)
#: What a photo may have been through before it came here, as renditions name it.
CAME = ("hand_corrected", "blurred", "turned", "straightened", "cropped")
_DIGITS = 5

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class EditRefused(MerchantHelperError):
    """Say why something drawn or pressed was not taken."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.issue = Issue(code, severity="warn", params=dict(params))


@dataclass(frozen=True)
class Area:
    """Be a stroke of the brush through ``points``, or a ``box`` where there are none.

    ``keep`` tells, of a stroke on the cut-out, whether it is product.
    """

    points: tuple[Point, ...] = ()
    radius: float = 0.0
    box: Box | None = None
    keep: bool = True


def strokes_in(text: str) -> dict[str, Any]:
    """Read what the page's script sends: ``[{"r": 0.02, "p": [[x, y], …], "do": "keep"}, …]``.

    Gives the value that is kept. Raises EditRefused.
    """
    if len(text) > MOST_TEXT:
        raise EditRefused("edit.too_much")
    try:
        told = json.loads(text or "[]", parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise EditRefused("edit.not_understood") from error
    return checked("strokes", {"strokes": told})


def squares_in(numbers: list[str]) -> dict[str, Any]:
    """Read ticked squares, counted from 0 along the rows. Raises EditRefused."""
    rows, columns = GRID
    wanted = set()
    for number in numbers[: rows * columns]:
        if not (number.isascii() and number.isdigit() and len(number) < 4 and int(number) < rows * columns):
            raise EditRefused("edit.not_understood")
        wanted.add(int(number))
    if not wanted:
        raise EditRefused("edit.nothing_drawn")
    boxes = []
    for square in sorted(wanted):
        row, column = divmod(square, columns)
        box = (column / columns, row / rows, (column + 1) / columns, (row + 1) / rows)
        boxes.append([_tidy(side) for side in box])
    return {"boxes": boxes}


def checked(kind: str, value: object) -> dict[str, Any]:
    """Give a step's value as it is kept, whoever told it. Raises EditRefused."""
    if not isinstance(value, dict):
        raise EditRefused("edit.not_understood")
    if kind in ("strokes", "blur"):
        return _areas(value, with_boxes=kind == "blur")
    if kind == "turn":
        degrees = _number(value.get("degrees"), 0, 270)
        if degrees % 90 or not degrees:
            raise EditRefused("edit.not_understood")
        return {"degrees": int(degrees)}
    if kind == "straighten":
        return {"degrees": round(_number(value.get("degrees"), -MOST_LEAN, MOST_LEAN), 2)}
    if kind == "crop":
        return {"box": None if value.get("box") is None else list(_box(value["box"]))}
    if kind == "light" and value.get("light") in ("on", "original"):
        return {"light": value["light"]}
    if kind == "came" and isinstance(value.get("names"), list):
        return {"names": [name for name in CAME if name in value["names"]]}
    if kind == "reset":
        return {}
    raise EditRefused("edit.not_understood")


def areas_of(value: dict[str, Any]) -> tuple[Area, ...]:
    """Read the areas of a kept value."""
    strokes = tuple(
        Area(tuple((x, y) for x, y in one["p"]), one["r"], keep=one["do"] == "keep")
        for one in value.get("strokes", ())
    )
    return strokes + tuple(Area(box=(b[0], b[1], b[2], b[3])) for b in value.get("boxes", ()))


def frame_of(area: Area) -> float:
    """Give the share of a square photo that the frame of an area takes; it may reach beyond the photo."""
    if area.box is not None:
        return (area.box[2] - area.box[0]) * (area.box[3] - area.box[1])
    wide, high = (
        min(max(along) - min(along) + 2 * area.radius, 1.0) for along in zip(*area.points, strict=True)
    )
    return float(wide * high)


def box_of(value: dict[str, Any]) -> Box | None:
    """Read the box of a kept value."""
    box = value["box"]
    return None if box is None else (box[0], box[1], box[2], box[3])


def _areas(value: dict[str, Any], with_boxes: bool) -> dict[str, Any]:
    strokes, boxes = value.get("strokes", []), value.get("boxes", []) if with_boxes else []
    if not isinstance(strokes, list) or not isinstance(boxes, list):
        raise EditRefused("edit.not_understood")
    if len(strokes) > MOST_STROKES or len(boxes) > MOST_STROKES:
        raise EditRefused("edit.too_much")
    if not strokes and not boxes:
        raise EditRefused("edit.nothing_drawn")
    kept: dict[str, Any] = {"strokes": [_stroke(one) for one in strokes]}
    if sum(len(one["p"]) for one in kept["strokes"]) > MOST_POINTS_IN_ALL:
        raise EditRefused("edit.too_much")
    if boxes:
        kept["boxes"] = [list(_shares(one, 4)) for one in boxes]
        if any(b[0] >= b[2] or b[1] >= b[3] for b in kept["boxes"]):
            raise EditRefused("edit.not_understood")
    return kept


def _stroke(told: object) -> dict[str, Any]:
    if not isinstance(told, dict) or told.get("do", "keep") not in ("keep", "erase"):
        raise EditRefused("edit.not_understood")
    points = told.get("p")
    if not isinstance(points, list) or not points:
        raise EditRefused("edit.not_understood")
    if len(points) > MOST_POINTS:
        raise EditRefused("edit.too_much")
    radius = _tidy(_number(told.get("r"), THINNEST, THICKEST))
    return {"r": radius, "p": [list(_shares(one, 2)) for one in points], "do": told.get("do", "keep")}


def _box(told: object) -> Box:
    left, top, right, bottom = _shares(told, 4)
    if right - left < LEAST_SIDE - 1e-6 or bottom - top < LEAST_SIDE - 1e-6:
        raise EditRefused("edit.crop_too_small")
    return left, top, right, bottom


def _shares(told: object, count: int) -> list[float]:
    if not isinstance(told, list) or len(told) != count:
        raise EditRefused("edit.not_understood")
    return [_tidy(_number(one, 0, 1)) for one in told]


def _number(told: object, least: float, most: float) -> float:
    # What is no number at all compares with nothing, and is refused too.
    if isinstance(told, bool) or not isinstance(told, int | float) or not least <= told <= most:
        raise EditRefused("edit.not_understood")
    return float(told)


def _tidy(share: float) -> float:
    return round(share, _DIGITS)


def _no_number(_text: str) -> float:
    raise ValueError("NaN and Infinity are no numbers")
