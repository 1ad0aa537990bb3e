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
from urllib.parse import quote, urlsplit, urlunsplit

# Spreadsheets in East Asian languages take the wide forms for the same signs.
_SIGNS = "=+-@＝＋－＠"
STRIPPED = _SIGNS + " \t\r\n"
SIGNS_FIRST = frozenset(STRIPPED)
_BULLET = re.compile(r"(?:[-+*•●–—▪]|=(?:&gt;)?|-&gt;|➤|✓|✔)\s+")
_TAG, _TAG_BEGINS = re.compile("<([^<>]*)>"), re.compile("<(?=[A-Za-z/!?])")
_COMMA = re.compile(r"\s*,\s*")
_PERCENT = re.compile("%(?=[0-9a-fA-F]{2})")
# Nothing is sold that is longer than a kilometre; beyond that a float has no decimals left to write.
LARGEST = 100_000
_MOST_ADDRESSES = 2_000
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
    # Most begin with a letter; this is done for nearly every cell.
    return plain_start(value) if value and value[0] in SIGNS_FIRST else value or ""


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


def told_plainly(value: str | None) -> str:
    """Write plain text over several lines; a dash that begins a line becomes a bullet."""
    if not value:
        return ""
    # Letters and digits are no bullets; that is all that most lines need.
    lines = [one if one[:1].isalnum() else _bulleted(one.strip()) for one in value.split("\n")]
    return plain_start("\n".join(lines))


def _bulleted(text: str) -> str:
    bullet = _BULLET.match(text)
    return f"• {text[bullet.end() :]}" if bullet else text


def told_in_one_line(value: str | None) -> str:
    """Write plain text as HTML in one line, for files that hold no line break and no quotation mark."""
    return html.escape(told_plainly(value)).replace("\n", "<br>")


def dong(value: int | None) -> str:
    """Write money as feeds want it: bare digits, a space, the code of the currency."""
    return f"{value} VND" if value is not None and value > 0 else ""


def grams(value: int | None) -> str:
    """Write a weight with its unit."""
    return f"{value} g" if value and value > 0 else ""


def gram_digits(value: int | None) -> str:
    """Write a weight in grams as bare digits."""
    return str(value) if value and value > 0 else ""


def stock_spaced(value: bool) -> str:
    """Say in stock or out of stock, with spaces."""
    return "in stock" if value else "out of stock"


def stock_joined(value: bool) -> str:
    """Say in_stock or out_of_stock."""
    return "in_stock" if value else "out_of_stock"


def status(draft: bool) -> str:
    """Say draft for what nobody shall see yet."""
    return "draft" if draft else "active"


def shown(draft: bool) -> str:
    """Say No for what nobody shall see yet."""
    return "No" if draft else "Yes"


def when_out(counted: bool) -> str:
    """Say whether selling goes on at nought: it does where nobody counts."""
    return "deny" if counted else "continue"


def tracker(counted: bool) -> str:
    """Name who counts the stock, where it is counted."""
    return "shopify" if counted else ""


def tracker_haravan(counted: bool) -> str:
    """Name who counts the stock, where it is counted."""
    return "Haravan" if counted else ""


def no_word(value: bool | None) -> str:
    """Say no where it is so, and nothing else."""
    return "no" if value else ""


def plain_tags(values: Iterable[str] | None) -> str:
    """Write tags parted by commas, where none can be escaped: one inside a tag becomes a semicolon."""
    written = dict.fromkeys(_COMMA.sub("; ", line(tag)) for tag in values or ())
    written.pop("", None)
    return ", ".join(written)


@lru_cache(1024)
def one_level(value: str | None) -> str:
    """Write a category of one level; ``>`` would part it."""
    return line((value or "").replace(">", "/"))


def verbatim(value: str | None) -> str:
    """Write a text as it is, for cells that are marked as text: nothing in them is run."""
    return value or ""


def comma_joined(values: Iterable[str] | None) -> str:
    """Write addresses in one cell, without spaces; none of them holds a comma."""
    return ",".join(values or ())


def addresses(values: Iterable[str] | None) -> str:
    """Write as many addresses as 2,000 characters hold, parted by commas; none of them holds one."""
    written = ""
    for value in values or ():
        longer = f"{written},{value}" if written else value
        if len(longer) > _MOST_ADDRESSES:
            break
        written = longer
    return written


@lru_cache(1024)
def address(value: str | None) -> str:
    """Write a web address in ASCII; one that cannot be written so gives nothing."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        place = f"{host}:{parts.port}" if parts.port else host
    except (ValueError, UnicodeError):
        return ""
    if not host or parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return ""
    safe = "/%:@!$&'()*+;=~-._"
    rest = (quote(parts.path, safe=safe), quote(parts.query, safe=f"{safe}?"), "")
    return urlunsplit((parts.scheme.lower(), place, *rest)).replace(",", "%2C")


TRANSFORMS: dict[str, Callable[[Any], str]] = {
    "text": line,
    "verbatim": verbatim,
    "plain": told_plainly,
    "one_line": told_in_one_line,
    "dong": dong,
    "grams": grams,
    "gram_digits": gram_digits,
    "stock_spaced": stock_spaced,
    "stock_joined": stock_joined,
    "status": status,
    "shown": shown,
    "when_out": when_out,
    "tracker": tracker,
    "tracker_haravan": tracker_haravan,
    "no": no_word,
    "plain_tags": plain_tags,
    "one_level": one_level,
    "comma_joined": comma_joined,
    "address": address,
    "addresses": addresses,
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
