"""Find what a post calls its goods: the words left when all that is said around a name is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.paste.measures import LENGTH, SIZE
from merchant_helper.listings.paste.words import (
    BREAK,
    Line,
    Words,
    any_in,
    compiled,
    listed,
    lowered,
    whole,
    words,
)
from merchant_helper.listings.places import place_names

MOST_WORDS, LEAST_WORDS = 12, 2
_LONGEST = 160
_WORD = re.compile(r"[^\W_]+")
# A clause ends at a sign or picture; inside it stand letters, figures, and what joins them.
_CLAUSE = re.compile(rf"(?:[\w '’%&/+\-\u0300-\u036f]|[.,](?=\d)){{1,{_LONGEST}}}")
_HYPHEN = re.compile(r"(?:^| )[-–] |^[-–+*]+ ?")
_PRICE_NEXT = re.compile(r":? *\d")
# No name of a place is longer.
_PLACE = 24
_EDGE = " -–+/&'’%"


@dataclass(frozen=True)
class Phrase:
    """Be words that may be a name, with how they stood there.

    ``led``: after a word that sells. ``whole``: nothing followed in its clause. ``alone``: nothing else in
    its line. ``crying``: its line cries out. ``torn``: cut where a word too few may have gone.
    """

    start: int
    end: int
    led: bool
    whole: bool
    alone: bool
    crying: bool
    torn: bool


def clauses(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a piece of a line at its signs, pictures and loose hyphens."""
    for match in _CLAUSE.finditer(line.low, start, end):
        at = match.start()
        for loose in _HYPHEN.finditer(match[0]):
            if match[0][at - match.start() : loose.start()].strip():
                yield at, match.start() + loose.start()
            at = match.start() + loose.end()
        if line.low[at : match.end()].strip():
            yield at, match.end()


def phrase_in(line: Line, start: int, end: int) -> Phrase | None:
    """Take away who sells and what is said behind; none where fewer than one word is left."""
    at, led = _after_lead(line, start, end)
    stop = _stop(line, at, end)
    to = stop.start() if stop else _before_measured(line, at, end)
    while at < to and line.low[at] in _EDGE:
        at += 1
    while to > at and line.low[to - 1] in _EDGE:
        to -= 1
    seen = _WORD.findall(line.low[at:to])
    if not seen or len(seen) > MOST_WORDS or all(word.isdigit() for word in seen):
        return None
    if line.low[end : end + 1] == ":" and not _PRICE_NEXT.match(line.low, end):
        return None
    rest = (line.low[:start] + line.low[end:]).replace(BREAK, "")
    return Phrase(
        line.start + at,
        line.start + to,
        led,
        stop is None,
        not _WORD.search(rest),
        (not line.bare and any_in(words("name", "cries"), line, start, end))
        or _begins_an_event(line, start, end),
        (stop is not None and stop["torn"] is not None) or _below_a_heading(line, start),
    )


def labelled(line: Line) -> tuple[int, int] | None:
    """Find the name that stands behind "Tên:"."""
    label = words("name", "labels").choice(line)
    match = compiled(rf"\W*{label} ?: *(?P<name>[^{BREAK}\n]{{2,{_LONGEST}}})").match(line.low)
    if match is None:
        return None
    first = next(clauses(line, match.start("name"), match.end("name")), None)
    return (line.start + first[0], line.start + first[1]) if first else None


def tells_goods(text: str) -> bool:
    """Tell whether words begin as the names of known kinds of goods do."""
    return _goods().fullmatch(" ".join(lowered(text).split()[:3]) + " ") is not None


def counted(line: Line, phrase: str) -> bool:
    """Tell whether words are only a container, a size or a sort: hũ nhỏ, can 1 lít."""
    unit = words("units", "names").choice(line)
    sort = words("name", "sorts").choice(line)
    return compiled(rf"(?:(?:{unit}|{sort}|{SIZE}|\d{{1,3}}) ?)*").fullmatch(phrase) is not None


def _after_lead(line: Line, start: int, end: int) -> tuple[int, bool]:
    """Find where the name begins behind who sells it; tell whether a word that sells was among that."""
    sells: Words = words("name", "sells")
    pattern = compiled(_leads(line))
    at, led = start, False
    if inside := compiled(whole(words("name", "sells_inside").choice(line))).search(line.low, start, end):
        at, led = inside.end(), True
    while match := pattern.match(line.low, at, end):
        led = led or (match["lead"] is not None and sells.known(match["lead"]))
        at = match.end()
    return at, led


def _leads(line: Line) -> str:
    """Give the pattern of one thing said in front of a name in this line."""
    lead, kin, self, done = (words("name", group).choice(line) for group in ("lead", "kin", "self", "done"))
    unit = words("units", "names").choice(line)
    greeting = r"(?:chào|dạ|hi|hello|alo|hế lô)(?: [^\W\d_]{1,6}){0,3} ơi|(?:[^\W\d_]{1,6} ){1,3}(?:ơi|oi)+"
    just = rf"(?:mới|vừa|moi|vua) {done}(?: {unit})?"
    maker = rf"{kin} {self}(?: {done})?"
    some = rf"(?:{unit} )?\d{{1,3}} ?(?:{unit})(?! ?{SIZE})"
    return rf"[ \-–+*/]*(?:{greeting}|{just}|(?P<lead>{lead})|{maker}|{some})(?!\w)"


def _below_a_heading(line: Line, start: int) -> bool:
    """Tell a list behind a colon (cháo: tôm, bò, cá), unless what stands before is an occasion or a label."""
    before = line.low[:start].rstrip()
    heading = before.endswith(":") and not _begins_an_event(line, 0, start)
    return heading and labelled(line) is None


def _begins_an_event(line: Line, start: int, end: int) -> bool:
    pattern = rf"[\W_]*{words('name', 'events').choice(line)}(?!\w)"
    return compiled(pattern).match(line.low, start, end) is not None


def _stop(line: Line, start: int, end: int) -> re.Match[str] | None:
    """Find the first thing that ends a name; a word of a place's name ends none (Nha Trang)."""
    loud = line.raw.isupper()
    for match in compiled(_stops(line)).finditer(line.low, start, end):
        capital = line.raw[match.start()].isupper() and line.low[start : match.start()].strip()
        if not (capital and not loud) and not _in_place(line, match):
            return match
    return None


def _in_place(line: Line, stop: re.Match[str]) -> bool:
    least, most = max(stop.start() - _PLACE, 0), stop.end() + _PLACE
    named = compiled(whole(_places().choice(line))).finditer(line.low, least, min(most, len(line.low)))
    return any(place.start() <= stop.start() < place.end() for place in named)


def _before_measured(line: Line, start: int, end: int) -> int:
    """Leave "từ" and "cao" out where a figure stands right behind the piece."""
    if not line.low[end : end + 1].isdigit():
        return end
    last = compiled(rf"{whole(words('name', 'measured').choice(line))} ?$").search(line.low, start, end)
    return last.start() if last else end


def _stops(line: Line) -> str:
    """Give the pattern of what ends a name in this line."""
    measured = rf"{whole(words('name', 'measured').choice(line))}(?= ?\d)"
    if line.bare:
        return rf"{whole(words('name', 'bare_stops').marked)}|{measured}|{_with_size(line)}|(?P<torn>(?!))"
    kin, self, done = (words("name", group).marked for group in ("kin", "self", "done"))
    times = words("name", "times").marked
    who = whole(rf"(?:{kin} {self}|{done} {times})")
    return "|".join(
        (who, rf"(?P<torn>{whole(times)})", whole(words("name", "stops").marked), measured, _with_size(line))
    )


@cache
def _places() -> Words:
    return Words([*listed("name", "kept"), *(lowered(name) for name in place_names() if " " in name)])


def _with_size(line: Line) -> str:
    """Find where a container or a measure begins: chai 1 lít, 500g."""
    unit = words("units", "names").choice(line)
    pieces = words("units", "pieces").choice(line)
    size = rf"(?:{unit}(?: [^\W\d_]{{2,9}}){{0,2}} )?{SIZE}"
    return rf"(?<!\w)(?:{size}|{LENGTH}|(?:loại )?\d{{1,3}} {pieces}(?= ?/))"


@cache
def _goods() -> re.Pattern[str]:
    goods = Words(word for kind in kinds().values() for word in kind.words)
    return compiled(rf"{goods.bare} .*")
