"""Read up to two options (colour, size) with their values, and name the code of each combination."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from merchant_helper.issues import Issue
from merchant_helper.text import MAX_SKU, clean_text, fold_sku

ISSUE_CODES = (
    "variants.too_many",
    "variants.no_values",
    "variants.no_name",
    "variants.names_alike",
    "variants.sku_taken",
)
MOST = 50
LONGEST = 60
_BETWEEN = re.compile(r"[,;|\n]+")
Values = tuple[str, str | None]


@dataclass(frozen=True)
class Option:
    """Be one thing by which variants differ: Màu, and Đỏ, Xanh."""

    name: str
    values: tuple[str, ...]


def read_values(text: str) -> tuple[str, ...]:
    """Read values as typed: between commas or in lines of their own, each once, the first spelling counts."""
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(text):
        value = clean_text(piece).text.strip(" .")[:LONGEST].strip()
        if value:
            found.setdefault(value.casefold(), value)
    return tuple(found.values())


def read_options(told: Sequence[tuple[str, str]]) -> tuple[tuple[Option, ...], list[Issue]]:
    """Read pairs of a name and its values; an empty pair is no option. Issues name what stops them."""
    options: list[Option] = []
    issues: list[Issue] = []
    for place, (name, values) in enumerate(told, start=1):
        option = Option(clean_text(name).text.strip()[:LONGEST], read_values(values))
        if not option.name and not option.values:
            continue
        if not option.values:
            issues.append(Issue("variants.no_values", f"values{place}", "block", {"name": option.name}))
        elif not option.name:
            issues.append(Issue("variants.no_name", f"name{place}", "block"))
        options.append(option)
    if len({option.name.casefold() for option in options if option.name}) < len(options) and not issues:
        issues.append(Issue("variants.names_alike", "name2", "block", {"name": options[0].name}))
    # Counted before any is made: a thousand values each would be a million.
    count = prod(len(option.values) for option in options) if options else 0
    if count > MOST:
        issues.append(Issue("variants.too_many", "values1", "block", {"count": count, "most": MOST}))
    return tuple(options), issues


def combinations(options: Sequence[Option]) -> list[Values]:
    """Give each combination of values in order; the second is None where there is one option."""
    if not options:
        return []
    second: tuple[str | None, ...] = options[1].values if len(options) > 1 else (None,)
    return list(product(options[0].values, second))


def options_of(told: Sequence[tuple[str | None, str | None, str | None, str | None]]) -> tuple[Option, ...]:
    """Find the options behind variants: (name, value, name, value) of each."""
    found = []
    for place in (0, 2):
        name = next((one[place] for one in told if one[place]), None)
        values = {
            (one[place + 1] or "").casefold(): one[place + 1] for one in reversed(told) if one[place + 1]
        }
        if name or values:
            ordered = dict.fromkeys(
                values[key] for one in told if (key := (one[place + 1] or "").casefold()) in values
            )
            found.append(Option(name or "", tuple(value for value in ordered if value)))
    return tuple(found)


def code(parent: str, values: Values, taken: Collection[str]) -> str:
    """Make the code of a variant from its parent's: AO-RIB and (Đỏ, M) make AO-RIB-DO-M.

    ``taken`` are codes that others have, whatever the case.
    """
    used = {one.casefold() for one in taken}
    parts = [part for value in values if value and (part := fold_sku(value).upper())]
    tail = "-".join(parts) or "PL"
    stem = f"{parent[: max(MAX_SKU - 8 - len(tail), 12)].rstrip('_-')}-{tail}"[: MAX_SKU - 4].rstrip("_-")
    candidate, number = stem, 1
    while candidate.casefold() in used:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
