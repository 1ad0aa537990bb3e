"""Carry a shop's payment codes in its file: shown with four digits, taken in only when they hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from sqlalchemy.orm import Session

from merchant_helper.guides.vietqr import BANKS, decode, recognise
from merchant_helper.handover.profile_data import CodeData
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.pay_codes import PayCode, codes_of, hidden
from merchant_helper.text import clean_text

PLACE = "ma-nhan-tien"


def heading() -> str:
    """Give the words above the codes."""
    return _("Mã nhận tiền")


def section(codes: Iterable[CodeData]) -> Iterator[str]:
    """Show the codes as lists do; nothing where there are none."""
    lines = [_line(code) for code in codes]
    if not lines:
        return
    yield f'<section id="{PLACE}"><h2>{escape(heading())}</h2>\n<ul>\n'
    yield from lines
    warning = _("Tệp này giữ cả mã nhận tiền. Chỉ gửi cho người thật tin cậy.")
    yield f"</ul>\n<p>{escape(warning)}</p>\n</section>\n"


def _line(code: CodeData) -> str:
    bank = BANKS[code.bank].name if code.bank and code.bank in BANKS else ""
    told = [part for part in (bank or code.kind, hidden(code.account or ""), code.holder) if part]
    return f"<li>{escape(', '.join(told))}</li>\n"


def sound(codes: Iterable[CodeData]) -> list[CodeData]:
    """Keep the codes whose parts say what the code itself says, each once."""
    kept: dict[str, CodeData] = {}
    for code in codes:
        if _holds_together(code):
            # A bank's code that goes by a wallet's name would be shown without its account.
            kind = "vietqr" if code.made_here else recognise(code.payload).kind
            clean = {"holder": clean_text(code.holder).text, "kind": kind}
            kept.setdefault(code.payload, code.model_copy(update=clean))
    return list(kept.values())


def _holds_together(code: CodeData) -> bool:
    """Compare what stands beside a code with the code: shown as hers, it must not pay somebody else."""
    if not code.payload.isprintable():
        return False
    read = decode(code.payload)
    if (code.bank, code.account) != (read.bank, read.account):
        return False
    told = (code.amount, code.purpose) == (read.amount, read.purpose)
    return (read.ok and told) if code.made_here else code.amount in (None, read.amount)


def new_codes(session: Session, shop_id: str, codes: Iterable[CodeData]) -> tuple[CodeData, ...]:
    """Find the codes that are not here yet."""
    here = {code.payload for code in codes_of(session, shop_id)}
    return tuple(code for code in codes if code.payload not in here)


def write_codes(session: Session, shop_id: str, codes: Iterable[CodeData]) -> None:
    """Write new codes down, to be tried and photographed again; those that are here stay as they are.

    Anybody who holds a file can change it and its sum: it proves nothing about where the money goes.
    """
    for code in codes:
        told = code.model_dump(exclude={"tried_at", "enrolled_at"})
        session.add(PayCode(shop_id=shop_id, **told))
    session.flush()
