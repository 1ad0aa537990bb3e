"""Tell in the description what a place has no column for, and read it back from there.

Buyers read Vietnamese, so the labels are the same whatever the language of the program is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from operator import attrgetter

from merchant_helper.listings.product import Product

LABELS: Mapping[str, str] = {
    "unit": "Đơn vị bán",
    "unit_size": "Quy cách",
    "expiry": "Hạn dùng",
    "origin": "Xuất xứ",
}
CONDITION = "Tình trạng"
CONDITIONS: Mapping[str, str] = {"used": "Đã dùng", "refurbished": "Đã tân trang"}
_BEGINS = tuple(f"{label}: " for label in LABELS.values())
_values = attrgetter(*LABELS)
_FIELDS = {label: field for field, label in LABELS.items()}
_STATES = {word: state for state, word in CONDITIONS.items()}
_FACT = re.compile(rf"({'|'.join([*_FIELDS, CONDITION])}): (\S.*)")


def described(product: Product) -> str:
    """Give the description with the facts below it, each in a line of its own; none that it tells already."""
    lines = [f"{label}{value}" for label, value in zip(_BEGINS, _values(product), strict=True) if value]
    if "- " in product.description:
        told = _told_in(product.description)
        lines = [line for line in lines if not _is_told(line, told)]
    if product.condition in CONDITIONS:
        lines.append(f"{CONDITION}: {CONDITIONS[product.condition]}")
    return _below(product.description, lines)


def _is_told(line: str, told: Mapping[str, str]) -> bool:
    label, _colon, value = line.partition(": ")
    return value in told.get(f"{label}: ", "")


def _told_in(description: str) -> Mapping[str, str]:
    """Read the lines of a description that begin as ours do; a size tells the unit, too: "chai 500 ml"."""
    lines = [line.removeprefix("- ") for line in description.split("\n") if line.startswith("- ")]
    told = {begin: line for line in lines for begin in _BEGINS if line.startswith(begin)}
    return {_BEGINS[0]: told.get(_BEGINS[1], ""), **told}


def shared_description(members: Iterable[Product]) -> str:
    """Give the description of the first with the facts of all, each told once."""
    products = tuple(members)
    lines = []
    for field, begin in zip(LABELS, _BEGINS, strict=True):
        values = dict.fromkeys(value for p in products if (value := getattr(p, field)))
        lines += [f"{begin}{', '.join(values)}"] if values else []
    states = dict.fromkeys(CONDITIONS[p.condition] for p in products if p.condition in CONDITIONS)
    lines += [f"{CONDITION}: {', '.join(states)}"] if states else []
    return _below(products[0].description, lines)


def _below(told: str, lines: list[str]) -> str:
    if not lines:
        return told
    facts = "\n".join(lines)
    return f"{told}\n\n{facts}" if told else facts


def parted(text: str) -> tuple[str, dict[str, str]]:
    """Part a description from the facts at its end; each is taken once, in the order they are written in."""
    lines = text.rstrip().split("\n")
    facts: dict[str, str] = {}
    while lines and (match := _FACT.fullmatch(lines[-1].strip())):
        field = _FIELDS.get(match[1], "condition")
        value = _STATES.get(match[2]) if field == "condition" else match[2].strip()
        if field in facts or value is None:
            break
        facts[field] = value
        lines.pop()
    return "\n".join(lines).rstrip(), facts
