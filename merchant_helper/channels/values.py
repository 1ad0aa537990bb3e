"""Turn products into the values that columns are filled with: one product, or a group and its variants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from merchant_helper.channels.about import described, shared_description
from merchant_helper.channels.options import (
    NO_OPTION,
    NO_VALUE,
    all_options,
    core_value,
    google_category,
    other_options,
)
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.product import Product

ABOUT = ("unit", "unit_size", "expiry", "brand", "origin")
VALUES = frozenset(
    {
        *("type", "sku", "parent", "draft", "name", "description", "category", "tags", "pictures", "gtin"),
        *("available", "stock", "price", "sale_price", "weight_g", "length_cm", "width_cm", "height_cm"),
        *("option1_name", "option1_values", "option2_name", "option2_values", "condition", "link", *ABOUT),
        *("handle", "group", "group_name", "leader", "described", "picture", "picture_number", "own_picture"),
        *("first_picture", "more_pictures", "selling_price", "price_before", "counted", "no_identifier"),
        *("google_category", "option2_value", "option1_or_none", "option1_value_or_none"),
        *("color", "size", "material", "pattern", "other_options", "options_listed", "options_barred"),
    }
)


def beside(first: Product, product: Product) -> Product:
    """Let a variant that waits for its group share the words of the first: they are most of its size."""
    if product.description != first.description:
        return product
    return replace(product, description=first.description)


@dataclass(frozen=True)
class Family:
    """Hold products that belong together: one alone (``sku`` is None), or all variants of a group."""

    products: tuple[Product, ...]
    sku: str | None = None


def family_values(family: Family, pictures: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """Give the values of each row of a family: a parent stands before its variants."""
    first = family.products[0]
    if family.sku is None:
        yield single_values(first, pictures)
        return
    yield parent_values(family, pictures)
    shared = {**VARIATION, **of_family(family)}
    for product in family.products:
        same = {"description": ""} if product.description == first.description else {}
        yield single_values(product, pictures) | shared | same


def of_family(family: Family) -> dict[str, Any]:
    """Give what all variants of a family have from it.

    Options are spelt as the parent spells them, or the importer finds no such attribute there.
    """
    first = family.products[0]
    return {
        "parent": family.sku,
        "group": family.sku,
        "group_name": first.name,
        "handle": slug(family.sku or first.sku),
        "leader": first.sku,
        "option1_name": first.option1_name,
        "option1_or_none": first.option1_name or NO_OPTION,
        "option2_name": first.option2_name,
    }


def shared_values(family: Family) -> dict[str, Any]:
    """Give what the first variant tells for all, where there is no parent."""
    members = family.products
    return {
        "described": shared_description(members),
        "tags": distinct(tag for p in members for tag in p.tags),
    }


def slug(code: str) -> str:
    """Write a code as a part of an address: small letters, digits and dashes."""
    return code.lower().replace("_", "-")


def single_values(product: Product, pictures: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Give the values of a product that belongs to no group."""
    row = dict(zip(_TOLD, _told(product), strict=True))
    row |= SINGLE
    for name, compute in COMPUTED.items():
        row[name] = compute(product, pictures)
    return row


def single_value(product: Product, name: str) -> Any:
    """Give one of these values alone, without pictures."""
    if name in COMPUTED:
        return COMPUTED[name](product, {})
    return SINGLE[name] if name in SINGLE else getattr(product, name)


def parent_values(family: Family, pictures: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Give the values of the row that stands before its variants."""
    members = family.products
    row = single_values(members[0], pictures)
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


# What every product alone has in common, and what is worked out; all other values stand in the product.
SINGLE: Mapping[str, Any] = {
    **{"type": "simple", "parent": None, "draft": True},
    **dict.fromkeys(("group_name", "leader", "picture", "picture_number", "own_picture")),
}
# What a variant leaves to its parent.
VARIATION: Mapping[str, Any] = {
    **dict.fromkeys((*ABOUT, "category")),
    "tags": (),
    "type": "variation",
    "draft": False,
}
COMPUTED: Mapping[str, Callable[[Product, Mapping[str, tuple[str, ...]]], Any]] = {
    "category": lambda product, _pictures: category_name(product.category),
    "pictures": lambda product, pictures: pictures.get(product.sku),
    "available": lambda product, _pictures: product.stock is None or product.stock > 0,
    "sale_price": lambda product, _pictures: sale_price(product),
    "option1_values": lambda product, _p: (product.option1_value,) if product.option1_value else None,
    "option2_values": lambda product, _p: (product.option2_value,) if product.option2_value else None,
    "handle": lambda product, _pictures: slug(product.sku),
    "described": lambda product, _pictures: described(product) or None,
    "first_picture": lambda product, pictures: next(iter(pictures.get(product.sku, ())), None),
    "more_pictures": lambda product, pictures: pictures.get(product.sku, ())[1:] or None,
    "selling_price": lambda product, _pictures: (product.sale_price and sale_price(product)) or product.price,
    "price_before": lambda product, _pictures: (
        product.price if product.sale_price and sale_price(product) else None
    ),
    "counted": lambda product, _pictures: product.stock is not None,
    "no_identifier": lambda product, _pictures: True if product.gtin is None else None,
    "google_category": lambda product, _pictures: google_category(product.category),
    "option1_or_none": lambda product, _pictures: product.option1_name or NO_OPTION,
    "option1_value_or_none": lambda product, _pictures: (
        (product.option1_name and product.option1_value) or NO_VALUE
    ),
    "color": lambda product, _pictures: core_value(product, "color"),
    "size": lambda product, _pictures: core_value(product, "size"),
    "material": lambda product, _pictures: core_value(product, "material"),
    "pattern": lambda product, _pictures: core_value(product, "pattern"),
    "other_options": lambda product, _pictures: other_options(product),
    "options_listed": lambda product, _pictures: all_options(product, ","),
    "options_barred": lambda product, _pictures: all_options(product, "|"),
}
# What is worked out from options; without them it is nothing, or what a product of one kind is called.
WITHOUT_OPTIONS = {"option1_or_none": NO_OPTION, "option1_value_or_none": NO_VALUE}
OF_OPTIONS = frozenset(
    ("color", "size", "material", "pattern", "other_options", "options_listed", "options_barred")
) | frozenset(WITHOUT_OPTIONS)
_TOLD = tuple(VALUES - SINGLE.keys() - COMPUTED.keys())
_told = attrgetter(*_TOLD)
