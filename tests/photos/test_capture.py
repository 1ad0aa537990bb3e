"""A good photo is left in peace, and a bad one gets the advice that helps."""

from __future__ import annotations

from pathlib import Path

import defects
import numpy as np
import pytest
import scenes
from PIL import Image, ImageFilter

from merchant_helper.photos.capture import inspect, measure
from merchant_helper.photos.intake import Upright, open_upright

PLAIN: tuple[scenes.Backdrop, ...] = ("white", "grey", "colour", "table", "texture")
SHAPES: tuple[scenes.Shape, ...] = ("bottle", "jar", "box", "bag", "fruit", "basket")


def advice(image: Image.Image, size: tuple[int, int] = (3200, 2400)) -> list[str]:
    """Give the codes for a picture that stands for a phone's photo of ``size``."""
    return [issue.code for issue in inspect(Upright(image, size, "JPEG"))]


def photo(**wishes: object) -> Image.Image:
    wishes = {"seed": 11, "shape": "jar", "size": (1200, 900), **wishes}
    return scenes.draw(**wishes).image  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("backdrop", PLAIN)
def test_a_good_photo_gets_no_advice(backdrop: scenes.Backdrop, shape: scenes.Shape) -> None:
    assert advice(photo(seed=31, backdrop=backdrop, shape=shape)) == []


@pytest.mark.parametrize("backdrop", PLAIN)
@pytest.mark.parametrize("exposure", [0.4, 0.25])
def test_too_little_light_is_said_first(backdrop: scenes.Backdrop, exposure: float) -> None:
    assert advice(photo(backdrop=backdrop, exposure=exposure))[:1] == ["photo.dark"]


def test_a_dark_product_on_a_bright_sheet_is_no_dark_photo() -> None:
    image = Image.new("RGB", (1600, 1200), (215, 213, 210))
    image.paste((28, 20, 16), (500, 200, 1100, 1000))
    assert "photo.dark" not in advice(image)


@pytest.mark.parametrize("noise", [2.0, 7.0])
@pytest.mark.parametrize("backdrop", PLAIN)
def test_a_blurred_photo_is_noticed_under_noise_too(backdrop: scenes.Backdrop, noise: float) -> None:
    assert advice(photo(seed=31, shape="jar", backdrop=backdrop, blur=4.0, noise=noise)) == ["photo.blurred"]


@pytest.mark.parametrize("backdrop", PLAIN)
def test_darkness_and_noise_are_not_taken_for_blur(backdrop: scenes.Backdrop) -> None:
    assert "photo.blurred" not in advice(photo(backdrop=backdrop, exposure=0.4))
    assert "photo.blurred" not in advice(photo(backdrop=backdrop, noise=9.0))


def test_a_shaken_hand_is_noticed_in_either_direction() -> None:
    sharp = photo(shape="box", backdrop="grey")
    line = ImageFilter.Kernel((5, 5), [0] * 10 + [1] * 5 + [0] * 10)
    shaken = sharp
    for _ in range(8):
        shaken = shaken.filter(line)
    assert advice(shaken) == ["photo.blurred"]
    assert advice(shaken.transpose(Image.Transpose.ROTATE_90), (2400, 3200)) == ["photo.blurred"]


GOOD = [(shape, backdrop) for shape in SHAPES for backdrop in ("white", "grey", "colour")]


@pytest.mark.parametrize("defect", [name for name in defects.SPOILT if "light" not in name])
def test_each_defect_gets_its_advice_alone(defect: str) -> None:
    said: list[list[str]] = []
    for number, (shape, backdrop) in enumerate(GOOD[::2]):
        scene = scenes.draw(31, shape=shape, backdrop=backdrop, size=(1024, 768))  # type: ignore[arg-type]
        spoilt = defects.SPOILT[defect](scene.image, scene.alpha, np.random.default_rng(number))
        times = 1 if defect == "few pixels" else 4
        said.append(advice(spoilt, (spoilt.width * times, spoilt.height * times)))
    assert sum(codes == [defects.CODE[defect]] for codes in said) >= len(said) - 1, said


@pytest.mark.parametrize("defect", ["warm light", "green light"])
def test_the_light_s_colour_is_told_where_the_backdrop_is_pale(defect: str) -> None:
    labelled: tuple[scenes.Shape, ...] = ("bottle", "jar", "box", "bag")
    for shape in labelled:
        scene = scenes.draw(31, shape=shape, backdrop="white", size=(1024, 768))
        spoilt = defects.SPOILT[defect](scene.image, scene.alpha, np.random.default_rng(0))
        issues = inspect(Upright(spoilt, (4096, 3072), "JPEG"))
        assert [(issue.code, issue.severity) for issue in issues] == [("photo.cast", "hint")], shape


@pytest.mark.parametrize("hue", [(120, 160, 220), (230, 190, 90), (200, 120, 110)])
def test_a_product_on_a_cloth_of_its_own_colour_is_not_blamed_on_the_lamp(hue: tuple[int, int, int]) -> None:
    image = Image.new("RGB", (1600, 1200), hue)
    image.paste(tuple(round(value * 0.6) for value in hue), (500, 200, 1100, 1000))
    image.paste((245, 245, 243), (650, 400, 950, 700))
    assert "photo.cast" not in advice(image)


def test_a_set_is_told_as_two_products_and_goes_on() -> None:
    scene = scenes.draw(31, shape="jar", backdrop="white", size=(1024, 768))
    pair = defects.two_products(scene.image, scene.alpha, np.random.default_rng(0))
    issues = inspect(Upright(pair, (4096, 3072), "JPEG"))
    assert [(issue.code, issue.severity) for issue in issues] == [("photo.two_products", "hint")]


def test_advice_about_the_frame_leaves_room_for_what_counts_on_every_photo() -> None:
    small = photo(fill=0.22, shape="jar", size=(900, 675))
    assert advice(small, (900, 675)) == ["photo.small", "photo.few_pixels"]


def test_a_full_shelf_is_cluttered() -> None:
    found = [advice(photo(seed=seed, backdrop="clutter", size=(800, 600))) for seed in range(12)]
    assert all(found)
    assert sum("photo.cluttered" in codes for codes in found) >= 11


@pytest.mark.parametrize("backdrop", PLAIN)
def test_cut_off_far_away_and_both_not(backdrop: scenes.Backdrop) -> None:
    assert advice(photo(backdrop=backdrop, at=(0.5, 1.0))) == ["photo.cut_off"]
    assert advice(photo(backdrop=backdrop, fill=0.22, shape="jar")) == ["photo.small"]


def test_nothing_to_see_is_said() -> None:
    empty = photo(fill=0.01, backdrop="white")
    assert "photo.not_seen" in advice(empty)


def test_a_picture_from_a_chat_has_too_few_pixels() -> None:
    assert advice(photo(size=(960, 720)), (960, 720)) == ["photo.few_pixels"]
    far = measure(Upright(photo(fill=0.4), (1024, 768), "JPEG"))
    assert far.product_pixels == pytest.approx(0.4 * 768, abs=20)


def test_a_picture_that_will_come_out_smaller_gets_only_a_hint() -> None:
    issues = inspect(Upright(photo(fill=0.5), (1200, 900), "JPEG"))
    assert [(issue.code, issue.severity) for issue in issues] == [("photo.few_pixels", "hint")]


def test_a_burnt_out_product_is_noticed_and_a_burnt_out_sheet_is_not() -> None:
    pale = scenes.draw(31, shape="box", backdrop="colour", size=(1600, 1200))
    light = np.asarray(pale.image, np.float32)
    inside = np.asarray(pale.alpha)[..., None] > 0
    product = Image.fromarray(np.where(inside, np.minimum(light * 2.2 + 60, 255), light).astype(np.uint8))
    sheet = Image.fromarray(np.where(inside, light, 255).astype(np.uint8))
    assert "photo.blown" in advice(product)
    assert advice(sheet) == []


@pytest.mark.parametrize("size", [(1, 1), (5000, 1), (1, 3000), (40, 30)])
def test_odd_sizes_are_judged_without_an_accident(size: tuple[int, int]) -> None:
    assert advice(Image.new("RGB", size, (128, 90, 60)), size)


def test_a_real_size_photo_is_opened_and_judged() -> None:
    data = scenes.encode(photo(size=(4000, 3000), backdrop="table"))
    upright = open_upright(data, longest=1600)
    assert upright.size == (4000, 3000)
    assert inspect(upright) == []


@pytest.mark.parametrize("level", ["L0", "L1", "L2", "L3"])
def test_composites_with_a_known_outline_raise_few_alarms(shared: Path, level: str) -> None:
    files = sorted((shared / "data/photos/masked").glob(f"{level}_*.jpg"))
    assert len(files) == 14
    found = [advice(upright.image, upright.size) for upright in map(open_upright, files)]
    alarms = [code for codes in found for code in codes if code not in ("photo.few_pixels", "photo.blurred")]
    assert alarms == []
    # Their packshots of 198 pixels were enlarged up to four times, and some are soft.
    assert sum("photo.blurred" in codes for codes in found) <= 2


def test_every_shop_shelf_without_a_product_is_called_cluttered(shared: Path) -> None:
    files = sorted((shared / "data/photos/refuse").glob("*.jpg"))
    found = [advice(upright.image, upright.size) for upright in map(open_upright, files)]
    assert sum("photo.cluttered" in codes for codes in found) >= 19
