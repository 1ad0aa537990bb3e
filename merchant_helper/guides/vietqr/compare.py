"""Compare the code on the counter with those that belong there: same, different, or not to be told here.

Green needs the very payload, or the same bank and account. Red needs a bank and an account that are none of
the owner's. All else is amber: it need not be false, and another phone shows the name behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from merchant_helper.guides.vietqr.decode import Decoded
from merchant_helper.guides.vietqr.emv import read as parts
from merchant_helper.guides.vietqr.encode import TO_ACCOUNT
from merchant_helper.guides.vietqr.recognise import NOT_PAYMENT, WALLETS, Kind, Recognised, recognise
from merchant_helper.guides.vietqr.rules import pays
from merchant_helper.issues import Issue, Severity

ISSUE_CODES = (
    "vietqr.other_account",
    "vietqr.other_code",
    "vietqr.not_comparable",
    "vietqr.not_payment",
    "vietqr.nothing_enrolled",
    "vietqr.same_number",
    "vietqr.bank_not_compared",
    "vietqr.damaged",
)
Result = Literal["same", "different", "cannot-compare", "unreadable"]
COLOURS: dict[Result, str] = {
    "same": "green",
    "different": "red",
    "cannot-compare": "amber",
    "unreadable": "grey",
}
# The worst first, to tell how several codes of one picture come out together.
WORST: tuple[Result, ...] = ("different", "unreadable", "cannot-compare", "same")
# What NAPAS's template holds: its name, bank and account, the service.
_OF_A_TRANSFER = frozenset(("00", "01", "02"))
# What changes between two codes for the same pocket: method, amount, sum, and words for people.
_PASSING = frozenset(("00", "01", "52", "54", "59", "60", "61", "63", "64"))


@dataclass(frozen=True)
class Expected:
    """Hold an account that is known without its code; without ``bank`` any bank will do."""

    account: str
    bank: str | None = None


@dataclass(frozen=True)
class Verdict:
    """Hold how a code compares; ``matched`` is the place of the known code that it equals.

    ``issue`` says why, and what to do, unless all is well.
    """

    result: Result
    recognised: Recognised
    matched: int | None = None
    issue: Issue | None = None

    @property
    def colour(self) -> str:
        """Give the colour that it is shown in, never without its word."""
        return COLOURS[self.result]


def compare(payload: str, enrolled: Iterable[str | Expected]) -> Verdict:
    """Compare what was read with every known code: whole payloads, or accounts known otherwise."""
    read = recognise(payload)
    known = [item if isinstance(item, Expected) else recognise(item) for item in enrolled]
    for place, item in enumerate(known):
        if isinstance(item, Recognised) and payload and item.payload == payload:
            return Verdict("same", read, place)
    if read.damaged or not payload:
        return _verdict("unreadable", read, "vietqr.damaged", "block")
    for place, item in enumerate(known):
        if _same(read, item):
            return Verdict("same", read, place, _unknown_bank(item))
    return _not_the_same(read, known)


def _not_the_same(read: Recognised, known: list[Expected | Recognised]) -> Verdict:
    if not known:
        return _verdict("cannot-compare", read, "vietqr.nothing_enrolled")
    if read.kind in NOT_PAYMENT:
        return _verdict("cannot-compare", read, "vietqr.not_payment")
    if any(_same_number(read, item) for item in known):
        return _verdict("cannot-compare", read, "vietqr.same_number")
    kinds = {item.kind for item in known if isinstance(item, Recognised) and not item.damaged}
    if _tells_its_account(read, kinds) and any(_account(item) for item in known):
        return _verdict("different", read, "vietqr.other_account", "block")
    code = "vietqr.other_code" if read.kind in kinds else "vietqr.not_comparable"
    return _verdict("cannot-compare", read, code)


def _verdict(result: Result, read: Recognised, code: str, severity: Severity = "warn") -> Verdict:
    return Verdict(result, read, None, Issue(code, "payload", severity))


def _tells_its_account(read: Recognised, kinds: set[Kind]) -> bool:
    """Tell a code whose bank and account mean what they say.

    A wallet's stand for a pocket inside the wallet, and a shop's number of VIETQRPay is no account.
    """
    return read.kind == "vietqr" or (read.kind == "vietqrpay" and "vietqrpay" in kinds)


def _same(read: Recognised, item: Expected | Recognised) -> bool:
    """Tell that the money goes to the same bank and account by both."""
    if read.account is None:
        return False
    if isinstance(item, Expected):
        return item.account == read.account and item.bank in (None, read.bank) and not _further(read.decoded)
    if item.damaged or (item.bank, item.account, item.kind) != (read.bank, read.account, read.kind):
        return False
    if read.kind in WALLETS:
        return _lasting(read.decoded) == _lasting(item.decoded)
    return _pocket(read.decoded) == _pocket(item.decoded)


def _same_number(read: Recognised, item: Expected | Recognised) -> bool:
    """Tell the same number in codes that are not surely the same: a card, a wallet, small letters."""
    if read.account is None or not item.account or item.bank not in (None, read.bank):
        return False
    return item.account.casefold() == read.account.casefold()


def _account(item: Expected | Recognised) -> str | None:
    return item.account if isinstance(item, Expected) or not item.damaged else None


def _pocket(said: Decoded) -> tuple[object, ...]:
    """Give what decides where the money goes: some codes offer further schemes beside the bank's."""
    return said.service or TO_ACCOUNT, _further(said)


def _further(said: Decoded) -> tuple[tuple[str, str], ...]:
    beside = tuple((f.tag, f.value) for f in said.fields if pays(f.tag) and f.tag != "38")
    inside = tuple((f.tag, f.value) for f in parts(said.value("38")) if f.tag not in _OF_A_TRANSFER)
    return beside + inside


def _lasting(said: Decoded) -> tuple[object, ...]:
    """Give everything of a wallet's code but what changes from payment to payment."""
    outer = tuple((f.tag, f.value) for f in said.fields if f.tag not in _PASSING and f.tag != "62")
    return outer, tuple((tag, value) for tag, value in said.additional.items() if tag != "08")


def _unknown_bank(item: Expected | Recognised) -> Issue | None:
    if isinstance(item, Expected) and item.bank is None:
        return Issue("vietqr.bank_not_compared", "payload", "hint")
    return None
