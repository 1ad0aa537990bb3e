"""Make, change and put away the variants of a product: one listing each, joined by the group's code.

Nothing is deleted: a variant that is not wanted any more is put away and comes back with its value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.family import Member, members_of
from merchant_helper.listings.model import Listing
from merchant_helper.listings.variants import Option, Values, code, combinations, options_of
from merchant_helper.text import sku_from

_OPTIONS = ("option1_name", "option1_value", "option2_name", "option2_value")
# What goes along when the first listing takes the place of another variant.
_TAKEN_OVER = ("price", "stock", "sale_price", "sku", "gtin")
Clashes = dict[str, dict[str, Any]]
Key = tuple[str, str]


def variants_of(session: Session, listing: Listing) -> list[Member]:
    """Give the variants that are sold, the first one first; none for a product without variants."""
    return [row for row in members_of(session, listing) if row[1].group and not row[1].removed]


def known_options(members: Sequence[Member]) -> tuple[Option, ...]:
    """Give the options of a product as its variants have them."""
    return options_of(
        [
            (facts.option1_name, facts.option1_value, facts.option2_name, facts.option2_value)
            for _listing, facts in members
        ]
    )


def arrange(
    session: Session, main: Listing, options: Sequence[Option], *, by: str, seen: Mapping[str, int]
) -> Clashes:
    """Give a product one variant for each combination, or make it one again without options.

    What a variant has (price, stock, code) stays with its values; new ones begin with the price of the first.
    Gives what another page changed since ``seen`` (listing's id to version); then nothing is written. The
    main listing has a name or a code already.
    """
    plan = _Plan(main, members_of(session, main), options, ledger.taken_skus(session, main.shop_id))
    told, new = plan.answers()
    clashes = plan.strangers(seen) or ledger.clashes(told, seen)
    if clashes:
        return clashes
    for answers in new:
        listing = ledger.start(session, main.shop_id)
        listing.copied_from = main.id
        told[listing] = answers
    return ledger.tell_all(told, by=by, seen=seen)


@dataclass
class _Plan:
    """Find for each combination the listing that has it, and what has to be told of each."""

    main: Listing
    members: Sequence[Member]
    options: Sequence[Option]
    taken: set[str]
    mine: Facts = field(init=False)

    def __post_init__(self) -> None:
        self.mine = derive(self.main.answers)
        self.group = self.mine.group or self.mine.sku or sku_from(self.mine.name or "", self.taken)
        self.taken.add(self.group)
        self.wanted = combinations(self.options)
        self.renamed = _renamed(known_options([m for m in self.members if not m[1].removed]), self.options)
        self.placed = self._placed()

    def answers(self) -> tuple[dict[Listing, dict[str, Any]], list[dict[str, Any]]]:
        """Give what is told of the listings that are there, and of those to begin."""
        told: dict[Listing, dict[str, Any]] = {}
        new: list[dict[str, Any]] = []
        if not self.wanted and not self.mine.group:
            return told, new
        for values in self.wanted:
            own = self._own(values)
            row = self.placed.get(values)
            if row is None and values == self.wanted[0] and self._homeless:
                row, own = (self.main, self.mine), own | {"sku": self._code(values)}
            if row is None:
                begun = {"sku": self._code(values), "price": self.mine.price, "stock": self.mine.stock}
                new.append(own | begun | {"removed": False})
                continue
            listing, facts = row
            if self._homeless and values == self.wanted[0] and listing is not self.main:
                # The first listing holds what all share: it takes the place over, and the other one goes.
                over = {name: getattr(facts, name) for name in _TAKEN_OVER if facts.answered(name)}
                told[self.main] = own | over
                continue
            back = {"removed": False} if facts.removed else {}
            told[listing] = (
                own | back | ({} if self._keeps_code(listing, facts) else {"sku": self._code(values)})
            )
        if not self.wanted:
            told[self.main] = {**dict.fromkeys((*_OPTIONS, "group")), "sku": self.group}
        for listing, facts in self.members:
            if listing not in told and not facts.removed:
                told[listing] = {"removed": True}
        return told, new

    def strangers(self, seen: Mapping[str, int]) -> Clashes:
        """Find variants that the page did not show: another page made them meanwhile."""
        return {
            listing.id: {"option1_value": facts.option1_value}
            for listing, facts in self.members
            if facts.group and not facts.removed and listing.id not in seen
        }

    @property
    def _homeless(self) -> bool:
        return all(listing is not self.main for listing, _facts in self.placed.values())

    def _own(self, values: Values) -> dict[str, Any]:
        first, second = (*(option.name for option in self.options), None)[:2]
        two = values[1] is not None
        return dict(zip(_OPTIONS, (first, values[0], second if two else None, values[1]), strict=True)) | {
            "group": self.group
        }

    def _code(self, values: Values) -> str:
        made = code(self.group, values, self.taken)
        self.taken.add(made)
        return made

    def _keeps_code(self, listing: Listing, facts: Facts) -> bool:
        """Tell whether a listing's code is its own still: not the group's, not one that another one has."""
        others = {
            (state.sku or "").casefold()
            for one, state in self.members
            if one is not listing and not state.removed
        }
        return bool(facts.sku) and facts.group is not None and (facts.sku or "").casefold() not in others

    def _placed(self) -> dict[Values, Member]:
        left = [row for row in self.members if row[1].group]
        left.sort(key=lambda row: (row[1].removed, row[0].number))
        if not self.mine.group:
            left = [(self.main, self.mine), *left]
        placed: dict[Values, Member] = {}
        for same in (self._exactly, self._under_another_name, self._grown):
            for values in self.wanted:
                row = next((row for row in left if same(row[1], values)), None)
                if values not in placed and row is not None:
                    placed[values] = row
                    left.remove(row)
        if not self.mine.group and self.wanted and self._is_free(placed):
            placed[self.wanted[0]] = (self.main, self.mine)
        return placed

    def _is_free(self, placed: Mapping[Values, Member]) -> bool:
        return self.wanted[0] not in placed and all(row[0] is not self.main for row in placed.values())

    def _exactly(self, facts: Facts, values: Values) -> bool:
        return bool(facts.option1_value) and _key(facts) == _folded(values)

    def _under_another_name(self, facts: Facts, values: Values) -> bool:
        first, second = _key(facts)
        now = self.renamed[0].get(first, first), self.renamed[1].get(second, second)
        return bool(first) and now == _folded(values)

    def _grown(self, facts: Facts, values: Values) -> bool:
        """Tell whether a variant is this one before a second option came, or after it went."""
        first, second = _key(facts)
        first = self.renamed[0].get(first, first)
        return bool(first) and first == _folded(values)[0] and (not second or len(self.options) == 1)


def _key(facts: Facts) -> Key:
    return (facts.option1_value or "").casefold(), (facts.option2_value or "").casefold()


def _folded(values: Values) -> Key:
    return values[0].casefold(), (values[1] or "").casefold()


def _renamed(before: Sequence[Option], now: Sequence[Option]) -> tuple[dict[str, str], dict[str, str]]:
    """Find values that only got another name: at the same place among as many."""
    found: list[dict[str, str]] = [{}, {}]
    for place, (old, new) in enumerate(zip(before, now, strict=False)):
        olds, news = ([value.casefold() for value in option.values] for option in (old, new))
        if len(olds) == len(news):
            pairs = zip(olds, news, strict=True)
            found[place] = {one: other for one, other in pairs if one not in news and other not in olds}
    return found[0], found[1]


def main_of(session: Session, listing: Listing) -> Listing:
    """Give the listing that holds what all variants share: the one they were made from, else the first."""
    members = members_of(session, listing)
    here = {one.id: one for one, _facts in members}
    parents = [here[one.copied_from] for one, _facts in members if one.copied_from in here]
    sold = [one for one, facts in members if not facts.removed]
    return next(iter([*parents, *sold]), listing)
