"""Make, read, recognise and compare payment codes; nothing here asks a network or keeps an account."""

from merchant_helper.guides.vietqr.banks import BANKS, PICKER, Bank, bank_list, find_banks, the_bank
from merchant_helper.guides.vietqr.decode import Decoded, decode
from merchant_helper.guides.vietqr.encode import (
    MAX_ACCOUNT,
    MAX_AMOUNT,
    MAX_TEXT,
    check,
    encode,
    plain_name,
    plain_purpose,
    ungrouped,
)

__all__ = [
    "BANKS",
    "MAX_ACCOUNT",
    "MAX_AMOUNT",
    "MAX_TEXT",
    "PICKER",
    "Bank",
    "Decoded",
    "bank_list",
    "check",
    "decode",
    "encode",
    "find_banks",
    "plain_name",
    "plain_purpose",
    "the_bank",
    "ungrouped",
]
