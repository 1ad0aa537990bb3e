"""Read the files that are made for channels, each as its readers do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from merchant_helper import channels
from merchant_helper.channels.updates import in_form
from merchant_helper.listings.product import Product

IDS = ("woocommerce", "shopify", "meta", "google", "haravan", "kiotviet")
BASE = "https://anh.example.vn/tiem"
# Each file, with the form of it; their golden files stand beside.
FILES = (*((name, None) for name in IDS), ("shopify", "old"), ("google", "xml"))


def channel_of(name: str, form: str | None = None) -> channels.Channel:
    """Load a channel, in a form of its file if one is asked for."""
    channel = channels.load(name)
    formed = in_form(channel, form) if form else channel
    assert formed is not None
    return formed


def made(
    channel: channels.Channel,
    products: Iterable[Product],
    images: Callable[[Product], list[str]] | None = None,
) -> bytes:
    """Write products into the channel's file."""
    stream = io.BytesIO()
    channels.write_file(channels.rows(products, channel, images), channel, stream)
    return stream.getvalue()


def table(channel: channels.Channel, data: bytes) -> list[dict[str, str]]:
    """Read a file back: by header, every row as its importer sees it."""
    rule = channel.file
    assert rule is not None
    if rule.format == "xlsx":
        return _book(data)
    if rule.format == "xml":
        return _feed(data)
    assert data.startswith(b"\xef\xbb\xbf") == rule.bom and not data.removeprefix(b"\xef\xbb\xbf").startswith(
        b'"'
    )
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=rule.delimiter, strict=True))


def _book(data: bytes) -> list[dict[str, str]]:
    from python_calamine import CalamineWorkbook

    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    head = [str(cell) for cell in rows[0]]
    assert all(isinstance(cell, str) for row in rows for cell in row), "every cell is text"
    return [dict(zip(head, map(str, row), strict=True)) for row in rows[1:]]


def _feed(data: bytes) -> list[dict[str, str]]:
    space = "{http://base.google.com/ns/1.0}"
    rows: list[dict[str, str]] = []
    for item in ElementTree.fromstring(data).iter("item"):
        row: dict[str, str] = {}
        for part in item:
            name = part.tag.removeprefix(space)
            row[name] = f"{row[name]},{part.text}" if name in row else part.text or ""
        rows.append(row)
    return rows


def sold(channel: channels.Channel, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave out the rows that are no product: parents and pictures."""
    sku = next(column.header for column in channel.columns if column.value == "sku")
    return [row for row in rows if row.get(sku) and row.get("Type") != "variable"]


def sku_header(channel: channels.Channel) -> str:
    """Name the column that holds the SKU."""
    return next(column.header for column in channel.columns if column.value == "sku")


def fitted(channel: channels.Channel, product: Product) -> Product:
    """Give a product what this channel cannot do without."""
    more: dict[str, Any] = {}
    if channel.requires.link:
        more["link"] = product.link or "https://tiem.example.vn/mon"
    if any(column.value == "brand" and column.required for column in channel.columns):
        more["brand"] = product.brand or "Bà Sáu"
    if any(column.value == "described" and column.required for column in channel.columns):
        more["description"] = product.description or "Nhà tự làm."
    return replace(product, **more)
