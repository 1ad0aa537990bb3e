"""Photos are found below one folder and nowhere else."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from merchant_helper.bulk.sheet import photos
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.photos import PhotoFolder
from merchant_helper.issues import Issue
from tests.bulk.sheet.made import blocks, book, codes, one, products


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.jpg").write_bytes(b"x")
    home = tmp_path / "anh"
    for name in (
        "gao.jpg",
        "keo/1.jpg",
        "banh/1.jpg",
        "banh/nhân đậu.JPG",
        "hai  dấu.png",
        "ghi.txt",
        ".an.jpg",
    ):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return home


def _found(folder: Path, told: str) -> str:
    """Give the path below the folder, or the code of what is wrong."""
    result = PhotoFolder(folder).find(told)
    return result.code if isinstance(result, Issue) else result.relative_to(folder).as_posix()


@pytest.mark.parametrize(
    ("told", "path"),
    [
        *(("gao.jpg", "gao.jpg"), ("GAO.JPG", "gao.jpg"), ("gao", "gao.jpg"), ("./gao.jpg", "gao.jpg")),
        *(("keo/1.jpg", "keo/1.jpg"), ("keo\\1.jpg", "keo/1.jpg"), ("Nhân Đậu.jpg", "banh/nhân đậu.JPG")),
        *(("nhân đậu", "banh/nhân đậu.JPG"), ("hai dấu.png", "hai  dấu.png"), ("ghi.txt", "ghi.txt")),
        (unicodedata.normalize("NFD", "nhân đậu.jpg"), "banh/nhân đậu.JPG"),
    ],
)
def test_names_and_paths_as_people_write_them(folder: Path, told: str, path: str) -> None:
    assert _found(folder, told) == path


@pytest.mark.parametrize(
    "told",
    [
        *("../../etc/passwd", "../secret.jpg", "keo/../../secret.jpg", "/etc/passwd", "\\\\may\\anh\\1.jpg"),
        *(
            "C:\\anh\\gao.jpg",
            "c:gao.jpg",
            "file:///etc/passwd",
            "https://tiem.vn/gao.jpg",
            "..",
            "..\\gao.jpg",
        ),
        *("keo/../gao.jpg", "/", "\\"),
    ],
)
def test_no_path_leaves_the_folder(folder: Path, told: str) -> None:
    assert _found(folder, told) == "sheet.photo_outside"


def test_links_are_followed_only_inside_the_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "ra.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "vong.jpg").symlink_to(folder / "vong.jpg")
    (folder / "mat.jpg").symlink_to(folder / "khong-co.jpg")
    (folder / "trong.jpg").symlink_to(folder / "gao.jpg")
    (folder / "ngoai").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "ong.jpg")
    for name in ("ra.jpg", "vong.jpg", "mat.jpg", "ngoai/secret.jpg", "secret.jpg", "ong.jpg", ".an.jpg"):
        assert _found(folder, name) in ("sheet.photo_missing", "sheet.photo_like"), name
    assert _found(folder, "trong.jpg") == "trong.jpg"


def test_one_name_in_two_folders_is_asked_about(folder: Path) -> None:
    issue = PhotoFolder(folder).find("1.jpg")
    assert isinstance(issue, Issue) and issue.code == "sheet.photo_twice"
    assert issue.params["places"] == "banh/1.jpg, keo/1.jpg"


def test_the_exact_name_goes_before_one_in_another_case(folder: Path) -> None:
    (folder / "Gao.JPG").write_bytes(b"2")
    if len(list(folder.glob("[gG]ao.*"))) < 2:
        pytest.skip("this disk takes both names for one")
    assert (_found(folder, "gao.jpg"), _found(folder, "Gao.JPG")) == ("gao.jpg", "Gao.JPG")
    assert _found(folder, "GAO.jpg") == "sheet.photo_twice"


def test_names_that_a_mac_wrote_decomposed(folder: Path) -> None:
    (folder / unicodedata.normalize("NFD", "bún bò.jpg")).write_bytes(b"x")
    result = PhotoFolder(folder).find("bún bò.jpg")
    assert isinstance(result, Path) and result.read_bytes() == b"x"


def test_a_near_miss_is_proposed(folder: Path) -> None:
    issue = PhotoFolder(folder).find("banh/nhan dau.jpg")
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity, issue.params["near"]) == ("sheet.photo_like", "block", "nhân đậu.JPG")
    assert _found(folder, "hoan-toan-khac.jpg") == "sheet.photo_missing"


def test_many_misses_are_told_without_looking_for_likenesses(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "_MOST_SOUGHT", 2)
    looked = PhotoFolder(folder)
    told = [looked.find(name) for name in ("gaoo.jpg", "gaooo.jpg", "gooo.jpg", "gaoo.jpg")]
    assert [issue.code for issue in told if isinstance(issue, Issue)] == [
        *("sheet.photo_like", "sheet.photo_like", "sheet.photo_missing", "sheet.photo_like")
    ]


def test_a_folder_of_far_too_many_files_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_FILES", 3)
    with pytest.raises(SheetRefused) as caught:
        PhotoFolder(folder)
    assert caught.value.issue.code == "sheet.too_many_files"


def test_the_first_photo_of_a_row_is_the_main_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bang").mkdir()

    path = book(tmp_path / "bang", ("sku", "name", "photos"), ("A", "x", "keo/1.jpg | gao.jpg|keo/1.jpg"))
    (product,) = products(path, photos=folder)
    assert [p.path.relative_to(folder).as_posix() for p in product.pictures] == ["keo/1.jpg", "gao.jpg"]
    (product,) = products(path)
    assert (product.pictures, codes(product), blocks(product)) == ((), ["sheet.photos_not_given"], [])


def test_a_missing_photo_holds_its_row_and_keeps_the_others(folder: Path, tmp_path: Path) -> None:
    product = one(tmp_path, photos="x")
    assert codes(product) == ["sheet.photos_not_given"]

    path = book(
        tmp_path, ("sku", "name", "photos"), ("A", "x", "gao.jpg|khong-co-dau.png"), ("B", "y", "gao")
    )
    held, fine = products(path, photos=folder)
    assert blocks(held) == ["sheet.photo_missing"] and len(held.pictures) == 1
    assert blocks(fine) == []


@pytest.mark.parametrize(
    "told", ["gao.jpg, keo/1.jpg", "gao.jpg;keo/1.jpg", "gao.jpg keo/1.jpg", "gao.jpg + keo/1.jpg"]
)
def test_photos_that_another_sign_parts_are_told_with_the_right_one(folder: Path, told: str) -> None:
    issue = PhotoFolder(folder).find(told)
    assert isinstance(issue, Issue) and issue.code == "sheet.photos_joined"
    assert isinstance(issue.params["instead"], str)
    assert all(
        isinstance(PhotoFolder(folder).find(name), Path) for name in issue.params["instead"].split("|")
    )


def test_the_same_name_with_another_ending_is_proposed_first(folder: Path) -> None:
    (folder / "tom.png").write_bytes(b"x")
    (folder / "to.jpg").write_bytes(b"x")
    issue = PhotoFolder(folder).find("tom.jpg")
    assert isinstance(issue, Issue) and issue.params["near"] == "tom.png"
