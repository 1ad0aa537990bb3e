"""Give a kit's pictures as the pages show them: made on first sight and kept; a full disk stops none."""

from __future__ import annotations

from pathlib import Path

from merchant_helper import channels
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.cache import PictureHeld, Wanted, edits_of, kept_or_made
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.web.db import services


def kit_set(product: Product, channel: channels.Channel) -> tuple[Picture, ...]:
    """Give the pictures of a kit; where all come out changed, the cover as it was taken is the last."""
    pictures = channels.kit_pictures(product, channel)
    cover = channels.cover_as_taken(product, channel)
    if cover is None or shows_as_taken(pictures, channel):
        return pictures
    return (*pictures, cover)


def shows_as_taken(pictures: tuple[Picture, ...], channel: channels.Channel) -> bool:
    """Tell whether one of these leaves as it was taken; it looks no further than the first that does."""
    for picture in pictures:
        try:
            edits = edits_of(pictures_folder(), wanted(picture, channel.picture))
        except (PhotoUnreadable, PictureHeld, OSError):
            continue
        if channels.as_taken(edits):
            return True
    return False


def changed_throughout(pictures: tuple[Picture, ...], channel: channels.Channel) -> Issue | None:
    """Warn of a kit in which no picture shows its photo as it was taken."""
    if not pictures or any(picture.as_taken for picture in pictures) or shows_as_taken(pictures, channel):
        return None
    return Issue("channel.photos_all_changed", "photos", "warn")


def kit_picture(product: Product, channel: channels.Channel, number: int) -> Picture | None:
    """Give one picture of a kit by its number; the one after the last is the cover as it was taken."""
    pictures = channels.kit_pictures(product, channel)
    if 1 <= number <= len(pictures):
        return pictures[number - 1]
    return channels.cover_as_taken(product, channel) if number == len(pictures) + 1 else None


def made(picture: Picture, spec: RenditionSpec) -> Path | bytes:
    """Give a picture as a kept file, or as bytes where the disk takes no more.

    Raises PhotoUnreadable, PictureHeld, FileNotFoundError.
    """
    return kept_or_made(pictures_folder(), wanted(picture, spec))


def wanted(picture: Picture, spec: RenditionSpec) -> Wanted:
    """Say how a product's picture is made by a rule."""
    return Wanted(
        picture.path,
        spec,
        mask=picture.mask,
        fix_light=picture.fixed,
        as_taken=picture.as_taken,
        edits=picture.edits,
    )


def pictures_folder() -> Path:
    """Say where pictures are kept."""
    return services().folder.cache / "pictures"
