"""Write a shop's file (hồ sơ cửa hàng): one page that opens on any phone and can be taken in again."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper import __version__
from merchant_helper.db.base import utc_now
from merchant_helper.db.folder import unusable
from merchant_helper.errors import MerchantHelperError
from merchant_helper.handover import profile_page as page
from merchant_helper.handover.profile_data import (
    BLOCK_ID,
    MOST_BYTES,
    MOST_DATA_BYTES,
    MOST_VISITS,
    ProfileData,
)
from merchant_helper.handover.profile_history import (
    code_data,
    listing_data,
    photo_data,
    shop_data,
    visit_data,
)
from merchant_helper.handover.profile_pictures import Embedded, PhotoPictures, has_mask, prepare
from merchant_helper.i18n import in_language
from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.goods import listings_of, photos_of, to_product
from merchant_helper.listings.model import Listing
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import MOST_CODES, codes_of
from merchant_helper.shops.people import owner_of
from merchant_helper.shops.visits import Visit

ISSUE_CODES = ("profile.too_much",)

Told = list[tuple[Listing, Facts]]


class ProfileUnwritable(MerchantHelperError):
    """Say why no file can be made of a shop: what no reader would take is not written."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


@dataclass(frozen=True)
class ProfileRecord:
    """Count what went into a file; ``lost`` are photos that could not be made into pictures."""

    products: int
    photos: int
    bytes: int
    lost: int = 0


def write_profile(
    session: Session, shop: Shop, store: FileStore, cache: Path, out: BinaryIO | Path
) -> ProfileRecord:
    """Write everything of one shop into one HTML file, a piece at a time.

    ``cache`` keeps the pictures that were made. A path is replaced once the file is whole.
    Raises DiskFull, and ProfileUnwritable for a shop that is larger than a file may be.
    """
    if isinstance(out, Path):
        return _write_aside(session, shop, store, cache, out)
    told, photos = _whole_shop(session, shop)
    covers = frozenset(f.cover_of for _listing, f in told if f.cover == "cutout" and f.cover_of)
    made = prepare(list(photos.values()), covers, store, cache)
    data = _data(session, shop, told, photos, made)
    contents = _contents(session, shop, told, photos, made, store, data)
    block = data_block(data)
    if len(block.encode()) > MOST_DATA_BYTES:
        raise _too_much()
    with in_language("vi"):
        count = _write(out, [page.head(contents, block)])
        count += _write(out, page.body(contents))
    if count > MOST_BYTES:
        raise _too_much()
    return ProfileRecord(len(told), len(photos), count, contents.lost)


def state_of(session: Session, shop: Shop) -> str:
    """Sum up what a file of this shop would hold; another sum means that it has to be written again."""
    told, photos = _whole_shop(session, shop)
    masks = [(p.id, p.sha256, p.mask(), p.edited()) for p in photos.values()]
    visits = [(v.number, v.who, v.team, v.started_at) for v in _visits(session, shop)]
    own = (shop.name, shop.co, shop.nghin, shop.places, shop.sells_already)
    seen = [(listing.id, facts.version) for listing, facts in told]
    codes = [code_data(code).model_dump() for code in codes_of(session, shop.id)]
    return hashlib.sha256(repr((__version__, own, seen, masks, visits, codes)).encode()).hexdigest()[:32]


def _too_much() -> ProfileUnwritable:
    return ProfileUnwritable(Issue("profile.too_much", severity="block"))


def data_block(data: ProfileData) -> str:
    """Give the data as a block that no browser runs, with the sum over every letter of it."""
    text = json.dumps(data.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c")
    total = hashlib.sha256(safe.encode()).hexdigest()
    return f'<script type="application/json" id="{BLOCK_ID}" data-sha256="{total}">{safe}</script>'


def _write_aside(session: Session, shop: Shop, store: FileStore, cache: Path, out: Path) -> ProfileRecord:
    part = out.with_name(f".{secrets.token_hex(4)}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            record = _write_part(session, shop, store, cache, part)
        except FileNotFoundError:
            # Another shop's farewell emptied the pictures meanwhile: they are made again.
            record = _write_part(session, shop, store, cache, part)
        _move_in(part, out)
    except OSError as error:
        raise unusable(out, error) from error
    finally:
        part.unlink(missing_ok=True)
    return record


def _move_in(part: Path, out: Path) -> None:
    try:
        part.replace(out)
    except PermissionError:
        # Windows moves nothing onto a file that is being sent; a name here stands for a state of the shop.
        if not out.is_file():
            raise


def _write_part(session: Session, shop: Shop, store: FileStore, cache: Path, part: Path) -> ProfileRecord:
    with part.open("wb") as file:
        return write_profile(session, shop, store, cache, file)


def _whole_shop(session: Session, shop: Shop) -> tuple[Told, dict[str, Photo]]:
    """Load all products, those put away last, and the photos that they hold now.

    What she took off a product was not wanted and does not travel.
    """
    told = listings_of(session, shop.id)
    told.sort(key=lambda one: one[1].removed)
    photos = photos_of(session, shop.id)
    held = dict.fromkeys(pid for _listing, facts in told for pid in facts.photos if pid in photos)
    return told, {pid: photos[pid] for pid in held}


def _data(
    session: Session, shop: Shop, told: Told, photos: dict[str, Photo], made: dict[str, PhotoPictures]
) -> ProfileData:
    owner = owner_of(session, shop.id)
    ordered = sorted((listing for listing, _facts in told), key=lambda listing: listing.number)
    try:
        return ProfileData(
            program=__version__,
            made_at=utc_now(),
            shop=shop_data(shop),
            listings=[listing_data(listing, owner.id if owner else None) for listing in ordered],
            photos=[photo_data(photo, made[photo.id]) for photo in photos.values()],
            visits=[visit_data(visit) for visit in _visits(session, shop)[-MOST_VISITS:]],
            codes=[code_data(code) for code in codes_of(session, shop.id)[-MOST_CODES:]],
        )
    except ValidationError as error:
        raise _too_much() from error


def _contents(
    session: Session,
    shop: Shop,
    told: Told,
    photos: dict[str, Photo],
    made: dict[str, PhotoPictures],
    store: FileStore,
    data: ProfileData,
) -> page.Contents:
    items = tuple(
        page.Item(
            number,
            facts,
            to_product(facts, photos, store, listing.number),
            tuple((pid, _shown(facts, photos[pid], made[pid])) for pid in facts.photos if pid in photos),
        )
        for number, (listing, facts) in enumerate(told, 1)
    )
    meetings = tuple(_meeting(visit, told) for visit in _visits(session, shop))
    lost = sum(pictures.lost for pictures in made.values())
    return page.Contents(shop.name, shop.address, data.made_at, items, meetings, lost, tuple(data.codes))


def _shown(facts: Facts, photo: Photo, made: PhotoPictures) -> PhotoPictures:
    """Leave the picture on white where this product did not choose it."""
    chosen = facts.cover == "cutout" and facts.cover_of == photo.id and has_mask(photo)
    return made if chosen else PhotoPictures(made.natural, None, made.mask, made.lost)


def _visits(session: Session, shop: Shop) -> list[Visit]:
    return list(session.scalars(select(Visit).where(Visit.shop_id == shop.id).order_by(Visit.number)))


def _meeting(visit: Visit, told: Told) -> page.Meeting:
    end = visit.ended_at or utc_now()
    worked = sum(any(visit.started_at <= a.given_at <= end for a in each.answers) for each, _facts in told)
    return page.Meeting(visit.started_at, visit.team, visit.who, worked)


def _write(out: BinaryIO, pieces: Iterable[page.Piece]) -> int:
    count = 0
    for piece in pieces:
        for letters in piece.base64() if isinstance(piece, Embedded) else (piece.encode(),):
            out.write(letters)
            count += len(letters)
    return count
