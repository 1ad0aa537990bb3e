"""Come to a shop, work there for some hours, and leave again: the visit, and the phone that joined it."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now
from merchant_helper.shops.model import Shop

DIGITS = 4


class Visit(Base):
    """Record who came to a shop, on whose laptop, what was agreed, and how it ended.

    ``digits`` unlock the joined phone; they are this program's own and stand on the laptop. ``opened`` names
    the groups of pages that the volunteer opened to the phone. ``folder`` is watched for new pictures;
    ``folder_before`` tells which files were there already. ``contact`` is the commune's Youth Union, typed
    by the team. ``handed_over_at`` is when the shop's file was last taken.
    """

    __tablename__ = "visit"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    who: Mapped[str] = mapped_column(String(200), default="")
    team: Mapped[str] = mapped_column(String(120), default="")
    laptop_of: Mapped[str] = mapped_column(String(120))
    contact: Mapped[str] = mapped_column(String(200), default="")
    agreed_until: Mapped[date | None]
    digits: Mapped[str] = mapped_column(String(10))
    opened: Mapped[list[str]] = mapped_column(JSON, default=list)
    folder: Mapped[str | None] = mapped_column(String(1000))
    folder_before: Mapped[list[str]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    phones: Mapped[list[Phone]] = relationship(
        back_populates="visit", cascade="all, delete-orphan", order_by="Phone.joined_at"
    )

    @property
    def is_open(self) -> bool:
        """Tell whether the visit goes on."""
        return self.ended_at is None


class Phone(Base):
    """Be one browser on the owner's phone that joined a visit.

    ``key_sha256`` is the sum of the secret that its cookie holds. ``picture`` and ``number`` are what both
    screens showed. ``listing_id`` and ``step`` are the page it stands on. ``left_at`` is set when another
    browser took over or the volunteer sent it out.
    """

    __tablename__ = "phone"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(80), default="")
    picture: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(Integer)
    listing_id: Mapped[str | None] = mapped_column(String(24))
    step: Mapped[str | None] = mapped_column(String(40))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visit: Mapped[Visit] = relationship(back_populates="phones")


def current(session: Session, shop_id: str) -> Visit | None:
    """Find the visit that goes on in a shop."""
    query = select(Visit).where(Visit.shop_id == shop_id, Visit.ended_at.is_(None))
    return session.scalars(query.order_by(Visit.number.desc()).limit(1)).first()


def last(session: Session, shop_id: str) -> Visit | None:
    """Find the newest visit of a shop, ended or not."""
    query = select(Visit).where(Visit.shop_id == shop_id)
    return session.scalars(query.order_by(Visit.number.desc()).limit(1)).first()


def begin(session: Session, shop: Shop, *, who: str = "", contact: str = "") -> Visit:
    """Begin a visit on the laptop that the shop names; one that was left open ends first."""
    before = last(session, shop.id)
    if before is not None and before.is_open:
        end(before)
    visit = Visit(
        shop_id=shop.id,
        number=before.number + 1 if before else 1,
        who=who,
        team=shop.team,
        laptop_of=shop.laptop_of,
        contact=contact or (before.contact if before else ""),
        agreed_until=shop.agreed_until,
        digits=new_digits(),
    )
    session.add(visit)
    session.flush()
    return visit


def new_digits() -> str:
    """Draw the digits that unlock a visit's phone."""
    return "".join(secrets.choice("0123456789") for _digit in range(DIGITS))


def current_or_new(session: Session, shop: Shop) -> Visit:
    """Give the visit that goes on; work that begins without one begins one."""
    return current(session, shop.id) or begin(session, shop)


def end(visit: Visit) -> None:
    """End a visit: its phones are let go, its folder is watched no longer."""
    visit.ended_at = visit.ended_at or utc_now()
    visit.folder, visit.folder_before, visit.opened = None, [], []
    for phone in visit.phones:
        leave(phone)


def leave(phone: Phone) -> None:
    """Let one browser go; it has to join again."""
    phone.left_at = phone.left_at or utc_now()


def joined(visit: Visit) -> Phone | None:
    """Give the browser that is joined now; there is one at most."""
    return next((phone for phone in visit.phones if phone.left_at is None), None)


def join(visit: Visit, *, key_sha256: str, browser: str, picture: str, number: int) -> Phone:
    """Let a browser in; it takes over from the one before."""
    for earlier in visit.phones:
        leave(earlier)
    phone = Phone(
        key_sha256=key_sha256, browser=browser[:80], picture=picture, number=number, joined_at=utc_now()
    )
    visit.phones.append(phone)
    return phone
