"""Gather what an owner's answers say, in the forms that a text is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from fractions import Fraction

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.unsaid.amounts import Key, amounts_in
from merchant_helper.text import search_key

# What is no answer in words: pictures, codes, places of selling, and what became of it there.
_NO_WORDS = frozenset(
    {
        "photos",
        "kept",
        "seen",
        "private_seen",
        "shots",
        "sku",
        "kind",
        "cover",
        "cover_of",
        "places",
        "pasted",
    }
    | {"outcome", "outcome_reason", "outcomes", "refusals", "group", "category", "link", "condition", "asked"}
)
_CLAUSE = re.compile(r"[.,;:!?\n()•–]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass
class Told:
    """Hold the clauses of all answers as sets of words without marks, their words, and their amounts."""

    clauses: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    keys: set[Key] = field(default_factory=set)
    values: set[Fraction] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Take in one answer."""
        for clause in _CLAUSE.split(text):
            key = search_key(clause)
            listed = _WORD.findall(key)
            if listed:
                self.clauses.append((f" {' '.join(listed)} ", frozenset(listed)))
                self.words.update(listed)
        for amount in amounts_in(text):
            self.keys.update(amount.keys)
            self.values.add(amount.value)

    def add_number(self, unit: str, value: int | float) -> None:
        """Take in one number of the answers."""
        exact = Fraction(str(value))
        self.keys.add((unit, exact))
        self.values.add(exact)


def told_by(facts: Facts) -> Told:
    """Gather the words and numbers of all answers."""
    told = Told()
    for each in fields(facts):
        value = getattr(facts, each.name)
        if each.name in _NO_WORDS:
            continue
        if isinstance(value, str):
            told.add(value)
        elif isinstance(value, tuple):
            for one in value:
                told.add(str(one))
    if facts.kind in kinds():
        told.add(kinds()[facts.kind].name)
    _numbers(told, facts)
    return told


def _numbers(told: Told, facts: Facts) -> None:
    for price in (facts.price, facts.sale_price):
        if price is not None:
            told.add_number("đồng", price)
    if facts.weight_g:
        told.add_number("weight", facts.weight_g)
    for side in (facts.length_cm, facts.width_cm, facts.height_cm):
        if side is not None:
            told.add_number("length", side)
    if facts.unit_count:
        told.add_number(facts.unit or "", facts.unit_count)
        told.add_number("cái", facts.unit_count)
    if isinstance(facts.stock, int):
        told.add_number("cái", facts.stock)
