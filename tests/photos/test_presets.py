"""Every place's pictures keep its rule: size, ratio, bytes, format, ground and share of the product."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
import scenes
from PIL import Image, ImageFilter

from merchant_helper import channels
from merchant_helper.photos.intake import Upright, open_upright
from merchant_helper.photos.rendition import EDITS, Rendition, render
from merchant_helper.photos.spec import RenditionSpec

PLACES = [channel.id for channel in channels.all_channels()]
SHAPES = ["bottle", "jar", "box"]
# Frames that no spec asks for today must hold as well.
FRAMES = [(1, 1), (4, 5), (3, 4), (16, 9)]


@cache
def scene(shape: str = "jar", size: tuple[int, int] = (2400, 1800)) -> scenes.Scene:
    return scenes.draw(5, shape=shape, backdrop="colour", size=size)  # type: ignore[arg-type]


def upright(image: Image.Image) -> Upright:
    return Upright(image, image.size, "JPEG")


def opened(rendition: Rendition) -> Image.Image:
    assert not rendition.held, rendition.issues
    image = Image.open(io.BytesIO(rendition.data))
    image.load()
    assert image.size == (rendition.width, rendition.height)
    return image.convert("RGB")


def product_box(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.convert("L").point(lambda value: 255 if value < 246 else 0).getbbox()
    assert box
    return box


def corners(image: Image.Image) -> set[tuple[int, ...]]:
    right, bottom = image.width - 1, image.height - 1
    return {image.getpixel(place) for place in ((0, 0), (right, 0), (0, bottom), (right, bottom))}  # type: ignore[misc]


def filled(image: Image.Image) -> float:
    """Give the product's share of the frame, in the direction in which there is less room."""
    left, top, right, bottom = product_box(image)
    return max((right - left) / image.width, (bottom - top) / image.height)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("place", PLACES)
def test_a_cut_out_keeps_the_rule_of_every_place(place: str, shape: str) -> None:
    rule = channels.load(place).pictures
    rendition = render(upright(scene(shape).image), rule.spec, mask=scene(shape).alpha)
    image = opened(rendition)
    assert Image.open(io.BytesIO(rendition.data)).format == rule.format.upper()
    assert rule.min_size <= max(image.size) <= rule.size <= (rule.largest or rule.size)
    assert min(image.size) >= (rule.min_side or 1)
    assert image.width * rule.spec.ratio[1] == image.height * rule.spec.ratio[0]
    assert rule.max_bytes is None or len(rendition.data) <= rule.max_bytes
    assert corners(image) == {(255, 255, 255)}
    assert 0.80 <= filled(image) <= 0.90


@pytest.mark.parametrize("size", [(2400, 1800), (1800, 2400), (3000, 800), (900, 700)])
@pytest.mark.parametrize("place", PLACES)
def test_a_whole_photo_keeps_the_rule_of_every_place(place: str, size: tuple[int, int]) -> None:
    rule = channels.load(place).pictures
    for as_taken in (False, True):
        rendition = render(upright(scene("jar", size).image), rule.spec, fix_light=True, as_taken=as_taken)
        image = opened(rendition)
        assert Image.open(io.BytesIO(rendition.data)).format == rule.format.upper()
        assert rule.min_size <= max(image.size) <= rule.size
        assert min(image.size) >= (rule.min_side or 1)
        assert rule.max_bytes is None or len(rendition.data) <= rule.max_bytes
        if rule.shape != "own":
            assert image.width * rule.spec.ratio[1] == image.height * rule.spec.ratio[0]


@pytest.mark.parametrize("ratio", FRAMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_cut_out_fills_any_frame(ratio: tuple[int, int], shape: str) -> None:
    spec = RenditionSpec(size=1200, ratio=ratio)
    image = opened(render(upright(scene(shape).image), spec, mask=scene(shape).alpha))
    assert image.width * ratio[1] == image.height * ratio[0]
    assert 1200 - max(ratio) < max(image.size) <= 1200
    assert corners(image) == {(255, 255, 255)}
    assert filled(image) == pytest.approx(0.83, abs=0.01)
    left, top, right, bottom = product_box(image)
    assert (left + right) / 2 == pytest.approx(image.width / 2, abs=4)
    assert (top + bottom) / 2 == pytest.approx(image.height / 2, abs=4)


@pytest.mark.parametrize("ratio", FRAMES)
def test_a_small_product_keeps_the_ratio_of_its_smaller_frame(ratio: tuple[int, int]) -> None:
    small = scenes.draw(5, shape="jar", backdrop="colour", size=(480, 360), fill=0.9)
    spec = RenditionSpec(min_size=300, ratio=ratio)
    rendition = render(upright(small.image), spec, mask=small.alpha)
    image = opened(rendition)
    assert max(image.size) < 1200 - max(ratio) and [i.code for i in rendition.issues] == ["photo.few_pixels"]
    assert image.width * ratio[1] == image.height * ratio[0]


@pytest.mark.parametrize("ratio", FRAMES)
def test_padding_reaches_the_ratio_and_crops_nothing(ratio: tuple[int, int]) -> None:
    photo = Image.new("RGB", (900, 600), (30, 60, 160))
    rendition = render(upright(photo), RenditionSpec(shape="pad", ratio=ratio))
    image = opened(rendition)
    pixels = np.asarray(image).astype(int)
    blue = (np.abs(pixels - (30, 60, 160)).max(-1) < 12).sum()
    assert image.width * ratio[1] == image.height * ratio[0]
    assert blue == pytest.approx(900 * 600, rel=0.02) and rendition.edits == ("padded",)


def block(at: float, size: tuple[int, int]) -> Image.Image:
    """Photograph a blue block on a grey table."""
    photo = Image.new("RGB", (1200, 900), (205, 203, 198))
    left, top = round(1200 * at - size[0] / 2), (900 - size[1]) // 2
    photo.paste((30, 60, 160), (left, top, left + size[0], top + size[1]))
    return photo


def blue(image: Image.Image) -> int:
    """Count the pixels of the block."""
    return int((np.abs(np.asarray(image).astype(int) - (30, 60, 160)).max(-1) < 40).sum())


@pytest.mark.parametrize("ratio", FRAMES)
@pytest.mark.parametrize("at", [0.25, 0.5, 0.75])
def test_cropping_reaches_the_ratio_and_keeps_the_product(ratio: tuple[int, int], at: float) -> None:
    photo = block(at, (300, 400))
    rendition = render(upright(photo), RenditionSpec(shape="crop", ratio=ratio, quality=95))
    image = opened(rendition)
    assert image.width * ratio[1] == image.height * ratio[0]
    assert rendition.edits in (("cropped_to_product",), ("padded", "cropped_to_product"))
    assert image.width * image.height < 1200 * 900
    assert blue(image) == pytest.approx(300 * 400, rel=0.02)


def test_a_product_that_the_ratio_would_cut_gets_white_instead() -> None:
    rendition = render(
        upright(block(0.5, (200, 820))), RenditionSpec(shape="crop", ratio=(16, 9), quality=95)
    )
    image = opened(rendition)
    assert "padded" in rendition.edits and image.width * 9 == image.height * 16
    assert blue(image) == pytest.approx(200 * 820 * _shrunk(image, 820) ** 2, rel=0.04)


def _shrunk(image: Image.Image, height: int) -> float:
    """Say by how much the block was made smaller."""
    pixels = np.abs(np.asarray(image).astype(int) - (30, 60, 160)).max(-1) < 40
    return int(pixels.any(1).sum()) / height


def test_what_is_not_found_is_padded_and_never_cut() -> None:
    nothing = Image.new("RGB", (900, 600), (120, 110, 100))
    rendition = render(upright(nothing), RenditionSpec(shape="crop"))
    assert (rendition.width, rendition.height, rendition.edits) == (900, 900, ("padded",))


def test_a_narrow_photo_gets_its_shorter_side_by_white() -> None:
    strip = Image.new("RGB", (1200, 300), (90, 60, 30))
    rendition = render(upright(strip), RenditionSpec(min_side=500))
    assert (rendition.width, rendition.height, rendition.edits) == (1200, 500, ("padded",))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shadow_is_soft_low_and_never_in_the_corners(shape: str) -> None:
    spec, one = RenditionSpec(shadow=0.2, quality=95), scene(shape)
    plain = render(upright(one.image), RenditionSpec(quality=95), mask=one.alpha)
    shaded = render(upright(one.image), spec, mask=one.alpha)
    before, after = (np.asarray(opened(r).convert("L")).astype(int) for r in (plain, shaded))
    assert shaded.edits == ("cut_out", "white_background", "shadow_added", "resized")
    assert corners(opened(shaded)) == {(255, 255, 255)}
    darker = before - after
    bottom = product_box(opened(plain))[3]
    assert darker[bottom - 5 : bottom + 40].max() > 12, "a shadow can be seen at the base"
    assert darker[: bottom - 200].max() <= 8, "nothing is shaded above"
    assert after[bottom + 6 :].min() >= 255 * 0.8 - 3, "at most a fifth black"
    assert after[bottom + 120 :].min() == 255 if bottom + 120 < after.shape[0] else True


@pytest.mark.parametrize("format", ["jpeg", "webp", "png"])
@pytest.mark.parametrize("mask", [True, False])
def test_every_format_holds_nothing_but_the_picture(format: str, mask: bool) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    data = scenes.encode(scene("jar", (1200, 900)).image, exif=exif.tobytes(), comment=b"SECRETNOTE")
    spec = RenditionSpec(size=600, min_size=100, format=format)  # type: ignore[arg-type]
    rendition = render(open_upright(data), spec, mask=scene("jar", (1200, 900)).alpha if mask else None)
    image = Image.open(io.BytesIO(rendition.data))
    assert image.format == format.upper() and image.mode == "RGB"
    assert b"SECRET" not in rendition.data and not image.getexif() and "icc_profile" not in image.info
    assert spec.suffix in (".jpg", ".webp", ".png")


def noise(side: int) -> Upright:
    pixels = np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)
    return upright(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(1)))


@pytest.mark.parametrize("format", ["webp", "png"])
def test_bytes_are_kept_in_every_format(format: str) -> None:
    free = render(noise(800), RenditionSpec(format=format))  # type: ignore[arg-type]
    most = len(free.data) * 2 // 3
    tight = render(noise(800), RenditionSpec(format=format, max_bytes=most))  # type: ignore[arg-type]
    assert len(tight.data) <= most and tight.width >= 500
    assert (format == "png") == (tight.width < 800)


def test_as_taken_is_close_around_the_product_and_changes_no_colour() -> None:
    dark = scenes.draw(5, shape="jar", backdrop="colour", size=(2400, 1800), fill=0.4, exposure=0.5)
    for mask in (None, dark.alpha):
        rendition = render(upright(dark.image), RenditionSpec(), mask=mask, fix_light=True, as_taken=True)
        assert set(rendition.edits) <= {"cropped_to_product", "resized"}
        assert channels.as_taken(rendition.edits) and "cropped_to_product" in rendition.edits
        image = opened(rendition)
        assert image.width < 1400 and max(image.size) >= 500
        assert np.asarray(image).mean() == pytest.approx(
            np.asarray(dark.image.crop(_around(dark.box, 0.22))).mean(), abs=5
        )


def _around(box: tuple[int, int, int, int], room: float) -> tuple[int, int, int, int]:
    more = round(room * max(box[2] - box[0], box[3] - box[1]))
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def test_as_taken_never_becomes_smaller_than_the_place_takes() -> None:
    far = scenes.draw(5, shape="jar", backdrop="colour", size=(1600, 1200), fill=0.15)
    rendition = render(upright(far.image), RenditionSpec(min_side=500), mask=far.alpha, as_taken=True)
    assert min(rendition.width, rendition.height) >= 499 and "padded" not in rendition.edits
    assert not rendition.held


def test_edits_are_told_in_one_order() -> None:
    dark = scenes.draw(5, shape="jar", backdrop="grey", size=(1600, 1200), exposure=0.4)
    spec = RenditionSpec(shadow=0.1)
    edits = render(upright(dark.image), spec, mask=dark.alpha, fix_light=True).edits
    assert edits == ("cut_out", "white_background", "shadow_added", "lightened", "resized")
    assert list(edits) == sorted(edits, key=EDITS.index)
