"""Describe a batch of photos whose products are to be cut out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now


class PhotoBatch(Base):
    """Be one request to cut photos out; the job engine knows it by its id alone.

    ``cancelled`` is the owner's word. What stopped it otherwise is known to the job engine.
    """

    __tablename__ = "photo_batch"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    engine: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    cancelled: Mapped[bool] = mapped_column(default=False)
    items: Mapped[list[PhotoBatchItem]] = relationship(
        back_populates="batch", cascade="all, delete-orphan", order_by="PhotoBatchItem.position"
    )


class PhotoBatchItem(Base):
    """Follow one photo of a batch: queued, done or failed.

    ``attempts`` counts starts and is written before each, so that a photo that takes the whole program down
    is known. ``deaths`` counts the children that ended under it. ``seconds`` is what the work took.
    """

    __tablename__ = "photo_batch_item"

    batch_id: Mapped[str] = mapped_column(ForeignKey("photo_batch.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[str] = mapped_column(
        ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), default="queued", index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    deaths: Mapped[int] = mapped_column(Integer, default=0)
    seconds: Mapped[float | None]
    error_code: Mapped[str | None] = mapped_column(String(80))
    batch: Mapped[PhotoBatch] = relationship(back_populates="items")
