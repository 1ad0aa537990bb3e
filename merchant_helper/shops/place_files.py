"""Remember which file was made for which place of selling, and whether somebody signed out there again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now
from merchant_helper.shops import visits
from merchant_helper.shops.visits import Visit

# She signed out; nobody signed in on this laptop; somebody does it as soon as the visit is closed.
SIGNED_OUT, NOT_HERE, RIGHT_NOW = SIGN_OUTS = ("yes", "never", "now")


class PlaceFile(Base):
    """Record one file that was made; ``number`` counts within the shop and orders them.

    ``prints`` maps the code of each product that went out to the fingerprint of what was told of it.
    """

    __tablename__ = "place_file"
    __table_args__ = (UniqueConstraint("shop_id", "number"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(40))
    prints: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class SignOut(Base):
    """Record what was answered about signing out of one place at the end of one visit."""

    __tablename__ = "sign_out"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


def note_file(session: Session, shop_id: str, place: str, prints: Mapping[str, str]) -> None:
    """Note that a file was made; whoever signed out there before has to be asked again."""
    last = session.scalar(select(func.max(PlaceFile.number)).where(PlaceFile.shop_id == shop_id)) or 0
    visit = visits.current(session, shop_id)
    session.add(
        PlaceFile(
            shop_id=shop_id,
            visit_id=visit.id if visit else None,
            number=last + 1,
            place=place,
            prints=dict(prints),
        )
    )
    if visit is not None:
        session.execute(delete(SignOut).where(SignOut.visit_id == visit.id, SignOut.place == place))


def sent_before(session: Session, shop_id: str, place: str) -> dict[str, str]:
    """Give, by code, the fingerprint with which each product last went out to a place."""
    query = select(PlaceFile.prints).where(PlaceFile.shop_id == shop_id, PlaceFile.place == place)
    sent: dict[str, str] = {}
    for prints in session.scalars(query.order_by(PlaceFile.number)):
        sent.update(prints)
    return sent


def last_made(session: Session, shop_id: str, place: str) -> datetime | None:
    """Tell when the last file for a place was made."""
    query = select(PlaceFile.made_at).where(PlaceFile.shop_id == shop_id, PlaceFile.place == place)
    return session.scalar(query.order_by(PlaceFile.number.desc()).limit(1))


def sign_outs(session: Session, visit: Visit) -> dict[str, str]:
    """Give the answers about signing out, by place."""
    query = select(SignOut).where(SignOut.visit_id == visit.id).order_by(SignOut.place)
    return {told.place: told.answer for told in session.scalars(query)}


def to_sign_out(session: Session, visit: Visit) -> list[str]:
    """List the places for which a file was made during a visit and nobody has answered yet."""
    made = select(PlaceFile.place).where(PlaceFile.visit_id == visit.id).group_by(PlaceFile.place)
    answered = sign_outs(session, visit)
    places = session.scalars(made.order_by(func.min(PlaceFile.number)))
    return [place for place in places if place not in answered]


def answer_sign_out(session: Session, visit: Visit, places: Iterable[str], answer: str) -> None:
    """Keep one answer for several places; a later one takes its place."""
    for place in places:
        session.merge(SignOut(visit_id=visit.id, place=place, answer=answer, answered_at=utc_now()))
