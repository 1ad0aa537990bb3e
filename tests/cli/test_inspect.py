"""Each photo is judged; only one that cannot be opened counts as failed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import scenes

from cli.calls import call, process
from merchant_helper.cli.inspect import judge, regular
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.photos.alike import Lookalikes


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    good, dark = scenes.draw(3), scenes.draw(3, exposure=0.12)
    return {
        "tốt.jpg": scenes.encode(good.image),
        "tối.png": scenes.encode(dark.image, "PNG"),
        "chữ.jpg": "không phải ảnh".encode(),
        "rỗng.png": b"",
        "cụt.jpg": scenes.encode(good.image)[:3000],
    }


@pytest.fixture
def photos(hard: Path, pictures: dict[str, bytes]) -> Path:
    for name, content in pictures.items():
        (hard / name).write_bytes(content)
    return hard


def test_a_good_photo_is_ok(photos: Path) -> None:
    answer = call("inspect", photos / "tốt.jpg", "--json")
    (item,) = answer.items
    assert (answer.status, item["ok"], item["width"], item["height"]) == (0, True, 1200, 900)
    assert set(item) == {"kind", "source", "ok", "issues", "width", "height", "seconds"}
    assert item["source"] == (photos / "tốt.jpg").as_posix()


def test_a_doubtful_photo_is_done_and_not_ok(photos: Path) -> None:
    answer = call("inspect", photos / "tối.png", "--json", "--lang", "en")
    assert (answer.status, answer.items[0]["ok"]) == (0, False)
    assert "photo.dark" in [issue["code"] for issue in answer.items[0]["issues"]]
    assert answer.items[0]["issues"][0]["fix"] in answer.err.decode()


def test_what_cannot_be_opened_fails_and_the_others_are_done(photos: Path) -> None:
    names = ["chữ.jpg", "tốt.jpg", "rỗng.png", "cụt.jpg"]
    answer = call("inspect", *(photos / name for name in names), "--json")
    assert [Path(item["source"]).name for item in answer.items] == names
    assert [item["ok"] for item in answer.items] == [False, True, False, False]
    assert (answer.status, answer.summary["failed"], answer.summary["photos"]) == (1, 3, 4)
    assert answer.items[0]["width"] is None and answer.items[0]["issues"][0]["severity"] == "block"


def test_a_folder_means_the_photos_in_it(photos: Path) -> None:
    assert call("inspect", photos, "--json").summary["photos"] == 5


@pytest.mark.skipif(os.name == "nt", reason="no pipes in the file system")
def test_a_pipe_is_not_waited_for(hard: Path) -> None:
    os.mkfifo(hard / "p.jpg")
    with pytest.raises(PhotoUnreadable):
        regular(hard / "p.jpg")
    assert call("inspect", hard / "p.jpg", "--json").status == 1


def test_a_file_that_the_system_keeps_back_fails(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> Path:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("merchant_helper.cli.inspect.regular", refuse)
    item = judge(photos / "tốt.jpg", Lookalikes())
    assert item["issues"][0]["code"] == "photo.not_readable"


def test_a_process_in_an_old_code_page(photos: Path) -> None:
    answer = process("inspect", "tốt.jpg", "--json", cwd=photos, PYTHONIOENCODING="cp1258")
    assert (answer.status, answer.items[0]["source"]) == (0, "tốt.jpg")


def test_a_photo_that_is_like_another_one_is_named(hard: Path) -> None:
    photo = scenes.draw(3, size=(1600, 1200)).image
    other = scenes.draw(4, shape="fruit", size=(1600, 1200)).image
    (hard / "a.jpg").write_bytes(scenes.encode(photo))
    (hard / "b.jpg").write_bytes(scenes.encode(other))
    (hard / "c.jpg").write_bytes(scenes.encode(photo.resize((1200, 900)), quality=75))
    answer = call("inspect", hard, "--json")
    alike = {
        Path(item["source"]).name: issue["message"]
        for item in answer.items
        for issue in item["issues"]
        if issue["code"] == "photo.alike"
    }
    assert list(alike) == ["c.jpg"] and "a.jpg" in alike["c.jpg"]
    assert all(item["ok"] for item in answer.items)


def test_a_photo_that_came_through_a_chat_is_told_and_not_refused(hard: Path) -> None:
    (hard / "z5123456789012_0123456789abcdef.jpg").write_bytes(
        scenes.encode(scenes.draw(3, size=(1280, 960)).image, quality=75)
    )
    answer = call("inspect", hard, "--json")
    (item,) = answer.items
    assert item["ok"] and "photo.forwarded" in [issue["code"] for issue in item["issues"]]
