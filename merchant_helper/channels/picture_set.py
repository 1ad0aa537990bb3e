"""Choose which pictures of a product leave for a channel, and keep one photo as it was taken among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from merchant_helper.channels.model import Channel
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.edits import NOTHING

# A new size, a white margin and a frame closer around the product change nothing that a buyer looks at.
UNCHANGED = frozenset({"resized", "padded", "cropped_to_product", "turned"})


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
    """Give a photo as it was taken, close around the product, to follow a set in which all are changed.

    It is the first one, as a rule the cover, in which nothing is hidden or cropped away by hand: that stays
    hidden. None where there is none, or the channel takes no more.
    """
    most = channel.pictures.max_count
    if most is not None and len(kit_pictures(product, channel)) >= most:
        return None
    for picture in product.pictures:
        edits = picture.edits
        if not (edits.blur or edits.crop or edits.came):
            return replace(picture, fixed=False, as_taken=True, edits=replace(NOTHING, turn=edits.turn))
    return None
