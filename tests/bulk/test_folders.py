"""The folder to watch is one that a person means, and never this program's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from merchant_helper.bulk import folders
from merchant_helper.bulk.folders import WatchedFolderGone, choose, usual_folders
from merchant_helper.bulk.watched import look, snapshot


def refused(typed: str, data: Path) -> str:
    with pytest.raises(WatchedFolderGone) as found:
        choose(typed, data)
    issue = found.value.issue
    assert issue.message() and issue.fix() and "\n" not in issue.message()
    return issue.code


def test_a_folder_is_taken_with_the_quotes_of_windows(tmp_path: Path) -> None:
    place = tmp_path / "Tải về"
    place.mkdir()
    assert choose(f'  "{place}" ', tmp_path / "data") == place.resolve()


@pytest.mark.parametrize(
    "typed", ["", "   ", "Downloads", "../..", "\0", "/no/such/place", "~nobody-here/x", "a" * 9000]
)
def test_what_is_no_folder(tmp_path: Path, typed: str) -> None:
    assert refused(typed, tmp_path) == "watched.folder_gone"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    assert refused(str(tmp_path / "a.jpg"), tmp_path) == "watched.folder_gone"


def test_a_whole_disk_and_our_own_data_are_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    assert refused(tmp_path.anchor, data) == "watched.unfit"
    assert refused(str(data), data) == "watched.unfit"
    assert refused(str(data / "files"), data) == "watched.unfit"
    assert refused(str(data / "files" / ".."), data) == "watched.unfit"
    assert choose(str(tmp_path), data) == tmp_path.resolve()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_our_own_data_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "innocent").symlink_to(data)
    assert refused(str(tmp_path / "innocent"), data) == "watched.unfit"


def test_a_folder_that_went_away_or_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for go in (lambda: look(tmp_path / "gone", []), lambda: snapshot(tmp_path / "gone")):
        with pytest.raises(WatchedFolderGone) as found:
            go()
        assert found.value.issue.code == "watched.folder_gone" and "gone" in found.value.issue.message()

    def fail(error: OSError) -> str:
        def scandir(_folder: object) -> None:
            raise error

        monkeypatch.setattr(os, "scandir", scandir)
        with pytest.raises(WatchedFolderGone) as found:
            look(tmp_path, [])
        return found.value.issue.code

    assert fail(PermissionError(13, "denied")) == "watched.closed"
    # A network drive that vanished: Windows says "The specified network name is no longer available".
    assert fail(OSError(22, "no longer available")) == "watched.folder_gone"


def test_usual_places_on_linux_are_asked_in_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders.sys, "platform", "linux")
    for place in (".config", "Tệp nhận", "Documents/Zalo Received Files"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / ".config/user-dirs.dirs").write_text(
        '# comment\nXDG_DESKTOP_DIR="$HOME/Desktop"\nXDG_DOWNLOAD_DIR="$HOME/Tệp nhận"\n', "utf-8"
    )
    found = [(label, path.name) for label, path in usual_folders(tmp_path, {})]
    assert found == [("Zalo", "Zalo Received Files"), ("Tải về", "Tệp nhận")]


@pytest.mark.parametrize("setting", ['XDG_DOWNLOAD_DIR="$HOME/"', 'XDG_DOWNLOAD_DIR="', "\udcff\0"])
def test_damaged_settings_of_linux_do_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setattr(folders.sys, "platform", "linux")
    (tmp_path / "user-dirs.dirs").write_bytes(setting.encode("utf-8", "surrogateescape"))
    (tmp_path / "Downloads").mkdir()
    found = usual_folders(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path)})
    assert [path.name for _label, path in found] == ["Downloads"]


def test_usual_places_on_windows_with_onedrive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders.sys, "platform", "win32")
    cloud = tmp_path / "OneDrive"
    for place in ("Downloads/Zalo", "OneDrive/Documents/Zalo Received Files"):
        (tmp_path / place).mkdir(parents=True)
    found = usual_folders(tmp_path, {"OneDrive": str(cloud)})
    assert [path.relative_to(tmp_path.resolve()).as_posix() for _label, path in found] == [
        "OneDrive/Documents/Zalo Received Files",
        "Downloads/Zalo",
        "Downloads",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_folder_whose_name_is_no_text_is_refused_and_not_offered(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    odd.mkdir()
    (tmp_path / "Downloads").symlink_to(odd)
    with pytest.raises(WatchedFolderGone):
        choose(str(tmp_path / "Downloads"), tmp_path / "data")
    assert usual_folders(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path)}) == []


def test_a_home_without_anything_has_no_usual_places(tmp_path: Path) -> None:
    assert usual_folders(tmp_path, {}) == []
