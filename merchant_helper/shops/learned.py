"""Remember per shop which steps of the guides are done and which practice was got right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from merchant_helper.db.base import Base, UtcDateTime, utc_now


class GuideStep(Base):
    """Record that a step of a card is done."""

    __tablename__ = "guide_step"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), primary_key=True)
    card: Mapped[str] = mapped_column(String(60), primary_key=True)
    step: Mapped[int] = mapped_column(Integer, primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Practised(Base):
    """Record how often a scenario was tried, and when it was first got right."""

    __tablename__ = "practised"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), primary_key=True)
    scenario: Mapped[str] = mapped_column(String(60), primary_key=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    right_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
