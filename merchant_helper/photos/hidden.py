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
    pen = ImageDraw.Draw(shape)
    if area.box is not None:
        left, top, right, bottom = area.box
        pen.rectangle(
            (
                left * size[0] - more,
                top * size[1] - more,
                max(right * size[0] - 1, left * size[0]) + more,
                max(bottom * size[1] - 1, top * size[1]) + more,
            ),
            fill=255,
        )
        return shape
    radius = max(area.radius * max(size), 1.0) + more
    points = [(x * size[0], y * size[1]) for x, y in area.points]
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    if len(points) > 1:
        pen.line(points, fill=255, width=max(1, round(2 * radius)))
    return shape


def _unreadable(part: Image.Image, longest: int) -> Image.Image:
    square = max(longest / MOST_SQUARES_ACROSS, min(part.size) / MOST_SQUARES, 2.0)
    few = (max(1, round(part.width / square)), max(1, round(part.height / square)))
    coarse = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    return coarse.filter(ImageFilter.GaussianBlur(square / 2))
