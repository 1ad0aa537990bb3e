"""Know which fields of a product a channel's file carries, and which stay at home."""

from __future__ import annotations

from dataclasses import fields

from merchant_helper.channels.about import LABELS
from merchant_helper.channels.model import Channel
from merchant_helper.listings.product import Product

# What a value is made of, where that is not the field of its name.
_MADE_OF: dict[str, tuple[str, ...]] = {
    "described": ("description", *LABELS, "condition"),
    "handle": ("sku",),
    "selling_price": ("price", "sale_price"),
    "price_before": ("price", "sale_price"),
    "counted": ("stock",),
    "available": (),
    "google_category": (),
    "no_identifier": (),
    "leader": ("group",),
    "parent": ("group",),
    "option1_values": ("option1_value",),
    "option2_values": ("option2_value",),
    "option1_or_none": ("option1_name",),
    "option1_value_or_none": ("option1_value",),
    **dict.fromkeys(
        ("options_listed", "options_barred", "other_options"),
        ("option1_name", "option1_value", "option2_name", "option2_value"),
    ),
    **dict.fromkeys(("picture", "own_picture", "first_picture", "more_pictures"), ("pictures",)),
}
_OURS = tuple(f.name for f in fields(Product) if f.name not in ("row", "found", "attributes", "papers"))


def carried(channel: Channel) -> frozenset[str]:
    """Give the fields that its file holds."""
    values = {column.value for column in channel.columns if column.value}
    held = {field for value in values for field in _MADE_OF.get(value, (value,))}
    if channel.groups == "first":
        held.add("group")
    return frozenset(held & set(_OURS))


def left_out(channel: Channel) -> tuple[str, ...]:
    """Give the fields that its file has no place for, in our order."""
    held = carried(channel)
    return tuple(field for field in _OURS if field not in held)
