"""A file made or changed by somebody else does no harm and is told in a sentence."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from merchant_helper.db import DataFolder, open_database
from merchant_helper.db.backup import backup
from merchant_helper.db.restore import restore
from merchant_helper.errors import BackupBroken, DataFolderError, DiskFull

Entries = dict[str, bytes]
NEWER = "mới hơn"


@pytest.fixture
def good(folder: DataFolder, tmp_path: Path) -> Path:
    open_database(folder).close()
    (folder.files / "ab").mkdir()
    (folder.files / "ab" / "cd").write_bytes(b"photo" * 1000)
    return backup(folder, tmp_path / "good.zip").path


def rebuild(
    good: Path, change: Callable[[Entries, dict[str, Any]], None], *, packed: bool = False, resum: bool = True
) -> Path:
    """Write the backup again after a change; by default with a manifest that tells of it truthfully."""
    with zipfile.ZipFile(good) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    told = dict(manifest["entries"])
    change(entries, manifest)
    if resum and manifest.get("entries") == told:
        manifest["entries"] = {
            n: {"sha256": hashlib.sha256(d).hexdigest(), "size": len(d)} for n, d in entries.items()
        }
    bad = good.with_name("bad.zip")
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(bad, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
        archive.writestr("manifest.json", json.dumps(manifest))
    return bad


def refused(file: Path, tmp_path: Path, match: str = "không phải bản đã cất") -> None:
    target = DataFolder(tmp_path / "target").ensure()
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(BackupBroken, match=match):
        restore(file, target, replace=True)
    assert not target.app_db.exists()
    assert list(target.files.iterdir()) == []
    assert not list(target.path.glob("resto*"))
    assert sorted(p.name for p in tmp_path.iterdir()) == before


BAD_NAMES = (
    *("../evil", "/etc/evil", "files/../../evil", "files\\..\\..\\evil", "C:/evil", "files/ab/.."),
    *("files/a.", "files/.hidden", "files/con:x", "files/", "files//x", "files/a/b/c/d/e", "FILES/ab/x"),
    *("files/ảnh.jpg", "files/" + "a" * 300, "files/a\x00b", "files/a\nb", "files/a.tmp"),
    *("models/x.onnx", "program.lock", "app.sqlite-wal", "app.sqlite/x"),
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_lead_elsewhere(name: str, good: Path, tmp_path: Path) -> None:
    def add(entries: Entries, manifest: dict[str, Any]) -> None:
        entries[name] = b"evil"

    refused(rebuild(good, add), tmp_path)


def test_the_rebuilt_file_itself_is_fine(good: Path, tmp_path: Path) -> None:
    restore(rebuild(good, lambda e, m: None), DataFolder(tmp_path / "target"))


def test_one_changed_byte(good: Path, tmp_path: Path) -> None:
    def change(entries: Entries, manifest: dict[str, Any]) -> None:
        entries["files/ab/cd"] = b"Photo" + entries["files/ab/cd"][5:]

    refused(rebuild(good, change, resum=False), tmp_path)


@pytest.mark.parametrize("cut", [0, 10, 1000, -30])
def test_a_truncated_file(cut: int, good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "cut.zip"
    bad.write_bytes(good.read_bytes()[:cut])
    refused(bad, tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + b"\x00" * 18, b"PK\x03\x04" * 50])
def test_something_else_altogether(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    refused(tmp_path / "x.zip", tmp_path)


def test_every_flipped_byte_of_the_directory_is_survived(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    target = DataFolder(tmp_path / "target").ensure()
    (tmp_path / "bad.zip").touch()
    for at in range(len(data) - 400, len(data), 3):
        (tmp_path / "bad.zip").write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        try:
            restore(tmp_path / "bad.zip", target, replace=True)
        except (BackupBroken, DiskFull):
            continue


def test_a_bomb(good: Path, tmp_path: Path) -> None:
    def add(entries: Entries, manifest: dict[str, Any]) -> None:
        entries["files/ab/bomb"] = b"\x00" * 50_000_000

    refused(rebuild(good, add, packed=True), tmp_path)


def test_more_than_the_disk_holds(good: Path, tmp_path: Path) -> None:
    def lie(entries: Entries, manifest: dict[str, Any]) -> None:
        manifest["entries"]["app.sqlite"]["size"] = 1 << 60

    with pytest.raises(DiskFull):
        restore(rebuild(good, lie, resum=False), DataFolder(tmp_path / "target"))


@pytest.mark.parametrize(
    "change",
    [
        lambda e, m: m.update(entries=[]),
        lambda e, m: m.update(entries={"app.sqlite": {"sha256": "x", "size": 1}}),
        lambda e, m: m.update(format="1"),
        lambda e, m: m.pop("format"),
        lambda e, m: e.pop("app.sqlite"),
        lambda e, m: e.update({"app.sqlite": b"no database"}),
        lambda e, m: e.update({"app.sqlite": b""}),
        lambda e, m: e.update({"app.sqlite": e["app.sqlite"][:8192]}),
        lambda e, m: e.update({"jobs.sqlite": b"no database at all"}),
    ],
)
def test_a_manifest_or_database_that_is_none(
    change: Callable[[Entries, dict[str, Any]], None], good: Path, tmp_path: Path
) -> None:
    refused(rebuild(good, change), tmp_path)


def test_a_newer_backup(good: Path, tmp_path: Path) -> None:
    refused(rebuild(good, lambda e, m: m.update(format=2)), tmp_path, NEWER)
    refused(rebuild(good, lambda e, m: m.update(revision="9999")), tmp_path, NEWER)


def test_a_newer_database_under_an_older_label(good: Path, folder: DataFolder, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder.app_db)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def swap(entries: Entries, manifest: dict[str, Any]) -> None:
        entries["app.sqlite"] = folder.app_db.read_bytes()

    refused(rebuild(good, swap), tmp_path, NEWER)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere.zip", tmp_path, "Không thấy tệp")


def test_a_second_manifest(good: Path, tmp_path: Path) -> None:
    bad = rebuild(good, lambda e, m: None)
    with zipfile.ZipFile(bad, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("manifest.json", "{}")
    refused(bad, tmp_path)


def test_no_data_is_touched_by_a_bad_file(good: Path, folder: DataFolder) -> None:
    before = folder.app_db.read_bytes()
    bad = rebuild(good, lambda e, m: e.update({"app.sqlite": b"no"}))
    with pytest.raises(BackupBroken):
        restore(bad, folder, replace=True)
    with pytest.raises(DataFolderError):
        restore(good, folder)
    assert folder.app_db.read_bytes() == before
    assert (folder.files / "ab" / "cd").exists()
