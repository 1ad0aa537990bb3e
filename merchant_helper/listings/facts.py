"""Derive what is known of a product from its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol


class Told(Protocol):
    """Be anything with a field, a value and a place in the order."""

    seq: int
    field: str
    value: Any


ALWAYS = "always"


@dataclass(frozen=True)
class Facts:
    """Hold the present state of one listing.

    ``None`` is "not known"; :meth:`answered` tells whether she was asked. ``stock`` is a number or
    ``"always"``. ``photos`` are ids in her order, the first is the cover; ``kept`` those she wants in spite
    of a doubt, ``seen`` those she has looked through; ``cover`` is the use she chose for ``cover_of``.
    ``price_kept`` is a price that she confirmed after a question. ``outcome`` is posted or refused,
    ``outcomes`` the same by place (place=state), ``refusals`` why (place=reason). From
    ``description`` on stands what a sheet tells and no page asks; ``group`` joins variants, one listing each.
    ``traits`` answer the questions of a kind (key=answer); ``title`` are the words she chose to sell under,
    ``title_form`` tells by which formula they were made (listings.titles), None where they are her own.
    ``cost`` and ``packing_cost`` are what one unit costs her; ``fees`` are those of a place of selling, as
    place=percent,fixed,tax percent. ``undone`` points to the first answer of a press that was taken back.
    ``papers`` are words (as search keys) that she has a certificate for.
    ``accepted`` are words of a written text that she had not told and then said yes to.
    """

    photos: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    private_seen: tuple[str, ...] = ()
    shots: tuple[str, ...] = ()
    name: str | None = None
    sku: str | None = None
    kind: str | None = None
    price: int | None = None
    price_kept: int | None = None
    unit: str | None = None
    unit_count: int | None = None
    unit_size: str | None = None
    made: str | None = None
    special: str | None = None
    use: str | None = None
    stock: int | str | None = None
    weight_g: int | None = None
    expiry: str | None = None
    cover: str | None = None
    cover_of: str | None = None
    checked: bool = False
    places: tuple[str, ...] = ()
    pasted: tuple[str, ...] = ()
    outcome: str | None = None
    outcome_reason: str | None = None
    outcomes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    removed: bool = False
    description: str | None = None
    sale_price: int | None = None
    length_cm: float | None = None
    width_cm: float | None = None
    height_cm: float | None = None
    brand: str | None = None
    gtin: str | None = None
    condition: str | None = None
    origin: str | None = None
    category: str | None = None
    group: str | None = None
    option1_name: str | None = None
    option1_value: str | None = None
    option2_name: str | None = None
    option2_value: str | None = None
    tags: tuple[str, ...] = ()
    link: str | None = None
    traits: tuple[str, ...] = ()
    title: str | None = None
    title_form: str | None = None
    cost: int | None = None
    packing_cost: int | None = None
    fees: tuple[str, ...] = ()
    undone: int | None = None
    papers: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    version: int = 0
    asked: frozenset[str] = field(default_factory=frozenset)

    def answered(self, name: str) -> bool:
        """Tell whether this question was answered, be it with "not known"."""
        return name in self.asked


FIELDS = frozenset(f.name for f in fields(Facts)) - {"version", "asked"}
LISTS = frozenset(
    {"photos", "kept", "seen", "private_seen", "shots", "places", "pasted", "tags", "outcomes", "refusals"}
    | {"traits", "fees", "papers", "accepted"}
)
# What "one more like this" takes along: everything but name, size, price, photos and what followed from them.
COPIED = (
    *("kind", "unit", "unit_count", "made", "special", "use", "stock", "weight_g", "expiry", "places"),
    *("brand", "origin", "condition", "category"),
)


def derive(answers: Iterable[Told]) -> Facts:
    """Fold answers into the present state; the last answer to a question counts."""
    state: dict[str, Any] = {}
    version = 0
    for answer in sorted(answers, key=lambda a: a.seq):
        version = answer.seq
        if answer.field in FIELDS:
            state[answer.field] = tuple(answer.value or ()) if answer.field in LISTS else answer.value
    return Facts(**state, version=version, asked=frozenset(state))


def changes(facts: Facts, told: Mapping[str, Any]) -> dict[str, Any]:
    """Keep only what differs from the present state or answers a question for the first time."""
    return {
        name: value
        for name, value in told.items()
        if not facts.answered(name) or _plain(getattr(facts, name)) != _plain(value)
    }


def conflicts(answers: Iterable[Told], told: Mapping[str, Any], page_version: int) -> dict[str, Any]:
    """Find the fields that someone else changed since the page was opened, with what they say now.

    Only a field whose present value differs from what is being told counts.
    """
    since = {a.field for a in answers if a.seq > page_version}
    facts = derive(answers)
    return {
        name: getattr(facts, name)
        for name, value in told.items()
        if name in since and _plain(getattr(facts, name)) != _plain(value)
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, list)) else value
