"""The photos that were meant are found, the same every time, and nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from merchant_helper.cli.gather import gather
from merchant_helper.cli.outcome import Ended


@pytest.fixture
def tree(hard: Path) -> Path:
    root = hard / "ảnh"
    for name in (
        "b.jpg",
        "a.png",
        "chợ/c.HEIC",
        "chợ/x.mask.png",
        "note.txt",
        "Thumbs.db",
        ".ẩn/d.jpg",
        "._a.png",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"?")
    return root


def below(folder: Path, **more: object) -> list[str]:
    return [source.below.as_posix() for source in gather([folder], **more).sources]  # type: ignore[arg-type]


def test_a_folder_is_read_to_its_depth_and_by_name(tree: Path) -> None:
    found = gather([tree])
    assert [s.below.as_posix() for s in found.sources] == ["a.png", "b.jpg", "chợ/c.HEIC"]
    assert (found.masks, found.others, found.closed) == (1, 1, [])


def test_a_picture_without_an_ending_is_known_by_its_bytes(tree: Path) -> None:
    (tree / "IMG_0001").write_bytes(b"\xff\xd8\xff\xe0")
    assert "IMG_0001" in below(tree)


def test_results_below_the_photos_are_not_photos(tree: Path) -> None:
    (tree / "out").mkdir()
    (tree / "out" / "a.jpg").write_bytes(b"?")
    assert below(tree, leave_out=tree / "out") == ["a.png", "b.jpg", "chợ/c.HEIC"]


def test_a_named_file_is_taken_whatever_it_is_called(tree: Path) -> None:
    found = gather([tree / "note.txt", tree / "chợ/x.mask.png"])
    assert [s.below.name for s in found.sources] == ["note.txt"]
    assert found.masks == 1
    assert len(gather([tree / "chợ/x.mask.png"], masks=True).sources) == 1


def test_a_photo_named_twice_counts_once(tree: Path) -> None:
    assert len(gather([tree / "b.jpg", tree / "b.jpg", tree, tree]).sources) == 3


def test_a_name_that_is_not_there_ends_the_call(tree: Path) -> None:
    with pytest.raises(Ended) as ended:
        gather([tree, tree / "mất.jpg"])
    assert (ended.value.problem.status, ended.value.problem.issue.code) == (2, "cli.no_such_path")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_linked_folders_neither_loop_nor_double(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "far.jpg").write_bytes(b"?")
    (tree / "vòng").symlink_to(tree)
    (tree / "a-loop").symlink_to(tree / "chợ")
    (tree / "xa").symlink_to(other)
    (other / "back").symlink_to(tree)
    (tree / "dead.jpg").symlink_to(tree / "nowhere.jpg")
    assert below(tree) == ["a.png", "b.jpg", "chợ/c.HEIC", "xa/far.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="no pipes in the file system")
def test_a_pipe_in_a_folder_is_passed_over(tree: Path) -> None:
    os.mkfifo(tree / "pipe.jpg")
    assert "pipe.jpg" not in below(tree)
