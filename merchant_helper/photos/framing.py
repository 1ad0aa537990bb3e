"""Cut a photo down to what is around its product; the product itself is never cut."""

from __future__ import annotations

from PIL import Image

from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.photos.subject import find_subject

Box = tuple[float, float, float, float]
#: Air around the product on each side, as a share of its longer side.
AIR = 0.22
#: Longest side by shortest, at most, as far as the photo reaches.
SLIMMEST = 4 / 3


def product_box(image: Image.Image, alpha: Image.Image | None = None) -> Box | None:
    """Find the product (left, top, right, bottom in pixels) by its mask, else by looking; None if unsure."""
    if alpha is None:
        subject = find_subject(image)
        if subject.box is None or subject.cut_off:
            return None
        left, top, right, bottom = subject.box
        return left * image.width, top * image.height, right * image.width, bottom * image.height
    found = alpha.point(lambda value: 255 if value > 127 else 0).getbbox()
    if found is None:
        return None
    across, down = image.width / alpha.width, image.height / alpha.height
    return found[0] * across, found[1] * down, found[2] * across, found[3] * down


def around_product(image: Image.Image, box: Box, spec: RenditionSpec) -> Image.Image:
    """Keep the product and some air around it, and no less of the photo than the channel takes."""
    air = 2 * AIR * max(box[2] - box[0], box[3] - box[1])
    width, height = box[2] - box[0] + air, box[3] - box[1] + air
    width, height = max(width, height / SLIMMEST), max(height, width / SLIMMEST)
    larger = max(1.0, spec.min_size / max(width, height), (spec.min_side or 1) / min(width, height))
    return _cut(image, box, width * larger, height * larger)


def to_ratio(image: Image.Image, box: Box, ratio: tuple[int, int]) -> Image.Image:
    """Keep as much of the photo as its ratio takes (width, height), the whole product in any case."""
    wanted = ratio[0] / ratio[1]
    if image.width > wanted * image.height:
        width, height = max(wanted * image.height, box[2] - box[0]), float(image.height)
    else:
        width, height = float(image.width), max(image.width / wanted, box[3] - box[1])
    return _cut(image, box, width, height)


def _cut(image: Image.Image, box: Box, width: float, height: float) -> Image.Image:
    """Cut a piece of this size out, the product in its middle as far as the photo reaches."""
    left, right = _span((box[0] + box[2]) / 2, width, image.width)
    top, bottom = _span((box[1] + box[3]) / 2, height, image.height)
    if (right - left, bottom - top) == image.size:
        return image
    return image.crop((left, top, right, bottom))


def _span(middle: float, length: float, whole: int) -> tuple[int, int]:
    wide = min(whole, round(length))
    begin = min(max(0, round(middle - wide / 2)), whole - wide)
    return begin, begin + wide
