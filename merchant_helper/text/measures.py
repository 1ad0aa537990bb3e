"""Read sizes as they are said: nửa ký, 500ml, lít rưỡi, 3 tấc, 1m65; what kind of size it is comes along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from merchant_helper.text.amounts import Amount, prepare, read_amount
from merchant_helper.text.lexicon import Lexicon
from merchant_helper.text.weight import parse_weight

Quantity = Literal["weight", "volume", "length"]
MAX_MILLILITRES = 100_000_000
MAX_CENTIMETRES = 100_000
_MILLILITRES = Lexicon({"ml": 1, "cc": 1, "lít": 1000, "l": 1000})
# A phân is a centimetre, a tấc ten of them. Counted in millimetres, so that half a centimetre is whole.
_MILLIMETRES = Lexicon(
    {"mm": 1, "cm": 10, "phân": 10, "tấc": 100, "dm": 100, "mét": 1000, "m": 1000, "thước": 1000}
)
# Of money two lone digits are said both ways, of a length they are always centimetres: 1m65.
_METRES = re.compile(r"^([0-9]{1,3}) ?(?:m|mét|met) ?([0-9]{2})$")


@dataclass(frozen=True)
class Measure:
    """Hold a size in the unit of its kind: grams, millilitres, or centimetres."""

    kind: Quantity
    amount: float


def measure_in(text: str) -> Measure | None:
    """Read a size of any kind; None for what is none or could be two things. Never raises."""
    grams = parse_weight(text)
    if isinstance(grams, int):
        return Measure("weight", grams)
    if (volume := parse_volume(text)) is not None:
        return Measure("volume", volume)
    length = parse_length(text)
    return None if length is None else Measure("length", length)


def parse_volume(text: str) -> int | None:
    """Read a volume in whole millilitres, else None."""
    value = _read(prepare(text), _MILLILITRES)
    if value is None or value.denominator != 1 or not 0 < value <= MAX_MILLILITRES:
        return None
    return int(value)


def parse_length(text: str) -> float | None:
    """Read a length in centimetres, to the millimetre, else None."""
    value = _read(_METRES.sub(_in_centimetres, prepare(text)), _MILLIMETRES)
    if value is None or value.denominator != 1 or not 0 < value <= 10 * MAX_CENTIMETRES:
        return None
    return int(value) / 10


def _read(text: str, lexicon: Lexicon) -> Fraction | None:
    amount = read_amount(text, lexicon)
    return amount.value if isinstance(amount, Amount) and amount.scaled else None


def _in_centimetres(match: re.Match[str]) -> str:
    return f"{100 * int(match[1]) + int(match[2])} cm"
