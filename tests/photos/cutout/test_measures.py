"""The measures themselves: what they say of known answers, and which products they were set on."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scenes import draw

BENCHMARKS = str(Path(__file__).parents[3] / "benchmarks")


@pytest.fixture
def quality(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("quality")


@pytest.fixture
def verdict(quality):
    return importlib.import_module("verdict")


@pytest.fixture
def folder(tmp_path):
    """Make two photos with their masks, and an answer to one of them."""
    masked, out = tmp_path / "masked", tmp_path / "out"
    masked.mkdir()
    out.mkdir()
    for number, name in enumerate(("L0_box", "L1_fruit")):
        scene = draw(number, shape=name.partition("_")[2], size=(320, 240))
        scene.image.save(masked / f"{name}.jpg")
        scene.alpha.save(masked / f"{name}.mask.png")
    scene.alpha.save(out / "L1_fruit.mask.png")
    lines = [
        {"kind": "item", "source": "somewhere/L1_fruit.jpg", "verdict": "good"},
        {"kind": "item", "source": "somewhere/L0_box.jpg", "verdict": None},
        {"kind": "summary"},
    ]
    (tmp_path / "lines").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return masked, out


def test_what_the_command_wrote_is_scored(quality, folder, tmp_path):
    masked, out = folder
    entries = []
    levels = quality.measure(masked, quality.reader(out, tmp_path / "lines"), entries)
    assert levels["L1"].overlap == [1.0]
    assert levels["L1"].boundary == [pytest.approx(1.0)]
    assert levels["L1"].error == [0.0]
    assert dict(levels["L1"].verdicts) == {"good": 1}
    assert levels["L0"].overlap == [0.0]
    assert dict(levels["L0"].verdicts) == {"missing": 1}
    quality.contact_sheet(entries, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width > 3 * 200
        assert np.asarray(sheet.convert("L")).std() > 20


def test_a_shifted_outline_is_measured_as_shifted(quality):
    true = np.zeros((60, 60), bool)
    true[20:40, 20:40] = True
    assert quality.boundary(np.roll(true, 2, 0), true) == pytest.approx(1.0)
    assert quality.boundary(np.roll(true, 12, 1), true) < 0.5


def test_the_soft_edge_keeps_within_three_grey_levels(quality):
    """On 56 composites of real products: 2.5, with rembg's usual way 19.5."""
    errors = quality.edge_errors(None)
    assert np.mean(errors["decontaminated"]) < 3 < np.mean(errors["mixture as it is"])


def test_the_two_halves_have_no_product_in_common(verdict):
    assert not set(verdict.FITTED) & set(verdict.HELD_OUT)
    assert len(verdict.FITTED) == len(verdict.HELD_OUT)


@pytest.mark.slow
def test_the_two_halves_are_all_products(verdict, shared):
    names = {photo.stem.partition("_")[2] for photo in (shared / "data/photos/masked").glob("*.jpg")}
    assert names == {*verdict.FITTED, *verdict.HELD_OUT}
