"""Name a code as lists do: its bank or its kind, and four digits."""

from __future__ import annotations

from merchant_helper.guides.vietqr import BANKS
from merchant_helper.guides.vietqr.recognise import NAMES
from merchant_helper.handover.profile_data import CodeData
from merchant_helper.i18n import gettext
from merchant_helper.shops.pay_codes import PayCode, hidden

_TRANSFERS = ("vietqr", "vietqrpay")


def title(code: PayCode | CodeData) -> str:
    """Name a code of a shop, or one of its file."""
    return named(code.kind, code.bank, code.account)


def spoken(code: PayCode) -> str:
    """Name a code in a sentence, as it is read aloud."""
    if code.kind in _TRANSFERS and code.account:
        tail = code.tail.removeprefix("•••• ")
        return gettext("{bank}, số cuối {tail}", bank=bank_name(code.bank), tail=tail)
    return title(code)


def bank_name(bank: str | None) -> str:
    """Name a bank by its BIN; one that is not on the list keeps its number."""
    return BANKS[bank].name if bank and bank in BANKS else bank or ""


def named(kind: str, bank: str | None, account: str | None) -> str:
    """Name a code by its bank and the last four digits; one of another scheme by its kind."""
    if kind in _TRANSFERS and bank and account:
        return f"{bank_name(bank)} {hidden(account)}"
    known = NAMES.get(kind, NAMES["emv"])  # type: ignore[call-overload]
    name = gettext(known)
    return name[:1].upper() + name[1:]
