"""Turn products into the values that columns are filled with: one product, or a group and its variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from merchant_helper.issues import Issue
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.product import Product
from merchant_helper.text import clean_text, shorten, unseen_removed

ABOUT = ("unit", "unit_size", "expiry", "brand", "origin")
VALUES = frozenset(
    {
        *("type", "sku", "parent", "draft", "name", "description", "category", "tags", "pictures", "gtin"),
        *("available", "stock", "price", "sale_price", "weight_g", "length_cm", "width_cm", "height_cm"),
        *("option1_name", "option1_values", "option2_name", "option2_values", "condition", "link", *ABOUT),
    }
)
_TEXTS = tuple(f.name for f in fields(Product) if str(f.type).startswith("str"))
_NEVER_NONE = ("sku", "name", "description")


@dataclass(frozen=True)
class Family:
    """Hold products that belong together: one alone (``sku`` is None), or all variants of a group."""

    products: tuple[Product, ...]
    sku: str | None = None


def let_in(product: Product) -> tuple[Product, list[Issue]]:
    """Clean every text of a product, and tell in which fields something unseen was taken out.

    Codes are judged before this, as they came: a SKU with a tail that nobody sees is no SKU.
    """
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
    return replace(product, **clean), issues


def shown(code: str) -> str:
    """Make a code that may hold anything fit to be read in a sentence."""
    return shorten(clean_text(code[:200]).text, 60)


def plain_gtin(text: str | None) -> str | None:
    """Take spaces and dashes out of a barcode number."""
    return "".join(clean_text(text or "").text.replace("-", "").split()) or None


def families(products: Iterable[Product], *, grouped: bool) -> Iterator[Family]:
    """Give single products as they come and groups, which need all their variants, at the end."""
    waiting: dict[str, list[Product]] = {}
    for product in products:
        if grouped and product.group:
            waiting.setdefault(product.group.casefold(), []).append(product)
        else:
            yield Family((product,))
    for members in waiting.values():
        yield Family(tuple(members), members[0].group)


def family_values(family: Family, pictures: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """Give the values of each row of a family: a parent stands before its variants."""
    first = family.products[0]
    if family.sku is None:
        yield _single(first, pictures)
        return
    yield _parent(family, pictures)
    for product in family.products:
        row = _single(product, pictures)
        row.update(dict.fromkeys(ABOUT), type="variation", parent=family.sku, draft=False)
        # Spelt as the parent spells them, or the importer finds no such attribute there.
        row.update(option1_name=first.option1_name, option2_name=first.option2_name)
        row.update(category=None, tags=())
        if product.description == first.description:
            row["description"] = ""
        yield row


def _single(product: Product, pictures: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    row = {name: getattr(product, name) for name in VALUES if hasattr(product, name)}
    row |= {
        "type": "simple",
        "parent": None,
        "draft": True,
        "category": category_name(product.category),
        "pictures": pictures.get(product.sku, ()),
        "available": product.stock is None or product.stock > 0,
        "sale_price": sale_price(product),
        "option1_values": (product.option1_value,) if product.option1_value else (),
        "option2_values": (product.option2_value,) if product.option2_value else (),
    }
    return row


def _parent(family: Family, pictures: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    members = family.products
    row = _single(members[0], pictures)
    row |= {name: distinct(getattr(p, name) for p in members) for name in ABOUT}
    row |= {
        "type": "variable",
        "sku": family.sku,
        "pictures": distinct(name for p in members for name in pictures.get(p.sku, ())),
        "available": any(p.stock is None or p.stock > 0 for p in members),
        "option1_values": distinct(p.option1_value for p in members),
        "option2_values": distinct(p.option2_value for p in members),
        "tags": distinct(tag for p in members for tag in p.tags),
    }
    # A parent is not sold itself: these belong to its variants.
    of_variants = ("price", "sale_price", "stock", "gtin", "weight_g", "length_cm", "width_cm", "height_cm")
    return row | dict.fromkeys(of_variants)


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Keep each text once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))


def sale_price(product: Product) -> int | None:
    """Give the sale price when it is one: above nothing and below the regular price."""
    sale, price = product.sale_price, product.price
    return sale if sale is not None and price is not None and 0 < sale < price else None


def category_name(key: str | None) -> str | None:
    """Give the Vietnamese name of a kind; a category of the shop's own stays as it is."""
    kind = kinds().get(key or "")
    return kind.name if kind else key
