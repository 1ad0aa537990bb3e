"""Know what a watched folder offers now: new pictures, files that cannot be opened, and for which product."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, request
from sqlalchemy.orm import Session

from merchant_helper.bulk import watched
from merchant_helper.bulk.watched import Found, WatchedFolderGone
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings.family import shows_the_cover
from merchant_helper.listings.goods import listings_of
from merchant_helper.shops import visits
from merchant_helper.shops.visits import Visit
from merchant_helper.text import glimpse

# How many files are remembered that could not be opened; they are named without being read again.
REMEMBERED = 1000


@dataclass(frozen=True)
class Offered:
    """Be one file that is new in the folder; its mark stands for it in forms and addresses."""

    found: Found
    ticked: bool
    broken: Issue | None

    @property
    def mark(self) -> str:
        """Give the letters that stand for the file as it is now."""
        return self.found.mark

    @property
    def name(self) -> str:
        """Give the name as it can be shown, whatever it is made of."""
        return self.found.shown or _("Tệp không có tên")


@dataclass(frozen=True)
class Product:
    """Be one product that pictures may go into."""

    id: str
    name: str


@dataclass(frozen=True)
class Offer:
    """Hold what one look found: ``more`` wait behind what is shown, ``arriving`` are still being written."""

    pictures: list[Offered]
    broken: list[Offered]
    more: int
    arriving: int
    products: list[Product]

    @property
    def state(self) -> str:
        """Tell whether there is anything to choose."""
        return "some" if self.pictures or self.broken else "empty"

    @property
    def ticked(self) -> int:
        """Count what would be taken."""
        return sum(picture.ticked for picture in self.pictures)

    @property
    def rev(self) -> str:
        """Give a word that changes with anything that is shown."""
        files = [(o.mark, o.ticked, o.broken is None) for o in (*self.pictures, *self.broken)]
        shown = (files, self.more, self.arriving, self.products)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    def among(self, marks: list[str]) -> list[Found]:
        """Pick offered files by their marks; no name of a file is ever read from a request."""
        return [o.found for o in (*self.pictures, *self.broken) if o.mark in marks]


def look(session: Session, visit: Visit) -> Offer:
    """Look into the folder of a visit once. Raises WatchedFolderGone when it is not there."""
    seen = watched.look(Path(visit.folder or ""), visit.folder_before)
    unticked = set(request.args.getlist("shown")) - set(request.args.getlist("picture"))
    offered = [Offered(file, file.mark not in unticked, refusals().get(file.mark)) for file in seen.pictures]
    good = [o for o in offered if o.broken is None]
    broken = [o for o in offered if o.broken is not None]
    return Offer(good, broken, seen.more, seen.arriving, products(session, visit))


def find(visit: Visit, mark: str) -> Found | None:
    """Find one offered file by its mark; none when it is not in the offer, or there is none."""
    if visit.folder is None:
        return None
    try:
        seen = watched.look(Path(visit.folder), visit.folder_before)
    except WatchedFolderGone:
        return None
    return next((file for file in seen.pictures if file.mark == mark), None)


def products(session: Session, visit: Visit) -> list[Product]:
    """List the products that still take pictures: the one open on the phone first, then the newest."""
    phone = visits.joined(visit)
    told = [
        (listing.id, facts.name or _("Món số {number}, chưa có tên", number=listing.number))
        for listing, facts in reversed(listings_of(session, visit.shop_id))
        if not facts.removed and facts.outcome != "posted" and not shows_the_cover(listing, facts)
    ]
    told.sort(key=lambda pair: phone is None or pair[0] != phone.listing_id)
    return [Product(id_, glimpse(name)) for id_, name in told]


def refusals() -> dict[str, Issue]:
    """Give the memory of files that could not be opened, by mark."""
    known: dict[str, Issue] = current_app.extensions.setdefault("folder_refusals", {})
    return known


def refuse(mark: str, issue: Issue) -> None:
    """Remember why a file cannot be opened."""
    known = refusals()
    while len(known) >= REMEMBERED:
        known.pop(next(iter(known)), None)
    known[mark] = issue
