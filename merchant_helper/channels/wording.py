"""Say what an importer would do to the words of a product: signs left out, names that it takes for one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from merchant_helper.channels.cells import SIGNS_FIRST, plain_start
from merchant_helper.channels.model import Channel
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.text import fold_sku, shorten

ISSUE_CODES = ("channel.sign_left_out", "channel.option_names_alike", "channel.option_name_taken")
_WORDS = ("brand", "origin", "unit", "unit_size", "expiry", "category", "option1_name", "option1_value")
_ALL = (*_WORDS, "option2_name", "option2_value")
_words = attrgetter(*_ALL)


def check_wording(product: Product, channel: Channel) -> Iterator[Issue]:
    """Check the short texts of a product for the file of a channel."""
    if channel.file is None:
        return
    if not keeps_signs(channel):
        yield from _signs(product)
    if channel.groups != "rows" and (product.option1_name or product.option2_name):
        yield from _options(product, channel)


def keeps_signs(channel: Channel) -> bool:
    """Tell whether a text may begin as a formula does there: cells of a workbook are marked as text."""
    return channel.file is not None and channel.file.format == "xlsx"


def _signs(product: Product) -> Iterator[Issue]:
    for field, text in zip(_ALL, _words(product), strict=True):
        if text and text[0] in SIGNS_FIRST:
            yield _left_out(field, text)
    for tag in product.tags:
        if tag[:1] in SIGNS_FIRST:
            yield _left_out("tags", tag)


def _left_out(field: str, text: str) -> Issue:
    seen: dict[str, str | int] = {"seen": shorten(text, 40), "written": shorten(plain_start(text), 40)}
    return Issue("channel.sign_left_out", field, "hint", seen)


def _options(product: Product, channel: Channel) -> Iterator[Issue]:
    """Hold options whose names are one to a shop that knows them without marks (Màu, Mẫu)."""
    first, second = product.option1_name or "", product.option2_name or ""
    name_of = _slug if channel.groups == "parent" else str.casefold
    if name_of(first) and name_of(first) == name_of(second):
        names: dict[str, str | int] = {"first": shorten(first, 40), "second": shorten(second, 40)}
        yield Issue("channel.option_names_alike", "option2_name", "block", names)
    labels = {_slug(c.when_filled): c for c in channel.columns if c.when_filled and c.value in _ALL}
    for field, name in (("option1_name", first), ("option2_name", second)):
        fact = labels.get(_slug(name)) if name else None
        if fact and fact.value and getattr(product, fact.value):
            taken: dict[str, str | int] = {"name": shorten(name, 40), "label": fact.when_filled or ""}
            yield Issue("channel.option_name_taken", field, "block", taken)


@lru_cache(512)
def _slug(name: str) -> str:
    return fold_sku(name).casefold()
