"""Pictures show what was done by hand, say so, and never show again what was hidden."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import scenes
from PIL import Image, ImageDraw

from merchant_helper.photos.cache import longest_needed, rendition_file
from merchant_helper.photos.edit_values import Area
from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.intake import Upright
from merchant_helper.photos.light import MOST_CHANGE, MOST_TINT_CHANGE, asked, moved
from merchant_helper.photos.rendition import render
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.photos.subject import find_subject

SPEC = RenditionSpec(size=1000, min_size=1, quality=95)
PLATE = (0.3, 0.6, 0.6, 0.75)


def upright(image: Image.Image) -> Upright:
    return Upright(image, image.size, "JPEG")


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def with_plate(stripes: bool) -> Image.Image:
    """Draw a photo with a plate on it, striped one way or the other."""
    image = scenes.draw(3, size=(1000, 800)).image
    pen = ImageDraw.Draw(image)
    box = (300, 480, 600, 600)
    pen.rectangle(box, fill="white")
    for n in range(15):
        x, y = box[0] + 20 * n, box[1] + 8 * n
        pen.rectangle((x, box[1], x + 9, box[3]) if stripes else (box[0], y, box[2], y + 3), fill="black")
    return image


@pytest.mark.parametrize("cut_out", [False, True])
@pytest.mark.parametrize("area", [Area(box=PLATE), Area(((0.3, 0.675), (0.6, 0.675)), 0.08)])
def test_what_is_hidden_cannot_be_told_from_anything_else(cut_out: bool, area: Area) -> None:
    mask = Image.new("L", (1000, 800), 255) if cut_out else None
    shown = [
        render(upright(with_plate(stripes)), SPEC, mask=mask, edits=Edits(blur=(area,)))
        for stripes in (True, False)
    ]
    one, other = (np.asarray(opened(r.data), np.int16) for r in shown)
    plain = render(upright(with_plate(True)), SPEC, mask=mask)
    before = np.asarray(opened(plain.data), np.int16)
    where = np.abs(one - before).max(-1) > 60
    assert where.sum() > 5_000
    # Two plates of the same grey are one and the same when hidden, but for the share of black in a square.
    assert np.abs(one - other)[where].mean() < 30 < np.abs(before - one)[where].mean()
    sides = np.abs(np.diff(one.mean(-1), axis=1))[:, :-1][where[:, :-2]]
    assert np.percentile(sides, 99) < 12
    assert "blurred" in shown[0].edits and "blurred" not in plain.edits


def test_nothing_beside_the_hidden_part_changes() -> None:
    image = with_plate(True)
    edits = Edits(blur=(Area(box=PLATE),))
    spec = RenditionSpec(size=1000, min_size=1, quality=100)
    one, other = (
        np.asarray(opened(render(upright(image), spec, edits=e).data), int) for e in (edits, NOTHING)
    )
    assert np.abs(one - other)[:400].max() <= 2


def test_hiding_is_done_before_anything_is_shrunk() -> None:
    assert longest_needed(400, Edits(blur=(Area(box=PLATE),))) is None
    assert longest_needed(400, NOTHING) == 800
    assert longest_needed(400, Edits(crop=(0, 0, 0.25, 1))) == 3200


@pytest.mark.parametrize(
    ("edits", "size", "names"),
    [
        (Edits(turn=90), (800, 1000), ("turned",)),
        (Edits(turn=180), (1000, 800), ("turned",)),
        (Edits(crop=(0.1, 0.25, 0.6, 0.75)), (500, 400), ("cropped",)),
        (Edits(turn=270, crop=(0, 0, 0.5, 1)), (400, 1000), ("turned", "cropped")),
        (Edits(light="original"), (1000, 800), ()),
        (Edits(came=("blurred", "hand_corrected")), (1000, 800), ("blurred",)),
    ],
)
def test_the_frame_is_the_one_that_was_chosen(
    edits: Edits, size: tuple[int, int], names: tuple[str, ...]
) -> None:
    rendition = render(upright(with_plate(True)), SPEC, edits=edits)
    assert ((rendition.width, rendition.height), rendition.edits) == (size, names)


def test_levelling_turns_the_way_it_says_and_leaves_no_corner() -> None:
    askew = scenes.draw(1, backdrop="table", size=(1000, 800), tilt=4.0).image
    rendition = render(upright(askew), SPEC, edits=Edits(straighten=4.0), fix_light=True)
    assert "straightened" in rendition.edits and rendition.width < 1000
    corners = np.asarray(opened(rendition.data), int)[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert (corners.sum(-1) > 30).all()


def test_the_cut_out_is_turned_and_cropped_with_its_photo() -> None:
    scene = scenes.draw(1, size=(1000, 800))
    upside = render(upright(scene.image), SPEC, mask=scene.alpha, edits=Edits(turn=180, hand=True))
    plain = render(upright(scene.image), SPEC, mask=scene.alpha)
    assert upside.edits == ("cut_out", "hand_corrected", "white_background", "turned", "resized")
    back = opened(upside.data).transpose(Image.Transpose.ROTATE_180)
    assert np.abs(np.asarray(back, int) - np.asarray(opened(plain.data), int)).mean() < 2


@pytest.mark.parametrize("cast", [(1, 1, 1), (1.05, 1.0, 0.84), (0.9, 1.0, 1.12)])
@pytest.mark.parametrize("exposure", [0.35, 0.6, 1.0])
@pytest.mark.parametrize("shape", ["bottle", "jar", "fruit"])
def test_light_moves_the_products_colours_by_a_cap_at_most(
    shape: scenes.Shape, exposure: float, cast: tuple[float, float, float]
) -> None:
    image = scenes.draw(5, shape=shape, backdrop="white", size=(640, 480), exposure=exposure, cast=cast).image
    light = asked(image)
    if light is None:
        assert exposure == 1.0
        return
    change, tint = moved(find_subject(image), light)
    assert change <= MOST_CHANGE and tint <= MOST_TINT_CHANGE
    assert exposure == 1.0 or np.asarray(light.apply(image)).mean() > np.asarray(image).mean()


def test_the_original_light_wins_over_the_programs_own() -> None:
    dark = upright(scenes.draw(2, size=(640, 480), exposure=0.35).image)
    assert "lightened" in render(dark, SPEC, fix_light=True).edits
    assert "lightened" not in render(dark, SPEC, fix_light=True, edits=Edits(light="original")).edits
    assert "lightened" in render(dark, SPEC, edits=Edits(light="on")).edits


def test_any_edit_makes_another_picture_and_the_original_stays(tmp_path: Path) -> None:
    original = tmp_path / "original"
    original.write_bytes(scenes.encode(scenes.draw(1, size=(800, 600)).image))
    before = original.read_bytes()
    all_edits = [
        NOTHING,
        Edits(turn=90),
        Edits(straighten=1.0),
        Edits(crop=(0, 0, 0.5, 0.5)),
        Edits(light="on"),
        Edits(blur=(Area(box=PLATE),)),
        Edits(blur=(Area(((0.5, 0.5),), 0.05),)),
    ]
    made = {rendition_file(tmp_path / "cache", original, SPEC, edits=edits) for edits in all_edits}
    assert len(made) == len(all_edits) and original.read_bytes() == before
