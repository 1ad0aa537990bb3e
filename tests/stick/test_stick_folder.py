"""The folder of a stick: whole or marked as unfinished, and nothing of other people touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from merchant_helper.stick.folder import SUMS, StickFolder, damaged, sums_in
from merchant_helper.stick.telling import CannotMakeStick


def make(path: Path, files: dict[str, bytes]) -> StickFolder:
    """Make a whole stick of some files."""
    folder = StickFolder(path)
    folder.open()
    for name, content in files.items():
        folder.put(name, content)
    folder.finish({"program": "1"})
    return folder


def marker(path: Path) -> dict[str, object]:
    return dict(json.loads((path / "stick.json").read_text("utf-8")))


def test_stick_is_whole_only_at_the_end(tmp_path: Path) -> None:
    folder = StickFolder(tmp_path / "usb")
    folder.open()
    folder.put("a/b.txt", b"1")
    assert marker(tmp_path / "usb") == {"finished": False}
    folder.finish({"program": "1"})
    assert marker(tmp_path / "usb") == {"finished": True, "program": "1"}
    assert list(sums_in(tmp_path / "usb")) == ["a/b.txt"]
    assert (tmp_path / "usb" / "data").is_dir()
    assert list(tmp_path.rglob("*.part")) == []


def test_folder_with_other_files_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "ảnh cưới.jpg").write_bytes(b"wedding")
    with pytest.raises(CannotMakeStick, match="holds other files") as refused:
        StickFolder(tmp_path).open()
    assert "ảnh cưới.jpg" in refused.value.vi
    assert [file.name for file in tmp_path.iterdir()] == ["ảnh cưới.jpg"]


@pytest.mark.parametrize(
    "name", ["System Volume Information", "$RECYCLE.BIN", "lost+found", ".Trashes", "stick.json.part"]
)
def test_what_systems_lay_on_a_stick_is_no_hindrance(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    if name == "stick.json.part":
        (tmp_path / name).rmdir()
        (tmp_path / name).touch()
    StickFolder(tmp_path).open()
    assert marker(tmp_path) == {"finished": False}


def test_second_making_removes_only_what_the_first_one_wrote(tmp_path: Path) -> None:
    make(tmp_path, {"wheels/old.whl": b"old", "static/kept.css": b"css", "python/python.exe": b"MZ"})
    (tmp_path / "data" / "app.sqlite").write_bytes(b"her shop")
    (tmp_path / "wheels" / "mine.txt").write_bytes(b"mine")
    make(tmp_path, {"wheels/new.whl": b"new", "static/kept.css": b"css"})
    there = {f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file()}
    assert there == {
        *("wheels/new.whl", "wheels/mine.txt", "static/kept.css"),
        *("data/app.sqlite", "stick.json", SUMS),
    }
    assert not (tmp_path / "python").exists()


def test_stopped_making_goes_on_and_writes_only_what_is_missing(tmp_path: Path) -> None:
    first = StickFolder(tmp_path)
    first.open()
    first.put("a.txt", b"1")
    (tmp_path / "b.txt.part").write_bytes(b"half")
    before = (tmp_path / "a.txt").stat().st_ino
    make(tmp_path, {"a.txt": b"1", "b.txt": b"2"})
    assert (tmp_path / "a.txt").stat().st_ino == before
    assert (tmp_path / "b.txt").read_bytes() == b"2"
    assert list(damaged(tmp_path)) == []


def test_damaged_and_lost_files_are_named(tmp_path: Path) -> None:
    make(tmp_path, {"a.txt": b"1", "b.txt": b"2", "c.txt": b"3"})
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "b.txt").unlink()
    assert sorted(damaged(tmp_path)) == ["a.txt", "b.txt"]


def test_sums_that_point_elsewhere_delete_nothing(tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    make(usb, {"a.txt": b"1"})
    mine = tmp_path / "mine.txt"
    mine.write_bytes(b"mine")
    bad = "".join(
        f"{'0' * 64}  {name}\n" for name in ("../mine.txt", str(mine), "C:\\mine.txt", "a/../../mine.txt")
    )
    (usb / SUMS).write_text(bad, "utf-8")
    make(usb, {"a.txt": b"1"})
    assert mine.read_bytes() == b"mine"


def test_unreadable_sums_are_no_sums(tmp_path: Path) -> None:
    (tmp_path / SUMS).write_bytes(b"\xff\xfe\x00")
    assert sums_in(tmp_path) == {}
