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
        shape = drawn(image.size, area, more=RIM)
        box = shape.getbbox()
        if box is not None:
            part, within = done.crop(box), shape.crop(box)
            done.paste(_unreadable(part, max(image.size)), box[:2], within)
    return done


def drawn(size: tuple[int, int], area: Area, more: float = 0.0) -> Image.Image:
    """Draw an area in a picture's size: 255 inside, 0 outside, nothing between."""
    shape = Image.new("L", size, 0)
    draw(shape, area, 255, more)
    return shape


def draw(picture: Image.Image, area: Area, value: int, more: float = 0.0) -> None:
    """Fill an area of a grey picture with one value; ``more`` pixels are added all around."""
    (width, height), pen = picture.size, ImageDraw.Draw(picture)
    if area.box is not None:
        left, top, right, bottom = area.box
        corner = max(right * width - 1, left * width), max(bottom * height - 1, top * height)
        pen.rectangle(
            (left * width - more, top * height - more, corner[0] + more, corner[1] + more), fill=value
        )
        return
    radius = max(area.radius * max(picture.size), 1.0) + more
    points = _thinned([(x * width, y * height) for x, y in area.points], radius * _CLOSE)
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=value)
    if len(points) > 1:
        pen.line(points, fill=value, width=max(1, round(2 * radius)))


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
