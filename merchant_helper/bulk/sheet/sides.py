"""Read the sides of a parcel: 12, 12,5 cm, 120mm, 1,2 m; whatever could be two lengths is held."""

from __future__ import annotations

import re
from fractions import Fraction

from merchant_helper.issues import Issue
from merchant_helper.text import clean_text, glimpse

ISSUE_CODES = ("measure.unreadable",)
# A tấc is ten centimetres, a thước a metre.
_UNITS: dict[str, Fraction] = {
    **dict.fromkeys(("", "cm", "xentimét"), Fraction(1)),
    "mm": Fraction(1, 10),
    **dict.fromkeys(("dm", "tấc"), Fraction(10)),
    **dict.fromkeys(("m", "mét", "thước"), Fraction(100)),
}
_SIDE = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,2})?)\s*([^\W\d_]*)")
LONGEST_CM = 10_000


def parse_cm(value: str | float, field: str) -> float | Issue:
    """Read one length in centimetres, bare numbers as centimetres; never raises."""
    if isinstance(value, bool):
        return _held(field, str(value))
    if isinstance(value, int | float):
        return _checked(value, field, f"{value:.15g}")
    plain = clean_text(value[:100]).text.lower()
    match = _SIDE.fullmatch(plain)
    if match is None or match[2] not in _UNITS:
        return _held(field, value)
    return _checked(float(Fraction(match[1].replace(",", ".")) * _UNITS[match[2]]), field, value)


def _checked(centimetres: float, field: str, seen: str) -> float | Issue:
    return float(centimetres) if 0 < centimetres <= LONGEST_CM else _held(field, seen)


def _held(field: str, seen: str) -> Issue:
    return Issue("measure.unreadable", field, "block", {"seen": glimpse(seen)})
