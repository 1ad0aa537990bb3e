"""Choose which pictures of a product leave for a channel, and keep one photo as it was taken among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from merchant_helper.channels.model import Channel
from merchant_helper.listings.product import Picture, Product

# A new size, a white margin, another frame and a face that is hidden change nothing that a buyer looks at.
UNCHANGED = frozenset({"resized", "padded", "cropped_to_product", "cropped", "turned", "blurred"})


def as_taken(edits: Iterable[str]) -> bool:
    """Tell whether a picture shows the photo as it was taken."""
    return UNCHANGED.issuperset(edits)


def kit_pictures(product: Product, channel: Channel) -> tuple[Picture, ...]:
    """Give the pictures that leave for this channel, in order, as many as it takes.

    Where the natural photo comes first, a cover that was cut out follows the photo it was cut from; where
    only natural photos are wanted, none is cut out.
    """
    pictures, rule = product.pictures, channel.pictures
    if rule.background == "natural":
        pictures = tuple(natural(picture) for picture in pictures)
    elif rule.first == "natural" and pictures and pictures[0].mask is not None:
        pictures = (natural(pictures[0]), *pictures)
    return pictures[: rule.max_count]


def natural(picture: Picture) -> Picture:
    """Give the photo with all that is around the product."""
    return replace(picture, mask=None, fixed=True) if picture.mask is not None else picture


def cover_as_taken(product: Product, channel: Channel) -> Picture | None:
    """Give the cover as it was taken, close around the product, to follow a set in which all are changed.

    None where the product has no photo, or the channel takes no more.
    """
    most = channel.pictures.max_count
    if not product.pictures or (most is not None and len(kit_pictures(product, channel)) >= most):
        return None
    return replace(product.pictures[0], fixed=False, as_taken=True)
