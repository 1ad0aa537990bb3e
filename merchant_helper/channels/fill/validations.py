"""Read the rules of a worksheet for its cells, fast where they are written as most programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from merchant_helper.channels.fill.places import Area, areas

MAX_RULES = 400_000
_RULES_BEGIN = re.compile(rb"<dataValidations(?:\s[^<>]*)?>")
_RULE_ENDS, _AREA_BEGINS = b"</dataValidation>", b' sqref="'
_PLAIN_RULE = re.compile(
    rb"""<dataValidation((?:\s[\w:]+="[^"<>]*")*) sqref="([A-Z0-9: ]+)\""""
    rb"""((?:\s[\w:]+="[^"<>]*")*)\s*>(?:<formula1>([^<]*)</formula1>)?(?:<formula2>([^<]*)</formula2>)?"""
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
    *pieces, last = data[begin:end].split(_RULE_ENDS)
    found: dict[bytes, tuple[bytes, bytes, list[bytes]]] = {}
    for piece in pieces:
        at = piece.find(_AREA_BEGINS) + len(_AREA_BEGINS)
        until = piece.find(b'"', at)
        area = piece[at:until]
        name = area.rstrip(b"0123456789")
        row = area[len(name) :]
        form = piece
        if row and name.isalpha():
            # The same rule in the next row looks at that row.
            rest = piece[until:].replace(b"$%b," % row, b"$,").replace(b"$%b)" % row, b"$)")
            form = piece[:at] + name + rest
        known = found.get(form)
        if known is None:
            found[form] = piece, name, [row, row]
        else:
            known[2][1] = row
    rules = [_plain_rule(piece, name, *rows) for piece, name, rows in found.values()]
    if last.strip() or len(found) > MAX_RULES or None in rules:
        return None
    return begin, end, [rule for rule in rules if rule is not None]


def _plain_rule(piece: bytes, name: bytes, first_row: bytes, last_row: bytes) -> Validation | None:
    """Read one rule, and those that differ from it in their row alone."""
    rule = _PLAIN_RULE.fullmatch(piece.strip())
    if rule is None:
        return None
    before, area, after, first, second = rule.groups()
    told = dict(_ATTRIBUTE.findall(before + after))
    kind, operator = told.get(b"type", b"none").decode(), told.get(b"operator", b"between").decode()
    text = area.decode()
    if first_row and first_row != last_row:
        text = f"{text}:{name.decode()}{last_row.decode()}"
    one, other = (unescape((said or b"").decode(), _QUOTES) for said in (first, second))
    return Validation(kind, operator, one, other, areas(text))
