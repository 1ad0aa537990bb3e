"""A hand that holds the product is noticed; brown things, beige cloths and wooden tables are no hands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from scenes import draw

from merchant_helper.photos.cutout import cut_out
from merchant_helper.photos.cutout.frame import shrunk
from merchant_helper.photos.cutout.hand import held_in_hand
from merchant_helper.photos.cutout.plain import look
from merchant_helper.photos.cutout.verdict import LIMITS, tidied

SKINS = {"pale": (226, 178, 152), "brown": (176, 124, 92), "dark": (112, 74, 54)}
SIZE = (640, 480)
#: Shop photos in which a hand is plain to see.
HELD = (
    "Arla-Mild-Vanilla-Yoghurt_008",
    "Arla-Natural-Yoghurt_010",
    "Arla-Sour-Milk_005",
    "Garant-Ecological-Medium-Fat-Milk_005",
    "God-Morgon-Apple-Juice_015",
    "Oatly-Natural-Oatghurt_029",
    "Passion-Fruit_018",
)


def arm(photo, skin, side):
    """Draw an arm that comes in from a side and takes hold of the product in the middle."""
    layer = Image.new("L", photo.size)
    pen = ImageDraw.Draw(layer)
    middle = (photo.width // 2, photo.height // 2)
    start = {"left": (-40, 330), "right": (680, 330), "below": (330, 520)}[side]
    pen.line([start, middle], fill=255, width=90)
    for finger in range(4):
        pen.ellipse(
            (middle[0] - 70, middle[1] - 70 + 34 * finger, middle[0] + 70, middle[1] - 40 + 34 * finger), 255
        )
    light = np.linspace(1.1, 0.72, photo.height)[:, None, None] * np.ones((1, photo.width, 1))
    limb = Image.fromarray(np.clip(np.asarray(skin) * light, 0, 255).astype(np.uint8))
    return Image.composite(limb, photo, layer.filter(ImageFilter.GaussianBlur(2)))


def held(photo):
    small = shrunk(photo, 320)
    probability, noise = look(small)
    return held_in_hand(small, tidied(probability), busy=noise > LIMITS.busy)


@pytest.mark.parametrize("side", ["left", "right", "below"])
@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("backdrop", ["white", "grey"])
def test_a_hand_is_noticed(skin, side, backdrop):
    scene = draw(3, shape="box", backdrop=backdrop, size=SIZE, fill=0.6)
    assert held(arm(scene.image, SKINS[skin], side))


def test_a_held_product_is_at_best_to_be_checked_and_says_why_first():
    cutout = cut_out(
        arm(draw(3, shape="box", backdrop="grey", size=SIZE, fill=0.6).image, SKINS["pale"], "left")
    )
    assert cutout.verdict != "good"
    assert cutout.issues[0].code == "cutout.held_in_hand"


@pytest.mark.parametrize("colour", [(240, 140, 40), (150, 95, 60), (205, 160, 120), (226, 178, 152)])
@pytest.mark.parametrize("backdrop", [(240, 240, 238), (70, 130, 170), (226, 206, 178)])
def test_an_orange_a_loaf_or_a_face_coloured_jar_standing_free_is_no_hand(colour, backdrop):
    photo = Image.new("RGB", SIZE, backdrop)
    light = np.linspace(1.1, 0.75, SIZE[0])[None, :, None] * np.ones((SIZE[1], 1, 1))
    thing = Image.fromarray(np.clip(np.asarray(colour) * light, 0, 255).astype(np.uint8))
    shape = Image.new("L", SIZE)
    ImageDraw.Draw(shape).ellipse((200, 120, 440, 400), 255)
    photo.paste(thing, (0, 0), shape)
    assert not held(photo)


@pytest.mark.parametrize("cloth", [(226, 200, 170), (205, 165, 130), (180, 130, 95)])
@pytest.mark.parametrize("fall", [0.0, 0.3])
def test_a_beige_cloth_is_no_hand(cloth, fall):
    light = np.linspace(1.0, 1.0 - fall, SIZE[0])[None, :, None] * np.ones((SIZE[1], 1, 1))
    photo = Image.fromarray((np.asarray(cloth) * light).astype(np.uint8))
    photo.paste((40, 70, 150), (240, 120, 400, 400))
    assert not held(photo)


@pytest.mark.parametrize("seed", range(4))
def test_a_wooden_table_before_a_wall_is_no_hand(seed):
    photo = Image.new("RGB", SIZE, (200, 205, 210))
    rng = np.random.default_rng(seed)
    grain = np.repeat(rng.normal(0, 6, 180), SIZE[0]).reshape(180, SIZE[0], 1)
    wood = np.clip(np.asarray((188, 138, 96)) + grain, 0, 255).astype(np.uint8)
    photo.paste(Image.fromarray(wood), (0, 300))
    photo.paste((30, 90, 60), (260, 140, 380, 420))
    assert not held(photo)


@pytest.mark.parametrize("side", [(0, 150, 420, 380), (180, 130, 430, 480)])
def test_a_brown_box_cut_off_by_the_frame_is_said_to_be_cut_off(side):
    photo = Image.new("RGB", SIZE, (90, 140, 170))
    photo.paste((172, 128, 88), side)
    codes = [issue.code for issue in cut_out(photo).issues]
    assert "cutout.held_in_hand" not in codes
    assert "cutout.touches_edge" in codes


@pytest.mark.parametrize("size", [(1, 1), (20, 900), (17, 33)])
def test_strange_sizes_are_survived(size):
    picture = np.full((size[1], size[0], 3), SKINS["pale"], np.uint8)
    assert not held_in_hand(picture, np.ones(picture.shape[:2], bool), busy=True)


@pytest.mark.slow
def test_hands_in_shop_photos_are_noticed(shared: Path):
    missed = []
    for name in HELD:
        with Image.open(shared / "data/photos/refuse" / f"{name}.jpg") as photo:
            missed += [] if held(photo.convert("RGB")) else [name]
    assert missed == []


@pytest.mark.slow
def test_no_product_standing_free_is_taken_for_held(shared: Path):
    for file in sorted((shared / "data/photos/masked").glob("L[0123]_*.jpg")):
        with Image.open(file) as photo:
            assert not held(photo.convert("RGB")), file.name
