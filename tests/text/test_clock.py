"""Moments as they are read here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from merchant_helper.text import format_date, format_time, local, parse_date


def test_shown_in_vietnams_time() -> None:
    evening = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)
    assert format_date(evening) == "22/11/2026"
    assert format_time(evening) == "1:05"
    assert local(evening).utcoffset() == timedelta(hours=7)


def test_a_moment_without_a_zone_is_utc() -> None:
    assert format_time(datetime(2026, 1, 2, 2, 42)) == "9:42"


def test_another_zone_is_moved() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert format_time(datetime(2026, 1, 2, 1, 0, tzinfo=tokyo)) == "23:00"
    assert format_date(datetime(2026, 1, 2, 1, 0, tzinfo=tokyo)) == "01/01/2026"


def test_a_plain_day_stays_the_same_day() -> None:
    assert format_date(date(2027, 1, 5)) == "05/01/2027"


@pytest.mark.parametrize("text", ["31/12/2026", "31-12-26", "31.12.2026", " 31 12 2026 ", "31/12/26"])
def test_a_typed_day_is_read_day_first(text: str) -> None:
    assert parse_date(text) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "12/31/2026", "mai", "1/2", "1/2/3/4", "٣/٣/٢٠٢٦", "1/1/0", "0/0/0000"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_what_is_written_is_read_back() -> None:
    assert parse_date(format_date(date(2026, 2, 3))) == date(2026, 2, 3)
