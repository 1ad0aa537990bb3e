"""Say what taking a shop's file in would do, before anything is done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.db.base import LETTERS
from merchant_helper.handover.profile_codes import new_codes
from merchant_helper.handover.profile_data import CodeData, ListingData, PhotoData
from merchant_helper.handover.read_back import Profile
from merchant_helper.issues import Issue
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop
from merchant_helper.text import glimpse

ISSUE_CODES = ("profile.other_name",)

Action = Literal["add", "more", "unchanged", "apart"]
# Answers that name photos by their ids.
_OF_PHOTOS = ("photos", "kept", "seen", "private_seen")


@dataclass(frozen=True)
class ListingPlan:
    """Say what becomes of one product: under which id, and from which of its answers on it is new."""

    listing: ListingData
    action: Action
    id: str
    new_from: int = 0


@dataclass(frozen=True)
class ImportPlan:
    """Say what would be added to a shop that is new here or the same as one here.

    ``photos`` maps the file's ids to those here; ``new_photos`` are the ones that are not here yet.
    """

    kind: Literal["new", "same"]
    shop_name: str
    listings: tuple[ListingPlan, ...]
    photos: Mapping[str, str]
    new_photos: tuple[PhotoData, ...]
    issues: tuple[Issue, ...] = field(default=())
    new_codes: tuple[CodeData, ...] = field(default=())

    def count(self, action: Action) -> int:
        """Count the products with which this would be done."""
        return sum(plan.action == action for plan in self.listings)

    @property
    def changes_nothing(self) -> bool:
        """Tell whether everything is here already."""
        nothing_new = not self.new_photos and not self.new_codes
        return self.kind == "same" and nothing_new and self.count("unchanged") == len(self.listings)


def plan_import(session: Session, profile: Profile) -> ImportPlan:
    """Compare a file with what is here; nothing is written."""
    data = profile.data
    shop = session.get(Shop, data.shop.id)
    photos, new = _photos(session, profile, data.shop.id)
    here = {listing.id: listing for listing, _facts in listings_of(session, data.shop.id)}
    listings = tuple(_listing(session, one, here, photos, data.shop.id) for one in data.listings)
    issues: list[Issue] = []
    if shop is not None and shop.name != data.shop.name:
        told: dict[str, str | int] = {"there": glimpse(data.shop.name, 60), "here": glimpse(shop.name, 60)}
        issues.append(Issue("profile.other_name", "file", "warn", told))
    name = shop.name if shop else data.shop.name
    codes = new_codes(session, data.shop.id, data.codes)
    return ImportPlan("same" if shop else "new", name, listings, photos, new, tuple(issues), codes)


def with_photos_of(field_name: str, value: Any, photos: Mapping[str, str]) -> Any:
    """Give an answer's value with the photos' ids of this place."""
    if field_name in _OF_PHOTOS and isinstance(value, list):
        return [photos.get(photo_id, photo_id) for photo_id in value]
    if field_name == "shots" and isinstance(value, list):
        parts = [str(each).partition("=") for each in value]
        return [f"{photos.get(photo_id, photo_id)}={shot}" for photo_id, _sign, shot in parts]
    if field_name == "cover_of" and isinstance(value, str):
        return photos.get(value, value)
    return value


def other_id(*parts: str) -> str:
    """Make an id that follows from others, so that the same file taken in again meets its own traces."""
    number = int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest())
    return "".join(LETTERS[(number >> 5 * place) % len(LETTERS)] for place in range(16))


def _photos(session: Session, profile: Profile, shop_id: str) -> tuple[dict[str, str], tuple[PhotoData, ...]]:
    """Find each photo here: by its id, by the sum of its original, or by that of its picture."""
    here = photos_of(session, shop_id)
    by_sum = {photo.sha256: photo.id for photo in here.values()}
    elsewhere = _taken(session, Photo, [photo.id for photo in profile.data.photos]) - set(here)
    ids: dict[str, str] = {}
    new: list[PhotoData] = []
    for photo in profile.data.photos:
        free = photo.id if photo.id not in elsewhere else other_id(shop_id, photo.id)
        known = next((i for i in (photo.id, free) if i in here), None)
        known = known or by_sum.get(photo.original) or by_sum.get(photo.sha256 or "")
        if known is None:
            new.append(photo)
            by_sum.update({photo.original: free, photo.sha256 or photo.original: free})
        ids[photo.id] = known or free
    return ids, tuple(new)


def _listing(
    session: Session, told: ListingData, here: Mapping[str, Listing], photos: Mapping[str, str], shop_id: str
) -> ListingPlan:
    """Decide about one product: whose answers begin like the other's."""
    ours = told.id if told.id in here else other_id(shop_id, told.id)
    if ours not in here:
        free = told.id if not _taken(session, Listing, [told.id]) else ours
        return ListingPlan(told, "add", free)
    action, new_from = _compare(here[ours].answers, told, photos)
    if action != "apart":
        return ListingPlan(told, action, ours, new_from)
    apart = other_id(shop_id, told.id, _sum(told))
    return ListingPlan(told, "unchanged" if apart in here else "apart", apart)


def _compare(
    answers: list[Answer], told: ListingData, photos: Mapping[str, str]
) -> tuple[Literal["more", "unchanged", "apart"], int]:
    mine = [(a.field, a.value) for a in sorted(answers, key=lambda a: a.seq)]
    theirs = [(a.field, with_photos_of(a.field, a.value, photos)) for a in told.answers]
    shorter = min(len(mine), len(theirs))
    if mine[:shorter] != theirs[:shorter]:
        return "apart", 0
    return ("more", shorter) if len(theirs) > shorter else ("unchanged", shorter)


def _sum(told: ListingData) -> str:
    return hashlib.sha256(told.model_dump_json().encode()).hexdigest()


def _taken(session: Session, table: type[Listing] | type[Photo], ids: list[str]) -> set[str]:
    """Find which ids are in use anywhere in this database."""
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        found.update(session.scalars(select(table.id).where(table.id.in_(ids[start : start + 500]))))
    return found
