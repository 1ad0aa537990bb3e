"""Keep each answer as it was given; the present state is derived from them all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now


class Listing(Base):
    """Be one product of a shop; ``number`` counts within the shop and never changes."""

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("shop_id", "number"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    copied_from: Mapped[str | None] = mapped_column(String(24))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    answers: Mapped[list[Answer]] = relationship(
        back_populates="listing", cascade="all, delete-orphan", order_by="Answer.seq"
    )


class Answer(Base):
    """Record one answer: what, by whom, when, and which state of the listing she saw when giving it.

    ``seq`` orders the answers of a listing; the clock never does.
    """

    __tablename__ = "answer"

    listing_id: Mapped[str] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[Any] = mapped_column(JSON)
    given_by: Mapped[str] = mapped_column(String(24))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    page_version: Mapped[int] = mapped_column(Integer, default=0)
    listing: Mapped[Listing] = relationship(back_populates="answers")
