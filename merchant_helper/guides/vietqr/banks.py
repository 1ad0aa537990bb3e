"""Know the banks and wallets that a transfer code can name; the BIN is the key, letter codes collide."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from merchant_helper.guides.vietqr.account import without_numbers
from merchant_helper.issues import Issue
from merchant_helper.text import glimpse, search_key

ISSUE_CODES = ("vietqr.bank_missing", "vietqr.bank_unknown", "vietqr.bank_unclear")
BankKind = Literal["bank", "digital_bank", "finance_company", "wallet"]
# Words that stand in nearly every name and tell nothing apart.
_EMPTY_WORDS = frozenset(("ngan", "hang", "nh", "tmcp", "tnhh", "mtv"))
_NOT_IN_KEYS = re.compile(r"[^0-9a-z]+")
_LONGEST_QUERY = 100
_MOST_NAMED = 4
_LOOSE = 3


@dataclass(frozen=True)
class Bank:
    """Hold one bank: ``bin`` in the code, ``name`` as people say it, codes and former names to be found by.

    ``listed_by`` names the lists that have it; ``doubt`` says where they disagree.
    """

    bin: str
    name: str
    full_name: str
    codes: tuple[str, ...]
    kind: BankKind
    offer_in_picker: bool
    listed_by: tuple[str, ...]
    also: tuple[str, ...] = ()
    rank: int | None = None
    doubt: str = ""

    @property
    def is_wallet(self) -> bool:
        """Tell a wallet, whose codes are made in its own application alone."""
        return self.kind == "wallet"

    def names(self) -> Iterator[str]:
        """Give everything that the bank is called by, best known first."""
        yield from (self.name, *self.codes, *self.also, self.full_name)


@dataclass(frozen=True)
class BankList:
    """Hold the list with its day and its sources."""

    checked_on: date
    sources: tuple[str, ...]
    banks: Mapping[str, Bank]


@cache
def bank_list() -> BankList:
    """Read the list that comes with the program; an unknown or missing key is an error."""
    text = files("merchant_helper.guides").joinpath("banks.toml").read_text("utf-8")
    data = tomllib.loads(text)
    banks = [_bank(row) for row in data["bank"]]
    banks.sort(key=lambda bank: (bank.rank or 1000, search_key(bank.name)))
    return BankList(
        data["checked_on"], tuple(data["sources"]), MappingProxyType({bank.bin: bank for bank in banks})
    )


def _bank(row: dict[str, Any]) -> Bank:
    frozen: dict[str, Any] = {
        k: tuple(value) if isinstance(value, list) else value for k, value in row.items()
    }
    return Bank(**frozen)


BANKS: Mapping[str, Bank] = bank_list().banks
PICKER: tuple[Bank, ...] = tuple(
    bank for bank in BANKS.values() if bank.offer_in_picker and not bank.is_wallet
)


def find_banks(text: str) -> list[Bank]:
    """Find banks by BIN, name, former name or letter code, with or without marks; the likeliest first."""
    query = _key(text[:_LONGEST_QUERY])
    if not query:
        return []
    found = [(closeness, place, bank) for place, bank in enumerate(BANKS.values())
             if (closeness := _closeness(query, bank)) is not None]  # fmt: skip
    return [bank for _closeness, _place, bank in sorted(found, key=lambda f: f[:2])]


def the_bank(text: str, field: str = "bank") -> Bank | Issue:
    """Take one bank from its BIN or a name of it; say so when none or several are meant."""
    if text in BANKS:
        return BANKS[text]
    if not text.strip():
        return Issue("vietqr.bank_missing", field, "block")
    seen, query = without_numbers(glimpse(text)), _key(text[:_LONGEST_QUERY])
    near = {bank: _closeness(query, bank) for bank in find_banks(text)}
    found = [bank for bank in near if near[bank] == 0] or [bank for bank in near if near[bank] != _LOOSE]
    if len(found) == 1:
        return found[0]
    if not found:
        return Issue("vietqr.bank_unknown", field, "block", {"seen": seen})
    choices = ", ".join(f"{bank.name} ({bank.bin})" for bank in found[:_MOST_NAMED])
    return Issue("vietqr.bank_unclear", field, "block", {"seen": seen, "choices": choices})


def _closeness(query: str, bank: Bank) -> int | None:
    """Say how near a bank is to what was typed: 0 the very name, _LOOSE more than it; None not at all."""
    keys = _keys(bank.bin)
    if query in keys or query == bank.bin:
        return 0
    if any(key.startswith(query) for key in keys):
        return 1
    if any(query in key for key in keys):
        return 2
    return _LOOSE if any(len(key) > 3 and key in query for key in keys[:-1]) else None


@cache
def _keys(bin_: str) -> tuple[str, ...]:
    return tuple(_key(name) for name in BANKS[bin_].names())


def _key(text: str) -> str:
    """Write a name as it is compared: no marks, no spaces, no words that every bank has."""
    words = _NOT_IN_KEYS.sub(" ", search_key(text)).split()
    return "".join(word for word in words if word not in _EMPTY_WORDS) or "".join(words)
