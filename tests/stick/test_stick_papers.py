"""What a person reads on a stick: licences, and the first page."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from stick_parts import make_wheel

from merchant_helper.stick.first_page import first_page
from merchant_helper.stick.licences import known_licences, licence_files, read_wheel
from merchant_helper.stick.program import ROOT

THIRD_PARTY = (ROOT / "THIRD-PARTY.md").read_text("utf-8")


def test_every_package_has_its_licence_and_its_texts(tmp_path: Path) -> None:
    texts = {"licenses/deep/COPYING.LESSER": "less", "licenses/NOTICE": "note"}
    headers = "Classifier: Topic :: A\nClassifier: License :: OSI Approved :: ZPL\nLicense: long text\n"
    wheels = [
        make_wheel(tmp_path, "new-style", texts=texts),
        make_wheel(tmp_path, "old-style", texts={"LICENSE.txt": "old text"}, headers="License: BSD\n"),
        make_wheel(tmp_path, "by-class", texts={}, headers=headers),
    ]
    files = licence_files(wheels, THIRD_PARTY, None, [])
    assert "new-style 1.0: MIT\n" in files["GIAY-PHEP.txt"]
    assert "old-style 1.0: BSD\n" in files["GIAY-PHEP.txt"]
    assert "by-class 1.0: ZPL\n" in files["GIAY-PHEP.txt"]
    assert all(text in files["licences/new-style-1.0.txt"] for text in ("less", "note"))
    assert "old text" in files["licences/old-style-1.0.txt"]
    assert "no text of its own" in files["licences/by-class-1.0.txt"]


def test_whole_wheels_under_the_gpl_are_said_with_the_texts(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, "pillow-heif", "1.8.1", headers="License-Expression: BSD-3-Clause\n")
    files = licence_files([wheel], THIRD_PARTY, None, [])
    summary = files["GIAY-PHEP.txt"]
    assert "pillow-heif 1.8.1: BSD-3-Clause; its wheels GPL-2.0" in summary
    assert "so each wheel as a whole is under GPL-2.0" in summary
    for name in ("GPL-2.0", "GPL-3.0", "LGPL-3.0"):
        assert f"Version {name[-3]}" in files[f"licences/{name}.txt"]
        assert len(files[f"licences/{name}.txt"]) > 7000


def test_same_text_of_two_wheels_is_there_once(tmp_path: Path) -> None:
    wheels = [
        make_wheel(tmp_path / system, texts={"licenses/LICENSE": "the same"}) for system in ("win", "linux")
    ]
    files = licence_files(wheels, "", None, [])
    assert files["licences/tiny-package-1.0.txt"].count("the same") == 1


def test_code_and_lists_that_are_named_like_licences_are_no_texts(tmp_path: Path) -> None:
    wheel = make_wheel(
        tmp_path, texts={"licenses/spdx.json": "{}", "license.py": "x", "licenses/LICENSE": "t"}
    )
    assert [path.rpartition("/")[2] for path, _ in read_wheel(wheel).texts] == ["LICENSE"]


def test_python_and_models_are_listed_when_they_are_there() -> None:
    assert "PSF-2.0" not in licence_files([], "", None, [])["GIAY-PHEP.txt"]
    summary = licence_files([], "", "3.12", ["u2netp (Apache-2.0)"])["GIAY-PHEP.txt"]
    assert "Python 3.12" in summary and "PSF-2.0" in summary
    assert "u2netp (Apache-2.0)" in summary


def test_own_list_of_licences_is_read_whole() -> None:
    known = known_licences(THIRD_PARTY)
    assert len(known) > 50
    assert known["waitress"] == "ZPL-2.1"


@pytest.mark.parametrize("given", ["ab" * 32, None])
def test_first_page_says_how_to_begin(given: str | None) -> None:
    page = first_page("0.1.0", "22/11/2026", ["3.12"] if given else ["3.11", "3.12"], ["3.11"], given)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "$" not in page
    for words in ("Bat-dau.cmd", "python3 start.py", "vc_redist.x64.exe", "GIAY-PHEP.txt", 'lang="en"'):
        assert words in page
    assert ("có sẵn trên USB này" in page) == bool(given)
    assert ("Python 3.11 hoặc 3.12" in page) == (not given)
    assert ("Python 3.11 or 3.12 (64-bit) must be installed" in page) == (not given)
    assert (f"<code>{given}</code>" in page) == bool(given)


def test_first_page_uses_the_words_of_the_house() -> None:
    page = first_page("0.1.0", "22/11/2026", ["3.12"], ["3.12"], None).lower()
    assert not [word for word in ("không hợp lệ", "bắt buộc", "vui lòng", "rất tiếc") if word in page]
