"""Take a shop's file into this program: photos first, then all rows in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.db.base import utc_now
from merchant_helper.handover.profile_codes import write_codes
from merchant_helper.handover.profile_data import AnswerData, CutoutData, PhotoData
from merchant_helper.handover.read_back import Profile
from merchant_helper.handover.read_back_plan import (
    ImportPlan,
    ListingPlan,
    plan_import,
    with_photos_of,
)
from merchant_helper.handover.read_back_unpack import Unpacked, drop, unpack
from merchant_helper.handover.read_back_visits import write_visits
from merchant_helper.handover.read_back_words import known_issues
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.facts import derive
from merchant_helper.listings.ledger import taken_skus, write
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.photos.editing import add
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.photos.receive import Received, register
from merchant_helper.shops.consent import withdraw
from merchant_helper.shops.model import Membership, Role, Shop
from merchant_helper.shops.people import LOCAL, ensure_local, ensure_owner
from merchant_helper.text import format_date, sku_from

# A count that leaps further is made up; kept, it would soon leave no room for the next answer or product.
FURTHEST = 1_000


def take_in(
    session: Session,
    store: FileStore,
    profile: Profile,
    *,
    laptop_of: str,
    team: str,
    agreed_until: date | None,
    unpacked: Unpacked | None = None,
) -> str:
    """Write a file's shop down and give its id; the caller holds the write transaction.

    Only what is new is added, nothing here is changed or lost. The owner is asked for her consent anew.
    ``unpacked`` are the photos, where they were taken in before the transaction began.
    """
    plan = plan_import(session, profile)
    if unpacked is None:
        unpacked = _unpacked_now(session, store, profile, plan)
    shop = session.get(Shop, profile.data.shop.id) or _new_shop(session, profile)
    if (shop.laptop_of, shop.team, shop.agreed_until) != (laptop_of, team, agreed_until):
        withdraw(shop)
    shop.laptop_of, shop.team, shop.agreed_until = laptop_of, team, agreed_until
    shop.places = shop.places or list(profile.data.shop.places)
    shop.sells_already = shop.sells_already or profile.data.shop.sells_already
    session.flush()
    photos = {**plan.photos, **_write_photos(session, shop.id, plan, unpacked)}
    ids = {one.listing.id: one.id for one in plan.listings}
    writers = _Writers(session, shop)
    for one in plan.listings:
        if one.action != "unchanged":
            _write_listing(session, shop, one, photos, ids, writers, profile)
    write_visits(session, shop, profile.data)
    write_codes(session, shop.id, plan.new_codes)
    session.flush()
    return shop.id


def _unpacked_now(session: Session, store: FileStore, profile: Profile, plan: ImportPlan) -> Unpacked:
    unpacked = Unpacked()
    try:
        unpack(store, profile, plan, unpacked)
    except BaseException:
        drop(session, store, unpacked)
        raise
    return unpacked


def _new_shop(session: Session, profile: Profile) -> Shop:
    told = profile.data.shop
    ensure_local(session)
    shop = Shop(id=told.id, name=told.name, co=told.co, nghin=told.nghin, laptop_of="", places=[])
    shop.memberships.append(Membership(person_id=LOCAL, role=Role.VOLUNTEER))
    session.add(shop)
    return shop


def _write_photos(session: Session, shop_id: str, plan: ImportPlan, unpacked: Unpacked) -> dict[str, str]:
    """Write the new photos down; gives the ids of those that turned out to be here under another one."""
    moved: dict[str, str] = {}
    for told in plan.new_photos:
        received = unpacked.photos.get(told.id)
        if received is None:
            continue
        wanted = plan.photos[told.id]
        photo = _write_photo(session, shop_id, wanted, received, told)
        mask = unpacked.masks.get(told.id)
        if told.cutout is not None and mask is not None and photo.cutout is None:
            photo.cutout = _cutout(told.cutout, mask)
        if photo.id != wanted:
            moved[told.id] = photo.id
    return moved


def _write_photo(session: Session, shop_id: str, wanted: str, received: Received, told: PhotoData) -> Photo:
    known = session.scalar(select(Photo).where(Photo.shop_id == shop_id, Photo.sha256 == received.sha256))
    if known is not None:
        return known
    photo = register(session, shop_id, received)
    photo.id, photo.added_at = wanted, told.added_at
    photo.issues = known_issues(told.issues)
    if told.came:
        add(photo, "came", {"names": told.came}, by="program")
    if told.light:
        add(photo, "light", {"light": told.light}, by="program")
    session.flush()
    return photo


def _cutout(told: CutoutData, mask: str) -> Cutout:
    return Cutout(
        state="done",
        engine=told.engine,
        model=told.model,
        verdict=told.verdict,
        confidence=told.confidence,
        mask_sha256=mask,
        issues=known_issues(told.issues),
        finished_at=utc_now(),
    )


class _Writers:
    """Know who of this place stands for a role of the file."""

    def __init__(self, session: Session, shop: Shop) -> None:
        self._session, self._shop = session, shop
        self._known = {"volunteer": LOCAL}

    def of(self, role: str) -> str:
        """Give the person for owner and volunteer; other roles stand for themselves."""
        if role == "owner" and role not in self._known:
            self._known[role] = ensure_owner(self._session, self._shop).id
        return self._known.get(role, role)


def _write_listing(
    session: Session,
    shop: Shop,
    plan: ListingPlan,
    photos: Mapping[str, str],
    ids: Mapping[str, str],
    writers: _Writers,
    profile: Profile,
) -> None:
    """Add a product, or only the answers that it does not have here."""
    told = plan.listing
    listing = session.get(Listing, plan.id)
    if listing is None:
        listing = Listing(id=plan.id, shop_id=shop.id, number=_number(session, shop.id, told.number))
        listing.copied_from = ids.get(told.copied_from or "", told.copied_from)
        listing.created_at = told.created_at
        session.add(listing)
    seq = max((answer.seq for answer in listing.answers), default=0)
    for answer in told.answers[plan.new_from :]:
        seq = _next(seq, answer.seq)
        listing.answers.append(_answer(answer, seq, photos, writers))
    session.flush()
    if plan.action == "apart":
        write(listing, _set_apart(session, shop, listing, profile), by="program")
        session.flush()


def _answer(told: AnswerData, seq: int, photos: Mapping[str, str], writers: _Writers) -> Answer:
    return Answer(
        seq=seq,
        field=told.field,
        value=with_photos_of(told.field, told.value, photos),
        given_by=writers.of(told.given_by),
        given_at=told.given_at,
        page_version=told.page_version,
    )


def _number(session: Session, shop_id: str, wanted: int) -> int:
    """Give a product its number again, or the next one where another has it."""
    used = set(session.scalars(select(Listing.number).where(Listing.shop_id == shop_id)))
    last = max(used, default=0)
    return wanted if wanted not in used and wanted <= last + FURTHEST else last + 1


def _next(last: int, wanted: int) -> int:
    """Give an answer its place again, after the ones before it."""
    return wanted if last < wanted <= last + FURTHEST else last + 1


def _set_apart(session: Session, shop: Shop, listing: Listing, profile: Profile) -> dict[str, Any]:
    """Name a product that went two ways by the file it came from; its code is its own again."""
    name = derive(listing.answers).name
    if not name:
        return {}
    day = format_date(profile.data.made_at)
    skus = taken_skus(session, shop.id)
    return {"name": _("{name} (theo hồ sơ ngày {day})", name=name, day=day), "sku": sku_from(name, skus)}
