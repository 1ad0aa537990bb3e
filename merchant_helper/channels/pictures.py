"""Render a product's photos by a channel's rule; a broken photo becomes a problem, never a crash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from PIL import Image

from merchant_helper.channels.model import Channel
from merchant_helper.channels.tidy import shown
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.cache import longest_needed
from merchant_helper.photos.intake import Upright, open_upright
from merchant_helper.photos.rendition import Rendition, render

ISSUE_CODES = ("channel.picture_missing", "channel.mask_unreadable", "channel.picture_left_out")
_BASE = re.compile(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """Hold one picture as the channel takes it.

    ``edits`` tells what was done to the photo; a new size or a white margin alone leaves it ``as_taken``.
    """

    name: str
    data: bytes
    width: int
    height: int
    sha256: str
    edits: tuple[str, ...]


def as_taken(edits: Iterable[str]) -> bool:
    """Tell whether a picture shows the photo as it was taken."""
    return set(edits) <= {"resized", "padded"}


def kit_pictures(product: Product, channel: Channel) -> tuple[Picture, ...]:
    """Give the pictures that leave for this channel, in order, as many as it takes.

    Where the natural photo comes first, a cover that was cut out follows the photo it was cut from.
    """
    pictures = product.pictures
    if channel.pictures.first == "natural" and pictures and pictures[0].mask is not None:
        pictures = (replace(pictures[0], mask=None, fixed=True), *pictures)
    return pictures[: channel.pictures.max_count]


def render_all(product: Product, channel: Channel) -> tuple[list[Rendered], list[Issue]]:
    """Render all pictures of a product, and tell what is wrong with those that were left out.

    A picture left out is a warning while others remain; it blocks where the channel wants one and none is
    left.
    """
    done: list[Rendered] = []
    issues: list[Issue] = []
    for number, picture in enumerate(kit_pictures(product, channel), start=1):
        rendition, found = _render(picture, channel, number)
        issues += found
        if rendition is not None:
            done.append(_named(rendition, product.sku, number))
    lost = channel.pictures.required and not done
    return done, [replace(i, severity="warn") if i.severity == "block" and not lost else i for i in issues]


def image_cell(base_url: str | None) -> Callable[[str], str]:
    """Say how a file's cell names a picture: by its name alone, or below an address.

    Raises ValueError for an address that no importer could fetch from.
    """
    if base_url is None:
        return lambda name: name
    if not is_base_url(base_url):
        raise ValueError(base_url)
    base = base_url.rstrip("/").replace(",", "%2C")
    return lambda name: f"{base}/{quote(name)}"


def is_base_url(text: str) -> bool:
    """Tell whether pictures can be fetched from below an address (http or https, ASCII, no query)."""
    return text.isascii() and _BASE.fullmatch(text) is not None


def _render(picture: Picture, channel: Channel, number: int) -> tuple[Rendition | None, list[Issue]]:
    seen: dict[str, str | int] = {"number": number, "file": shown(picture.path.name)}
    try:
        finest = None if picture.mask else longest_needed(channel.pictures.size, picture.edits)
        upright = open_upright(picture.path, longest=finest)
    except PhotoUnreadable as error:
        return None, [error.issue, Issue("channel.picture_left_out", "photos", "block", seen)]
    except OSError:
        return None, [Issue("channel.picture_missing", "photos", "block", seen)]
    mask, issues = _mask(picture, upright, seen)
    with_light = picture.fixed or (picture.mask is not None and mask is None)
    rendition = render(upright, channel.picture, mask=mask, fix_light=with_light, edits=picture.edits)
    issues += rendition.issues
    if not rendition.data:
        return None, [*issues, Issue("channel.picture_left_out", "photos", "block", seen)]
    return rendition, issues


def _mask(
    picture: Picture, upright: Upright, seen: dict[str, str | int]
) -> tuple[Image.Image | None, list[Issue]]:
    """Open the cut-out; without it the photo goes out as it was taken, and that is said."""
    if picture.mask is None:
        return None, []
    try:
        with Image.open(picture.mask, formats=("PNG",)) as opened:
            if _same_shape(opened.size, upright.size):
                return opened.convert("L"), []
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        pass
    return None, [Issue("channel.mask_unreadable", "photos", "warn", seen)]


def _same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether a mask belongs to a picture; rounding may move it by a pixel or two."""
    return abs(one[0] * other[1] - one[1] * other[0]) <= 2 * max(*one, *other)


def _named(rendition: Rendition, sku: str, number: int) -> Rendered:
    """Name a picture after its content, so that a changed picture has a new name."""
    digest = hashlib.sha256(rendition.data).hexdigest()
    return Rendered(
        name=f"{sku}_{number}-{digest[:8]}.jpg",
        data=rendition.data,
        width=rendition.width,
        height=rendition.height,
        sha256=digest,
        edits=tuple(rendition.edits),
    )
