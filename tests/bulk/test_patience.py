"""A drive that does not answer holds up one thread and no more."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from merchant_helper.bulk import patience
from merchant_helper.bulk.patience import patiently
from merchant_helper.bulk.watched import Look, WatchedFolderGone, look


class DeadDrive:
    """Answer nobody until it is plugged in again."""

    def __init__(self) -> None:
        self.plugged, self.asked, self.answered = threading.Event(), 0, threading.Event()
        self.scandir = os.scandir

    def __call__(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        self.asked += 1
        self.plugged.wait()
        return self.scandir(folder)


def test_a_drive_that_hangs_is_gone_until_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drive = DeadDrive()
    monkeypatch.setattr(os, "scandir", drive)
    monkeypatch.setattr(patience, "PATIENCE_S", 0.02)
    try:
        for _look in range(3):
            with pytest.raises(WatchedFolderGone) as gone:
                look(tmp_path, [])
            assert gone.value.issue.code == "watched.folder_gone"
        assert drive.asked == 1
    finally:
        drive.plugged.set()
    patience._waiting[tmp_path].join(30)
    monkeypatch.setattr(patience, "PATIENCE_S", 30)
    assert look(tmp_path, []) == Look([])
    assert drive.asked == 2 and tmp_path not in patience._waiting


def test_another_folder_is_asked_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(patience, "PATIENCE_S", 0.02)
    with pytest.raises(TimeoutError):
        patiently(tmp_path / "dead", done.wait)
    monkeypatch.setattr(patience, "PATIENCE_S", 30)
    try:
        assert patiently(tmp_path, lambda: 5) == 5
    finally:
        done.set()


def test_what_goes_wrong_comes_out_as_it_was(tmp_path: Path) -> None:
    def refuse() -> None:
        raise PermissionError(13, "denied")

    with pytest.raises(PermissionError):
        patiently(tmp_path, refuse)
