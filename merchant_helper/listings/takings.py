"""Work out what is left of a price: fees, withheld tax, packing and cost of goods taken off. Never advice.

Everything is whole đồng. A percentage is taken as hundredths of a percent (491 is 4.91 %), and each amount
that it gives is rounded up to the đồng, so that what is left is never told too high.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from merchant_helper.issues import Issue
from merchant_helper.text import MAX_PRICE, clean_text, glimpse

ISSUE_CODES = ("takings.percent", "takings.percent_high")
WHOLE = 10_000
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*(?:%|phần trăm)?")
_FEE = re.compile(r"([a-z][a-z0-9]*)=([0-9.]*),([0-9]*),([0-9.]*)")


@dataclass(frozen=True)
class Costs:
    """Hold all that goes off a price, as she told it; None is "not told" and takes nothing off."""

    percent: int | None = None
    fixed: int | None = None
    tax: int | None = None
    packing: int | None = None
    cost: int | None = None


@dataclass(frozen=True)
class Takings:
    """Hold the amounts: ``price`` is the sum of all others. ``left`` is below nothing when it is a loss.

    ``break_even`` is the smallest price at which nothing is lost; None where no price reaches that.
    """

    price: int
    fee: int
    fixed: int
    tax: int
    packing: int
    cost: int
    left: int
    break_even: int | None


def takings(price: int, costs: Costs) -> Takings:
    """Work out what is left of a price."""
    fee, tax = _part(price, costs.percent), _part(price, costs.tax)
    fixed, packing, cost = costs.fixed or 0, costs.packing or 0, costs.cost or 0
    left = price - fee - tax - fixed - packing - cost
    return Takings(price, fee, fixed, tax, packing, cost, left, break_even(costs))


def break_even(costs: Costs) -> int | None:
    """Find the smallest price that covers everything."""
    firm = (costs.fixed or 0) + (costs.packing or 0) + (costs.cost or 0)
    keeps = WHOLE - (costs.percent or 0) - (costs.tax or 0)
    if keeps <= 0:
        return 0 if firm == 0 and keeps == 0 else None
    # Below this even unrounded amounts leave too little; rounding up moves it by less than 2 đồng of amounts.
    price = -(-firm * WHOLE // keeps)
    while price <= MAX_PRICE:
        if price - _part(price, costs.percent) - _part(price, costs.tax) >= firm:
            return price
        price += 1
    return None


def read_percent(text: str, field: str) -> int | Issue | None:
    """Read a percentage as typed (14,5 or 4.91%) into hundredths of a percent; None for an empty box."""
    told = clean_text(text).text.strip()
    if not told:
        return None
    match = _PERCENT.fullmatch(told.casefold())
    if match is None:
        return Issue("takings.percent", field, "block", {"seen": glimpse(told)})
    value = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if value >= WHOLE:
        return Issue("takings.percent_high", field, "block", {"seen": glimpse(told)})
    return value


def percent_words(value: int) -> str:
    """Write hundredths of a percent: 14,5."""
    return _decimal(value).replace(".", ",")


def _decimal(value: int) -> str:
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def _part(price: int, percent: int | None) -> int:
    return -(-price * percent // WHOLE) if percent else 0


def fees_of(fees: Iterable[str], place: str) -> Costs | None:
    """Give the fees of one place as she told them; None where she did not."""
    for one in fees:
        match = _FEE.fullmatch(one)
        if match and match[1] == place:
            percent, tax = (_hundredths(match[n]) for n in (2, 4))
            return Costs(percent=percent, fixed=int(match[3]) if match[3] else None, tax=tax)
    return None


def with_fees(fees: Iterable[str], place: str, costs: Costs) -> list[str]:
    """Give the answer that holds the fees of one place besides those of the others."""
    percent, tax = ("" if n is None else _decimal(n) for n in (costs.percent, costs.tax))
    fixed = "" if costs.fixed is None else str(costs.fixed)
    others = [one for one in fees if not one.startswith(f"{place}=")]
    return [*others, f"{place}={percent},{fixed},{tax}"]


def _hundredths(text: str) -> int | None:
    read = read_percent(text, "fees") if text else None
    return read if isinstance(read, int) else None


def at_cost(fees: Costs | None, *, cost: int | None, packing: int | None) -> Costs:
    """Put the fees of a place and the costs of a product together."""
    return replace(fees or Costs(), cost=cost, packing=packing)
