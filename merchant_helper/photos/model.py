"""Describe a photo and its cut-out as kept in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now
from merchant_helper.issues import Issue
from merchant_helper.photos.edits import Edits, corrected, derive

# What the capture checks say of a product within its frame.
FRAMING = frozenset({"photo.cluttered", "photo.cut_off", "photo.not_seen", "photo.small"})


class Photo(Base):
    """Point to one original by its content, with what was seen when it came in.

    ``width`` and ``height`` are those of the upright picture. One shop keeps one row per content.
    """

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("shop_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    format: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(255), default="")
    issues: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    cutout: Mapped[Cutout | None] = relationship(back_populates="photo", cascade="all, delete-orphan")
    # Whoever shows a photo shows it as it was edited: the log always comes along.
    edits: Mapped[list[PhotoEdit]] = relationship(
        back_populates="photo",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="PhotoEdit.number",
        lazy="selectin",
    )

    def edited(self) -> Edits:
        """Give what was done to this photo by hand, as it stands now."""
        return derive(self.edits, self._engine_mask())

    def mask(self) -> str | None:
        """Give the sum of the mask that counts now: the engine's, or the one corrected by hand."""
        return corrected(self.edits, self._engine_mask())

    def _engine_mask(self) -> str | None:
        done = self.cutout is not None and self.cutout.state == "done"
        return self.cutout.mask_sha256 if done and self.cutout else None

    def found(self) -> list[Issue]:
        """Give what the capture checks said, most important first."""
        return [Issue.from_record(record) for record in self.issues]

    def doubts(self, *, cover: bool) -> list[Issue]:
        """Give what the owner should be asked about, most important first.

        Only the cover must show the whole product by itself; a label or a detail may fill its frame.
        """
        return [i for i in self.found() if i.severity != "hint" and (cover or i.code not in FRAMING)]


class Cutout(Base):
    """Hold the state and the result of cutting one photo's product out.

    ``state`` is queued, done or failed. ``mask_sha256`` names an 8-bit PNG of the upright original's size
    in the file store. ``attempts`` counts starts, so that a photo that kills its worker is given up.
    """

    __tablename__ = "cutout"

    photo_id: Mapped[str] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    engine: Mapped[str | None] = mapped_column(String(80))
    model: Mapped[str | None] = mapped_column(String(80))
    verdict: Mapped[str | None] = mapped_column(String(10))
    confidence: Mapped[float | None]
    mask_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    issues: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    photo: Mapped[Photo] = relationship(back_populates="cutout")

    def found(self) -> list[Issue]:
        """Give what the verdict said."""
        return [Issue.from_record(record) for record in self.issues]


class PhotoEdit(Base):
    """Be one step of what was done to a photo by hand; steps are added and marked, never rewritten.

    ``kind`` and ``value`` are those of photos.edits and photos.edit_values. ``undone`` is 0 while the step
    counts, else the number of the undoing that took it back. A step of strokes names the mask it made
    (``mask_sha256``) and the engine's mask below it (``base_sha256``), which stays untouched.
    """

    __tablename__ = "photo_edit"

    photo_id: Mapped[str] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    undone: Mapped[int] = mapped_column(Integer, default=0)
    mask_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    base_sha256: Mapped[str | None] = mapped_column(String(64))
    photo: Mapped[Photo] = relationship(back_populates="edits")
