"""Write a product's dossier: a sheet to print and hand in at a counter, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from merchant_helper.channels.dossier_page import page
from merchant_helper.channels.kit import kit_folder
from merchant_helper.channels.lines import dossier_lines, text_file
from merchant_helper.channels.model import Channel
from merchant_helper.channels.pictures import Rendered, render_all
from merchant_helper.i18n import language as current_language
from merchant_helper.listings.product import Product
from merchant_helper.photos.files import write_atomically


def write_dossier(
    product: Product,
    channel: Channel,
    folder: Path,
    language: str | None = None,
    pictures: Sequence[Rendered] | None = None,
) -> Path:
    """Write ``folder/SKU`` with index.html (A4), text.txt to copy from and 1.jpg, 2.jpg …; tell where it is.

    ``pictures`` are rendered here unless handed in: no original is ever among them. Raises DiskFull.
    """
    home = folder / kit_folder(product.sku)
    home.mkdir(parents=True, exist_ok=True)
    for name, data in dossier_files(product, channel, language, pictures=pictures):
        write_atomically(home / name, data)
    return home


def dossier_files(
    product: Product,
    channel: Channel,
    language: str | None = None,
    *,
    shop: str = "",
    pictures: Sequence[Rendered] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a dossier by name; ``shop`` is written where its name is asked for."""
    if pictures is None:
        pictures = render_all(product, channel)[0]
    speech = language or current_language()
    names = [f"{number}{picture.suffix}" for number, picture in enumerate(pictures, start=1)]
    yield from zip(names, (picture.data for picture in pictures), strict=True)
    known = [line for line in dossier_lines(product, channel, speech) if line.text]
    yield "text.txt", text_file(known).encode()
    yield "index.html", page(product, channel, names, speech, shop).encode()
