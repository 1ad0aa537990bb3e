"""Recognise a template by its machine keys and sheets, and read how it is laid out from the file itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from merchant_helper.channels.fill.opening import Book, SheetRef
from merchant_helper.channels.fill.refused import TemplateRefused
from merchant_helper.channels.fill.rules import Rule, most_common, rules_of
from merchant_helper.channels.fill.sheet import MAX_ROW, Sheet, read_sheet
from merchant_helper.channels.fill.words import Needed, mark_of, plain
from merchant_helper.channels.filling import Layout

_SHOPEE_NAME, _TIKTOK_NAME = "ps_product_name", "product_name"
_TIKTOK_STYLE = "HiddenStyle"
_LAZADA_GLOBAL, _LAZADA_HIDE, _LAZADA_KEYS = "global_hide", "_hide", 3
_SAPO_NAME = "tên sản phẩm"
_SAPO_MORE = frozenset({"mã sku", "đường dẫn/alias", "hiển thị", "hình thức quản lý sản phẩm", "nhãn hiệu"})
_HEADER_WITHIN, _MOST_HEADS, _LONGEST_HEAD = 20, 400, 120


@dataclass(frozen=True)
class Head:
    """Be one column of a template: machine key (or header), label, mark, whatever else stands over it."""

    column: int
    key: str
    label: str
    needed: Needed
    hints: tuple[str, ...] = ()
    number: bool = False
    rule: Rule = field(default_factory=Rule)


@dataclass(frozen=True)
class Form:
    """Be one sheet to fill: its columns and the rows that take products.

    ``marks`` tells for each category which columns it must, may or must not have.
    """

    ref: SheetRef
    heads: tuple[Head, ...]
    first_row: int
    last_row: int
    marks: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Hold a recognised template.

    ``owner`` is the number of the shop that it was downloaded for, where the file tells. ``fingerprint`` is
    that of its headers; what was answered for one file holds for the next of the same headers.
    """

    layout: Layout
    book: Book
    forms: tuple[Form, ...]
    owner: str | None
    fingerprint: str


def recognised(book: Book) -> Found:
    """Tell which place a template is for, and how it is laid out. Raises TemplateRefused."""
    layout: Layout
    for layout, look in _LOOKS:
        seen = look(book)
        if seen is not None:
            forms, owner = seen
            return Found(layout, book, tuple(forms), owner, _fingerprint(layout, forms))
    raise TemplateRefused("template.unknown")


def _fingerprint(layout: str, forms: Sequence[Form]) -> str:
    """Know a template again by its headers; what changes with each download (tokens, rules) is left out."""
    told = [layout]
    for form in forms:
        told += ["\0sheet", form.ref.name, *(head.key or head.label for head in form.heads)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:24]


Seen = tuple[list[Form], str | None] | None


def _shopee(book: Book) -> Seen:
    forms: list[Form] = []
    owner = None
    for ref, sheet in _sheets(book):
        keys = sheet.texts(1)
        if not any(key.split("|")[0] == _SHOPEE_NAME for key in keys.values()):
            continue
        newer = sheet.text(2, 1).strip() == "basic"
        if newer:
            owner = sheet.text(2, 4).strip() or None
        labels = 3 if newer else 2
        form = _form(
            book, ref, sheet, keys, label_row=labels, texts=range(labels + 1, labels + 4), mark_row=labels + 1
        )
        name = next(h.column for h in form.heads if h.key == _SHOPEE_NAME)
        # The sheet with examples has the same keys; the one to fill is empty.
        if not sheet.text(form.first_row, name):
            return [form], owner
        forms.append(form)
    return (forms[:1], owner) if forms else None


def _tiktok(book: Book) -> Seen:
    for ref, sheet in _sheets(book):
        keys = sheet.texts(1)
        if _TIKTOK_NAME not in keys.values() or "seller_sku" not in keys.values():
            continue
        if sheet.text(2, 2).strip() != "create_product":
            raise TemplateRefused("template.for_editing")
        form = _form(
            book, ref, sheet, keys, label_row=3, texts=range(4, 6), mark_row=4, after=6, example=True
        )
        return [Form(ref, form.heads, form.first_row, form.last_row, _tiktok_marks(book))], None
    return None


def _tiktok_marks(book: Book) -> dict[str, dict[int, str]]:
    """Read which columns each category must have: a hidden sheet with the columns of the visible one."""
    ref = book.sheet(_TIKTOK_STYLE)
    if ref is None:
        return {}
    rows = read_sheet(book, ref.part).rows.values()
    return {row.text(1).strip(): {c.column: c.text.strip() for c in row.cells[1:] if c.text} for row in rows}


def _lazada(book: Book) -> Seen:
    if book.sheet(_LAZADA_GLOBAL) is None:
        return None
    forms = []
    for ref in book.sheets:
        hidden = book.sheet(f"{ref.name}{_LAZADA_HIDE}")
        if ref.hidden or hidden is None:
            continue
        keys = read_sheet(book, hidden.part).texts(_LAZADA_KEYS)
        sheet = read_sheet(book, ref.part)
        if keys:
            forms.append(
                _form(
                    book,
                    ref,
                    sheet,
                    keys,
                    label_row=1,
                    texts=range(2, 5),
                    mark_row=None,
                    after=5,
                    example=True,
                )
            )
    return (forms, None) if forms else None


def _sapo(book: Book) -> Seen:
    for ref, sheet in _sheets(book):
        keys = {column: text.strip() for column, text in sheet.texts(1).items()}
        named = {plain(text) for text in keys.values()}
        starred = any(text.endswith("*") and plain(text) == _SAPO_NAME for text in keys.values())
        if starred and named & _SAPO_MORE:
            return [_form(book, ref, sheet, keys, label_row=1, texts=range(0), mark_row=None, after=2)], None
    return None


def _any(book: Book) -> Seen:
    forms = []
    for ref, sheet in _sheets(book):
        header = _header_row(sheet)
        if header is None:
            continue
        filled = [number for number in sheet.rows if sheet.texts(number)]
        keys = {column: text.strip() for column, text in sheet.texts(header).items()}
        texts = range(header + 1, min(max(filled), header + 6) + 1)
        form = _form(
            book, ref, sheet, keys, label_row=header, texts=texts, mark_row=None, after=max(filled) + 1
        )
        forms.append(Form(ref, form.heads, max(filled) + 1, form.last_row))
    return (forms, None) if forms else None


def _header_row(sheet: Sheet) -> int | None:
    """Choose the row of headers: the one with most short texts, all different."""
    best: tuple[int, int] | None = None
    for number in sorted(sheet.rows)[:_HEADER_WITHIN]:
        texts = [text for text in sheet.texts(number).values() if len(text) <= _LONGEST_HEAD]
        count = len({plain(text) for text in texts})
        if count > 1 and (best is None or count > best[1]):
            best = number, count
    return best[0] if best else None


_LOOKS: tuple[tuple[Layout, Callable[[Book], Seen]], ...] = (
    ("shopee", _shopee),
    ("tiktok", _tiktok),
    ("lazada", _lazada),
    ("sapo", _sapo),
    ("any", _any),
)


def _sheets(book: Book) -> Iterator[tuple[SheetRef, Sheet]]:
    """Read the sheets that people see; the others are read when something in them is wanted."""
    for ref in book.sheets:
        if not ref.hidden:
            yield ref, read_sheet(book, ref.part)


def _form(
    book: Book,
    ref: SheetRef,
    sheet: Sheet,
    keys: Mapping[int, str],
    *,
    label_row: int,
    texts: range,
    mark_row: int | None,
    after: int | None = None,
    example: bool = False,
) -> Form:
    """Read the columns of a sheet; ``after`` is the row that takes the first product where no rule tells.

    ``example`` passes over one more row that shows how it is done.
    """
    rules = rules_of(book, sheet)
    heads = []
    for column, raw in sorted(keys.items())[:_MOST_HEADS]:
        key, *suffix = raw.strip().split("|")
        label = " ".join(sheet.text(label_row, column).split()) or key
        hints = tuple(text for row in texts if (text := sheet.text(row, column).strip()))
        marks = [mark_of(sheet.text(mark_row, column))] if mark_row else [mark_of(text) for text in hints]
        needed = next((mark for mark in marks if mark), None)
        if suffix and suffix[0] in ("0", "1") and needed != "sometimes":
            needed = "yes" if suffix[0] == "1" else "no"
        if needed is None:
            needed = "yes" if label.endswith("*") or raw.strip().endswith("*") else "unknown"
        number = (len(suffix) > 1 and suffix[1] == "1") or rules.get(column, Rule()).number
        heads.append(Head(column, key, label, needed, hints, number, rules.get(column, Rule())))
    tops = [rule.top for head in heads if (rule := head.rule).top > label_row]
    first = most_common(tops) or after or texts.stop
    if example and sheet.texts(first) and not tops:
        first += 1
    bottoms = [rule.bottom for head in heads if (rule := head.rule).bottom >= first]
    return Form(ref, tuple(heads), first, max(bottoms, default=MAX_ROW))
