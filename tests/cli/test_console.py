"""No console ends the program by a letter it lacks."""

from __future__ import annotations

import io
import sys
import unicodedata

import pytest

from merchant_helper.cli import console
from merchant_helper.cli.report import Report

SENTENCE = "Ổ đĩa đã đầy – “nước mắm 40°” giá 150.000 ₫ … 🐟"


@pytest.mark.parametrize("encoding", ["cp1258", "cp437", "cp1252", "ascii", "utf-8", "utf-16-le"])
def test_every_letter_is_written_somehow(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding=encoding, newline="\n"))
    console.prepare()
    Report().note(SENTENCE)
    said = unicodedata.normalize("NFC", raw.getvalue().decode(encoding))
    assert said.count("?") <= 1 + (encoding == "ascii") * 1
    assert "Ổ đĩa đã đầy" in said if encoding in ("cp1258", "utf-8", "utf-16-le") else "d" in said


def test_letters_without_marks_stand_in_where_nothing_better_is_there() -> None:
    assert [console.nearest(letter, "ascii") for letter in "đĐệ–…₫°"] == ["d", "D", "e", "-", "...", "d", "?"]


def test_the_vietnamese_code_page_keeps_the_tone() -> None:
    assert console.nearest("ế", "cp1258") == "ê\u0301"


def test_json_is_utf8_with_lf_whatever_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1258", newline="\r\n"))
    monkeypatch.setattr(sys, "stderr", None)
    Report(as_json=True).item({"source": "ảnh/bún bò\udce9.jpg"}, "không ai đọc")
    assert raw.getvalue() == '{"kind": "item", "source": "ảnh/bún bò\\udce9.jpg"}\n'.encode()


def test_a_program_without_streams_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    console.prepare()
    Report().item({}, SENTENCE)
    Report(as_json=True).summary({}, SENTENCE)
