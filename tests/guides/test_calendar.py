"""The calendar's file keeps to RFC 5545, and the same day stays the same day."""

from __future__ import annotations

import re

import pytest

from merchant_helper.guides.calendar import escape, fold, ics
from merchant_helper.guides.model import Guides
from merchant_helper.i18n import in_language


def unfolded(made: bytes) -> list[str]:
    return made.replace(b"\r\n ", b"").decode().split("\r\n")


@pytest.mark.parametrize("code", ["vi", "en"])
def test_lines_are_short_and_end_as_they_must(guides: Guides, code: str) -> None:
    with in_language(code):
        made = ics(guides)
    assert made.endswith(b"END:VCALENDAR\r\n") and made.count(b"\n") == made.count(b"\r\n")
    for line in made.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_each_day_is_a_whole_day_with_one_name_for_good(guides: Guides) -> None:
    made = unfolded(ics(guides))
    assert made.count("BEGIN:VEVENT") == made.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270101" in made and "DTEND;VALUE=DATE:20270102" in made
    assert "DTSTART;VALUE=DATE:20270131" in made and "DTEND;VALUE=DATE:20270201" in made
    with in_language("en"):
        english = unfolded(ics(guides))
    names = [[line for line in lines if line.startswith("UID:")] for lines in (made, english)]
    assert names[0] == names[1] and len(set(names[0])) == 2
    assert "SUMMARY:Seller identity" in english and "SUMMARY:Xác minh người bán" in made
    assert ics(guides) == ics(guides)


def test_required_lines_stand_once(guides: Guides) -> None:
    made = unfolded(ics(guides))
    assert made[0] == "BEGIN:VCALENDAR"
    for name in ("VERSION:2.0", "CALSCALE:GREGORIAN"):
        assert made.count(name) == 1
    assert sum(line.startswith("PRODID:") for line in made) == 1
    assert all(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line) for line in made if line.startswith("DTSTAMP"))


def test_signs_with_a_meaning_are_escaped(guides: Guides) -> None:
    assert escape("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    summary = next(line for line in unfolded(ics(guides)) if line.startswith("SUMMARY:Báo"))
    assert "năm trước\\, nếu" in summary


@pytest.mark.parametrize("line", ["x" * 75, "x" * 76, "đ" * 80, "a" + "ộ" * 100, "🧧" * 60, ""])
def test_folding_loses_nothing_and_cuts_no_letter(line: str) -> None:
    pieces = fold(line)
    assert all(len(piece) <= 75 for piece in pieces)
    assert "".join(piece.decode().removeprefix(" " if n else "") for n, piece in enumerate(pieces)) == line
