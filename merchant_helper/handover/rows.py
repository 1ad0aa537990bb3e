"""Know what hangs on a shop in the database, and delete it there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from merchant_helper.bulk.model import PhotoBatch
from merchant_helper.handover.begun import Begun
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.photos.farewell import own_files
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Membership, Person, Role, Shop
from merchant_helper.shops.pay_codes import PayCode
from merchant_helper.shops.people import LOCAL
from merchant_helper.shops.visits import Phone, Visit

# A phone or an account as people type them; a price has fewer digits, a date has strokes.
NUMBER = re.compile(r"(?:\+84|0|(?=\d(?:[ .\-]?\d){8}))\d*(?:[ .\-]?\d){7,}")
# Shorter words stand everywhere.
LEAST_BYTES = 8


def note(session: Session, begun: Begun) -> None:
    """Collect what the wipe has to know once the rows are gone."""
    shop_id = begun.shop_id
    batches = set(session.scalars(select(PhotoBatch.id).where(PhotoBatch.shop_id == shop_id)))
    words = {word for word in _words(session, begun) if len(word.encode()) >= LEAST_BYTES}
    begun.add(jobs=batches, files=own_files(session, shop_id), words=words)


def stop_batches(session: Session, shop_id: str) -> None:
    """Let no waiting photo of a shop be begun any more."""
    session.execute(update(PhotoBatch).where(PhotoBatch.shop_id == shop_id).values(cancelled=True))


def delete_rows(session: Session, begun: Begun) -> None:
    """Delete a shop's rows: all of them, or all but the words and who answered them."""
    if begun.keep == "nothing":
        _delete_all(session, begun.shop_id)
    else:
        _delete_pictures(session, begun.shop_id)


def _delete_all(session: Session, shop_id: str) -> None:
    elsewhere = select(Membership.person_id).where(Membership.shop_id != shop_id)
    owners = select(Membership.person_id).where(
        Membership.shop_id == shop_id,
        Membership.role == Role.OWNER,
        Membership.person_id != LOCAL,
        Membership.person_id.not_in(elsewhere),
    )
    gone = list(session.scalars(owners))
    session.execute(delete(Person).where(Person.id.in_(gone), Person.machine_admin.is_(False)))
    # All the rest goes with it, by the foreign keys.
    session.execute(delete(Shop).where(Shop.id == shop_id))


def _delete_pictures(session: Session, shop_id: str) -> None:
    session.execute(delete(PhotoBatch).where(PhotoBatch.shop_id == shop_id))
    session.execute(delete(Photo).where(Photo.shop_id == shop_id))
    # Words may stay; an account is none of them.
    session.execute(delete(PayCode).where(PayCode.shop_id == shop_id))
    visits = select(Visit.id).where(Visit.shop_id == shop_id)
    session.execute(delete(Phone).where(Phone.visit_id.in_(visits), Phone.left_at.is_not(None)))
    session.execute(
        update(Visit)
        .where(Visit.shop_id == shop_id)
        .values(who="", contact="", folder=None, folder_before=[])
    )


def _words(session: Session, begun: Begun) -> Iterator[str]:
    """Go through what would tell a person that this shop was here."""
    for who, contact in session.execute(
        select(Visit.who, Visit.contact).where(Visit.shop_id == begun.shop_id)
    ):
        yield contact
        yield from _numbers(f"{who} {contact}")
    codes = select(PayCode.account, PayCode.payload).where(PayCode.shop_id == begun.shop_id)
    for account, payload in session.execute(codes):
        yield from (account or "", payload)
    if begun.keep == "words":
        return
    shop = session.get(Shop, begun.shop_id)
    if shop is not None:
        yield shop.name
        yield from _numbers(shop.name)
    told = select(Answer.value).join(Listing).where(Listing.shop_id == begun.shop_id)
    for value in session.scalars(told):
        yield from _numbers(json.dumps(value, ensure_ascii=False))


def _numbers(text: str) -> Iterator[str]:
    for found in NUMBER.findall(text):
        yield found
        yield re.sub(r"\D", "", found)
