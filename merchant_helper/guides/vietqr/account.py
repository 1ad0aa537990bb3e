"""Treat account numbers as what they are: text that is kept whole, and told to nobody."""

from __future__ import annotations

import re

MAX_ACCOUNT = 19
ACCOUNT = re.compile("[0-9A-Za-z]{1,19}")
# A BIN has six digits; more of them in a row may be somebody's account.
_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){6,}")


def ungrouped(text: str) -> str:
    """Take the spaces out of an account as it is read from a card; nothing else is touched."""
    return "".join(text.split())


def masked(account: str) -> str:
    """Write an account as it may be shown and told: its last four, and less of a short one."""
    return f"•••• {account[-4:] if len(account) >= 8 else account[(len(account) + 1) // 2 :]}"


def without_numbers(text: str) -> str:
    """Give a text to be quoted in a sentence, with numbers that may be accounts left out."""
    return _NUMBER.sub("••••", text)
