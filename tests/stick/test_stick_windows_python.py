"""The ZIP with Windows' Python: what is taken, and what is refused before anything is written."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from stick_parts import embeddable, sum_of, windows_program

from merchant_helper.stick import windows_python
from merchant_helper.stick.telling import CannotMakeStick
from merchant_helper.stick.windows_python import read_windows_python


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_version_is_read_from_the_library(tmp_path: Path, minor: int) -> None:
    python = read_windows_python(embeddable(tmp_path / "python.zip", minor))
    assert python.version == f"3.{minor}"
    assert python.sha256 == sum_of(tmp_path / "python.zip")
    assert dict(python.files())["python.exe"] == windows_program()
    assert {"LICENSE.txt", f"python3{minor}._pth"} <= dict(python.files()).keys()


@pytest.mark.parametrize(
    "name", ["../evil.dll", "/evil.dll", "C:/evil.dll", "a\\..\\..\\evil.dll", "lib/../../x", "PYTHON.EXE"]
)
def test_file_that_would_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = embeddable(tmp_path / "python.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"MZ")
    with pytest.raises(CannotMakeStick, match="do not belong there"):
        read_windows_python(path)


@pytest.mark.parametrize("machine", [0x14C, 0xAA64, 0x1C4])
def test_python_for_other_processors_is_refused(tmp_path: Path, machine: int) -> None:
    with pytest.raises(CannotMakeStick, match="32 bits or ARM"):
        read_windows_python(embeddable(tmp_path / "python.zip", machine=machine))


@pytest.mark.parametrize(
    "program", [b"MZ", b"#!/bin/sh\n" * 20, b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 2**31), b"\0" * 100]
)
def test_program_without_a_machine_is_refused(tmp_path: Path, program: bytes) -> None:
    with pytest.raises(CannotMakeStick, match="Not the Python for a stick"):
        read_windows_python(embeddable(tmp_path / "python.zip", python__exe=program))


@pytest.mark.parametrize(("minor", "words"), [(10, "Python 3.10"), (15, "Python 3.15")])
def test_version_without_packages_is_refused(tmp_path: Path, minor: int, words: str) -> None:
    with pytest.raises(CannotMakeStick, match=words):
        read_windows_python(embeddable(tmp_path / "python.zip", minor))


@pytest.mark.parametrize("missing", ["python__exe", "python312__dll", "python312___pth"])
def test_installer_or_source_is_refused(tmp_path: Path, missing: str) -> None:
    path = embeddable(tmp_path / "python.zip", **{missing: b""})
    with pytest.raises(CannotMakeStick, match="is missing"):
        read_windows_python(path)


def test_two_libraries_leave_the_version_open(tmp_path: Path) -> None:
    with pytest.raises(CannotMakeStick, match="is missing"):
        read_windows_python(embeddable(tmp_path / "python.zip", python313__dll=b"MZ"))


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_python, "MOST_BYTES", 10)
    with pytest.raises(CannotMakeStick, match="do not belong there"):
        read_windows_python(embeddable(tmp_path / "python.zip"))
    monkeypatch.setattr(windows_python, "MOST_BYTES", 10**9)
    monkeypatch.setattr(windows_python, "MOST_FILES", 3)
    with pytest.raises(CannotMakeStick, match="do not belong there"):
        read_windows_python(embeddable(tmp_path / "python.zip"))


def damage(path: Path) -> None:
    """Change one byte of a member."""
    content = path.read_bytes()
    path.write_bytes(content.replace(b"PK standard library", b"PK standard librarx"))


@pytest.mark.parametrize(
    "spoil",
    [
        damage,
        lambda p: p.write_bytes(b"not a zip"),
        lambda p: p.write_bytes(p.read_bytes()[:200]),
        Path.unlink,
    ],
    ids=["damaged", "no zip", "cut off", "no file"],
)
def test_damaged_file_is_one_sentence(tmp_path: Path, spoil: object) -> None:
    path = embeddable(tmp_path / "python.zip")
    spoil(path)  # type: ignore[operator]
    with pytest.raises(CannotMakeStick, match=r"python\.zip cannot be read"):
        read_windows_python(path)
