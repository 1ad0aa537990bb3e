"""Read the rules about words from lint.toml, and put all their phrases into one expression."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from merchant_helper.i18n import language
from merchant_helper.issues import Severity
from merchant_helper.listings.lint.finder import Finder


@dataclass(frozen=True)
class Group:
    """Be one group of rules: how bad by itself, for which kinds it blocks, in which fields, and why."""

    key: str
    severity: Severity
    basis: Mapping[str, str]
    source: str
    checked_on: date
    certainty: str
    strict: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    papers: bool = False

    def why(self) -> str:
        """Say what the rule rests on, in the current language."""
        return self.basis[language()]


@dataclass(frozen=True)
class Rule:
    """Be the phrases of one rule and what makes them honest."""

    group: str
    words: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    unless: tuple[str, ...] = ()
    only_before: frozenset[str] = frozenset()
    only_after: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    also_before: bool = False
    whole_clause: bool = False
    drop: str = ""
    severity: Severity | None = None

    @cached_property
    def pairs_before(self) -> tuple[str, ...]:
        """Give the neighbours that are more than one word."""
        return tuple(f" {words}" for words in self.not_before if " " in words)

    @cached_property
    def pair_ends(self) -> frozenset[str]:
        """Give the last word of each of them."""
        return frozenset(words.rpartition(" ")[2] for words in self.pairs_before)

    @cached_property
    def not_before_a_figure(self) -> bool:
        """Tell whether a figure behind makes it honest."""
        return "#" in self.not_after


@dataclass(frozen=True)
class Knowledge:
    """Hold all groups, and the rules by their phrases.

    ``titles`` and ``texts`` find the phrases that matter in a title and elsewhere, ``bare`` those in lines
    without marks, ``beside_brand`` the mark of a copy beside a brand, ``brand`` the name of one,
    ``brand_words`` the first word of each.
    """

    groups: Mapping[str, Group]
    rules: Mapping[str, Rule]
    titles: Finder
    texts: Finder
    bare: Finder
    brand_mark: str
    beside_brand: re.Pattern[str]
    brand: re.Pattern[str]
    brand_words: frozenset[str]


@cache
def knowledge() -> Knowledge:
    """Read lint.toml.

    Raises TypeError for a key that it should not have, ValueError for a phrase told twice.
    """
    text = files("merchant_helper.listings.lint").joinpath("lint.toml").read_text("utf-8")
    table = tomllib.loads(text)
    groups = {key: _group(key, row) for key, row in table["groups"].items()}
    rules: dict[str, Rule] = {}
    for row in table["rules"]:
        rule = _rule(row)
        for phrase in (*rule.words, *rule.bare):
            if phrase in rules or rule.group not in groups:
                raise ValueError(
                    f"lint.toml: {phrase!r} is told twice, or its group {rule.group!r} is unknown"
                )
            rules[phrase] = rule
    mark, names = table["brands"]["mark"], table["brands"]["names"]
    brands = set(names) - set(table["brands"]["also_words"])
    told = {phrase for phrase, rule in rules.items() if phrase in rule.words}
    texts = {phrase for phrase in told if not groups[rules[phrase].group].fields}
    bare = {phrase for phrase, rule in rules.items() if phrase in rule.bare}
    return Knowledge(
        groups=groups,
        rules=rules,
        titles=Finder(told | {mark}),
        texts=Finder(texts | {mark}),
        bare=Finder(bare),
        brand_mark=mark,
        beside_brand=_beside(mark, names),
        brand=_named(brands),
        brand_words=frozenset(name.split()[0] for name in brands),
    )


def _named(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)", re.IGNORECASE)


_SETS = ("not_before", "not_after", "only_before", "only_after", "measures")


def _rule(row: Mapping[str, Any]) -> Rule:
    kinds: dict[str, type] = {name: frozenset for name in _SETS}
    return Rule(**{k: kinds.get(k, tuple)(v) if isinstance(v, list) else v for k, v in row.items()})


def _group(key: str, row: Mapping[str, Any]) -> Group:
    sets = {name: frozenset(row[name]) for name in ("strict", "fields") if name in row}
    return Group(key=key, **{**row, **sets})


def _beside(mark: str, names: Iterable[str]) -> re.Pattern[str]:
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{mark} (?:{known})|(?:{known}) {mark})(?!\w)")
