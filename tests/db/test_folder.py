"""One folder, one program, one key."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from merchant_helper.db import DataFolder, default_folder
from merchant_helper.errors import DataFolderBusy, DataFolderError, DiskFull

HOLD = """
import sys
from merchant_helper.db import DataFolder
with DataFolder(sys.argv[1]).lock() as held:
    held.announce("http://127.0.0.1:8123")
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: DataFolder) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def test_a_second_program_hears_where_the_first_one_answers(folder: DataFolder) -> None:
    other = holder(folder)
    with pytest.raises(DataFolderBusy) as busy, folder.lock():
        pass
    assert busy.value.address == "http://127.0.0.1:8123"
    assert "http://127.0.0.1:8123" in str(busy.value)
    other.communicate()
    with folder.lock() as held:
        assert not folder.address_file.exists()
        held.announce("http://127.0.0.1:8000")
    assert not folder.address_file.exists()


def test_a_killed_program_leaves_no_trace_that_matters(folder: DataFolder) -> None:
    other = holder(folder)
    other.kill()
    other.communicate()
    assert folder.address_file.exists()
    with folder.lock():
        assert not folder.address_file.exists()


def test_the_folder_is_busy_within_one_program_too(folder: DataFolder) -> None:
    with folder.lock("http://a"), pytest.raises(DataFolderBusy), DataFolder(folder.path).lock():
        pass


def test_the_key_is_made_once_and_for_its_owner_only(folder: DataFolder) -> None:
    key = folder.secret_key()
    assert len(key) == 32
    assert DataFolder(folder.path).secret_key() == key
    if os.name == "posix":
        assert stat.S_IMODE(folder.key_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert [p.name for p in folder.path.iterdir() if "key" in p.name] == ["secret.key"]


@pytest.mark.parametrize("damage", [b"", b"abc", b"\xff\xfe\x00", b"0" * 63])
def test_a_damaged_key_is_made_anew(folder: DataFolder, damage: bytes) -> None:
    folder.key_file.write_bytes(damage)
    assert len(folder.secret_key()) == 32
    assert folder.secret_key() == folder.secret_key()


def test_where_links_are_unknown_the_key_is_still_made(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert folder.secret_key() == folder.secret_key()


def test_a_place_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataFolderError, match="Không ghi được vào thư mục"):
        DataFolder(tmp_path / "file" / "data").ensure()


def test_a_full_disk_has_its_own_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(DiskFull, match="đầy"):
        DataFolder(tmp_path / "data").ensure()


@pytest.mark.parametrize(
    ("platform", "name"),
    [("win32", "MerchantHelper"), ("linux", "merchant-helper"), ("darwin", "merchant-helper")],
)
def test_the_default_folder_has_the_promised_name(
    platform: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert default_folder().name == name


@pytest.mark.skipif(sys.platform != "linux", reason="the path of Linux")
def test_the_default_folder_of_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".local/share/merchant-helper"
