"""Keep for each place of selling whether a product was posted or refused there, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from merchant_helper.listings.facts import Facts

POSTED, REFUSED = STATES = ("posted", "refused")
MOST_REASONS = 10


def outcomes(facts: Facts) -> dict[str, str]:
    """Give the outcome by place."""
    pairs = (each.partition("=") for each in facts.outcomes)
    return {place: state for place, _sign, state in pairs if state in STATES}


def reasons(facts: Facts, place: str) -> list[str]:
    """Give what a place answered about a product that it refused."""
    if outcomes(facts).get(place) != REFUSED:
        return []
    pairs = (each.partition("=") for each in facts.refusals)
    return [reason for at, _sign, reason in pairs if at == place and reason]


def told_of(facts: Facts, place: str, state: str | None, why: Iterable[str] = ()) -> dict[str, Any]:
    """Give the answers that say what became of a product at a place; without a state nothing did.

    As a whole it counts as refused while any place refuses it, as posted where one has it.
    """
    now = {at: said for at, said in outcomes(facts).items() if at != place}
    if state in STATES:
        now[place] = state
    kept = [each for each in facts.refusals if each.partition("=")[0] != place]
    if state == REFUSED:
        kept += [f"{place}={reason}" for reason in list(dict.fromkeys(why))[:MOST_REASONS]]
    whole = REFUSED if REFUSED in now.values() else POSTED if POSTED in now.values() else None
    return {
        "outcomes": [f"{at}={said}" for at, said in now.items()],
        "refusals": kept,
        "outcome": whole,
    }
