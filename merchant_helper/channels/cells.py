"""Write single values the way importers read them; every function gives one safe cell.

Texts have come through :func:`merchant_helper.channels.values.let_in`.

No cell begins with ``= + - @``, TAB or CR, so that no spreadsheet runs it. An apostrophe is never put in
front: importers keep it in the shop's pages. A plain number may begin with a minus sign.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

# Spreadsheets in East Asian languages take the wide forms for the same signs.
_SIGNS = "=+-@＝＋－＠"
STRIPPED = _SIGNS + " \t\r\n"
SIGNS_FIRST = frozenset(STRIPPED)
_BULLET = re.compile(r"(?:[-+*•●–—▪]|=(?:&gt;)?|-&gt;|➤|✓|✔)\s+")
_TAG, _TAG_BEGINS = re.compile("<([^<>]*)>"), re.compile("<(?=[A-Za-z/!?])")
_PERCENT = re.compile("%(?=[0-9a-fA-F]{2})")
# Nothing is sold that is longer than a kilometre; beyond that a float has no decimals left to write.
LARGEST = 100_000
_MINUS = "\u2212"


def plain_start(text: str) -> str:
    """Take formula signs off the beginning; a minus before a digit becomes the printed minus (−18 °C)."""
    if text[:1] not in SIGNS_FIRST:
        return text
    rest = text.lstrip(STRIPPED)
    before = text[: len(text) - len(rest)]
    return _MINUS + rest if before[-1] in "-－" and rest[:1].isdigit() else rest


def line(value: str | None) -> str:
    """Write one line of text."""
    return plain_start(value or "")


def paragraphs(value: str | None) -> str:
    """Write plain text as HTML: paragraphs, line breaks, and lists where lines begin with a dash.

    Nothing of the text acts as HTML. A backslash becomes an entity, because importers read ``\\n`` as a line
    break.
    """
    parts: list[str] = []
    spoken: list[str] = []
    listed: list[str] = []
    for raw in _escape(value or "").split("\n"):
        text = raw.strip()
        # Letters and digits are no bullets; that is all that most lines need.
        bullet = None if text[:1].isalnum() else _BULLET.match(text)
        if listed and not bullet:
            parts.append(f"<ul><li>{'</li><li>'.join(listed)}</li></ul>")
            listed = []
        if spoken and (bullet or not text):
            parts.append(f"<p>{'<br>'.join(spoken)}</p>")
            spoken = []
        if bullet:
            listed.append(text[bullet.end() :])
        elif text:
            spoken.append(text)
    parts += [f"<p>{'<br>'.join(spoken)}</p>"] if spoken else []
    parts += [f"<ul><li>{'</li><li>'.join(listed)}</li></ul>"] if listed else []
    return "".join(parts)


def _escape(text: str) -> str:
    if not ("&" in text or "<" in text or ">" in text or "\\" in text):
        return text
    return html.escape(text, quote=False).replace("\\", "&#92;")


def whole(value: int | None) -> str:
    """Write a whole number as bare digits: a point in 150.000 would make it 150."""
    return "" if value is None else str(int(value))


def kilograms(grams: int | None) -> str:
    """Write grams as kilograms with a decimal point."""
    return _point(grams or 0, 3)


def decimal(value: float | None) -> str:
    """Write a measure with a decimal point and at most two decimals."""
    return _point(round(value * 100), 2) if value is not None and 0 < value <= LARGEST else ""


def _point(units: int, places: int) -> str:
    if units <= 0:
        return ""
    whole, rest = divmod(units, 10**places)
    return f"{whole}.{str(rest).zfill(places).rstrip('0')}" if rest else str(whole)


def yes_no(value: bool) -> str:
    """Write 1 or 0, never blank: a blank cell means sold out."""
    return "1" if value else "0"


def published(draft: bool) -> str:
    """Write -1 for a draft, 1 for what shows as soon as its parent does."""
    return "-1" if draft else "1"


def listed(values: Iterable[str] | str | None) -> str:
    """Write texts as one cell, parted by commas; a comma inside a text is escaped."""
    if values is None or isinstance(values, str):
        return _item(values or "")
    written = dict.fromkeys([_item(item) for item in values])
    written.pop("", None)
    return ", ".join(written)


@lru_cache(1024)
def _item(text: str) -> str:
    """Write one text of a list so that WordPress keeps all of it.

    It parts stored values at ``|``, takes what stands between ``<`` and ``>`` out, and ``%`` with two
    hexadecimal digits (70%cacao).
    """
    text = line(text).rstrip("\\").replace("|", "/")
    text = _PERCENT.sub("% ", _TAG.sub(r"‹\1›", text))
    return text.replace(",", "\\,")


def title(value: str | None) -> str:
    """Write a name, which is shown as it comes: no tag in it may act, and none is lost."""
    text = line(value)
    return _TAG_BEGINS.sub("&lt;", text) if "<" in text else text


@lru_cache(1024)
def category(value: str | None) -> str:
    """Write one category; ``>`` would part it into levels and cannot be escaped."""
    return listed((value or "").replace(">", "/"))


def joined(values: Iterable[str] | None) -> str:
    """Write names of pictures, which hold no comma."""
    return line(", ".join(values or ()).replace("\0", ""))


TRANSFORMS: dict[str, Callable[[Any], str]] = {
    "text": line,
    "title": title,
    "html": paragraphs,
    "whole": whole,
    "kilograms": kilograms,
    "decimal": decimal,
    "yes_no": yes_no,
    "published": published,
    "list": listed,
    "category": category,
    "pictures": joined,
}
