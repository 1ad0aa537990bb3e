"""Write a product's kit: one page, numbered pictures and the lines to paste, in a folder of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from merchant_helper.channels.kit_page import page
from merchant_helper.channels.lines import kit_lines, text_file
from merchant_helper.channels.model import Channel
from merchant_helper.channels.pictures import Rendered, render_all
from merchant_helper.i18n import language as current_language
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.photos.files import write_atomically
from merchant_helper.text import file_name, is_sku


def write_kit(
    product: Product,
    channel: Channel,
    folder: Path,
    language: str | None = None,
    pictures: Sequence[Rendered] | None = None,
) -> tuple[Path, list[Issue]]:
    """Write ``folder/SKU`` with index.html, text.txt and 1.jpg, 2.jpg …, and tell where it is.

    ``pictures`` are rendered here unless handed in; problems with them come back as issues. The page holds
    no script and loads nothing from outside the folder. Raises DiskFull.
    """
    issues: list[Issue] = []
    if pictures is None:
        pictures, issues = render_all(product, channel)
    speech = language or current_language()
    lines = kit_lines(product, channel, speech)
    home = folder / kit_folder(product.sku)
    home.mkdir(parents=True, exist_ok=True)
    names = [f"{number}{picture.suffix}" for number, picture in enumerate(pictures, start=1)]
    for name, picture in zip(names, pictures, strict=True):
        write_atomically(home / name, picture.data)
    write_atomically(home / "text.txt", text_file(lines).encode())
    write_atomically(home / "index.html", page(product, channel, lines, names, speech).encode())
    return home, issues


def kit_folder(sku: str) -> str:
    """Name the folder of a product by its SKU; CON and its like get a sign in front: Windows refuses them."""
    tame = file_name(sku)
    return sku if is_sku(sku) and not tame.startswith("_") else tame
