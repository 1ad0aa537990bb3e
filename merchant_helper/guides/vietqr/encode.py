"""Write a VietQR transfer code, strictly: what cannot be written whole is refused, never cut.

NAPAS, format of VietQR codes v1.0 (09/2021), over EMVCo's objects. The account is text from end to end.
"""

from __future__ import annotations

import re

from merchant_helper.guides.vietqr.account import ACCOUNT, MAX_ACCOUNT
from merchant_helper.guides.vietqr.banks import the_bank
from merchant_helper.guides.vietqr.emv import Field, sealed, write
from merchant_helper.issues import Issue, blocking
from merchant_helper.text import clean_text, fold, group_digits

ISSUE_CODES = (
    "vietqr.bank_wallet",
    "vietqr.bank_unsure",
    "vietqr.account_missing",
    "vietqr.account_form",
    "vietqr.account_long",
    "vietqr.amount_range",
    "vietqr.amount_face",
    "vietqr.purpose_long",
    "vietqr.purpose_empty",
    "vietqr.purpose_written",
    "vietqr.name_long",
    "vietqr.name_empty",
)
GUID = "A000000727"
TO_ACCOUNT, TO_CARD, MERCHANT = "QRIBFTTA", "QRIBFTTC", "QRPUSH"
MAX_TEXT = 25
# NAPAS247 carries less than 500 million in one transfer.
MAX_AMOUNT = 499_999_999
# Above this the payer's bank asks for a face (Circular 50/2024).
FACE_CHECK_ABOVE = 10_000_000
_NOT_IN_PURPOSE = re.compile(r"[^0-9A-Za-z ./-]+")
_NOT_IN_NAME = re.compile(r"[^0-9A-Za-z &'(),./-]+")
_LONGEST_TYPED = 2000


def encode(
    bank: str,
    account: str,
    amount: int | None = None,
    purpose: str = "",
    *,
    name: str = "",
    card: bool = False,
) -> str | list[Issue]:
    """Write the payload of a transfer code, or say everything that stands in the way.

    ``bank`` is a BIN of the list or a name of one bank, ``account`` is taken as it is, ``amount`` is whole
    đồng. ``name`` is written into the code only when given; applications show the bank's own. What need not
    stop anybody is told by :func:`check`.
    """
    found = blocking(check(bank, account, amount, purpose, name=name))
    if found:
        return found
    chosen = the_bank(bank)
    if isinstance(chosen, Issue):  # pragma: no cover - check() has told it
        return [chosen]
    return _written(chosen.bin, account, amount, plain_purpose(purpose), plain_name(name), card)


def check(
    bank: str, account: str, amount: int | None = None, purpose: str = "", *, name: str = ""
) -> list[Issue]:
    """Judge what a code is to be made of: what stops it, and what is worth knowing before it is printed."""
    return [*_check_bank(bank), *_check_account(account), *_check_amount(amount),
            *_check_purpose(purpose), *_check_name(name)]  # fmt: skip


def plain_purpose(text: str) -> str:
    """Write a purpose in the letters that every bank carries: cleaned and without marks, never cut."""
    return _plain(text, _NOT_IN_PURPOSE)


def plain_name(text: str) -> str:
    """Write a name in the letters of a code."""
    return _plain(text, _NOT_IN_NAME)


def _plain(text: str, unwanted: re.Pattern[str]) -> str:
    return " ".join(unwanted.sub(" ", fold(clean_text(text).text)).split())


def _written(bin_: str, account: str, amount: int | None, purpose: str, name: str, card: bool) -> str:
    beneficiary = write([Field("00", bin_), Field("01", account)])
    service = TO_CARD if card else TO_ACCOUNT
    fields = [
        Field("00", "01"),
        Field("01", "11" if amount is None else "12"),
        Field("38", write([Field("00", GUID), Field("01", beneficiary), Field("02", service)])),
        Field("53", "704"),
    ]
    if amount is not None:
        fields.append(Field("54", str(amount)))
    fields.append(Field("58", "VN"))
    if name:
        fields.append(Field("59", name))
    if purpose:
        fields.append(Field("62", write([Field("08", purpose)])))
    return sealed(fields)


def _check_bank(text: str) -> list[Issue]:
    bank = the_bank(text)
    if isinstance(bank, Issue):
        return [bank]
    if bank.is_wallet:
        return [Issue("vietqr.bank_wallet", "bank", "block", {"bank": bank.name})]
    if not bank.offer_in_picker:
        return [Issue("vietqr.bank_unsure", "bank", "warn", {"bank": bank.name})]
    return []


def _check_account(account: str) -> list[Issue]:
    """Hold an account that would have to be changed to fit; its digits are in no sentence."""
    if not account.strip():
        return [Issue("vietqr.account_missing", "account", "block")]
    if len(account) > MAX_ACCOUNT:
        return [Issue("vietqr.account_long", "account", "block", {"limit": MAX_ACCOUNT})]
    if not ACCOUNT.fullmatch(account):
        return [Issue("vietqr.account_form", "account", "block")]
    return []


def _check_amount(amount: int | None) -> list[Issue]:
    if amount is None:
        return []
    # True is an int to Python and no amount to anybody; 1.5 is none here.
    if type(amount) is not int or not 1 <= amount <= MAX_AMOUNT:
        return [Issue("vietqr.amount_range", "amount", "block", {"limit": group_digits(MAX_AMOUNT)})]
    if amount > FACE_CHECK_ABOVE:
        return [Issue("vietqr.amount_face", "amount", "warn", {"amount": group_digits(amount)})]
    return []


def _check_purpose(text: str) -> list[Issue]:
    if not text.strip():
        return []
    if len(text) > _LONGEST_TYPED:
        return [_too_long("vietqr.purpose_long", "purpose", len(text))]
    written = plain_purpose(text)
    if not written:
        return [Issue("vietqr.purpose_empty", "purpose", "block")]
    if len(written) > MAX_TEXT:
        return [_too_long("vietqr.purpose_long", "purpose", len(written))]
    if written != text:
        return [Issue("vietqr.purpose_written", "purpose", "hint", {"written": written})]
    return []


def _check_name(text: str) -> list[Issue]:
    if not text.strip():
        return []
    written = plain_name(text[:_LONGEST_TYPED])
    if not written:
        return [Issue("vietqr.name_empty", "name", "block")]
    if len(written) > MAX_TEXT:
        return [_too_long("vietqr.name_long", "name", len(written))]
    return []


def _too_long(code: str, field: str, count: int) -> Issue:
    """Say how long a text is; where it would have to be cut is the owner's to choose."""
    return Issue(code, field, "block", {"count": count, "limit": MAX_TEXT})
