"""Read single cells: what a spreadsheet keeps, as the owner meant it; what has two meanings is held."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import lru_cache
from typing import Any

from merchant_helper.bulk.sheet.columns import Place
from merchant_helper.bulk.sheet.grid import Raw
from merchant_helper.bulk.sheet.sides import parse_cm
from merchant_helper.issues import Issue
from merchant_helper.listings.kinds import find_kind
from merchant_helper.text import (
    MAX_PRICE,
    MIN_PRICE,
    clean_text,
    format_date,
    glimpse,
    parse_count,
    parse_vnd,
    parse_weight,
    search_key,
    unseen_removed,
)
from merchant_helper.text.legacy import old_font_found

ISSUE_CODES = (
    "sheet.became_date",
    "sheet.digits_lost",
    "sheet.category_unknown",
    "sheet.condition_unknown",
    "sheet.link_odd",
)
# Beyond 15 digits a spreadsheet's number has lost the others.
_EXACT = 10**15
_CONDITIONS = {
    **dict.fromkeys(("new", "moi", "hang moi", "moi 100%"), "new"),
    **dict.fromkeys(("used", "da dung", "da qua su dung", "cu", "hang cu", "second hand"), "used"),
    **dict.fromkeys(("refurbished", "da tan trang", "tan trang", "like new"), "refurbished"),
}
_NAMES_WITHOUT_DATES = frozenset(
    {"sku", "group", "name", "gtin", "unit", "unit_size", "tags", "photos"}
    | {"option1_name", "option1_value", "option2_name", "option2_value"}
)
Found = list[Issue]


def as_text(value: Raw) -> str:
    """Write any cell as a person reads it: 12345.0 is 12345, a date is dd/mm/yyyy."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        return format_date(value.date())
    if isinstance(value, datetime.date):
        return format_date(value)
    return value.strftime("%H:%M") if isinstance(value, datetime.time) else str(value)


def _number(value: float) -> str:
    if value == int(value) if abs(value) < 1e300 else False:
        return str(int(value))
    return format(value, ".15g").replace(".", ",")


def text(value: Raw, key: str, found: Found, *, multiline: bool = False) -> str | None:
    """Read words; a number that stands there is its digits, a date where none can be is held."""
    if not isinstance(value, str):
        if (
            isinstance(value, datetime.date | datetime.time | datetime.timedelta)
            and key in _NAMES_WITHOUT_DATES
        ):
            found.append(Issue("sheet.became_date", key, "block", {"seen": as_text(value)}))
            return None
        if isinstance(value, float | int) and abs(value) >= _EXACT and key in _NAMES_WITHOUT_DATES:
            found.append(Issue("sheet.digits_lost", key, "block", {"seen": as_text(value)}))
            return None
        return as_text(value)
    value, old = old_font_found(value, key)
    if old:
        found.append(old)
    clean, removed = clean_text(value, multiline=multiline)
    if removed:
        found.append(unseen_removed(key))
    return clean or None


def code(value: Raw, key: str, found: Found) -> str | None:
    """Read a product code as it came: only spaces at its ends go."""
    if isinstance(value, str):
        return value.strip() or None
    return text(value, key, found)


def _typed(value: Raw, key: str, found: Found) -> str | int | float | None:
    """Let words and numbers through to those who read amounts; a date is no amount."""
    if isinstance(value, str | int | float):
        return value
    found.append(Issue("sheet.became_date", key, "block", {"seen": as_text(value)}))
    return None


def _taken(result: Any, found: Found) -> Any:
    if isinstance(result, Issue):
        found.append(result)
        return None
    return result


def price(value: Raw, key: str, found: Found, *, small: bool = False) -> int | None:
    """Read a price in whole đồng."""
    if isinstance(value, float) and MIN_PRICE <= value <= MAX_PRICE and value.is_integer():
        return int(value)
    typed = _typed(value, key, found)
    return None if typed is None else _taken(parse_vnd(typed, allow_small=small, field=key), found)


def stock(value: Raw, key: str, found: Found) -> int | None:
    """Read how many there are; nothing means that nobody counts."""
    typed = _typed(value, key, found)
    return None if typed is None else _taken(parse_count(typed, field=key), found)


def weight(value: Raw, place: Place, found: Found) -> int | None:
    """Read a weight in the unit that the header names; nought is a blank that somebody filled."""
    typed = _typed(value, "weight_g", found)
    if typed is None:
        return None
    result = parse_weight(typed, unit=place.unit)
    if isinstance(result, Issue) and result.code == "weight.not_positive" and str(typed).strip("0., ") == "":
        result = replace(result, severity="warn")
    return _taken(result, found)  # type: ignore[no-any-return]


def side(value: Raw, key: str, found: Found) -> float | None:
    """Read one side of a parcel in centimetres."""
    typed = _typed(value, key, found)
    return None if typed is None else _taken(parse_cm(typed, key), found)


def category(value: Raw, found: Found) -> str | None:
    """Read a kind by its key or name; another name stays as it is and is told."""
    words = text(value, "category", found)
    if words is None:
        return None
    key = _kind_key(words)
    if key is None:
        found.append(Issue("sheet.category_unknown", "category", "warn", {"seen": glimpse(words)}))
    return key or words


@lru_cache(maxsize=1000)
def _kind_key(words: str) -> str | None:
    kind = find_kind(words)
    return kind.key if kind else None


def condition(value: Raw, found: Found) -> str:
    """Read new, used or refurbished, in either language."""
    words = text(value, "condition", found)
    if words is None:
        return "new"
    known = _CONDITIONS.get(search_key(words).rstrip("."))
    if known is None:
        found.append(Issue("sheet.condition_unknown", "condition", "block", {"seen": glimpse(words)}))
    return known or "new"


def link(value: Raw, found: Found) -> str | None:
    """Read a web address; anything else is told and left out."""
    words = text(value, "link", found)
    if words is None or words.lower().startswith(("https://", "http://")):
        return words
    found.append(Issue("sheet.link_odd", "link", "warn", {"seen": glimpse(words)}))
    return None


def parted(value: Raw, key: str, found: Found) -> tuple[str, ...]:
    """Read several words parted by ``|``; each once, in order."""
    words = text(value, key, found)
    if words and "|" not in words:
        return (words,)
    parts = (part.strip() for part in (words or "").split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))
