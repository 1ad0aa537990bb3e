"""Render a product's photos by a channel's rule; a broken photo becomes a problem, never a crash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import quote

from PIL import Image

from merchant_helper.channels.model import Channel
from merchant_helper.channels.picture_set import as_taken, cover_as_taken, kit_pictures
from merchant_helper.channels.tidy import shown
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.cache import longest_needed
from merchant_helper.photos.intake import Upright, open_upright
from merchant_helper.photos.rendition import Rendition, render

ISSUE_CODES = (
    "channel.picture_missing",
    "channel.mask_unreadable",
    "channel.picture_left_out",
    "channel.photos_all_changed",
)
_BASE = re.compile(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """Hold one picture as the channel takes it: what was done to the photo, and which photo it was."""

    name: str
    data: bytes
    width: int
    height: int
    sha256: str
    edits: tuple[str, ...]
    photo: Picture

    @property
    def suffix(self) -> str:
        """Give the end of its name, with the dot."""
        return PurePath(self.name).suffix


def render_all(product: Product, channel: Channel) -> tuple[list[Rendered], list[Issue]]:
    """Render all pictures of a product, and tell what is wrong with those that were left out.

    Where all came out changed, the cover as it was taken follows them. A picture left out is a warning while
    others remain; it blocks where the channel wants one and none is left.
    """
    done: list[Rendered] = []
    issues: list[Issue] = []
    pictures = kit_pictures(product, channel)
    for number, picture in enumerate(pictures, start=1):
        rendition, found = _render(picture, channel, number)
        issues += found
        if rendition is not None:
            done.append(_named(rendition, product.sku, number, channel, picture))
    if done and not any(as_taken(picture.edits) for picture in done):
        honest = _as_taken(product, channel, len(pictures) + 1)
        done += honest
        issues += [] if honest else [Issue("channel.photos_all_changed", "photos", "warn")]
    lost = channel.pictures.required and not done
    return done, [replace(i, severity="warn") if i.severity == "block" and not lost else i for i in issues]


def _as_taken(product: Product, channel: Channel, number: int) -> list[Rendered]:
    """Render the cover as it was taken; nothing where there is no room for it or the photo is too small."""
    cover = cover_as_taken(product, channel)
    rendition = _render(cover, channel, number)[0] if cover else None
    if rendition and not as_taken(rendition.edits):
        return []
    return [_named(rendition, product.sku, number, channel, cover)] if cover and rendition else []


def shared_once(rendered: Sequence[list[Rendered]]) -> list[list[Rendered]]:
    """Give a picture that several variants share one name, so that it is one file and stands there once."""
    names: dict[str, str] = {}
    return [
        [replace(one, name=names.setdefault(one.sha256, one.name)) for one in pictures]
        for pictures in rendered
    ]


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
    rendition = render(
        upright,
        channel.picture,
        mask=mask,
        fix_light=with_light,
        as_taken=picture.as_taken,
        edits=picture.edits,
    )
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


def _named(rendition: Rendition, sku: str, number: int, channel: Channel, photo: Picture) -> Rendered:
    """Name a picture after its content, so that a changed picture has a new name."""
    digest = hashlib.sha256(rendition.data).hexdigest()
    name = channel.pictures.file_name.format(sku=sku, number=number, sum=digest[:8])
    return Rendered(
        name=f"{name}{channel.picture.suffix}",
        data=rendition.data,
        width=rendition.width,
        height=rendition.height,
        sha256=digest,
        edits=tuple(rendition.edits),
        photo=photo,
    )
