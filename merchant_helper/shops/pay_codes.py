"""Keep the payment codes that a shop wants its counter compared with, and how far each has been tried."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from merchant_helper.db.base import Base, UtcDateTime, new_id, utc_now

# As many as the shop's own file takes; more hang at no counter.
MOST_CODES = 50


class PayCode(Base):
    """Hold one code of a shop: the whole payload as it was read or made.

    ``kind`` is what the code was recognised as (vietqr, momo, vnpay…). ``bank``, ``account`` and ``holder``
    are there when it is a bank's; they are never logged and are shown as •••• and four digits. ``amount`` is
    whole đồng. ``tried_at`` is when 1.000 đ were seen in the owner's own bank application, ``enrolled_at``
    when the printed code itself was photographed. A code whose questions are not all answered has no payload.
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

    @property
    def is_begun(self) -> bool:
        """Tell whether its questions are still being answered."""
        return not self.payload

    @property
    def tail(self) -> str:
        """Give the account as lists show it: four dots and the last four; nothing where there is none."""
        return hidden(self.account or "")

    def ask_again(self) -> None:
        """Forget that it was made: what was tried and photographed was another code."""
        self.payload, self.tried_at, self.enrolled_at = "", None, None


def hidden(account: str) -> str:
    """Hide an account but for its last four; of a short one even less is told."""
    shown = account[-4:] if len(account) >= 8 else account[len(account) // 2 :]
    return f"•••• {shown}" if account else ""


def codes_of(session: Session, shop_id: str) -> list[PayCode]:
    """List the codes of a shop that are whole, in the order in which they were made or enrolled."""
    query = select(PayCode).where(PayCode.shop_id == shop_id, PayCode.payload != "")
    return list(session.scalars(query.order_by(PayCode.created_at, PayCode.id)))


def code_of(session: Session, shop_id: str, code_id: str) -> PayCode | None:
    """Find one code of one shop, whole or begun."""
    return session.scalar(select(PayCode).where(PayCode.id == code_id, PayCode.shop_id == shop_id))


def with_payload(session: Session, shop_id: str, payload: str) -> PayCode | None:
    """Find the code of a shop that says exactly this."""
    query = select(PayCode).where(PayCode.shop_id == shop_id, PayCode.payload == payload)
    return session.scalars(query.order_by(PayCode.created_at)).first() if payload else None


def begin_code(session: Session, shop_id: str) -> PayCode:
    """Begin a code, or go on with the one that was begun before."""
    query = select(PayCode).where(PayCode.shop_id == shop_id, PayCode.payload == "")
    begun = session.scalars(query).first()
    if begun is None:
        begun = PayCode(shop_id=shop_id, kind="vietqr", payload="", made_here=True)
        session.add(begun)
        session.flush()
    return begun


def enrol(session: Session, code: PayCode, now: datetime) -> PayCode:
    """Keep a photographed code; one that is known already is noted as photographed."""
    known = with_payload(session, code.shop_id, code.payload)
    if known is None:
        session.add(code)
    kept = known or code
    kept.enrolled_at = now
    session.flush()
    return kept
