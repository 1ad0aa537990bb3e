"""Read the rules of a worksheet for its cells, fast where they are written as most programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from merchant_helper.channels.fill.places import Area, areas

MAX_RULES = 400_000
_RULES_BEGIN = re.compile(rb"<dataValidations(?:\s[^<>]*)?>")
_PLAIN_RULE = re.compile(
    rb"""<dataValidation((?:\s[\w:]+="[^"<>]*")*)\ssqref="""
    rb""""([A-Z]{1,3})([0-9]{1,7})((?::[A-Z]+[0-9]+)?(?:\s[A-Z0-9: ]*)?)\""""
    rb"""((?:\s[\w:]+="[^"<>]*")*)\s*>"""
    rb"""(?:<formula1>([^<]*)</formula1>)?(?:<formula2>([^<]*)</formula2>)?</dataValidation>"""
)
_ATTRIBUTE = re.compile(rb"""\s([\w:]+)="([^"]*)\"""")
_QUOTES = {"&quot;": '"', "&apos;": "'", "&#34;": '"', "&#39;": "'"}


@dataclass(frozen=True)
class Validation:
    """Be one rule of the file for some of its cells."""

    kind: str
    operator: str
    first: str
    second: str
    areas: tuple[Area, ...]


def plain_rules(data: bytes) -> tuple[int, int, list[Validation]] | None:
    """Read rules that are written as most programs write them: thousands that stand row by row are one each.

    None where any of them is written in another way; the parser reads them then.
    """
    opened = _RULES_BEGIN.search(data)
    begin = opened.end() if opened else -1
    end = data.find(b"</dataValidations>", begin) if opened else -1
    if opened is None or end < 0 or data.find(b"<sheetData", begin) >= 0:
        return None
    found: dict[tuple[bytes | None, ...], list[int]] = {}
    at = begin
    for rule in _PLAIN_RULE.finditer(data, begin, end):
        if rule.start() != at:
            return None
        at = rule.end()
        before, name, row, rest, after, first, second = rule.groups()
        if not rest:
            first = first.replace(b"$%b," % row, b"$,").replace(b"$%b)" % row, b"$)") if first else first
        rows = found.setdefault((before, name, rest, after, first, second), [int(row), int(row)])
        if int(row) > rows[1]:
            rows[1] = int(row)
    if at != end or len(found) > MAX_RULES:
        return None
    return begin, end, [_plain_rule(*key, *rows) for key, rows in found.items()]  # type: ignore[arg-type]


def _plain_rule(
    before: bytes,
    name: bytes,
    rest: bytes,
    after: bytes,
    first: bytes | None,
    second: bytes | None,
    top: int,
    last: int,
) -> Validation:
    told = dict(_ATTRIBUTE.findall(before + after))
    kind, operator = told.get(b"type", b"none").decode(), told.get(b"operator", b"between").decode()
    column = name.decode()
    blocks = areas(f"{column}{top}{rest.decode()}") if rest else areas(f"{column}{top}:{column}{last}")
    one, other = (unescape((text or b"").decode(), _QUOTES) for text in (first, second))
    return Validation(kind, operator, one, other, blocks)
