"""A rendition keeps its channel's rule to the pixel and to the byte, or is held back with the reason."""

from __future__ import annotations

import io

import numpy as np
import pytest
import scenes
from PIL import Image, ImageDraw, ImageFilter

from merchant_helper.photos.intake import Upright, open_upright
from merchant_helper.photos.rendition import Rendition, render
from merchant_helper.photos.spec import RenditionSpec


@pytest.fixture(scope="module")
def scene() -> scenes.Scene:
    return scenes.draw(5, shape="jar", backdrop="colour", size=(1600, 1200))


def upright(image: Image.Image, size: tuple[int, int] | None = None) -> Upright:
    return Upright(image, size or image.size, "JPEG")


def opened(rendition: Rendition) -> Image.Image:
    image = Image.open(io.BytesIO(rendition.data))
    image.load()
    assert image.size == (rendition.width, rendition.height)
    return image


def product_box(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.convert("L").point(lambda value: 255 if value < 246 else 0).getbbox()
    assert box
    return box


@pytest.mark.parametrize("fill", [0.6, 0.83, 0.95, 1.0])
@pytest.mark.parametrize("size", [600, 1200])
def test_the_product_fills_its_share_and_stands_in_the_middle(
    scene: scenes.Scene, size: int, fill: float
) -> None:
    rendition = render(upright(scene.image), RenditionSpec(size=size, fill=fill), mask=scene.alpha)
    left, top, right, bottom = product_box(opened(rendition))
    assert (rendition.width, rendition.height, rendition.issues) == (size, size, [])
    assert max(right - left, bottom - top) == pytest.approx(fill * size, abs=4)
    assert (left + right) / 2 == pytest.approx(size / 2, abs=3)
    assert (top + bottom) / 2 == pytest.approx(size / 2, abs=3)


def test_the_ground_is_pure_white_and_the_shadow_is_gone(scene: scenes.Scene) -> None:
    rendition = render(upright(scene.image), RenditionSpec(), mask=scene.alpha)
    pixels = np.asarray(opened(rendition))
    left, top, right, bottom = product_box(opened(rendition))
    pixels = pixels.copy()
    pixels[top - 12 : bottom + 12, left - 12 : right + 12] = 255
    assert pixels.min() == 255


def test_no_rim_of_the_old_cloth_is_left() -> None:
    soft = Image.new("L", (1000, 1000))
    ImageDraw.Draw(soft).ellipse((87, 87, 913, 913), fill=255)
    soft = soft.filter(ImageFilter.GaussianBlur(3))
    apple, cloth = Image.new("RGB", soft.size, (180, 40, 30)), Image.new("RGB", soft.size, (20, 60, 200))
    photo = Image.composite(apple, cloth, soft)
    rendition = render(upright(photo), RenditionSpec(size=1000, fill=0.827, quality=95), mask=soft)
    wanted = np.asarray(Image.composite(apple, Image.new("RGB", soft.size, "white"), soft)).astype(int)
    band = (np.asarray(soft) > 12) & (np.asarray(soft) < 243)
    assert np.abs(np.asarray(opened(rendition)).astype(int) - wanted)[band].mean() < 9


def test_a_haze_in_the_mask_does_not_grey_the_white(scene: scenes.Scene) -> None:
    hazy = scene.alpha.point(lambda value: max(value, 4))
    pixels = np.asarray(opened(render(upright(scene.image), RenditionSpec(), mask=hazy)))
    assert pixels[:60].min() == 255


@pytest.mark.parametrize("finer", [0.4, 1.0, 2.0])
def test_mask_and_picture_may_differ_in_size(scene: scenes.Scene, finer: float) -> None:
    mask = scene.alpha.resize((int(1600 * finer), int(1200 * finer)))
    left, top, right, bottom = product_box(opened(render(upright(scene.image), RenditionSpec(), mask=mask)))
    assert max(right - left, bottom - top) == pytest.approx(0.83 * 1200, abs=6)


def test_every_form_of_mask_gives_the_same_bytes(scene: scenes.Scene) -> None:
    array = np.asarray(scene.alpha)
    forms = [scene.alpha, array, array.astype(np.float32) / 255]
    assert len({render(upright(scene.image), RenditionSpec(), mask=form).data for form in forms}) == 1


def test_the_same_photo_gives_the_same_bytes(scene: scenes.Scene) -> None:
    data = scenes.encode(scene.image)
    for mask in (scene.alpha, None):
        first, second = (
            render(open_upright(data), RenditionSpec(), mask=mask, fix_light=True) for _ in range(2)
        )
        assert first == second


@pytest.mark.parametrize(("fill", "canvas"), [(0.9, 585), (0.8, 520)])
def test_a_coarse_photo_gets_a_smaller_square_and_that_is_said(fill: float, canvas: int) -> None:
    scene = scenes.draw(5, shape="box", backdrop="colour", size=(480, 360), fill=fill)
    rendition = render(upright(scene.image), RenditionSpec(), mask=scene.alpha)
    assert rendition.width == rendition.height == pytest.approx(canvas, abs=3)
    assert [(issue.code, issue.severity) for issue in rendition.issues] == [("photo.few_pixels", "warn")]
    left, top, right, bottom = product_box(opened(rendition))
    assert max(right - left, bottom - top) == pytest.approx(0.83 * canvas, abs=4)


def test_a_product_far_off_is_said_to_be_small_and_not_the_photo_to_be_coarse() -> None:
    scene = scenes.draw(5, shape="box", backdrop="colour", size=(1600, 1200), fill=0.3)
    rendition = render(upright(scene.image), RenditionSpec(), mask=scene.alpha)
    assert [(issue.code, issue.severity) for issue in rendition.issues] == [("photo.small", "warn")]


def test_a_tiny_product_is_held() -> None:
    scene = scenes.draw(5, shape="box", backdrop="colour", size=(480, 360), fill=0.7)
    rendition = render(upright(scene.image), RenditionSpec(), mask=scene.alpha)
    assert (rendition.held, rendition.data, rendition.edits) == (True, b"", ())
    issue = rendition.issues[0]
    assert (issue.code, issue.severity) == ("photo.too_small_for_channel", "block")
    assert issue.params == {"pixels": 455, "least": 500}
    assert not render(upright(scene.image), RenditionSpec(min_size=400), mask=scene.alpha).held


@pytest.mark.parametrize("value", [0, 127])
def test_an_empty_mask_is_held(scene: scenes.Scene, value: int) -> None:
    rendition = render(upright(scene.image), RenditionSpec(), mask=Image.new("L", (1600, 1200), value))
    assert rendition.held
    assert [issue.code for issue in rendition.issues] == ["photo.no_product"]


def test_a_mask_of_everything_and_of_one_pixel() -> None:
    image = upright(Image.new("RGB", (900, 700), (80, 40, 20)))
    whole = render(image, RenditionSpec(), mask=Image.new("L", (900, 700), 255))
    assert (whole.width, whole.held) == (1200, False)
    dot = Image.new("L", (900, 700))
    dot.putpixel((450, 350), 255)
    assert render(image, RenditionSpec(), mask=dot).held
    assert render(image, RenditionSpec(min_size=1), mask=dot).width == 1


def test_a_photo_keeps_its_shape_and_everything_on_it(scene: scenes.Scene) -> None:
    rendition = render(upright(scene.image), RenditionSpec(size=800))
    assert (rendition.width, rendition.height, rendition.edits) == (800, 600, ("resized",))
    small = np.asarray(scene.image.resize((800, 600), Image.Resampling.LANCZOS)).astype(int)
    assert np.abs(np.asarray(opened(rendition)).astype(int) - small).mean() < 3


def test_a_photo_is_never_enlarged() -> None:
    rendition = render(upright(Image.new("RGB", (640, 480), "tan")), RenditionSpec())
    assert (rendition.width, rendition.height, rendition.edits) == (640, 480, ())


def test_a_photo_that_was_opened_smaller_counts_as_resized() -> None:
    rendition = render(upright(Image.new("RGB", (640, 480), "tan"), (4000, 3000)), RenditionSpec())
    assert rendition.edits == ("resized",)


def test_square_pads_with_white_and_crops_nothing() -> None:
    rendition = render(upright(Image.new("RGB", (900, 600), (30, 60, 160))), RenditionSpec(shape="pad"))
    pixels = np.asarray(opened(rendition)).astype(int)
    assert (rendition.width, rendition.height, rendition.edits) == (900, 900, ("padded",))
    assert pixels[:140].min() == 255
    assert np.abs(pixels[160:740] - (30, 60, 160)).max() < 6


def test_a_photo_below_the_minimum_is_held() -> None:
    held = render(upright(Image.new("RGB", (499, 300))), RenditionSpec(min_size=500))
    assert [(issue.code, issue.params) for issue in held.issues] == [
        ("photo.too_small_for_channel", {"pixels": 499, "least": 500})
    ]
    assert held.held


def test_light_and_level_are_mended_on_request_only() -> None:
    image = upright(
        scenes.draw(5, shape="jar", backdrop="table", size=(1000, 750), tilt=3, exposure=0.4).image
    )
    plain, mended = render(image, RenditionSpec()), render(image, RenditionSpec(), fix_light=True)
    assert plain.edits == ()
    assert mended.edits == ("lightened", "straightened", "resized")
    assert np.asarray(opened(mended)).mean() > 1.2 * np.asarray(opened(plain)).mean()


def test_a_dark_cut_out_is_lightened_and_its_ground_stays_white() -> None:
    scene = scenes.draw(5, shape="jar", backdrop="grey", size=(1600, 1200), exposure=0.4)
    plain = render(upright(scene.image), RenditionSpec(), mask=scene.alpha)
    mended = render(upright(scene.image), RenditionSpec(), mask=scene.alpha, fix_light=True)
    assert mended.edits == ("cut_out", "white_background", "lightened", "resized")
    assert opened(mended).getpixel((600, 600)) > opened(plain).getpixel((600, 600))
    assert opened(mended).getpixel((3, 3)) == (255, 255, 255)


def test_nothing_but_the_picture_is_in_the_file(scene: scenes.Scene) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    data = scenes.encode(scene.image, exif=exif.tobytes(), comment=b"SECRETNOTE")
    for mask in (None, scene.alpha):
        rendition = render(open_upright(data), RenditionSpec(), mask=mask)
        image = opened(rendition)
        assert b"SECRET" not in rendition.data
        assert {*image.info} <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert (image.mode, image.format, image.layer[0][1:3]) == ("RGB", "JPEG", (2, 2))


def noisy(side: int = 1200) -> Upright:
    return upright(Image.fromarray(np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)))


def test_bytes_are_kept_by_quality_first() -> None:
    free = render(noisy(), RenditionSpec())
    tight = render(noisy(), RenditionSpec(max_bytes=int(len(free.data) * 0.7)))
    assert 0.6 * len(free.data) < len(tight.data) <= 0.7 * len(free.data)
    assert (tight.width, tight.edits) == (1200, ())


def test_bytes_are_kept_by_size_where_quality_does_not_do() -> None:
    tight = render(noisy(), RenditionSpec(max_bytes=260_000))
    assert len(tight.data) <= 260_000
    assert 500 <= tight.width < 1200
    assert tight.edits == ("resized",)


def test_a_limit_that_cannot_be_kept_holds_the_picture() -> None:
    held = render(noisy(), RenditionSpec(max_bytes=20_000))
    assert [(issue.code, issue.severity) for issue in held.issues] == [
        ("photo.too_heavy_for_channel", "block")
    ]
    assert held.held
