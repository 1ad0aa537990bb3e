"""Keep the payment codes that a shop wants its counter compared with, and how far each has been tried."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now


class PayCode(Base):
    """Hold one code of a shop: the whole payload as it was read or made.

    ``kind`` is what the code was recognised as (vietqr, momo, vnpay…). ``bank``, ``account`` and ``holder``
    are there when it is a bank's; they are never logged and are shown as •••• and four digits. ``amount`` is
    whole đồng. ``tried_at`` is when 1.000 đ were seen in the owner's own bank application, ``enrolled_at``
    when the printed code itself was photographed.
    """

    __tablename__ = "pay_code"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[str] = mapped_column(String(1000))
    bank: Mapped[str | None] = mapped_column(String(10))
    account: Mapped[str | None] = mapped_column(String(40))
    holder: Mapped[str] = mapped_column(String(120), default="")
    amount: Mapped[int | None] = mapped_column(Integer)
    purpose: Mapped[str] = mapped_column(String(40), default="")
    made_here: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
