"""Read and write weights the way they are said at a market."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from merchant_helper.issues import Issue
from merchant_helper.text.amounts import Amount, Typed, exact, prepare, read_amount, written
from merchant_helper.text.door import glimpse
from merchant_helper.text.lexicon import Lexicon

ISSUE_CODES = (
    "weight.missing",
    "weight.unreadable",
    "weight.unclear",
    "weight.no_unit",
    "weight.not_positive",
    "weight.fraction",
    "weight.too_large",
    "measure.chuc",
)
Unit = Literal["g", "kg"]
MAX_GRAMS = 100_000_000
_SCALES = {
    **dict.fromkeys(("g", "gr", "gam", "gram"), 1),
    "lạng": 100,
    **dict.fromkeys(("kg", "ký", "kí", "kilogam", "kilogram", "cân"), 1000),
    "yến": 10_000,
    "tạ": 100_000,
    "tấn": 1_000_000,
}
_LEXICON = Lexicon(_SCALES)
_KILO = re.compile(r"k[iíyý][ -]?l[oô]\b")
_CHUC = re.compile(r"\bch[ụu]c\b")
_CODES = {"empty": "weight.missing", "unclear": "weight.unclear", "range": "weight.unclear"}


def parse_weight(value: Typed, *, unit: Unit | None = None, field: str = "weight_g") -> int | Issue:
    """Read a weight in grams: nửa ký, 1kg2, 500g, 2 lạng, or a spreadsheet's number.

    A bare number needs ``unit``, else it is asked about; so is *chục*. Never raises.
    """
    if value is None or isinstance(value, str):
        return _from_text(value or "", unit, field)
    number = None if isinstance(value, bool) else exact(value)
    if number is None:
        return _held("weight.unreadable", field, written(value))
    if unit is None:
        return _held("weight.no_unit", field, written(value))
    return _checked(number * _SCALES[unit], field, written(value))


def format_weight(grams: int) -> str:
    """Write a weight as 500 g or 1,2 kg; what needs a third decimal stays in grams (1.234 g)."""
    if grams < 1000 or grams % 10:
        return f"{grams:,} g".replace(",", ".")
    whole, rest = divmod(grams, 1000)
    return f"{whole}{f',{rest:03}'.rstrip('0') if rest else ''} kg"


def _from_text(text: str, unit: Unit | None, field: str) -> int | Issue:
    plain = _KILO.sub("kg", prepare(text))
    if _CHUC.search(plain):
        return _held("measure.chuc", field, text)
    amount = read_amount(plain, _LEXICON)
    if not isinstance(amount, Amount):
        code = "weight.not_positive" if amount == "negative" else _CODES.get(amount, "weight.unreadable")
        return _held(code, field, text)
    if amount.scaled:
        return _checked(amount.value, field, text)
    if unit is None:
        return _held("weight.no_unit", field, text)
    if amount.grouped and unit == "kg":
        return _held("weight.unclear", field, text)
    return _checked(amount.value * _SCALES[unit], field, text)


def _checked(grams: Fraction, field: str, text: str) -> int | Issue:
    if grams <= 0:
        return _held("weight.not_positive", field, text)
    if grams > MAX_GRAMS:
        return _held("weight.too_large", field, text)
    if grams.denominator != 1:
        return _held("weight.fraction", field, text)
    return int(grams)


def _held(code: str, field: str, text: str) -> Issue:
    if code == "weight.missing":
        return Issue(code, field, "block")
    return Issue(code, field, "block", {"seen": glimpse(text)})
