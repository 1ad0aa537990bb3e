"""Find money in the lines of a post, and tell what it buys and whether it is the price at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from merchant_helper.listings.paste.measures import SIZE, filler
from merchant_helper.listings.paste.words import BREAK, Line, Words, compiled, whole, words
from merchant_helper.text import parse_vnd

Role = Literal["price", "now", "old", "from", "range", "other", "many"]
_WORDY = "(?:(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) )?trăm(?: rưỡi| rưởi)?(?: (?:nghìn|ngàn))"
_MONEY = re.compile(
    r"(?<![\w.,/])(?:"
    r"\d{1,4}(?:[.,]\d{1,2})? ?(?:triệu|trieu|tr)(?: ?\d{1,3}(?![\w%]|[.,]\d)| (?:rưỡi|rưởi|ruoi))?"
    r"|\d{1,4}(?:[.,]\d{1,2})? ?(?:nghìn|ngàn|nghin|ngan|ngìn|k)"
    r"|\d{1,3}(?:[., ]\d{3}){1,3}|\d{4,9}(?= ?(?:đ|vn))"
    rf"|{_WORDY}"
    r")(?: ?(?:đồng|dong|vnđ|vnd|đ|d|₫))?(?![\w%]|[.,]\d)"
)
_PLAIN = re.compile(r"\d{1,3}(?:[., ]\d{3})+")
_RANGE = re.compile(r"\d ?(?:k|tr|ngàn|nghìn|đ)? ?(?:-|–|—|~|đến|tới|den|toi) ?$")
_ONWARD = re.compile(r" ?(?:-|–|—|~|đến|tới|den|toi) ?\d")
_BREAKS = rf"[,;!?()|•{BREAK}]|\.(?= |$)"
_COUNTS = "một|mot|mỗi|moi|nửa|nua|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_FAR, _NEAR = 48, 24
_LEAST = 1000
# A line with more amounts is a price list, and nothing of it is sure anyway.
MOST_MONEY = 60
# What may stand between what is bought and its price.
_LINKS = "(?: ?(?:giá|gia|có|co|chỉ|chi|là|la|còn|con|được|duoc|bán|ban|đồng giá|[:=>\\-–→])){0,3} ?$"
_ENDS = rf"(?= *(?:[,.;:!?)\n(|{BREAK}]|$|ạ|nha|nhé|nhe|nhá|thôi|thoi|luôn|luon|freeship|ship|bao ship))"


@dataclass(frozen=True)
class Money:
    """Be one amount: ``start`` to ``end`` are its figures, ``first`` to ``last`` with what it buys.

    ``unit`` is as written, ``unit_at`` where; ``labelled`` when the word for price stands before it.
    """

    value: int
    start: int
    end: int
    first: int
    last: int
    role: Role
    unit: str | None = None
    unit_at: int = 0
    labelled: bool = False


def money_in(line: Line, text: str) -> list[Money]:
    """Find the amounts of one line; places are those of the whole text."""
    found: list[Money] = []
    edge = 0
    for match in islice(_MONEY.finditer(line.low), MOST_MONEY):
        seen = text[line.start + match.start() : line.start + match.end()]
        value = parse_vnd(seen)
        if not isinstance(value, int) or value < _LEAST:
            continue
        money = _placed(line, match.start(), match.end(), value, edge)
        edge = money.last - line.start
        found.append(money)
    return _without_bare(found, line)


def _without_bare(found: list[Money], line: Line) -> list[Money]:
    """Leave out groups of figures that nothing marks as money (2.000 người)."""
    return [
        m
        for m in found
        if m.labelled or m.unit or not _PLAIN.fullmatch(line.low[m.start - line.start : m.end - line.start])
    ]


def _placed(line: Line, start: int, end: int, value: int, edge: int) -> Money:
    low = line.low
    clause = _clause(low, max(edge, start - _FAR), start)
    before = low[clause:start]
    first, last, unit, unit_at, many = start, end, None, 0, False
    if after := _bought_after(line, end):
        last, unit, unit_at, many = after
    elif bought := _bought_before(line, clause, start):
        first, unit, unit_at, many = bought
    elif _some_of_them(line, before):
        many = True
    role = _role(line, clause, start, end)
    if role in ("price", "now") and many:
        role = "many"
    labelled = _ends_with(words("price", "said"), line, before)
    at = line.start
    return Money(value, at + start, at + end, at + first, at + last, role, unit, at + unit_at, labelled)


def _clause(low: str, least: int, start: int) -> int:
    """Find where the clause of an amount begins."""
    return max((least + mark.end() for mark in re.finditer(_BREAKS, low[least:start])), default=least)


def _some_of_them(line: Line, before: str) -> bool:
    """Tell "combo 3 gói bánh 100k", where the price is for three."""
    unit = words("units", "names").choice(line)
    return compiled(rf"(?<![\d.,/])(?:[2-9]|\d\d) ?{unit}(?!\w)").search(before) is not None


def _bought_after(line: Line, end: int) -> tuple[int, str, int, bool] | None:
    """Read "/kg", "1 ký", "một bịch", "/3 gói"."""
    unit = words("units", "names").choice(line)
    count = r"\d{1,3}|một|mot|mỗi|moi"
    pattern = (
        rf" ?(?:/ ?(?:(?P<n>{count}) ?)?|(?:cho )?(?P<m>{count}) ?)(?P<u>{unit})(?!\w)"
        rf"| (?!bao (?:free)?ship)(?P<v>{unit})(?!\w){_ENDS}"
    )
    match = compiled(pattern).match(line.low, end)
    if match is None:
        return None
    which = "u" if match["u"] else "v"
    return match.end(), match[which], match.start(which), _several(match["n"] or match["m"])


def _bought_before(line: Line, clause: int, start: int) -> tuple[int, str, int, bool] | None:
    """Read "3 gói", "hũ 500g giá", "mỗi cái", "chai thủy tinh 500 ml:" in front of an amount."""
    unit = words("units", "names").choice(line)
    clause = max(clause, start - _FAR)
    held = rf"(?:{filler(line)} ?{SIZE}| ?\d{{1,3}} {words('units', 'pieces').choice(line)})"
    pattern = (
        rf"(?:(?P<n>\d{{1,3}}|{_COUNTS}) ?)?(?<![^\W\d])(?P<u>{unit})(?!\w)"
        rf"(?:{held}| (?:nhỏ|lớn|to|bé|nho|lon|be))?{_LINKS}"
    )
    match = compiled(pattern).search(line.low, clause, start)
    if match is None or match.end() != start:
        return None
    return match.start(), match["u"], match.start("u"), _several(match["n"])


def _several(count: str | None) -> bool:
    return count is not None and count not in ("1", "một", "mot", "mỗi", "moi")


def _role(line: Line, clause: int, start: int, end: int) -> Role:
    low = line.low
    before = low[clause:start]
    if _RANGE.search(low[max(start - 12, 0) : start]) or _ONWARD.match(low, end):
        return "range"
    time = words("price", "time").choice(line)
    never = words("price", "never_after").choice(line)
    if compiled(rf" ?/ ?(?:1 ?)?{time}(?!\w)| ?{never}(?!\w)").match(low, end):
        return "other"
    if _ends_with(words("price", "now"), line, before):
        return "now"
    for role, group in (("old", "old"), ("other", "other")):
        if compiled(whole(words("price", group).choice(line))).search(before):
            return "old" if role == "old" else "other"
    if _ends_with(words("price", "other_near"), line, before):
        return "other"
    if compiled(whole(words("price", "many").choice(line))).search(before):
        return "many"
    return "from" if _ends_with(words("price", "from"), line, before) else "price"


def _ends_with(group: Words, line: Line, before: str) -> bool:
    pattern = rf"(?<!\w){group.choice(line)}(?: (?:khoảng|tầm))?[ :=>\-–→]{{0,3}}$"
    return compiled(pattern).search(before[-_NEAR:]) is not None
