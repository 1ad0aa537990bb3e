"""Files that are to be models and are not: each gets a sentence, and the shelf stays as it was."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import onnx_stub
import pytest

from merchant_helper.errors import DiskFull, EngineUnavailable, ModelRefused
from merchant_helper.photos.cutout import shelf, trial, usb
from merchant_helper.photos.cutout.choice import FILE
from merchant_helper.photos.cutout.known import KNOWN
from merchant_helper.photos.cutout.shelf import KnownModel, ModelShelf
from merchant_helper.photos.cutout.trial import try_out


def refusal(models: Path, file: Path, **more) -> str:
    """Try to add a file; gives the code of the refusal and holds the shelf to being untouched."""
    before = sorted(models.iterdir()) if models.exists() else []
    with pytest.raises(ModelRefused) as caught:
        ModelShelf(models).add(file, **more)
    assert (sorted(models.iterdir()) if models.exists() else []) == before
    said = str(caught.value)
    assert file.name in said and "issue:" not in said and "fix:" not in said and "{" not in said
    return caught.value.issue.code


def test_what_is_no_file_is_refused_without_waiting(models: Path, tmp_path: Path):
    assert refusal(models, tmp_path) == "model.not_a_file"
    (tmp_path / "gone.onnx").symlink_to(tmp_path / "nowhere")
    assert refusal(models, tmp_path / "gone.onnx") == "model.not_there"
    (tmp_path / "round.onnx").symlink_to(tmp_path / "round.onnx")
    assert refusal(models, tmp_path / "round.onnx") == "model.not_readable"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.onnx")
        assert refusal(models, tmp_path / "pipe.onnx") == "model.not_a_file"
        (tmp_path / "link.onnx").symlink_to("/dev/zero")
        assert refusal(models, tmp_path / "link.onnx") == "model.not_a_file"


def test_a_link_to_a_file_is_copied_and_not_linked(models: Path, tmp_path: Path):
    (tmp_path / "true.onnx").write_bytes(b"model")
    (tmp_path / "link.onnx").symlink_to(tmp_path / "true.onnx")
    ModelShelf(models).add(tmp_path / "link.onnx")
    assert not (models / "link.onnx").is_symlink() and (models / "link.onnx").read_bytes() == b"model"


def test_a_file_that_may_not_be_read_is_said(models: Path, tmp_path: Path, monkeypatch):
    file = tmp_path / "closed.onnx"
    file.write_bytes(b"x")

    def closed(*_args, **_more):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert refusal(models, file) == "model.not_readable"


def test_a_stick_that_is_pulled_out_is_the_files_trouble(models: Path):
    class Pulled(io.BytesIO):
        def read(self, *_args) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(ModelRefused) as caught:
        ModelShelf(models).add_stream(Pulled(), "u2netp.onnx", size=9)
    assert caught.value.issue.code == "model.not_readable"
    assert list(models.iterdir()) == []


def test_no_model_is_as_long_as_that(models: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BYTES", 1000)
    file = tmp_path / "film.onnx"
    file.write_bytes(bytes(1001))
    assert refusal(models, file) == "model.too_big"
    with pytest.raises(ModelRefused):
        ModelShelf(models).add_stream(io.BytesIO(bytes(1001)), "grows.onnx", size=10)
    assert list(models.iterdir()) == []


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing(models: Path, tmp_path: Path, monkeypatch):
    (tmp_path / "big.onnx").write_bytes(bytes(5_000_000))

    def full(done: int, _whole: int) -> None:
        if done > 2_000_000:
            raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(DiskFull):
        ModelShelf(models).add(tmp_path / "big.onnx", progress=full)
    assert list(models.iterdir()) == []


def test_progress_is_told_to_the_end(models: Path, tmp_path: Path):
    (tmp_path / "big.onnx").write_bytes(bytes(2_500_000))
    told: list[tuple[int, int]] = []
    ModelShelf(models).add(tmp_path / "big.onnx", progress=lambda *one: told.append(one))
    assert told == [(1 << 20, 2_500_000), (2 << 20, 2_500_000), (2_500_000, 2_500_000)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (os.urandom(9_000), "model.not_a_model"),
        (b"\xff\xd8\xff\xe0" + bytes(5_000), "model.not_a_model"),
        (onnx_stub.red_finder()[:-40], "model.not_a_model"),
        (onnx_stub.red_finder(side=64), "model.does_not_run"),
    ],
    ids=["random", "photo", "truncated", "another shape"],
)
def test_what_does_not_run_is_not_taken(content: bytes, code: str, models: Path, tmp_path: Path):
    file = tmp_path / "notes.onnx"
    file.write_bytes(content)
    assert refusal(models, file, trial=lambda copy: try_out(copy, file.name)) == code


def test_a_model_that_runs_is_taken_after_a_trial_without_a_network(models: Path, tmp_path: Path):
    file = tmp_path / "red.onnx"
    file.write_bytes(onnx_stub.red_finder())
    assert ModelShelf(models).add(file, trial=lambda copy: try_out(copy, file.name)).state == "unverified"


def test_a_trial_that_takes_its_process_down_costs_no_more(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(trial, "first_run", os.abort)
    file = tmp_path / "crash.onnx"
    monkeypatch.setattr(trial.ChildPool, "run", lambda *_a, **_m: (_ for _ in ()).throw(trial.ChildDied("x")))
    with pytest.raises(ModelRefused, match="crash"):
        try_out(file)


def test_the_trial_has_no_network_and_loads_no_compiler(models: Path, tmp_path: Path):
    """Numba is never even imported: nothing can compile in front of anybody."""
    file = tmp_path / "red.onnx"
    file.write_bytes(onnx_stub.red_finder())
    code = (
        "import sys, socket; from merchant_helper.photos.cutout.trial import first_run\n"
        f"print(first_run({str(file)!r}))\n"
        "print([name for name in ('numba', 'llvmlite', 'pymatting', 'rembg') if name in sys.modules])\n"
        "try: socket.create_connection(('127.0.0.1', 9))\n"
        "except OSError as error: print(error.errno)\n"
    )
    root = str(Path(__file__).parents[3])
    env = {**os.environ, "PYTHONPATH": root}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert done.stdout.split("\n")[:3] == ["None", "[]", str(errno.ENETUNREACH)], done.stderr


def test_a_file_that_changes_after_it_was_added_is_found_out(models: Path, tmp_path: Path):
    file = tmp_path / "red.onnx"
    file.write_bytes(onnx_stub.red_finder())
    ours = ModelShelf(models)
    ours.add(file)
    placed = models / "red.onnx"
    before = placed.stat()
    placed.write_bytes(onnx_stub.red_finder()[:-1] + b"\x00")
    # Same length, same time: only reading it again tells.
    os.utime(placed, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ours.verify("red").state == "broken"
    with pytest.raises(EngineUnavailable, match="hỏng"):
        ours.checked("red")


def test_a_right_sum_is_taken_in_and_a_wrong_one_is_not(models: Path, monkeypatch):
    monkeypatch.setattr(shelf, "KNOWN", (known := _publish(b"right"),))
    models.mkdir(parents=True)
    part = models / "u2netp.onnx.part"
    part.write_bytes(b"wrong")
    with pytest.raises(ModelRefused):
        ModelShelf(models).accept(part, known)
    part.write_bytes(b"right")
    assert ModelShelf(models).accept(part, known).state == "ready"
    assert ModelShelf(models).best() == "u2netp"


def _publish(content: bytes, name: str = "u2netp") -> KnownModel:
    import hashlib

    return KnownModel(name, hashlib.md5(content).hexdigest(), "Apache-2.0", len(content))


def test_the_choice_is_remembered_and_never_a_model_that_is_not_ready(models: Path, tmp_path, monkeypatch):
    known = (_publish(b"small"), _publish(b"larger", "u2net"))
    monkeypatch.setattr(shelf, "KNOWN", known)
    ours = ModelShelf(models)
    assert (ours.chosen(), ours.best()) == (None, None)
    for content in (b"larger", b"small"):
        (tmp_path / "m.onnx").write_bytes(content)
        ours.add(tmp_path / "m.onnx")
    assert ours.best() == "u2netp"
    ours.choose("u2net")
    assert ModelShelf(models).best() == "u2net"
    (models / "u2net.onnx").write_bytes(b"spoilt")
    assert ModelShelf(models).best() == "u2netp"
    ours.choose("plain")
    assert (ModelShelf(models).chosen(), ModelShelf(models).best()) == ("plain", None)
    for spoilt in ("", "[]", '{"auto": 3}', '{"auto": "../x"}'):
        (models / FILE).write_text(spoilt, "utf-8")
        assert (ours.chosen(), ours.best()) == (None, "u2netp")


def test_an_interrupted_copy_is_swept_away_later(models: Path, tmp_path: Path):
    models.mkdir(parents=True)
    left, fresh = models / ".1-aa.adding", models / ".2-bb.adding"
    for file in (left, fresh):
        file.write_bytes(b"half")
    os.utime(left, (1, 1))
    (tmp_path / "a.onnx").write_bytes(b"model")
    ModelShelf(models).add(tmp_path / "a.onnx")
    assert not left.exists() and fresh.exists()


def test_a_stick_is_looked_through_for_files_as_long_as_a_known_model(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(usb, "KNOWN", (_publish(b"small"),))
    deep = tmp_path / "MerchantHelper" / "data" / "models"
    deep.mkdir(parents=True)
    (deep / "U2NETP.ONNX").write_bytes(b"small")
    (tmp_path / "other.onnx").write_bytes(b"another")
    (tmp_path / "small.txt").write_bytes(b"small")
    (tmp_path / "round").symlink_to(tmp_path)
    assert usb.known_models(tmp_path) == [deep / "U2NETP.ONNX"]
    assert usb.known_models(tmp_path / "nowhere") == []
    assert KNOWN[0].name == "u2netp"
