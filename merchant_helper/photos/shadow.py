"""Lay a soft shadow under a product that stands on white, so that it does not float."""

from __future__ import annotations

from PIL import Image, ImageFilter

#: Softness and height of the shadow, as shares of the picture's longer side and of the product's width.
_SOFT, _FLAT = 0.015, 0.06
#: A grey level that is no shadow any more: the corners stay pure white.
_NOTHING = 2


def contact_shadow(
    size: tuple[int, int], alpha: Image.Image, corner: tuple[int, int], dark: float
) -> Image.Image:
    """Draw the shadow (RGB, white elsewhere) of a mask that lies at ``corner`` of a picture of ``size``.

    The mask is squashed to the product's base and blurred; ``dark`` is its share of black.
    """
    solid = alpha.point(lambda value: 255 if value > 127 else 0).getbbox()
    layer = Image.new("L", size)
    if solid is not None:
        left, _top, right, bottom = solid
        flat = max(2, round((right - left) * _FLAT))
        squashed = alpha.crop(solid).resize((right - left, flat), Image.Resampling.BOX)
        layer.paste(squashed, (corner[0] + left, corner[1] + bottom - flat * 2 // 3))
        layer = layer.filter(ImageFilter.GaussianBlur(_SOFT * max(size)))
    ground = layer.point(lambda value: 255 - round(dark * value) if dark * value >= _NOTHING else 255)
    return ground.convert("RGB")
