"""The photo as it is, framed around its product: nothing of it is cut, and there are pixels enough."""

from __future__ import annotations

import pytest
import scenes
from PIL import Image

from merchant_helper.photos.framing import SLIMMEST, around_product, product_box
from merchant_helper.photos.spec import RenditionSpec

SIZES = [(1600, 1200), (1200, 1600), (1200, 900), (640, 480), (2000, 280)]
PRODUCTS = [
    (0.4, 0.4, 0.6, 0.6),
    (0.0, 0.3, 0.2, 0.9),
    (0.45, 0.05, 0.55, 0.98),
    (0.9, 0.9, 1.0, 1.0),
    (0.1, 0.45, 0.9, 0.55),
    (0.0, 0.0, 1.0, 1.0),
]
SPEC = RenditionSpec(size=1200, min_size=500, min_side=300)


def marked(size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    """Draw a white photo whose product is red."""
    photo = Image.new("RGB", size, "white")
    photo.paste((255, 0, 0), tuple(round(part) for part in box))  # type: ignore[arg-type]
    return photo


def in_pixels(shares: tuple[float, ...], size: tuple[int, int]) -> tuple[float, float, float, float]:
    left, top, right, bottom = shares
    return left * size[0], top * size[1], right * size[0], bottom * size[1]


def reds(image: Image.Image) -> int:
    return sum(count for count, colour in image.getcolors(9) or [] if colour == (255, 0, 0))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_the_product_is_whole_and_no_less_is_left_than_the_channel_takes(
    product: tuple[float, float, float, float], size: tuple[int, int]
) -> None:
    box = in_pixels(product, size)
    photo = marked(size, box)
    framed = around_product(photo, box, SPEC)
    assert reds(framed) == reds(photo)
    assert max(framed.size) >= min(SPEC.min_size, *size) and min(framed.size) >= min(300, *size)


def test_there_is_air_and_the_shape_is_no_strip() -> None:
    size = (4000, 3000)
    box = in_pixels((0.45, 0.2, 0.55, 0.7), size)
    photo = marked(size, box)
    framed = around_product(photo, box, SPEC)
    assert framed.width >= 400 + 400 and framed.height >= 1500 + 400
    assert max(framed.size) / min(framed.size) <= SLIMMEST + 0.01
    assert framed.width * framed.height < 0.6 * 4000 * 3000


def test_a_photo_without_a_product_has_no_box() -> None:
    assert product_box(Image.new("RGB", (80, 60), "white")) is None
    assert product_box(Image.new("RGB", (80, 60)), Image.new("L", (80, 60), 0)) is None


def test_what_was_found_or_cut_out_can_be_framed() -> None:
    scene = scenes.draw(5, shape="jar", size=(1600, 1200), fill=0.3, at=(0.3, 0.6))
    for alpha in (None, scene.alpha):
        box = product_box(scene.image, alpha)
        assert box is not None
        slack = 12
        assert box[0] <= scene.box[0] + slack and box[1] <= scene.box[1] + slack
        assert box[2] >= scene.box[2] - slack and box[3] >= scene.box[3] - slack
        assert around_product(scene.image, box, SPEC).size < scene.image.size
