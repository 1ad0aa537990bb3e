"""A word is found in whatever form a file holds it, across chunks, and no odd file stops the search."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from merchant_helper.handover import traces
from merchant_helper.handover.traces import files_below, in_file, patterns

WORD = "Bà Sáu"


@pytest.mark.parametrize("content", [WORD.encode(), WORD.encode("utf-16"), json.dumps({"a": WORD}).encode()])
def test_every_way_of_writing_is_known(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(b"\xff\xfe" + content + b"...")
    assert in_file(tmp_path / "a", patterns([WORD]))
    assert not in_file(tmp_path / "a", patterns(["Bà Bảy"]))


def test_a_word_across_two_chunks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "CHUNK", 16)
    for at in range(24):
        (tmp_path / "a").write_bytes(b"." * at + WORD.encode() + b"." * 9)
        assert in_file(tmp_path / "a", patterns([WORD])), at


def test_packed_words_are_found_and_broken_zips_are_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", f"{WORD} " * 100)
    assert WORD.encode() not in file.read_bytes() and in_file(file, patterns([WORD]))
    whole = file.read_bytes()
    for at in range(0, len(whole), 7):
        file.write_bytes(whole[:at] + b"\xee" + whole[at + 1 :])
        in_file(file, patterns([WORD]))
    assert not in_file(tmp_path / "none", patterns([WORD]))


def test_a_zip_that_unpacks_to_too_much_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "CHUNK", 1000)
    monkeypatch.setattr(traces, "MOST_UNPACKED", 5000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", "." * 50_000 + WORD)
    assert not in_file(tmp_path / "a.zip", patterns([WORD]))


def test_links_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").write_text(WORD)
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert list(files_below(tmp_path / "in")) == []
