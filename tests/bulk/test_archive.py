"""Photos out of archives: what a phone, a Mac and Windows pack, and what somebody makes up to do harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from merchant_helper.bulk import archive
from merchant_helper.bulk.archive import ArchiveRefused, Limits, PhotoBox

JPEG = b"\xff\xd8\xff" + os.urandom(2000)


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """Pack files into a ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as made:
        for name, data in files:
            made.writestr(name, data)
    return stream


def renamed(stream: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """Give an archive another name of the same length, and take the mark of UTF-8 off."""
    assert len(old) == len(new)
    return io.BytesIO(stream.getvalue().replace(old, new))


def taken(folder: Path, *streams: io.BytesIO, **limits: Any) -> tuple[PhotoBox, set[str]]:
    """Take archives in; gives the box and the paths that came out."""
    box = PhotoBox(folder, Limits(**limits))
    for number, stream in enumerate(streams):
        box.take(stream, f"{number}.zip")
    return box, paths(folder)


def paths(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def refused(folder: Path, stream: io.BytesIO, **limits: Any) -> str:
    with pytest.raises(ArchiveRefused) as caught:
        taken(folder, stream, **limits)
    assert caught.value.issue.message() and caught.value.issue.fix()
    return caught.value.issue.code


def passed_over(box: PhotoBox) -> dict[str, Any]:
    return {issue.code: issue.params["n"] for issue in box.notes()}


def test_photos_come_out_with_their_folders(tmp_path: Path) -> None:
    box, found = taken(tmp_path, packed(("p1.jpg", JPEG), ("Bánh/p1.jpg", JPEG), ("Bánh/Ớt/p2.HEIC", b"x")))
    assert found == {"p1.jpg", "Bánh/p1.jpg", "Bánh/Ớt/p2.HEIC"}
    assert (tmp_path / "p1.jpg").read_bytes() == JPEG
    assert (box.count, box.bytes, box.notes()) == (3, 2 * len(JPEG) + 1, [])


@pytest.mark.parametrize(
    "name", ["../out.jpg", "a/../../out.jpg", "/etc/out.jpg", "C:\\out.jpg", "..\\out.jpg"]
)
def test_no_path_leaves_the_folder(tmp_path: Path, name: str) -> None:
    box, found = taken(tmp_path / "in", packed((name, JPEG), ("good.jpg", JPEG)))
    assert found == {"good.jpg"}
    assert paths(tmp_path) == {"in/good.jpg"}
    assert passed_over(box) == {"archive.outside": 1}


def test_links_and_devices_are_no_photos(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.jpg")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    box, found = taken(tmp_path, packed((link, b"/etc/passwd"), ("good.jpg", JPEG)))
    assert found == {"good.jpg"}
    assert passed_over(box) == {"archive.not_photos": 1}


def test_what_a_mac_packs_beside_the_photos_is_passed_over_in_silence(tmp_path: Path) -> None:
    # The Finder writes decomposed UTF-8 and does not say so.
    name = "Bánh.jpg".encode()
    nfd = "Ba\u0301nh.jpg".encode()
    mac = renamed(
        packed(("A" * len(nfd), JPEG), ("__MACOSX/._B.jpg", b"x"), (".DS_Store", b"x")), b"A" * len(nfd), nfd
    )
    box, found = taken(tmp_path, mac)
    assert found == {name.decode()}
    assert box.notes() == []


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Nước mắm.jpg".encode(), "Nước mắm.jpg"),
        ("cà phê.jpg".encode("cp437"), "cà phê.jpg"),
        ("Đồ ăn".replace("ồ", "ô\u0300").encode("cp1258") + b".jpg", "Đồ ăn.jpg"),
    ],
)
def test_names_of_any_system_are_read(tmp_path: Path, raw: bytes, read: str) -> None:
    stream = renamed(packed(("A" * len(raw), JPEG)), b"A" * len(raw), raw)
    assert taken(tmp_path, stream)[1] == {read}


def test_marked_utf8_names_are_composed(tmp_path: Path) -> None:
    assert taken(tmp_path, packed(("Ba\u0301nh tra\u0301ng.jpg", JPEG)))[1] == {"Bánh tráng.jpg"}


def test_one_name_in_two_folders_is_two_photos_and_twice_in_one_is_one(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        stream = packed(("a/1.jpg", b"one"), ("b/1.jpg", b"two"), ("A/1.JPG", b"three"), ("a/1.jpg", b"four"))
    box, found = taken(tmp_path, stream)
    assert found == {"a/1.jpg", "b/1.jpg"}
    assert (tmp_path / "a/1.jpg").read_bytes() == b"one"
    assert passed_over(box) == {"archive.name_twice": 2}


def test_a_file_where_a_folder_stands_is_passed_over(tmp_path: Path) -> None:
    box, found = taken(
        tmp_path, packed(("a.jpg/b.jpg", b"1"), ("a.jpg", b"2"), ("c.jpg", b"3"), ("c.jpg/d.jpg", b"4"))
    )
    assert found == {"a.jpg/b.jpg", "c.jpg"}
    assert passed_over(box) == {"archive.name_twice": 2}


def test_names_that_windows_refuses_are_mended(tmp_path: Path) -> None:
    found = taken(tmp_path, packed(("con.jpg", JPEG), ("a?b.jpg", JPEG), ("thư mục. /c.jpg", JPEG)))[1]
    assert found == {"_con.jpg", "a-b.jpg", "thư mục/c.jpg"}


def test_other_files_are_named(tmp_path: Path) -> None:
    box, found = taken(tmp_path, packed(("a.jpg", JPEG), ("b.mp4", b"x"), ("bảng.xlsx", b"x"), ("x", b"x")))
    assert found == {"a.jpg"}
    (note,) = box.notes()
    assert "3 tệp" in note.message() and "b.mp4" in note.message()


def test_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    bomb = packed(("a.jpg", bytes(900_000)), ("b.jpg", bytes(900_000)))
    assert refused(tmp_path, bomb, spared=1_000_000) == "archive.too_large"
    assert paths(tmp_path) == set()


def test_small_archives_may_unfold(tmp_path: Path) -> None:
    assert taken(tmp_path, packed(("a.jpg", bytes(900_000))))[1] == {"a.jpg"}


def test_all_together_is_limited_over_several_archives(tmp_path: Path) -> None:
    streams = [packed((f"{n}.jpg", JPEG)) for n in range(3)]
    with pytest.raises(ArchiveRefused) as caught:
        taken(tmp_path, *streams, all=5000)
    assert caught.value.issue.code == "archive.too_large"


def test_archive_that_lies_about_a_size_is_broken(tmp_path: Path) -> None:
    data = bytearray(packed(("a.jpg", bytes(500_000))).getvalue())
    place = data.index(b"PK\1\2")
    struct.pack_into("<L", data, place + 24, 10)
    struct.pack_into("<L", data, data.index(b"PK\3\4") + 22, 10)
    assert refused(tmp_path, io.BytesIO(data), one=1000) == "archive.broken"
    assert all((tmp_path / p).stat().st_size <= 10 for p in paths(tmp_path))


def test_too_large_a_photo_is_passed_over_and_the_others_stay(tmp_path: Path) -> None:
    box, found = taken(tmp_path, packed(("big.jpg", bytes(5000)), ("a.jpg", JPEG)), one=4000)
    assert found == {"a.jpg"}
    assert passed_over(box) == {"archive.photo_too_large": 1}


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, packed(*((f"{n}.jpg", b"x") for n in range(5))), files=4) == "archive.too_many"
    assert paths(tmp_path) == set()


def test_a_list_longer_than_photos_have_is_never_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_MOST_LIST", 100_000)
    stream = packed(*((f"{n:04}" + "x" * 200 + ".jpg", b"") for n in range(500)), how=zipfile.ZIP_STORED)
    assert refused(tmp_path, stream) == "archive.too_many"


def test_memory_stays_small(tmp_path: Path) -> None:
    stream = packed(("a.jpg", os.urandom(30_000_000)), how=zipfile.ZIP_STORED)
    tracemalloc.start()
    taken(tmp_path, stream)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_encrypted_archive_says_so(tmp_path: Path) -> None:
    data = bytearray(packed(("a.jpg", JPEG)).getvalue())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    assert refused(tmp_path, io.BytesIO(data)) == "archive.encrypted"


def half(stream: io.BytesIO) -> bytes:
    return stream.getvalue()[: len(stream.getvalue()) // 2]


def bitten(stream: io.BytesIO, at: int) -> bytes:
    data = bytearray(stream.getvalue())
    data[at] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        half(packed(("a.jpg", JPEG))),
        bitten(packed(("a.jpg", JPEG), how=zipfile.ZIP_STORED), 500),
        b"PK\3\4" + bytes(100),
        b"PK\5\6" + b"\xff" * 18,
        packed(("a.jpg", JPEG), how=zipfile.ZIP_LZMA).getvalue(),
        packed(("ố.jpg", JPEG)).getvalue().replace("ố".encode(), b"\xff\xff\xff"),
    ],
    ids=["half", "bitten", "head", "tail", "lzma", "not-utf8"],
)
def test_broken_archive_says_so(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, io.BytesIO(data)) == "archive.broken"


def test_any_bite_is_answered_with_a_sentence(tmp_path: Path) -> None:
    whole = packed(("a/b.jpg", JPEG[:60]), ("c.jpg", JPEG[:60]))
    for at in range(4, len(whole.getvalue())):
        box = PhotoBox(tmp_path / str(at))
        try:
            box.take(io.BytesIO(bitten(whole, at)), "a.zip")
        except ArchiveRefused:
            continue
        assert all(".." not in path for path in paths(tmp_path / str(at)))


@pytest.mark.parametrize("start", [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"])
def test_other_packers_are_named(tmp_path: Path, start: bytes) -> None:
    assert refused(tmp_path, io.BytesIO(start + bytes(99))) == "archive.not_zip"


@pytest.mark.parametrize("stream", [packed(), packed(("a.txt", b"x"))], ids=["empty", "no-photo"])
def test_archive_without_photos_says_so(tmp_path: Path, stream: io.BytesIO) -> None:
    assert refused(tmp_path, stream) == "archive.no_photos"


def test_single_photos_lie_beside_those_of_archives(tmp_path: Path) -> None:
    box = PhotoBox(tmp_path, Limits(one=3000))
    box.take(packed(("a/1.jpg", JPEG)), "a.zip")
    box.take(io.BytesIO(JPEG), "C:\\fakepath\\Ảnh 2.png")
    box.take(io.BytesIO(JPEG), "../../3.jpg")
    box.take(io.BytesIO(b"words"), "4.docx")
    box.take(io.BytesIO(bytes(4000)), "5.jpg")
    assert paths(tmp_path) == {"a/1.jpg", "Ảnh 2.png", "3.jpg"}
    assert passed_over(box) == {"archive.not_photos": 1, "archive.photo_too_large": 1}


def test_archives_in_an_archive_are_not_opened(tmp_path: Path) -> None:
    inner = packed(("a.jpg", b"\xff\xd8\xff" + bytes(50_000_000))).getvalue()
    box, found = taken(tmp_path, packed(("bên trong.zip", inner), ("b.jpg", JPEG)))
    assert found == {"b.jpg"}
    assert passed_over(box) == {"archive.not_photos": 1}


def test_ten_thousand_photos_are_taken_and_one_more_is_not(tmp_path: Path) -> None:
    files = [(f"{number}.jpg", b"\xff\xd8\xff") for number in range(10_001)]
    assert refused(tmp_path, packed(*files, how=zipfile.ZIP_STORED)) == "archive.too_many"
    assert paths(tmp_path) == set()


def test_one_stem_with_two_endings_is_two_photos(tmp_path: Path) -> None:
    assert taken(tmp_path, packed(("a.jpg", JPEG), ("a.png", JPEG)))[1] == {"a.jpg", "a.png"}
