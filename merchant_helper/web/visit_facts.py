"""Sum up a visit: what was done, what she has, and what is left on this laptop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from merchant_helper.db.base import utc_now
from merchant_helper.listings.check import status
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import families
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.model import Listing
from merchant_helper.photos.model import Photo
from merchant_helper.shops import place_files, visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit
from merchant_helper.web.db import services
from merchant_helper.web.shop_forms import today

ON_CARD = 6
# What is done stands before what is not.
DONE_FIRST = ("posted", "ready", "refused", "missing", "started")


@dataclass(frozen=True)
class Worked:
    """Be one product that was worked on, with its status."""

    name: str | None
    status: str


@dataclass(frozen=True)
class Ending:
    """Hold what the end of a visit stands on.

    ``taken_at`` is when the shop's file was last taken, ``changed`` how many products changed after that.
    ``until`` is the day agreed to, where it has not passed. ``to_sign_out`` are the places for which a file
    was made during the visit and nobody has said whether she signed out; ``sign_outs`` is what was said.
    """

    visit: Visit | None
    listings: int
    posted: int
    ready: int
    photos: int
    backups: int
    taken_at: datetime | None
    changed: int
    until: date | None
    to_sign_out: tuple[str, ...] = ()
    sign_outs: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_taken_all(self) -> bool:
        """Tell whether she has everything that is here; of nothing there is nothing to take."""
        if not self.listings and not self.photos:
            return True
        return self.taken_at is not None and not self.changed

    @property
    def choices(self) -> tuple[str, ...]:
        """List what may become of the shop's things; to leave them needs a day that was agreed to."""
        return ("nothing", "words", "all") if self.until else ("nothing", "words")

    @property
    def usual(self) -> str:
        """Name the choice that keeps to what was agreed."""
        return "all" if self.until else "nothing"


def ending(session: Session, shop: Shop) -> Ending:
    """Collect what a visit's end stands on, for one that goes on or for what an earlier one left."""
    told = listings_of(session, shop.id)
    shown = [status(facts) for _listing, facts in told if not facts.removed]
    taken_at = _taken_at(session, shop)
    until = shop.agreed_until
    visit = visits.current(session, shop.id)
    return Ending(
        visit=visit,
        listings=len(told),
        posted=shown.count("posted"),
        ready=shown.count("ready"),
        photos=session.scalar(select(func.count()).where(Photo.shop_id == shop.id)) or 0,
        backups=sum(file.is_file() for file in services().folder.backups.glob("*")),
        taken_at=taken_at,
        changed=sum(_touched(listing, taken_at) for listing, _facts in told) if taken_at else 0,
        until=until if until is not None and until >= today() else None,
        to_sign_out=tuple(place_files.to_sign_out(session, visit)) if visit else (),
        sign_outs=place_files.sign_outs(session, visit) if visit else {},
    )


def worked_on(session: Session, shop: Shop, visit: Visit) -> list[Worked]:
    """List the products that a visit worked on, the posted ones first; a first visit made them all."""
    told = [
        (listing, facts)
        for listing, facts in listings_of(session, shop.id)
        if not facts.removed and (visit.number == 1 or _touched(listing, visit.started_at))
    ]
    firsts = [family[0][1] for family in families(told)]
    found = [Worked(facts.name, status(facts)) for facts in firsts if _begun(facts)]
    return sorted(found, key=lambda product: DONE_FIRST.index(product.status))


def _begun(facts: Facts) -> bool:
    return status(facts) != "empty"


def _taken_at(session: Session, shop: Shop) -> datetime | None:
    """Tell when the file was last taken; the order of visits says which time that was, not the clock."""
    taken = select(Visit.handed_over_at).where(Visit.shop_id == shop.id, Visit.handed_over_at.is_not(None))
    return session.scalar(taken.order_by(Visit.number.desc()).limit(1))


def _touched(listing: Listing, since: datetime) -> bool:
    """Tell whether something was told after a moment; a clock that was set back cannot say no."""
    return since > utc_now() or any(answer.given_at > since for answer in listing.answers)
