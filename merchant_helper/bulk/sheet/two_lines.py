"""Read headers over two lines: Giá above Giá nhập and Giá bán is no price; the line below says which is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from merchant_helper.bulk.sheet.columns import Header, field_of, head_text, read_header

# No name of a column is longer; a sentence below the header is something else.
_LONGEST = 40


def joined(header: Header, below: Sequence[Any]) -> Header | None:
    """Give the header that a row and the one below it make together, or None where that is no second line."""
    if header.said or not _may_be(header, below):
        return None
    texts = list(_texts(header.texts, [head_text(cell) for cell in below]))
    new = [index for index, text in enumerate(texts) if text not in header.texts[index : index + 1]]
    # One word below is a product's; several, or one that is a column's name, are a line of names.
    if not any(field_of(texts[index]) for index in new) and len(new) < 2:
        return None
    both = read_header(texts)
    return both if both.is_one or both.twice else None


def _may_be(header: Header, below: Sequence[Any]) -> bool:
    """Tell that a row names nothing to sell: its product is blank or merged, and it holds but words."""
    for key in ("name", "sku"):
        place = header.places.get(key)
        if place is not None and place.index < len(below):
            told = head_text(below[place.index])
            if told and told != header.texts[place.index]:
                return False
    return all(isinstance(cell, str) and _is_words(cell) for _i, cell in _differing(header.texts, below))


def _is_words(cell: str) -> bool:
    return len(cell) <= _LONGEST and not any(letter.isdigit() for letter in cell)


def _differing(above: Sequence[str], below: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    for index, cell in enumerate(below):
        text = head_text(cell)
        if text and not (index < len(above) and text == above[index]):
            yield index, cell


def _texts(above: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """Join what stands above one another; a name reaches over the blank columns beside it."""
    wide = max(len(above), len(below))
    top = [*above, *[""] * (wide - len(above))]
    low = [*below, *[""] * (wide - len(below))]
    over = ""
    for index, (upper, lower) in enumerate(zip(top, low, strict=True)):
        over = upper or (over if lower else "")
        reaches = not upper or (index + 1 < wide and not top[index + 1] and bool(low[index + 1]))
        if not lower or lower == upper:
            yield upper
        elif field_of(lower):
            yield lower
        else:
            name = lower if lower.lower().startswith(over.lower()) else f"{over} {lower}"
            # Alone below a name it may be a remark ("chọn trong danh sách"), which changes nothing.
            yield name if reaches or not upper or field_of(name) else upper
