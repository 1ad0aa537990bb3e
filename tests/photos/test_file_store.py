"""Files are kept whole, once, and never half."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import threading
from pathlib import Path

import pytest

from merchant_helper.errors import DiskFull, PhotoUnreadable
from merchant_helper.photos import files
from merchant_helper.photos.files import FileStore, sweep_unfinished, write_atomically

AWKWARD = "Bà Sáu – nước mắm 40°"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / AWKWARD / "files")


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def full_disk(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_keeps_bytes_and_streams_under_their_sum(store: FileStore) -> None:
    data = os.urandom(3_000_000)
    kept = store.keep(io.BytesIO(data), max_bytes=3_000_000)
    assert (kept.sha256, kept.size, kept.new) == (hashlib.sha256(data).hexdigest(), len(data), True)
    assert store.path(kept.sha256).read_bytes() == data
    assert store.keep(data) == files.Kept(kept.sha256, kept.size, new=False)
    assert list(store.all_hashes()) == [kept.sha256]
    assert everything(store.root) == [store.path(kept.sha256)]


def test_an_empty_file_is_a_file(store: FileStore) -> None:
    assert store.verify(store.keep(b"").sha256)


def test_one_byte_too_many_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(PhotoUnreadable) as caught:
        store.keep(io.BytesIO(bytes(2_000_001)), max_bytes=2_000_000)
    assert caught.value.issue.code == "photo.too_big"
    assert caught.value.issue.params == {"limit": 2}
    assert everything(store.root) == []


def test_a_full_disk_is_said_and_leaves_nothing(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(DiskFull, match="Ổ đĩa đã đầy"):
        store.keep(b"photo")
    with pytest.raises(DiskFull):
        write_atomically(store.root / "picture.jpg", b"photo")
    assert everything(store.root) == []


def test_a_disk_that_fills_up_halfway_leaves_what_was_there(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = store.root / "picture.jpg"
    write_atomically(target, b"before")
    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(DiskFull):
        write_atomically(target, b"after")
    assert target.read_bytes() == b"before"


def test_other_trouble_passes_as_it_is(store: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, *_args: object) -> bytes:
            raise OSError(errno.EIO, "card reader gone")

    with pytest.raises(OSError, match="card reader gone"):
        store.keep(Broken())
    assert everything(store.root) == []


def test_verify_finds_a_changed_byte_and_a_missing_file(store: FileStore) -> None:
    kept = store.keep(b"photo")
    assert store.verify(kept.sha256)
    store.path(kept.sha256).write_bytes(b"fhoto")
    assert not store.verify(kept.sha256)
    assert store.delete(kept.sha256)
    assert not store.verify(kept.sha256)


def test_a_file_cut_short_by_a_power_cut_is_replaced(store: FileStore) -> None:
    kept = store.keep(b"photo")
    store.path(kept.sha256).write_bytes(b"pho")
    assert store.keep(b"photo").new
    assert store.verify(kept.sha256)


def test_delete_tells_whether_there_was_something(store: FileStore) -> None:
    kept = store.keep(b"photo")
    assert store.exists(kept.sha256)
    assert store.delete(kept.sha256)
    assert not store.delete(kept.sha256)
    assert not store.exists(kept.sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "a" * 63, "a" * 64 + "\n", "a" * 65])
def test_only_a_sum_is_a_name(store: FileStore, name: str) -> None:
    for ask in (store.path, store.exists, store.delete, store.verify):
        with pytest.raises(ValueError, match="not a SHA-256"):
            ask(name)


def test_old_unfinished_files_go_and_young_ones_stay(store: FileStore) -> None:
    old, young = store.root / ".unfinished-1-aa", store.root / ".unfinished-2-bb"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (1, 1))
    FileStore(store.root)
    assert everything(store.root) == [young]
    assert sweep_unfinished(store.root, older_than=-1) == 1


def test_twenty_writers_of_the_same_photo_make_one_file(store: FileStore) -> None:
    data = os.urandom(200_000)
    threads = [threading.Thread(target=store.keep, args=(data,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(everything(store.root)) == 1
    assert store.verify(hashlib.sha256(data).hexdigest())


def test_a_folder_that_vanishes_meanwhile_is_made_again(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) == 1:
            target.parent.rmdir()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert store.verify(store.keep(b"photo").sha256)
    assert len(tries) == 2


def test_a_file_that_is_being_read_on_windows_counts_as_kept(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(_self: Path, target: Path) -> Path:
        target.write_bytes(b"photo")
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", replace)
    assert store.verify(store.keep(b"photo").sha256)
    assert len(everything(store.root)) == 1


def test_a_file_that_may_not_be_written_is_no_kept_file(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(_self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "no", str(target))

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(PermissionError):
        store.keep(b"photo")
    assert everything(store.root) == []
