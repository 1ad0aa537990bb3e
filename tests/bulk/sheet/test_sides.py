"""Sides of a parcel are read in centimetres."""

from __future__ import annotations

import pytest

from merchant_helper.bulk.sheet.sides import parse_cm
from merchant_helper.issues import Issue


@pytest.mark.parametrize(
    ("written", "centimetres"),
    [
        *(("12", 12), ("12,5", 12.5), ("12.5 cm", 12.5), ("120mm", 12), ("1,2 m", 120), ("2 tấc", 20)),
        *((12.0, 12), (7.5, 7.5), (1, 1), ("  12 CM ", 12), ("1m", 100), ("0,5", 0.5), ("0012", 12)),
    ],
)
def test_lengths(written: str | float, centimetres: float) -> None:
    assert parse_cm(written, "length_cm") == centimetres


@pytest.mark.parametrize(
    "written",
    [
        *("12x15", "12-15", "1.234", "1,2,3", "0", "-5", "dài", "12 inch", "", "999999", "1e3", "12 cm cm"),
        *(0.0, -1.0, 1e9, float("nan"), float("inf"), True),
    ],
)
def test_lengths_that_are_held(written: str | float) -> None:
    issue = parse_cm(written, "width_cm")
    assert isinstance(issue, Issue)
    assert (issue.code, issue.field, issue.severity) == ("measure.unreadable", "width_cm", "block")
