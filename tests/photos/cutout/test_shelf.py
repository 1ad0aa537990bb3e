"""The models folder: what is recognised, recorded, refused."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from pathlib import Path

import pytest

from merchant_helper.errors import DiskFull, EngineUnavailable
from merchant_helper.photos.cutout import available, choice, shelf
from merchant_helper.photos.cutout.shelf import KNOWN, KnownModel, ModelShelf, clean_name


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Publish a small model as u2netp and give its file."""
    file = tmp_path / "from a stick.onnx"
    file.write_bytes(b"the true model" * 50)
    md5 = hashlib.md5(file.read_bytes()).hexdigest()
    known = KnownModel("u2netp", md5, "Apache-2.0", file.stat().st_size)
    monkeypatch.setattr(shelf, "KNOWN", (known,))
    return file


def states(models: Path) -> dict[str, str]:
    return {model.name: model.state for model in ModelShelf(models).list()}


def test_known_models_carry_the_sums_that_rembg_carries():
    import rembg.sessions

    for model in KNOWN:
        source = (Path(rembg.sessions.__file__).parent / f"{model.name}.py").read_text("utf-8")
        assert re.findall(r"md5:([0-9a-f]{32})", source) == [model.md5]
        assert re.findall(r'"(https://[^"]+)"', source) == [model.url]
        assert model.licence and model.licence_source and model.source


def test_an_empty_shelf_names_what_could_be_there(models: Path):
    assert states(models) == {"u2net": "missing", "u2netp": "missing"}
    assert ModelShelf(models).best() is None
    assert available(models) == available(None) == ("plain",)
    assert not models.exists()


def test_a_known_file_gets_its_name_whatever_it_was_called(published: Path, models: Path):
    state = ModelShelf(models).add(published)
    assert (state.name, state.licence, state.state) == ("u2netp", "Apache-2.0", "ready")
    assert ModelShelf(models).best() == "u2netp"
    assert available(models) == ("plain", "u2netp")
    assert ModelShelf(models).checked("u2netp")[1] == hashlib.sha256(published.read_bytes()).hexdigest()


def test_another_file_keeps_its_stem_and_is_never_chosen_by_itself(models: Path, tmp_path: Path):
    file = tmp_path / "Mẫu Đồ gỗ (v2).onnx"
    file.write_bytes(b"something else")
    state = ModelShelf(models).add(file)
    assert (state.name, state.licence, state.state) == ("mau-do-go-v2", None, "unverified")
    assert available(models) == ("plain", "mau-do-go-v2")
    assert ModelShelf(models).best() is None


def test_a_file_that_only_bears_a_known_name_is_unverified(published: Path, models: Path, tmp_path: Path):
    false = tmp_path / "u2netp.onnx"
    false.write_bytes(published.read_bytes()[:-1])
    state = ModelShelf(models).add(false)
    assert (state.name, state.licence, state.state) == ("u2netp", None, "unverified")
    assert ModelShelf(models).add(published).state == "ready"


def test_a_changed_file_is_broken(published: Path, models: Path):
    ModelShelf(models).add(published)
    (models / "u2netp.onnx").write_bytes(b"X" * published.stat().st_size)
    assert states(models) == {"u2netp": "broken"}
    assert ModelShelf(models).best() is None
    with pytest.raises(EngineUnavailable, match="hỏng"):
        ModelShelf(models).checked("u2netp")


def test_a_removed_file_is_missing(published: Path, models: Path):
    ModelShelf(models).add(published)
    (models / "u2netp.onnx").unlink()
    assert states(models) == {"u2netp": "missing"}
    with pytest.raises(EngineUnavailable):
        ModelShelf(models).checked("u2netp")


def test_a_known_file_laid_into_the_folder_is_recognised_and_a_cut_one_is_not(published: Path, models: Path):
    models.mkdir(parents=True)
    (models / "u2netp.onnx").write_bytes(published.read_bytes())
    assert states(models) == {"u2netp": "ready"}
    (models / "u2netp.onnx").write_bytes(published.read_bytes()[:100])
    assert states(models) == {"u2netp": "broken"}


@pytest.mark.parametrize(
    "written",
    [
        *("", "[]", '{"u2netp": 3}', '{"../../etc/x": {}}', '{"a": {"sha256": 1}}', "\x00"),
        *("[" * 100_000, '{"a": {"sha256": "x", "size": 1e999, "known": true}}'),
    ],
    ids=range(8),
)
def test_a_spoilt_record_is_as_good_as_none(written: str, models: Path):
    models.mkdir(parents=True)
    (models / shelf.RECORD).write_text(written, "utf-8")
    assert set(states(models).values()) == {"missing"}


@pytest.mark.parametrize(
    "written", ["", "[]", '{"auto": 3}', '{"auto": "../x"}', "[" * 100_000], ids=range(5)
)
def test_a_spoilt_choice_is_as_good_as_none(written: str, models: Path):
    models.mkdir(parents=True)
    (models / choice.FILE).write_text(written, "utf-8")
    assert ModelShelf(models).chosen() is None


def test_a_record_cannot_point_out_of_the_folder(models: Path, tmp_path: Path):
    (tmp_path / "secret.onnx").write_bytes(b"s")
    models.mkdir(parents=True)
    entry = {
        "file": "../../secret.onnx",
        "sha256": hashlib.sha256(b"s").hexdigest(),
        "size": 1,
        "known": True,
    }
    (models / shelf.RECORD).write_text(json.dumps({"../../secret": entry, "inside": entry}), "utf-8")
    assert states(models)["inside"] == "missing"
    assert "../../secret" not in states(models)


@pytest.mark.parametrize("content", [None, b""])
def test_nothing_is_added_from_a_missing_or_empty_file(content: bytes | None, models: Path, tmp_path: Path):
    file = tmp_path / "x.onnx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EngineUnavailable, match=r"x\.onnx"):
        ModelShelf(models).add(file)
    assert not models.exists()


def test_a_full_disk_leaves_nothing_half_copied(
    monkeypatch: pytest.MonkeyPatch, models: Path, published: Path
):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(shelf.os, "fsync", full)
    with pytest.raises(DiskFull):
        ModelShelf(models).add(published)
    assert list(models.iterdir()) == []


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("u2netp", "u2netp"),
        ("../../evil", "evil"),
        ("..", "model"),
        ("NUL", "nul-model"),
        ("con.x", "con-x"),
        ("auto", "auto-model"),
        ("plain", "plain-model"),
        ("Bà Sáu – nước mắm 40°", "ba-sau-nuoc-mam-40"),
        ("a" * 300, "a" * 40),
        ("模型", "model"),
    ],
)
def test_names_are_cleaned_and_stay_clean(stem: str, name: str):
    assert clean_name(stem) == name
    assert clean_name(name) == name
