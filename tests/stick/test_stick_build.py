"""A whole stick, made as ``start.py stick`` asks for it; only the fetching is played."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest
from stick_parts import PTH, embeddable, make_wheel, sum_of

from merchant_helper.photos.cutout import shelf
from merchant_helper.stick import __main__ as stick
from merchant_helper.stick import build, wheels
from merchant_helper.stick.folder import StickFolder, damaged, sums_in
from merchant_helper.stick.targets import Target
from merchant_helper.stick.telling import CannotMakeStick

MODEL = b"a small model"


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the place of a stick, with packages at hand instead of fetched."""

    def fetch_tools(folder: Path) -> set[str]:
        return {make_wheel(folder, name).name for name in ("pip", "uv")}

    def fetch(target: Target, lock: str, tools: Path, folder: Path) -> set[str]:
        assert "alembic==" in lock
        return {make_wheel(folder, f"for-{target.system}", f"{target.python}").name}

    monkeypatch.setattr(wheels, "fetch_tools", fetch_tools)
    monkeypatch.setattr(wheels, "fetch", fetch)
    monkeypatch.setattr(build, "BYTES_PER_TARGET", 0)
    monkeypatch.setattr(os, "sync", lambda: None)  # it waits for everybody who writes to this disk
    return tmp_path / "Bà Sáu – 40°"


def about(usb: Path) -> dict[str, object]:
    return dict(json.loads((usb / "stick.json").read_text("utf-8")))


def test_stick_with_python(usb: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python = embeddable(tmp_path / "python-3.12.10-embed-amd64.zip")
    assert stick.main([str(usb), "--python", str(python), "--for", "3.11"]) == 0
    assert sum_of(python) in capsys.readouterr().out
    assert about(usb)["pythons"] == {"windows": ["3.11", "3.12"], "linux": ["3.11"]}
    assert about(usb)["windows_python"] == {"version": "3.12", "zip_sha256": sum_of(python)}
    assert (usb / "python" / "python312._pth").read_text() == PTH
    assert sum_of(python) in (usb / "DOC-TRUOC.html").read_text("utf-8")
    assert {p.name for p in (usb / "wheels").iterdir()} == {
        "for_windows-3.11-py3-none-any.whl",
        "for_windows-3.12-py3-none-any.whl",
        "for_linux-3.11-py3-none-any.whl",
    }
    assert list(damaged(usb)) == []
    everything = {f.relative_to(usb).as_posix() for f in usb.rglob("*") if f.is_file()}
    assert everything == {*sums_in(usb), "stick.json", "SHA256SUMS"}
    assert {
        "start.py",
        "Bat-dau.cmd",
        "LICENSE",
        "GIAY-PHEP.txt",
        "merchant_helper/stick/offline.py",
    } <= everything


def test_stick_without_python_says_so_and_serves_every_version(
    usb: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stick.main([str(usb)]) == 0
    assert "máy tính nào dùng nó phải có Python" in capsys.readouterr().out
    pythons = about(usb)["pythons"]
    assert isinstance(pythons, dict)
    assert pythons["windows"] == ["3.11", "3.12", "3.13", "3.14"]
    assert len(pythons["linux"]) == 1
    assert not (usb / "python").exists()


def test_ready_models_come_along_and_no_others(
    usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = shelf.KnownModel("u2netp", hashlib.md5(MODEL).hexdigest(), "Apache-2.0", len(MODEL))
    monkeypatch.setattr(shelf, "KNOWN", (known,))
    models, file = tmp_path / "models", tmp_path / "x.onnx"
    for content in (MODEL, b"somebody's own"):
        file.write_bytes(content)
        shelf.ModelShelf(models).add(file)
    for _ in range(2):
        assert stick.main([str(usb), "--for", "3.12", "--models", str(models)]) == 0
    states = {m.name: m.state for m in shelf.ModelShelf(usb / "data" / "models").list()}
    assert states == {"u2netp": "ready"}
    assert "u2netp (Apache-2.0)" in (usb / "GIAY-PHEP.txt").read_text("utf-8")


def test_interrupted_making_is_unfinished_and_goes_on(usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(wheels, "fetch", interrupt)
        assert stick.main([str(usb), "--for", "3.12"]) == 130
    assert about(usb) == {"finished": False}
    assert stick.main([str(usb), "--for", "3.12"]) == 0
    assert about(usb)["finished"] is True


def interrupt(*_: object) -> set[str]:
    """Press Ctrl+C."""
    raise KeyboardInterrupt


def test_other_peoples_folder_is_status_3(usb: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usb.mkdir()
    (usb / "bài tập.docx").touch()
    assert stick.main([str(usb)]) == 3
    assert "đã có tệp khác (bài tập.docx)" in capsys.readouterr().out
    assert [f.name for f in usb.iterdir()] == ["bài tập.docx"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errno.ENOSPC, "USB đã đầy"),
        (errno.EROFS, "tắt khóa ghi của USB"),
        (errno.EACCES, "tắt khóa ghi của USB"),
        (errno.EIO, "cắm lại"),
        (errno.EINVAL, "Không ghi được"),
    ],
)
def test_what_a_disk_says_is_one_sentence(
    usb: Path, error: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: StickFolder, name: str, content: bytes) -> None:
        raise OSError(error, "so it is")

    monkeypatch.setattr(StickFolder, "put", refuse)
    assert stick.main([str(usb), "--for", "3.12"]) == 3
    assert words in capsys.readouterr().out
    assert about(usb) == {"finished": False}


def test_file_in_place_of_the_folder(usb: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usb.write_bytes(b"")
    assert stick.main([str(usb)]) == 3
    assert "không phải là thư mục" in capsys.readouterr().out


def test_small_stick_is_refused_before_anything_is_fetched(
    usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "BYTES_PER_TARGET", 10**18)
    with pytest.raises(CannotMakeStick, match=r"--for 3\.12"):
        build.build(build.Order(usb, [Target("linux", "3.12")], None, usb))
    assert not (usb / "wheels").exists()


@pytest.mark.parametrize("place", ["", "merchant_helper/usb", "static", "tests/usb"])
def test_place_inside_the_program_is_refused(place: str) -> None:
    with pytest.raises(CannotMakeStick, match="inside the program"):
        build.check_place(build.ROOT / place, build.ROOT)


def test_check_finds_what_went_bad(usb: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stick.main([str(usb), "--check"]) == 3
    assert stick.main([str(usb), "--for", "3.12"]) == 0
    assert stick.main([str(usb), "--check"]) == 0
    (usb / "start.py").write_bytes(b"")
    assert stick.main([str(usb), "--check"]) == 1
    assert "Hỏng hoặc thiếu: start.py" in capsys.readouterr().out


def test_wrong_call_is_status_2() -> None:
    with pytest.raises(SystemExit) as ended:
        stick.main([])
    assert ended.value.code == 2
