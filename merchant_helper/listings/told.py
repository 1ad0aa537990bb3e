"""Clean one answer that comes from outside: a field of ours, a value of its kind, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from merchant_helper.listings.facts import ALWAYS
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.product import CONDITIONS
from merchant_helper.text import MAX_COUNT, MAX_GRAMS, MAX_PRICE, clean_text, is_sku

Value = None | bool | int | float | str | list[str]
Cleaner = Callable[[object], Value]

ID = re.compile(r"[a-z0-9_-]{1,24}")
SHOT = re.compile(r"[a-z0-9_-]{1,24}=[a-z]{1,20}")
# Wider than the forms' own limits: a sheet may have told more, and nothing may be cut on its way back.
_LINE, _LINES, _STORY, _LINK = 1_000, 6_000, 100_000, 2_000
_MOST = 300
_LONGEST_SIDE = 100_000
_PLACE = re.compile(r"[a-z][a-z0-9]{0,39}")
_OUTCOME = re.compile(r"[a-z][a-z0-9]{0,39}=(?:posted|refused)")
_REFUSAL = re.compile(r"[a-z][a-z0-9]{0,39}=.{1,900}", re.DOTALL)
_FEE = re.compile(r"[a-z][a-z0-9]{0,39}=[0-9.]{0,6},[0-9]{0,12},[0-9.]{0,6}")
_PASTED = re.compile(r"[a-z0-9_-]{1,80}")
_TRAIT = re.compile(r"[a-z][a-z0-9_]{0,23}=.{1,900}", re.DOTALL)
_FORM = re.compile(r"[a-z][a-z-]{0,23}")


class NotTold(ValueError):
    """Say that no owner can have told this: an unknown field, or a value of another kind."""


def clean_told(field: str, value: object) -> Value:
    """Give a value as an answer to this field holds it; ``None`` stays "not known".

    Raises NotTold for a field that is none of ours and for a value that the field cannot hold.
    """
    clean = _CLEANERS.get(field)
    if clean is None:
        raise NotTold(field)
    return None if value is None else clean(value)


def _text(value: object, *, multiline: bool = False, most: int = _LINE) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise NotTold("text")
    return clean_text(value, multiline=multiline).text


def _whole(value: object, *, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise NotTold("number")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise NotTold("yes or no")
    return value


def _like(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise NotTold("key")
    return value


def _list(value: object, form: re.Pattern[str]) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > _MOST:
        raise NotTold("list")
    return [_like(each, form) for each in value]


def _one_of(value: object, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise NotTold("choice")
    return value


def _kind(value: object) -> str:
    return _one_of(value, tuple(kinds()))


def _sku(value: object) -> str:
    if not isinstance(value, str) or not is_sku(value):
        raise NotTold("sku")
    return value


def _stock(value: object) -> int | str:
    return ALWAYS if value == ALWAYS else _whole(value, least=0, most=MAX_COUNT)


def _side(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= _LONGEST_SIDE:
        raise NotTold("number")
    return float(value)


def _refusals(value: object) -> list[str]:
    return _words(_list(value, _REFUSAL))


def _traits(value: object) -> list[str]:
    """Keep answers of which something is left once they are clean."""
    return [each for each in _words(_list(value, _TRAIT)) if not each.endswith("=")]


def _words(value: object) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > _MOST:
        raise NotTold("list")
    return [_text(each) for each in value]


_price = partial(_whole, least=1, most=MAX_PRICE)
_lines = partial(_text, multiline=True, most=_LINES)
_ids = partial(_list, form=ID)

_CLEANERS: Mapping[str, Cleaner] = {
    "photos": _ids,
    "kept": _ids,
    "seen": _ids,
    "private_seen": _ids,
    "shots": partial(_list, form=SHOT),
    "name": _text,
    "sku": _sku,
    "kind": _kind,
    "price": _price,
    "price_kept": _price,
    "unit": _text,
    "unit_count": partial(_whole, least=0, most=MAX_COUNT),
    "unit_size": _text,
    "made": _lines,
    "special": _lines,
    "use": _lines,
    "stock": _stock,
    "weight_g": partial(_whole, least=0, most=MAX_GRAMS),
    "expiry": _text,
    "cover": partial(_one_of, allowed=("cutout", "original")),
    "cover_of": partial(_like, form=ID),
    "checked": _yes_or_no,
    "places": partial(_list, form=_PLACE),
    "pasted": partial(_list, form=_PASTED),
    "outcome": partial(_one_of, allowed=("posted", "refused")),
    "outcome_reason": _lines,
    "outcomes": partial(_list, form=_OUTCOME),
    "refusals": _refusals,
    "removed": _yes_or_no,
    "description": partial(_text, multiline=True, most=_STORY),
    "sale_price": _price,
    **dict.fromkeys(("length_cm", "width_cm", "height_cm"), _side),
    **dict.fromkeys(("brand", "gtin", "origin", "category"), _text),
    "link": partial(_text, most=_LINK),
    "condition": partial(_one_of, allowed=CONDITIONS),
    "group": _sku,
    **dict.fromkeys(("option1_name", "option1_value", "option2_name", "option2_value"), _text),
    "tags": _words,
    "traits": _traits,
    "title": _text,
    "title_form": partial(_like, form=_FORM),
    **dict.fromkeys(("cost", "packing_cost"), partial(_whole, least=0, most=MAX_PRICE)),
    "fees": partial(_list, form=_FEE),
    "undone": partial(_whole, least=1, most=1_000_000),
    "papers": _words,
    "accepted": _words,
}
