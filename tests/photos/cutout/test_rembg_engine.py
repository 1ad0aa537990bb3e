"""The model engine: a local file through rembg's custom session, and no other way."""

from __future__ import annotations

import ast
import builtins
import os
from pathlib import Path

import numpy as np
import onnx_stub
import pytest
from PIL import Image

import merchant_helper
from merchant_helper.errors import EngineUnavailable
from merchant_helper.photos.cutout import ENGINES, available, cut_out, load, rembg_engine
from merchant_helper.photos.cutout.shelf import ModelShelf

RED, BLUE = (210, 30, 30), (30, 60, 190)


@pytest.fixture(autouse=True)
def fresh_process():
    """Forget loaded models, as a new child process would."""
    rembg_engine._session.cache_clear()
    rembg_engine._checked_once.cache_clear()


@pytest.fixture
def photo() -> Image.Image:
    picture = Image.new("RGB", (640, 480), BLUE)
    picture.paste(RED, (200, 120, 440, 380))
    return picture


def test_a_named_model_cuts_out(photo, tiny_model, models, overlap):
    cutout = cut_out(photo, engine=tiny_model, models=models)
    alpha = Image.new("L", photo.size)
    alpha.paste(255, (200, 120, 440, 380))
    assert overlap(cutout.mask, alpha) > 0.97
    assert (cutout.engine, cutout.model, cutout.verdict) == ("rembg", "red-finder", "good")


def test_a_model_that_sees_something_else_is_to_be_checked(photo, models, tmp_path):
    file = tmp_path / "blue-finder.onnx"
    file.write_bytes(onnx_stub.red_finder((-1.0, 0.0, 1.0)))
    ModelShelf(models).add(file)
    assert cut_out(photo, engine="blue-finder", models=models).verdict != "good"


def test_an_unverified_model_is_never_chosen_by_itself(photo, tiny_model, models):
    assert available(models) == ("plain", tiny_model)
    cutout = cut_out(photo, models=models)
    assert (cutout.engine, cutout.model) == ("plain", None)


def test_a_verified_model_is_chosen_and_a_failing_one_falls_back(photo, tiny_model, models, monkeypatch):
    monkeypatch.setattr(ModelShelf, "best", lambda self: tiny_model)
    assert cut_out(photo, models=models).model == tiny_model
    monkeypatch.setattr(ModelShelf, "best", lambda self: "gone")
    fallen = cut_out(photo, models=models)
    assert (fallen.engine, [issue.code for issue in fallen.issues]) == ("plain", ["cutout.model_failed"])


@pytest.mark.parametrize("name", ["u2netp", "bria-rmbg", "withoutbg", "atlascloud", "rembg", "", "../x"])
def test_a_name_that_is_not_on_the_shelf_is_refused(photo, name, models):
    for folder in (None, models):
        with pytest.raises(EngineUnavailable):
            cut_out(photo, engine=name, models=folder)


def test_a_model_changed_after_adding_is_refused(photo, tiny_model, models):
    (models / f"{tiny_model}.onnx").write_bytes(onnx_stub.red_finder((0.0, 1.0, 0.0)))
    with pytest.raises(EngineUnavailable, match="hỏng"):
        cut_out(photo, engine=tiny_model, models=models)


def test_a_model_changed_between_two_photos_is_refused(photo, tiny_model, models):
    cut_out(photo, engine=tiny_model, models=models)
    (models / f"{tiny_model}.onnx").write_bytes(onnx_stub.red_finder((0.0, 1.0, 0.5)))
    os.utime(models / f"{tiny_model}.onnx", ns=(1, 1))
    with pytest.raises(EngineUnavailable, match="hỏng"):
        cut_out(photo, engine=tiny_model, models=models)


@pytest.mark.parametrize(
    "content", [b"not a model", onnx_stub.red_finder()[:-40], onnx_stub.red_finder(side=64)]
)
def test_a_file_that_is_no_model_gets_a_sentence(photo, content, models, tmp_path):
    file = tmp_path / "notes.onnx"
    file.write_bytes(content)
    ModelShelf(models).add(file)
    with pytest.raises(EngineUnavailable, match="notes"):
        cut_out(photo, engine="notes", models=models)


def test_a_photo_without_contrast_finds_nothing(tiny_model, models):
    cutout = cut_out(Image.new("RGB", (200, 200), "black"), engine=tiny_model, models=models)
    assert cutout.verdict == "retake"


@pytest.mark.parametrize("error", [SystemExit(1), ImportError("no runtime")])
def test_a_missing_runtime_does_not_end_the_program(photo, tiny_model, models, monkeypatch, error):
    real = builtins.__import__

    def guarded(name, *rest, **more):
        if name.startswith("rembg"):
            raise error
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", guarded)
    with pytest.raises(EngineUnavailable):
        cut_out(photo, engine=tiny_model, models=models)


def test_the_only_session_asked_for_is_the_local_one(photo, tiny_model, models, monkeypatch):
    import rembg.session_factory

    asked = []
    real = rembg.session_factory.new_session

    def watched(*names, **more):
        asked.append((names, more))
        homes.append(
            (os.environ["REMBG_HOME"], os.environ.get("U2NET_HOME"), os.environ["NUMBA_DISABLE_JIT"])
        )
        return real(*names, **more)

    homes: list[tuple[str, ...]] = []
    monkeypatch.setattr(rembg.session_factory, "new_session", watched)
    monkeypatch.setenv("U2NET_HOME", "/elsewhere")
    for _ in range(3):
        cut_out(photo, engine=tiny_model, models=models)
    ((names, more),) = asked
    assert names == ("u2net_custom",)
    assert Path(more["model_path"]) == (models / f"{tiny_model}.onnx").resolve()
    assert (more["sess_opts"].intra_op_num_threads, more["sess_opts"].enable_mem_pattern) == (1, False)
    assert homes == [(str(models.resolve()), None, "1")]
    assert os.environ["U2NET_HOME"] == "/elsewhere"


def test_no_line_of_the_program_can_ask_for_another_session():
    """rembg is imported in one file, by one name, called once with the constant."""
    uses = []
    for file in Path(merchant_helper.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not any(alias.name.split(".")[0] == "rembg" for alias in node.names), file
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "rembg":
                uses.append((file.name, node.module, [alias.name for alias in node.names]))
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "new_session":
                assert isinstance(node.args[0], ast.Name)
                assert (node.args[0].id, len(node.args)) == ("SESSION", 1)
                uses.append("call")
    assert uses == [("rembg_engine.py", "rembg.session_factory", ["new_session"]), "call"]
    assert rembg_engine.SESSION == "u2net_custom"


def test_every_engine_can_be_loaded(tiny_model, models):
    assert set(ENGINES) == {"plain", "rembg"}
    for engine in (load("plain"), load(tiny_model, models)):
        probability = engine.segment(np.zeros((20, 30, 3), np.uint8))
        assert (probability.shape, probability.dtype) == ((20, 30), np.float32)
