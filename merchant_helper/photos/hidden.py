"""Hide a part of a picture for good: what stands there afterwards says nothing of what stood there."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from merchant_helper.photos.edit_values import Area

#: Squares over the shorter side of a hidden part at most, and over the picture's longer side: a face has
#: fewer than it takes to know it, and a letter on a paper is smaller than one square.
MOST_SQUARES, MOST_SQUARES_ACROSS = 6, 40
#: Pixels added around what was drawn, so that no later shrinking mixes in what lies beneath the rim.
RIM = 2
#: Points of a stroke that lie nearer than this share of its radius are one.
_CLOSE = 0.15


def hide(image: Image.Image, areas: Sequence[Area]) -> Image.Image:
    """Give an RGB picture with these parts averaged over large squares and blurred; the rest is untouched."""
    if not areas:
        return image
    done = image.copy()
    for area in areas:
        box = _bounds(image.size, area)
        within = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        draw(within, area, 255, RIM, of=image.size, corner=box[:2])
        done.paste(_unreadable(done.crop(box), max(image.size)), box[:2], within)
    return done


def drawn(size: tuple[int, int], area: Area, more: float = 0.0) -> Image.Image:
    """Draw an area in a picture's size: 255 inside, 0 outside, nothing between."""
    shape = Image.new("L", size, 0)
    draw(shape, area, 255, more)
    return shape


def draw(
    picture: Image.Image,
    area: Area,
    value: int,
    more: float = 0.0,
    *,
    of: tuple[int, int] | None = None,
    corner: tuple[int, int] = (0, 0),
) -> None:
    """Fill an area of a grey picture with one value; ``more`` pixels are added all around.

    The picture may be a window, at ``corner``, of a larger one whose size is ``of``.
    """
    (width, height), (x0, y0), pen = of or picture.size, corner, ImageDraw.Draw(picture)
    if area.box is not None:
        left, top = area.box[0] * width - x0, area.box[1] * height - y0
        right, bottom = max(area.box[2] * width - 1 - x0, left), max(area.box[3] * height - 1 - y0, top)
        pen.rectangle((left - more, top - more, right + more, bottom + more), fill=value)
        return
    radius = max(area.radius * max(width, height), 1.0) + more
    points = _thinned([(x * width - x0, y * height - y0) for x, y in area.points], radius * _CLOSE)
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=value)
    if len(points) > 1:
        pen.line(points, fill=value, width=max(1, round(2 * radius)))


def _bounds(size: tuple[int, int], area: Area) -> tuple[int, int, int, int]:
    """Frame an area with its rim, in pixels inside the picture; never empty."""
    radius = max(area.radius * max(size), 1.0) + RIM + 1
    corners = area.points if area.box is None else (area.box[:2], area.box[2:])
    xs, ys = [x * size[0] for x, _y in corners], [y * size[1] for _x, y in corners]
    left, top = max(int(min(xs) - radius), 0), max(int(min(ys) - radius), 0)
    right, bottom = min(int(max(xs) + radius) + 1, size[0]), min(int(max(ys) + radius) + 1, size[1])
    return min(left, size[0] - 1), min(top, size[1] - 1), max(right, left + 1), max(bottom, top + 1)


def _thinned(points: list[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """Leave out points that hardly move a stroke; its first and last one stay."""
    kept = points[:1]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= apart:
            kept.append((x, y))
    return kept + points[-1:] if len(points) > 1 else kept


def _unreadable(part: Image.Image, longest: int) -> Image.Image:
    square = max(longest / MOST_SQUARES_ACROSS, min(part.size) / MOST_SQUARES, 2.0)
    few = (max(1, round(part.width / square)), max(1, round(part.height / square)))
    coarse = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    return coarse.filter(ImageFilter.GaussianBlur(square / 2))
