"""Describe a shop, the people around it and what was agreed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now
from merchant_helper.i18n import Address

SELLS_ALREADY = ("none", "yes", "unsure")
# What an owner may say yes to: that her things are kept here; that her words are sent to a language model.
KEEP, SEND_WORDS, ONLINE = "keep", "send_words", "pictures_online"


class Role(StrEnum):
    """Name what a person may be to a shop."""

    OWNER = "owner"
    VOLUNTEER = "volunteer"
    REVIEWER = "reviewer"
    TRAINER = "trainer"


class Person(Base):
    """Know one person who uses this program here."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    machine_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


class Membership(Base):
    """Tie a person to a shop in one role."""

    __tablename__ = "membership"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    person: Mapped[Person] = relationship(back_populates="memberships")
    shop: Mapped[Shop] = relationship(back_populates="memberships")


class Shop(Base):
    """Be one household's own space; every other row of hers hangs on it.

    ``laptop_of`` and ``team`` say whose machine this is, ``agreed_until`` until when things may stay on it
    (none: to the end of the visit). ``places`` are the channel ids she chose last.
    """

    __tablename__ = "shop"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    co: Mapped[str] = mapped_column(String(10), default="")
    nghin: Mapped[str] = mapped_column(String(10), default="nghìn")
    laptop_of: Mapped[str] = mapped_column(String(120))
    team: Mapped[str] = mapped_column(String(120), default="")
    agreed_until: Mapped[date | None]
    sells_already: Mapped[str | None] = mapped_column(String(10))
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    memberships: Mapped[list[Membership]] = relationship(back_populates="shop", cascade="all, delete-orphan")
    consents: Mapped[list[Consent]] = relationship(
        back_populates="shop", cascade="all, delete-orphan", order_by="Consent.given_at"
    )

    @property
    def address(self) -> Address:
        """Tell how to speak to the owner."""
        return Address(co=self.co, nghin=self.nghin)

    @property
    def has_agreed(self) -> bool:
        """Tell whether the owner's yes to keep her things here stands."""
        return self.agreed_to(KEEP)

    def agreed_to(self, about: str) -> bool:
        """Tell whether the owner's yes to one thing stands."""
        return any((c.about or KEEP) == about and c.withdrawn_at is None for c in self.consents)


class Consent(Base):
    """Record that the owner agreed, to what, to which words, and when she took it back."""

    __tablename__ = "consent"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(String(2000))
    about: Mapped[str] = mapped_column(String(20), default=KEEP, server_default=KEEP)
    shop: Mapped[Shop] = relationship(back_populates="consents")
