"""Know what nobody should ever type for us: card numbers, PIN, OTP, passwords."""

from __future__ import annotations

import re

from merchant_helper.issues import Issue
from merchant_helper.text.letters import search_key

ISSUE_CODES = ("secret.code", "secret.card")
# "Pin" alone is a battery, and four figures alone an order; together with the word they are a secret.
_CODE = re.compile(
    r"\b(?:smart ?otp|otp|mat khau|password|passcode|cvv2?|cvc2?|ma (?:xac (?:nhan|thuc|minh)|bi mat))\b"
    r"|\bm?pin\b\D{0,12}\d{4,8}(?!\d)"
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){12,18}(?!\d)")
# NAPAS's own cards, Visa, Mastercard, JCB, UnionPay.
_CARD = re.compile(r"(?:9704|4|5[1-5]|2[2-7]|35|62)\d*")


def secret_in(text: str, field: str | None = None) -> Issue | None:
    """Say that a text holds a secret, without a letter of it; none when it holds none."""
    if has_card_number(text):
        return Issue("secret.card", field, "block")
    return Issue("secret.code", field, "block") if _CODE.search(search_key(text)) else None


def has_card_number(text: str) -> bool:
    """Tell a number as it stands on a bank card, by its beginning and its check digit."""
    numbers = (re.sub(r"\D", "", found) for found in _LONG_NUMBER.findall(text))
    return any(_CARD.fullmatch(number) and _sums_up(number) for number in numbers)


def _sums_up(number: str) -> bool:
    """Check a number's last digit after Luhn."""
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
