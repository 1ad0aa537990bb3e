"""Take the products of a sheet into a shop: new ones are added, known ones changed, none is ever dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from merchant_helper.bulk.sheet.plan import Known, Planned, plan
from merchant_helper.bulk.sheet.read import Sheet
from merchant_helper.listings import ledger
from merchant_helper.listings.model import Listing
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.receive import Received, receive, register
from merchant_helper.shops.model import Shop

# Few enough that a power cut costs little, enough that a thousand rows take no minute.
AT_ONCE = 100
Writing = Callable[[], AbstractContextManager[Session]]


def take_in(sheet: Sheet, shop_id: str, store: FileStore, writing: Writing, by: str) -> Iterator[Planned]:
    """Write the rows of a sheet into a shop, some at a time; give each when it is written, held ones as well.

    A run that ends early leaves whole rows behind, and the same sheet again goes on with the others. Raises
    SheetRefused, DiskFull.
    """
    with writing() as session:
        known = Known.of(session, session.get_one(Shop, shop_id))
    planned = plan(sheet, known)
    while rows := list(islice(planned, AT_ONCE)):
        received = [_receive(row, store) for row in rows]
        with writing() as session:
            for row, photos in zip(rows, received, strict=True):
                _write(session, shop_id, row, photos, known, by)
        yield from rows


def _receive(row: Planned, store: FileStore) -> list[Received]:
    """Keep the new photos of a row before its transaction begins: a large photo takes its time."""
    done: list[Received] = []
    for path in row.new_photos if row.action in ("add", "update") else ():
        with path.open("rb") as stream:
            done.append(receive(store, stream, path.name))
    return done


def _write(
    session: Session, shop_id: str, row: Planned, received: Sequence[Received], known: Known, by: str
) -> None:
    if row.action not in ("add", "update"):
        return
    told: dict[str, Any] = dict(row.told)
    if "photos" in told:
        new = [register(session, shop_id, photo) for photo in received]
        known.photos |= {photo.sha256: photo.id for photo in new}
        told["photos"] = [new[place].id if isinstance(place, int) else place for place in told["photos"]]
    if row.listing is None:
        # Whoever fills in a sheet sees all of it: nobody has to look each product through again.
        told["checked"] = True
        listing = ledger.start(session, shop_id)
    else:
        listing = session.get_one(Listing, row.listing)
    ledger.tell(listing, told, by=by, page_version=ledger.OF_A_SHEET)
