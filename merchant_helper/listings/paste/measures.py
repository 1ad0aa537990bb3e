"""Find sizes and weights in the lines of a post: what is in one unit, and what the parcel weighs."""

from __future__ import annotations

import re

from merchant_helper.listings.paste.model import Found
from merchant_helper.listings.paste.words import Line, compiled, words
from merchant_helper.text import parse_weight

_MANY = r"(?:\d{1,4}(?:[.,]\d{1,3})?|nửa|nua|một|hai|ba|bốn|năm|rưỡi)"
_WEIGHT = r"(?:kgs?|kí lô|ký lô|ky lo|ký|kí|ky|ki|cân|lạng|lang|grams?|gam|gr|g)"
_LIQUID = r"(?:ml|lít|lit|cc|l)"
SIZE = rf"(?:{_MANY} ?(?:{_WEIGHT}|{_LIQUID})(?:\d{{1,2}}(?!\d)| rưỡi| ruoi)?(?!\w))"
LENGTH = r"(?:\d{1,4}(?:[.,]\d{1,2})? ?(?:mm|cm|mét|m)\d{0,2}(?!\w))"
_RANGE = re.compile(rf" ?(?:-|–|~|đến|tới|den|toi) ?\d[\d.,]* ?(?:{_WEIGHT}|{_LIQUID})")
_LENGTH = 40


def filler(line: Line) -> str:
    """Let up to two words stand between a container and its size: chai thủy tinh 500ml."""
    between = words("units", "between").choice(line)
    return rf"(?: (?!{between}(?!\w))[^\W\d_]{{2,9}}){{0,2}}"


def sizes_in(line: Line, text: str) -> list[tuple[str | None, int, Found]]:
    """Find sizes with the container that holds so much (hũ 500g): its word, its place, the size.

    A size after a word for the net content has none.
    """
    unit = words("units", "names").choice(line)
    pieces = words("units", "pieces").choice(line)
    net = words("units", "net").choice(line)
    inside = rf"\d{{1,3}} {pieces}(?!\w)"
    held = rf"(?<!\w)(?P<u>{unit})(?!\w):?(?:{filler(line)} ?(?P<s>{SIZE})| (?P<p>{inside}))"
    turned = rf"(?<![\w.,])(?P<t>{SIZE}|{inside}) ?/ ?(?:1 ?|một )?(?P<v>{unit})(?!\w)"
    alone = rf"(?<!\w){net}(?!\w) ?:? ?(?P<a>{SIZE})"
    found: list[tuple[str | None, int, Found]] = []
    for match in compiled(f"{held}|{turned}|{alone}").finditer(line.low):
        if _RANGE.match(line.low, match.end()):
            continue
        which, holder = (
            ("s", "u")
            if match["s"]
            else ("p", "u")
            if match["p"]
            else ("t", "v")
            if match["t"]
            else ("a", "")
        )
        container = match[holder] if holder else None
        if container and words("units", "measures").known(container):
            continue
        place = line.start + match.start(holder) if holder else 0
        found.append((container, place, _found(text, line, match, which)))
    return found


def parcels_in(line: Line, text: str) -> list[Found]:
    """Find what the whole parcel weighs, in grams; a range is none."""
    said = words("units", "parcel").choice(line)
    unit = words("units", "names").choice(line)
    weight = rf"(?P<w>{_MANY} ?{_WEIGHT}(?:\d{{1,2}}(?!\d)| rưỡi)?(?!\w))"
    pattern = (
        rf"(?<!\w){said}(?!\w)(?: (?:khoảng|tầm|gần|hơn|nặng|là|được|cả bì))?:? ?{weight}(?! ?/ ?{unit})"
    )
    found = []
    for match in compiled(pattern).finditer(line.low):
        one = _found(text, line, match, "w")
        grams = parse_weight(one.seen)
        if isinstance(grams, int) and not _RANGE.match(line.low, match.end()):
            found.append(Found(grams, one.seen, one.start, one.end))
    return found


def _found(text: str, line: Line, match: re.Match[str], which: str) -> Found:
    start, end = line.start + match.start(which), line.start + match.end(which)
    return Found(text[start:end], text[start:end], start, end)
