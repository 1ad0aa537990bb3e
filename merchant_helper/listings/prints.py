"""Tell which products changed since they last went out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from merchant_helper.listings.product import Picture, Product

_SHORT = 24


def fingerprint(product: Product) -> str:
    """Sum up what a buyer or a file sees of a product; equal products have equal sums."""
    told = replace(product, pictures=(), found=(), row=None)
    parts = [f"{f.name}={getattr(told, f.name)!r}" for f in fields(told)]
    parts += [_picture(picture) for picture in product.pictures]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_SHORT]


def _picture(picture: Picture) -> str:
    mask = picture.mask.name if picture.mask else ""
    return f"{picture.sha256} {mask} {picture.fixed} {picture.edits!r}"


def changed(products: Sequence[Product], sent: Mapping[str, str]) -> list[Product]:
    """Keep the products that went out before and are different now; a group goes with any of its variants.

    What never went out is new there, and no update finds it.
    """
    touched = {
        product.group or product.sku
        for product in products
        if product.sku in sent and sent[product.sku] != fingerprint(product)
    }
    return [product for product in products if (product.group or product.sku) in touched]
