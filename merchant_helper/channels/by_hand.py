"""Say what a person carries to a place without a file: a kit on her phone, a dossier on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from merchant_helper.channels.said import Certainty, DatedWords, Strict, Text, Words
from merchant_helper.listings.kinds import kinds

LineKey = Literal[
    "name", "price", "price_digits", "sale_price", "category", "condition", "description", "options",
    "unit_size", "weight", "weight_g", "measures", "expiry", "brand", "origin", "stock", "gtin", "tags",
    "sku",
]  # fmt: skip


def _is_goods(key: str) -> str:
    if key not in kinds():
        raise ValueError(f"no kind of goods is called {key!r}; there are {', '.join(kinds())}")
    return key


class KitRule(Strict):
    """List the lines that a person copies, in the order in which the app asks, and how sure that order is.

    ``post`` are the lines that also stand together in one text, for places with a single field. ``labels``
    are the names of boxes as the place itself writes them, in Vietnamese; a line without one has ours. In a
    ``chat`` a description is a few lines.
    """

    lines: Annotated[tuple[LineKey, ...], Field(min_length=1)]
    post: tuple[LineKey, ...] = ()
    labels: Mapping[LineKey, Text] = Field(default_factory=dict)
    order_known: bool
    certainty: Certainty
    chat: bool = False

    @model_validator(mode="after")
    def _lines_once(self) -> Self:
        if len(set(self.lines)) < len(self.lines) or len(set(self.post)) < len(self.post):
            raise ValueError("a line stands twice")
        if strangers := set(self.labels) - set(self.lines):
            raise ValueError(f"a label without its line: {', '.join(sorted(strangers))}")
        return self

    @property
    def by_label(self) -> bool:
        """Tell whether boxes are found by their names alone: there are several, their order is not known."""
        return not self.order_known and not self.post


class Paper(Words):
    """Be one paper to bring along, for some of our kinds of goods or for all; "unknown" is a question."""

    goods: tuple[Annotated[str, AfterValidator(_is_goods)], ...] = ()
    checked_on: date
    source: Text
    certainty: Certainty | Literal["unknown"]


class DossierRule(Strict):
    """Say what stands on the sheet that a post officer opens a stall from, and who that is.

    ``lines`` are always there, empty where nothing is known; ``more`` only where something is. ``asks`` are
    questions with room for an answer by hand, ``officer_does`` what is done at the counter.
    """

    officer: Words
    lines: Annotated[tuple[LineKey, ...], Field(min_length=1)]
    more: tuple[LineKey, ...] = ()
    papers: Annotated[tuple[Paper, ...], Field(min_length=1)]
    officer_does: Annotated[tuple[DatedWords, ...], Field(min_length=1)]
    asks: tuple[Words, ...] = ()
    certainty: Certainty

    @model_validator(mode="after")
    def _lines_once(self) -> Self:
        lines = (*self.lines, *self.more)
        if len(set(lines)) < len(lines):
            raise ValueError("a line stands twice")
        return self
