"""Read what a place of selling answered to a file: which products it refused, and why, matched by SKU."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from merchant_helper.channels.answer_rules import AnswerFile, answer_file
from merchant_helper.text import clean_text, is_sku, search_key

# More than any shop here has; what lies behind is not looked at, and that is said.
MOST_ROWS = 20_000
MOST_REASON = 500
HEADER_WITHIN = 20
# A strange code is named, so that a file of another shop is noticed; nobody reads more of them.
MOST_STRANGERS = 20
_SIGNS = re.compile(r"[^a-z0-9]+")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
# As WooCommerce's log writes it at the end of a row; the word itself is not translated.
_SKU_AT_END = re.compile(r"\bSKU\s+([A-Za-z0-9][A-Za-z0-9_-]{0,49})\s*$")
# Without a word in front, short numbers mean amounts and rows more often than codes.
_LEAST_BARE_NUMBER = 4

Rows = Iterable[tuple[int, Sequence[object]]]


@dataclass(frozen=True)
class Refusal:
    """Be one reason for one product; ``mild`` is a warning about a product that was taken."""

    row: int
    sku: str
    reason: str
    mild: bool = False


@dataclass
class Reading:
    """Hold what an answer says about a shop.

    ``strangers`` are codes that the shop does not have, ``strange_rows`` how many rows bear one; nothing of
    those rows is kept. ``has_columns`` is false when no known header was there and lines were read as text.
    ``cut`` tells that there were more rows than are read.
    """

    refusals: list[Refusal] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    strange_rows: int = 0
    has_columns: bool = False
    cut: bool = False

    def by_sku(self) -> dict[str, list[str]]:
        """Collect the reasons of each product that was refused, in the order of the rows."""
        found: dict[str, list[str]] = {}
        for refusal in self.refusals:
            if not refusal.mild and refusal.reason not in found.setdefault(refusal.sku, []):
                found[refusal.sku].append(refusal.reason)
        return found


def read_answer(rows: Rows, place: str, known: Collection[str]) -> Reading:
    """Read the rows of a place's answer; ``known`` are the codes of the shop, products' and groups'.

    Rows without a reason say nothing, and neither do rows of other shops' products. Texts are cleaned and
    cut; they stay text, whatever they look like.
    """
    reading = Reading()
    columns = answer_file(place)
    by_key = {sku.casefold(): sku for sku in known}
    first = list(islice(rows := iter(rows), HEADER_WITHIN))
    head: _Head | None = None
    begins = 0
    for index, (_number, cells) in enumerate(first):
        if (found := _Head.of(cells, columns)) is not None:
            head, begins = found, index + 1
    reading.has_columns = head is not None
    for number, cells in _bounded(first[begins:], rows, reading):
        refusal = _told(number, cells, head, columns, by_key, reading)
        if refusal is not None:
            reading.refusals.append(refusal)
    return reading


def rows_of_text(text: str) -> Rows:
    """Part pasted text into rows: by tabs as tables are, as CSV under a known header, else by lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = next((sign for sign in "\t;," if sign in first), None)
    if delimiter == "," and not first.casefold().replace('"', "").startswith(("sku,", "id,", "product,")):
        delimiter = None
    if "\t" in text:
        delimiter = "\t"
    if delimiter is None:
        yield from ((n, [line]) for n, line in enumerate(text.split("\n"), 1) if line.strip())
        return
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    except csv.Error:
        # One cell of more than the reader takes: what came before it was read.
        return


def _bounded(first: Rows, rest: Iterator[tuple[int, Sequence[object]]], reading: Reading) -> Rows:
    yield from first
    for count, row in enumerate(rest):
        if count >= MOST_ROWS:
            reading.cut = True
            return
        yield row


@dataclass(frozen=True)
class _Head:
    """Say in which columns things stand."""

    sku: tuple[int, ...]
    whole: tuple[int, ...]
    reason: tuple[int, ...]
    severity: tuple[int, ...]

    @classmethod
    def of(cls, cells: Sequence[object], columns: AnswerFile) -> _Head | None:
        """Read a row of headers; None for any other row."""
        keys = [_plain(cell) for cell in cells]

        def places(names: Sequence[str]) -> tuple[int, ...]:
            return tuple(keys.index(_plain(name)) for name in names if _plain(name) in keys)

        head = cls(*(places(n) for n in (columns.sku, columns.whole, columns.reason, columns.severity)))
        return head if head.reason and (head.sku or head.whole) else None


def _told(
    number: int,
    cells: Sequence[object],
    head: _Head | None,
    columns: AnswerFile,
    by_key: dict[str, str],
    reading: Reading,
) -> Refusal | None:
    if head is None:
        return _from_line(number, " ".join(filter(None, map(_text, cells))), by_key)
    reason = " – ".join(dict.fromkeys(filter(None, (_cell(cells, index) for index in head.reason))))
    if not reason:
        return None
    codes = [code for index in head.sku if (code := _cell(cells, index))]
    if not codes:
        found = (_code_in(_cell(cells, index), by_key) for index in head.whole)
        codes = [code for code in found if code]
    sku = next((by_key[code.casefold()] for code in codes if code.casefold() in by_key), None)
    if sku is None:
        _note_stranger(codes, reading)
        return None
    mild = any(_cell(cells, index).casefold() in columns.mild for index in head.severity)
    return Refusal(number, sku, reason[:MOST_REASON], mild)


def _note_stranger(codes: Sequence[str], reading: Reading) -> None:
    strange = next((code for code in codes if is_sku(code)), None)
    if strange is None:
        return
    reading.strange_rows += 1
    if strange not in reading.strangers and len(reading.strangers) < MOST_STRANGERS:
        reading.strangers.append(strange)


def _from_line(number: int, line: str, by_key: dict[str, str]) -> Refusal | None:
    """Find one of the shop's codes in a line; what stands around it is the reason."""
    code = _code_in(line, by_key)
    sku = by_key.get(code.casefold()) if code else None
    if sku is None:
        return None
    reason = re.sub(rf"(?i)(?<![\w-])(?:sku\s+)?{re.escape(sku)}(?![\w-])", " ", line, count=1)
    reason = " ".join(reason.split()).strip(" ,;:|-–—")
    return Refusal(number, sku, reason[:MOST_REASON]) if reason else None


def _code_in(text: str, by_key: dict[str, str]) -> str | None:
    """Give the code that a text names: behind "SKU" at its end, else the longest word that is a known one."""
    if found := _SKU_AT_END.search(text):
        return found[1]
    words = [word for word in _TOKEN.findall(text) if word.casefold() in by_key]
    words = [word for word in words if not word.isdigit() or len(word) >= _LEAST_BARE_NUMBER]
    return max(words, key=len, default=None)


def _cell(cells: Sequence[object], index: int) -> str:
    return _text(cells[index]) if index < len(cells) else ""


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return clean_text(str(cell)[: MOST_REASON * 4]).text.strip()


def _plain(cell: object) -> str:
    """Give a header without marks, case and signs; a machine key ends at its first "|"."""
    return _SIGNS.sub(" ", search_key(str(cell)[:200].split("|")[0])).strip()
