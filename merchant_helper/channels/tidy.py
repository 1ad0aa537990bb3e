"""Let products in: every text clean, whatever it was read from."""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.text import all_seen, clean_text, shorten, unseen_removed

_TEXTS = tuple(f.name for f in fields(Product) if str(f.type).startswith("str"))
_NEVER_NONE = ("sku", "name", "description")
_short_texts = attrgetter(*(name for name in _TEXTS if name != "description"))


def let_in(product: Product) -> tuple[Product, list[Issue]]:
    """Clean every text of a product, and tell in which fields something unseen was taken out.

    Codes are judged before this, as they came: a SKU with a tail that nobody sees is no SKU.
    """
    return (product, []) if _is_tidy(product) else _tidied(product)


def _is_tidy(product: Product) -> bool:
    """Tell at once for all texts of a product that cleaning them changes nothing; False when unsure.

    Parted by spaces they may stand in one line: letters and marks do not compose across a space, and an empty
    text or one that begins or ends with a space leaves two of them.
    """
    gtin = product.gtin
    if product.attributes or (gtin is not None and not gtin.isalnum()):
        return False
    texts = [text for text in _short_texts(product) if text is not None]
    texts += product.tags
    line = " ".join(texts)
    if "  " in line or line[:1] == " " or line[-1:] == " ":
        return False
    told = product.description
    if not told:
        return all_seen(line)
    return _breaks_are_tidy(told) and all_seen(f"{line} {told}".replace("\n", " "))


def _breaks_are_tidy(text: str) -> bool:
    """Tell that no line ends with a space and no more than one line is empty; nothing stands around."""
    if text[0] in " \n" or text[-1] in " \n":
        return False
    at = text.find("\n")
    while at != -1:
        if text[at - 1] == " " or text.startswith("\n\n", at + 1):
            return False
        at = text.find("\n", at + 1)
    return True


def _tidied(product: Product) -> tuple[Product, list[Issue]]:
    clean: dict[str, Any] = {}
    issues: list[Issue] = []
    for name in _TEXTS:
        value = getattr(product, name)
        if value is None:
            continue
        text, removed = clean_text(value, multiline=name == "description")
        clean[name] = text or ("" if name in _NEVER_NONE else None)
        issues += [unseen_removed(name)] if removed else []
    tags = [clean_text(tag) for tag in product.tags]
    issues += [unseen_removed("tags")] if any(tag.removed for tag in tags) else []
    clean["tags"] = tuple(tag.text for tag in tags if tag.text)
    clean["gtin"] = plain_gtin(product.gtin)
    clean["attributes"] = tuple(
        (key, text) for key, value in product.attributes if (text := clean_text(value).text)
    )
    return replace(product, **clean), issues


def shown(code: str) -> str:
    """Make a code that may hold anything fit to be read in a sentence."""
    return shorten(clean_text(code[:200]).text, 60)


def plain_gtin(text: str | None) -> str | None:
    """Take spaces and dashes out of a barcode number."""
    if text is None or (text.isascii() and text.isalnum()):
        return text
    return "".join(clean_text(text).text.replace("-", "").split()) or None
