"""Make, read, recognise and compare payment codes; nothing here asks a network or keeps an account."""

from merchant_helper.guides.vietqr.account import MAX_ACCOUNT, masked, ungrouped, without_numbers
from merchant_helper.guides.vietqr.banks import BANKS, PICKER, Bank, bank_list, find_banks, the_bank
from merchant_helper.guides.vietqr.compare import COLOURS, WORST, Expected, Result, Verdict, compare
from merchant_helper.guides.vietqr.decode import Decoded, decode
from merchant_helper.guides.vietqr.encode import (
    MAX_AMOUNT,
    MAX_TEXT,
    check,
    encode,
    plain_name,
    plain_purpose,
)
from merchant_helper.guides.vietqr.recognise import Kind, Recognised, recognise

__all__ = [
    "BANKS",
    "COLOURS",
    "MAX_ACCOUNT",
    "MAX_AMOUNT",
    "MAX_TEXT",
    "PICKER",
    "WORST",
    "Bank",
    "Decoded",
    "Expected",
    "Kind",
    "Recognised",
    "Result",
    "Verdict",
    "bank_list",
    "check",
    "compare",
    "decode",
    "encode",
    "find_banks",
    "masked",
    "plain_name",
    "plain_purpose",
    "recognise",
    "the_bank",
    "ungrouped",
    "without_numbers",
]
