"""New pictures are offered, old ones and everything else are left alone."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.bulk import watched
from merchant_helper.bulk.watched import MOST, WatchedFolderGone, look, new_pictures, snapshot, take
from merchant_helper.cli.gather import OPENED

HOUR, YEAR = 3600, 365 * 86400
posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")


def put(folder: Path, name: str, data: bytes = b"picture", age: float = HOUR) -> Path:
    """Lay a file there that was written ``age`` seconds ago."""
    path = folder / name
    path.write_bytes(data)
    written = time.time() - age
    os.utime(path, (written, written))
    return path


def names(folder: Path, before: list[str]) -> list[str]:
    return [found.name for found in new_pictures(folder, before)]


def test_only_what_came_after_is_new_and_the_newest_first(tmp_path: Path) -> None:
    put(tmp_path, "old.jpg")
    before = json.loads(json.dumps(snapshot(tmp_path)))
    assert look(tmp_path, before) == watched.Look([])
    put(tmp_path, "z1.jpg", age=600)
    put(tmp_path, "IMG_2.HEIC", age=60)
    assert names(tmp_path, before) == ["IMG_2.HEIC", "z1.jpg"]
    first = new_pictures(tmp_path, before)[0]
    assert (first.path, first.size, len(first.mark)) == (tmp_path / "IMG_2.HEIC", 7, 12)


def test_what_was_taken_is_offered_no_more(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg")
    (found,) = new_pictures(tmp_path, [])
    assert names(tmp_path, [found.mark]) == []


def test_a_picture_written_over_an_old_one_is_new(tmp_path: Path) -> None:
    put(tmp_path, "Screenshot.png", b"one")
    before = snapshot(tmp_path)
    put(tmp_path, "Screenshot.png", b"other")
    assert names(tmp_path, before) == ["Screenshot.png"]


@pytest.mark.parametrize("age", [-YEAR, YEAR, 40 * YEAR])
def test_a_clock_wrong_by_years_hides_nothing(tmp_path: Path, age: float) -> None:
    put(tmp_path, "old.jpg", age=-2 * YEAR)
    before = snapshot(tmp_path)
    put(tmp_path, "new.jpg", age=age)
    assert names(tmp_path, before) == ["new.jpg"]


def test_a_clock_set_right_in_between_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "old.jpg")
    before, now = snapshot(tmp_path), time.time()
    put(tmp_path, "new.jpg", age=0)
    monkeypatch.setattr(watched.time, "time", lambda: now - YEAR)
    assert names(tmp_path, before) == ["new.jpg"]


def test_what_still_arrives_is_offered_at_a_later_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "growing.jpg", b"half", age=0)
    put(tmp_path, "empty.jpg", b"", age=HOUR)
    put(tmp_path, "chrome.jpg.crdownload")
    put(tmp_path, "firefox.jpg.part")
    put(tmp_path, "copy.jpg.tmp")
    assert look(tmp_path, []) == watched.Look([], arriving=2)
    later = time.time() + 5
    monkeypatch.setattr(watched.time, "time", lambda: later)
    assert names(tmp_path, []) == ["growing.jpg"]


def test_a_picture_that_was_arriving_at_the_snapshot_is_new_when_it_is_whole(tmp_path: Path) -> None:
    put(tmp_path, "slow.jpg", b"ha", age=0)
    before = snapshot(tmp_path)
    put(tmp_path, "slow.jpg", b"whole", age=10)
    assert names(tmp_path, before) == ["slow.jpg"]


def test_only_pictures_directly_inside(tmp_path: Path) -> None:
    for name in ("note.txt", "video.mp4", "noending", ".hidden.jpg", "._mac.jpg", "photo.jpg.exe"):
        put(tmp_path, name)
    (tmp_path / "folder.jpg").mkdir()
    put(tmp_path / "folder.jpg", "inside.jpg")
    put(tmp_path, "ảnh món.JPG")
    assert names(tmp_path, []) == ["ảnh món.JPG"]


def test_the_same_endings_are_pictures_everywhere() -> None:
    assert set(watched.SUFFIXES) == OPENED


@posix
def test_links_and_pipes_are_no_pictures(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.txt")
    inside = tmp_path / "watched"
    inside.mkdir()
    (inside / "link.jpg").symlink_to(secret)
    (inside / "loop.jpg").symlink_to("loop.jpg")
    os.mkfifo(inside / "pipe.jpg")
    assert look(inside, []) == watched.Look([]) and snapshot(inside) == []


@posix
def test_a_link_put_in_place_of_an_offer_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = put(tmp_path, "secret.txt")
    inside = tmp_path / "watched"
    inside.mkdir()
    offer = put(inside, "a.jpg")
    (found,) = new_pictures(inside, [])
    opened = watched._open

    def swap(one: watched.Found) -> object:
        offer.unlink()
        offer.symlink_to(secret)
        return opened(one)

    monkeypatch.setattr(watched, "_open", swap)
    with pytest.raises(WatchedFolderGone) as gone:
        take(inside, [], found.mark)
    assert gone.value.issue.code == "watched.file_gone" and "a.jpg" in gone.value.issue.message()


@posix
def test_a_pipe_put_in_place_of_an_offer_does_not_hang(tmp_path: Path) -> None:
    offer = put(tmp_path, "a.jpg")
    (found,) = new_pictures(tmp_path, [])
    offer.unlink()
    os.mkfifo(offer)
    with pytest.raises(FileNotFoundError):
        watched._open(found)


def test_an_offer_is_opened_by_its_mark_alone(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", b"the picture")
    old = put(tmp_path, "old.jpg")
    (before,) = [found.mark for found in new_pictures(tmp_path, []) if found.name == "old.jpg"]
    (found,) = new_pictures(tmp_path, [before])
    again, file = take(tmp_path, [before], found.mark)
    with file:
        assert (again, file.read()) == (found, b"the picture")
    for mark in ("", "a.jpg", "../a.jpg", str(old), before, found.mark + "A"):
        with pytest.raises(WatchedFolderGone):
            take(tmp_path, [before], mark)


def test_what_a_look_gave_is_opened_without_another_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.jpg", b"the picture")
    inside = tmp_path / "inside"
    inside.mkdir()
    put(inside, "b.jpg")
    (found,) = new_pictures(tmp_path, [])
    made_up = replace(new_pictures(inside, [])[0], name="inside/b.jpg")
    monkeypatch.setattr(watched.os, "scandir", None)
    again, file = take(tmp_path, [], found)
    with file:
        assert (again, file.read()) == (found, b"the picture")
    with pytest.raises(WatchedFolderGone) as gone:
        take(tmp_path / "unplugged", [], found)
    assert gone.value.issue.code == "watched.folder_gone"
    for wrong, before in ((made_up, []), (replace(found, name="c.jpg"), []), (found, [found.mark])):
        with pytest.raises(WatchedFolderGone):
            take(tmp_path, before, wrong)


def test_a_file_that_went_or_changed_is_said(tmp_path: Path) -> None:
    offer = put(tmp_path, "a.jpg")
    (found,) = new_pictures(tmp_path, [])
    put(tmp_path, "a.jpg", b"another picture")
    for _change in range(2):
        with pytest.raises(WatchedFolderGone) as gone:
            take(tmp_path, [], found.mark)
        assert gone.value.issue.code == "watched.file_gone" and gone.value.issue.fix()
        offer.unlink(missing_ok=True)


def test_a_file_that_goes_during_the_look_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "stays.jpg")
    listing = os.scandir

    class Gone:
        name = "gone.jpg"

        def stat(self, **_how: object) -> os.stat_result:
            raise FileNotFoundError(self.name)

    class Listed(list[object]):
        __enter__ = lambda self: self  # noqa: E731
        __exit__ = lambda *_error: None  # noqa: E731

    monkeypatch.setattr(watched.os, "scandir", lambda folder: Listed([Gone(), *listing(folder)]))
    assert names(tmp_path, []) == ["stays.jpg"]


def test_many_are_named_in_part_and_counted(tmp_path: Path) -> None:
    for number in range(MOST + 15):
        put(tmp_path, f"{number:03}.jpg", age=100 + number)
    seen = look(tmp_path, [])
    assert (len(seen.pictures), seen.more) == (60, 15)
    assert [found.name for found in seen.pictures] == [f"{number:03}.jpg" for number in range(60)]
    oldest = look(tmp_path, [found.mark for found in seen.pictures]).pictures[-1]
    take(tmp_path, [], oldest.mark)[1].close()


def test_five_thousand_old_files_are_a_small_snapshot(tmp_path: Path) -> None:
    for number in range(5000):
        (tmp_path / f"IMG_20260101_{number:06}.jpg").write_bytes(b"x")
    before = snapshot(tmp_path)
    assert len(set(before)) == 5000 and len(json.dumps(before)) < 100_000
    put(tmp_path, "z5987654321098_new.jpg")
    assert names(tmp_path, before) == ["z5987654321098_new.jpg"]


@posix
@pytest.mark.parametrize(
    "name", ["a\nb.jpg", "gpj.\u202egnp.jpg", "<b>&.jpg", "x" * 240 + ".jpg", "\udcff.jpg"]
)
def test_hostile_names_are_offered_safely(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    (found,) = new_pictures(tmp_path, [])
    assert found.name == name and len(found.shown) <= 40
    assert not {"\n", "\u202e", "\udcff"} & set(found.shown)
    take(tmp_path, [], found.mark)[1].close()


def test_times_that_no_calendar_has(tmp_path: Path) -> None:
    assert watched._moment(1e19).year == watched._moment(-1e19).year == 1970


@given(st.text(), st.lists(st.text(), max_size=3))
def test_no_mark_leads_out_of_the_folder(mark: str, before: list[str]) -> None:
    with pytest.raises(WatchedFolderGone):
        take(Path(__file__).parent, before, mark)
