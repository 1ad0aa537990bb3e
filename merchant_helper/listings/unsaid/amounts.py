"""Find the amounts in a text in a form that can be compared: 500 g is nửa ký, 12 tháng is not 12 ngày."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from merchant_helper.listings.unsaid.lists import table
from merchant_helper.text import fold, measure_in, parse_vnd
from merchant_helper.text.amounts import Amount, read_amount
from merchant_helper.text.lexicon import Lexicon

# What an amount is compared by: its unit (or kind of size) and its value; no unit for a bare number.
Key = tuple[str, Fraction]
_DIGITS = r"\d{1,12}(?:[.,]\d{1,9}){0,4}"
_WORDS = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|tư|lăm|linh|lẻ|trăm|nghìn|ngàn|rưỡi|nửa|chục"
_SIZES = r"kg|kí lô|ký lô|ký|kí|cân|lạng|gram|gam|gr|g|yến|tạ|tấn|ml|lít|lit|cc|l|mm|cm|tấc|dm|mét|m|phân"
_MONEY = re.compile(
    rf"(?<![\w.,]){_DIGITS} ?(?:k|nghìn|ngàn|triệu|tr|đồng|đ|vnđ|₫)(?:\d{{1,3}})?(?: (?:đồng|đ))?(?!\w)",
    re.IGNORECASE,
)
_SIZE = re.compile(
    rf"(?<![\w.,])(?:{_DIGITS}|(?:(?:{_WORDS}) ){{0,4}}(?:{_WORDS})) ?"
    rf"(?:{_SIZES})(?:\d{{1,3}})?(?: rưỡi)?(?!\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\d.,]){_DIGITS}")
_NEXT = re.compile(r" ?(?:(%|°C?|ºC)|([^\W\d_]+(?: [^\W\d_]+)?))")
_BEFORE = re.compile(r"(?:([^\W\d_]+) )?([^\W\d_]+) ?:? ?$")
_SPOKEN = re.compile(rf"(?<!\w)(?:(?:{_WORDS}) ){{1,6}}(?=[^\W\d_])", re.IGNORECASE)
_NUMERALS = Lexicon({"nghìn": 1000, "ngàn": 1000})


@dataclass(frozen=True)
class Amounted:
    """Be one amount of a text; ``keys`` are all that it may be compared by."""

    start: int
    end: int
    value: Fraction
    keys: tuple[Key, ...]
    bare: bool


def amounts_in(text: str) -> Iterator[Amounted]:
    """Find every amount of a text once; a size counts before a price, a price before a bare number."""
    covered = bytearray(len(text))
    for one in (*_sizes(text), *_money(text), *_spoken(text), *_numbers(text)):
        if not any(covered[one.start : one.end]):
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def number(raw: str) -> Fraction:
    """Read figures with separators: three digits behind each are groups, else the last is a decimal."""
    pieces = re.split("[.,]", raw)
    if len(pieces) == 1 or (all(len(p) == 3 for p in pieces[1:]) and pieces[0] != "0"):
        return Fraction(int("".join(pieces)))
    return Fraction(int("".join(pieces)), 10 ** len(pieces[-1]))


def _sizes(text: str) -> Iterator[Amounted]:
    for match in _SIZE.finditer(text):
        measure = measure_in(match[0])
        if measure is not None:
            value = Fraction(str(measure.amount))
            yield Amounted(*match.span(), value, ((measure.kind, value),), bare=False)


def _money(text: str) -> Iterator[Amounted]:
    for match in _MONEY.finditer(text):
        amount = parse_vnd(match[0], allow_small=True)
        if isinstance(amount, int):
            yield Amounted(*match.span(), Fraction(amount), (("đồng", Fraction(amount)),), bare=False)


def _numbers(text: str) -> Iterator[Amounted]:
    for match in _NUMBER.finditer(text):
        value = number(match[0])
        unit, end = _unit_after(text, match.end())
        keys = [(unit, value)] if unit else [("", value)]
        if not unit and (before := _BEFORE.search(text, max(match.start() - 24, 0), match.start())):
            keys += [
                (canonical, value) for word in before.groups() if (canonical := units().get(_plain(word)))
            ]
        yield Amounted(match.start(), end, value, tuple(keys), bare=not unit)


def _spoken(text: str) -> Iterator[Amounted]:
    """Find numbers in words in front of a unit; alone they are often no number (một món quà, năm nay)."""
    for match in _SPOKEN.finditer(text):
        unit, end = _unit_after(text, match.end() - 1)
        amount = read_amount(match[0].strip(), _NUMERALS)
        if unit and isinstance(amount, Amount) and amount.value != 1:
            yield Amounted(match.start(), end, amount.value, ((unit, amount.value),), bare=False)


def _unit_after(text: str, at: int) -> tuple[str, int]:
    match = _NEXT.match(text, at)
    if match is None:
        return "", at
    if match[1]:
        return units().get(_plain(match[1]), ""), match.end()
    words = match[2].split(" ")
    for count in (2, 1):
        unit = units().get(_plain(" ".join(words[:count]))) if len(words) >= count else None
        if unit:
            return unit, match.start(2) + len(" ".join(words[:count]))
    return "", at


def _plain(word: str | None) -> str:
    return fold(word or "").lower()


@cache
def units() -> dict[str, str]:
    """Map every writing of a unit, without marks and in small letters, to one."""
    found: dict[str, str] = {}
    for unit, others in table("unit").items():
        for word in (unit, *others):
            found.setdefault(_plain(word), unit)
    return found
