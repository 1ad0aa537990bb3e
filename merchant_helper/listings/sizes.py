"""Say how much one price buys, and tell whether a text says so already."""

from __future__ import annotations

import re
from fractions import Fraction

from merchant_helper.listings.facts import Facts

# One of these needs no word of its own beside a size: "cỡ M", not "cái cỡ M".
_ONE = frozenset(
    ["cái", "chiếc", "con", "cây", "trái", "quả", "kg", "ký", "lít", "mét", "lần", "giờ", "bông"]
)
# A measure in its smallest unit, by what it measures.
_UNITS: dict[str, tuple[str, int]] = {
    **{"mg": ("g", 1), **dict.fromkeys(("g", "gr", "gam", "gram"), ("g", 1000)), "lạng": ("g", 100_000)},
    **dict.fromkeys(("kg", "ký", "kí", "kilogam"), ("g", 1_000_000)),
    **{"ml": ("l", 1), **dict.fromkeys(("l", "lít", "lit"), ("l", 1000))},
    **{"mm": ("m", 1), "cm": ("m", 10), "m": ("m", 1000), "mét": ("m", 1000)},
}
_NAMES = "|".join(sorted(_UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\w.,])(\d+(?:[.,]\d+)*)\s*({_NAMES})(?![^\W_])", re.IGNORECASE)
_SIZE = re.compile(r"\bsize\b")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")


def size(facts: Facts) -> str:
    """Give the size as a title tells it: "chai 500 ml", "cỡ M", "chục 12"; nothing where none was told."""
    told, unit = (facts.unit_size or "").strip(), (facts.unit or "").strip()
    if not told:
        return f"{unit} {facts.unit_count}" if unit == "chục" and facts.unit_count not in (None, 10) else ""
    says_unit = unit.casefold() in {*told.casefold().split(), *(facts.name or "").casefold().split()}
    if not unit or says_unit or is_one(unit) or not told[:1].isdigit():
        return told
    return f"{unit} {told}"


def is_one(unit: str) -> bool:
    """Tell a word that counts single things or measures from one for what holds them (chai, gói, bộ)."""
    return unit.casefold() in _ONE


def says_size(text: str, told: str) -> bool:
    """Tell whether a text holds this size already, be it in another unit (0,5 lít and 500 ml)."""
    bare = [_SIZE.sub("cỡ", each.casefold()).replace(" ", "") for each in (told, text)]
    if not bare[0] or re.search(rf"(?<![\w.,]){re.escape(bare[0])}(?!\w)", bare[1]) or bare[0] in bare[1]:
        return True
    found = measures(told)
    return bool(found) and found <= measures(text)


def measures(text: str) -> set[tuple[str, Fraction]]:
    """Read the measures of a text, as what they measure and how much (milligrams, millilitres, mm)."""
    found = set()
    for number, unit in _MEASURE.findall(text):
        what, scale = _UNITS[unit.lower()]
        plain = re.sub("[.,]", "", number) if _THOUSANDS.fullmatch(number) else number.replace(",", ".")
        if plain.count(".") <= 1:
            found.add((what, Fraction(plain) * scale))
    return found
