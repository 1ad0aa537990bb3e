"""Bring together what a spec knows and what a file says: which column takes which of our values, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from merchant_helper.channels.fill.layouts import Form, Found, Head
from merchant_helper.channels.fill.refused import TemplateRefused
from merchant_helper.channels.fill.sheet import read_sheet
from merchant_helper.channels.fill.words import mark_of, plain, weight_unit
from merchant_helper.channels.filling import NUMBERS, PICTURES, SIDES, WHAT, FillColumn, FillRule
from merchant_helper.text import shorten

MATCH, COLUMN = "match.", "column."
# What a person may match a stranger's columns with; pictures after the first are photo2, photo3 …
MATCHED: Mapping[str, str] = {
    **{
        what: what for what in sorted(WHAT) if not what.startswith(("picture", "variant", "parent", "number"))
    },
    "photos": "picture1",
    **{f"photo{number}": f"picture{number}" for number in range(2, PICTURES + 1)},
}
_FORBIDDEN = frozenset({"forbid", "forbidden"})


@dataclass(frozen=True)
class Slot:
    """Be one column that is filled: what the file says of it, and what goes in."""

    head: Head
    column: FillColumn

    @cached_property
    def value(self) -> str:
        """Name the value; nothing for a choice or a fixed text."""
        return self.column.value or ""

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """Give the texts that the file allows; those of the spec where it tells none."""
        return self.head.rule.choices or self.column.choices

    @cached_property
    def lengths(self) -> tuple[int | None, int | None]:
        """Give the shortest and the longest text, by the file where it tells one of them."""
        rule = self.head.rule
        if rule.min_length is None and rule.max_length is None:
            return self.column.min_length, self.column.max_length
        return rule.min_length, rule.max_length

    @cached_property
    def bounds(self) -> tuple[float | None, float | None]:
        """Give the smallest and the largest number, by the file where it tells one of them."""
        rule = self.head.rule
        if rule.low is None and rule.high is None:
            return self.column.low, self.column.high
        return rule.low, rule.high

    @cached_property
    def whole(self) -> bool:
        """Tell whether only whole numbers go in."""
        return self.head.rule.whole or self.column.whole

    @cached_property
    def title(self) -> str:
        """Give the header, as short as it fits a sentence."""
        return shorten(self.head.label, 60)

    @cached_property
    def is_bound(self) -> bool:
        """Tell whether a cell that is not empty can be wrong."""
        return self.value in SIDES or self.is_text or self.bounds != (None, None) or bool(self.choices)

    @cached_property
    def is_text(self) -> bool:
        """Tell whether it takes words, whose length matters."""
        return not self.is_number

    @cached_property
    def is_number(self) -> bool:
        """Tell whether it takes a number rather than a text."""
        return self.value in NUMBERS or (self.head.number and not self.value.startswith("picture"))


@dataclass(frozen=True)
class Plan:
    """Hold how one sheet is filled.

    ``several`` are values that more than one column could take; a person says which.
    """

    found: Found
    form: Form
    rule: FillRule
    slots: tuple[Slot, ...]
    free: tuple[Head, ...]
    several: Mapping[str, tuple[Head, ...]]
    # Categories as the file writes them, by kind of goods, and what each demands: looked for once.
    categories: dict[str, str] = field(default_factory=dict)
    known: dict[str, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)

    @cached_property
    def joins(self) -> bool:
        """Tell whether the rows of variants are one product there."""
        return self.rule.layout != "any"

    @cached_property
    def _by_value(self) -> Mapping[str, Slot]:
        return {slot.value: slot for slot in self.slots if slot.value}

    @cached_property
    def grouped(self) -> tuple[Slot, ...]:
        """Give the columns that are filled before pictures have addresses."""
        return tuple(slot for slot in self.slots if slot.value == "picture1" or "picture" not in slot.value)

    @cached_property
    def alone(self) -> tuple[Slot, ...]:
        """Give those of them that a product without variants fills."""
        return tuple(slot for slot in self.grouped if slot.column.per != "variant")

    def slot(self, value: str) -> Slot | None:
        """Find the column of one of our values."""
        return self._by_value.get(value)

    @cached_property
    def unit(self) -> Literal["g", "kg"] | None:
        """Tell in which unit the file wants weights; None where it does not say so."""
        slot = self.slot("weight_g")
        if slot is None:
            return None
        told = weight_unit((slot.head.label, *slot.head.hints))
        return told or ("kg" if slot.column.unit == "kg" else "g" if slot.column.unit == "g" else None)

    def demands(self, head: Head, category: str | None) -> bool:
        """Tell whether the file wants something in a column, for a category where that makes a difference."""
        mark = self.form.marks.get((category or "").strip(), {}).get(head.column) if self.form.marks else None
        return head.needed == "yes" if mark is None else mark_of(mark) == "yes"

    def by_category(self, category: str) -> tuple[frozenset[int], frozenset[int]]:
        """Give the columns that must be filled for a category, and those that must stay empty."""
        found = self.known.get(category)
        if found is None:
            marks = self.form.marks.get(category.strip(), {})
            closed = frozenset(column for column, mark in marks.items() if mark.casefold() in _FORBIDDEN)
            needed = frozenset(h.column for h in self.form.heads if self.demands(h, category))
            found = self.known[category] = needed - closed, closed
        return found


def plan_of(found: Found, form: Form, rule: FillRule, answers: Mapping[str, str]) -> Plan:
    """Match the columns of a sheet with our values. Raises TemplateRefused."""
    columns = rule.columns if rule.layout != "any" else _by_hand(form, answers)
    keys = [(plain(head.key), head) for head in form.heads]
    slots: list[Slot] = []
    several: dict[str, tuple[Head, ...]] = {}
    taken: set[int] = set()
    filled: set[str] = set()
    for column in columns:
        heads = [head for head in _fitting(column.key, keys) if head.column not in taken]
        if column.value in filled or not heads:
            continue
        if column.value and len(heads) > 1:
            wanted = answers.get(COLUMN + column.value)
            chosen = [head for head in heads if wanted in (head.label, head.key)]
            several[column.value] = tuple(heads)
            taken |= {head.column for head in heads}
            heads = chosen or heads[:1]
        filled |= {column.value} if column.value else set()
        taken |= {head.column for head in heads}
        slots += [Slot(head, column) for head in heads]
    free = tuple(head for head in form.heads if head.column not in taken)
    if not any(slot.column.value == "name" for slot in slots) and rule.layout != "any":
        raise TemplateRefused("template.column_missing", column="name")
    return Plan(found, form, rule, tuple(sorted(slots, key=lambda slot: slot.head.column)), free, several)


def _fitting(key: str, keys: Sequence[tuple[str, Head]]) -> list[Head]:
    """Find the columns that a key of a spec means."""
    mine = plain(key.strip("*"))
    if key.endswith("*"):
        return [head for theirs, head in keys if theirs.startswith(mine)]
    if key.startswith("*"):
        return [head for theirs, head in keys if theirs.endswith(mine)]
    return [head for theirs, head in keys if theirs == mine]


def _by_hand(form: Form, answers: Mapping[str, str]) -> Sequence[FillColumn]:
    """Take the columns that a person matched."""
    columns = []
    for key, header in answers.items():
        if not key.startswith(MATCH) or not header:
            continue
        ours = MATCHED.get(key.removeprefix(MATCH))
        if ours is None or not any(plain(header) == plain(head.label) for head in form.heads):
            raise TemplateRefused("template.no_such_column", seen=f"{key.removeprefix(MATCH)}={header}")
        # The star of a header that must be filled is no sign for any letters here.
        columns.append(FillColumn(key=header.replace("*", " ").strip() or header, value=ours))
    return columns


def refuse_occupied(plan: Plan, count: int) -> None:
    """Stop where rows hold products already, or cells that cannot be written. Raises TemplateRefused."""
    sheet, first = read_sheet(plan.found.book, plan.form.ref.part), plan.form.first_row
    ours = {slot.head.column for slot in plan.slots}
    for number, row in sorted(sheet.rows.items()):
        if number < first:
            continue
        cells = [cell for cell in row.cells if cell.column in ours]
        if any(cell.formula for cell in cells):
            raise TemplateRefused("template.formula", row=number)
        if any(cell.text.strip() for cell in cells):
            raise TemplateRefused("template.not_blank", row=number)
    for area in sheet.merges:
        if area.bottom >= first and area.top < first + max(count, 1):
            raise TemplateRefused("template.merged", row=max(area.top, first))


def renamed(plan: Plan, answers: Mapping[str, str]) -> dict[str, str]:
    """Give answers under the machine keys, whether they were given by key or by header.

    Raises TemplateRefused for one that belongs to no column.
    """
    known = {plain(head.label): head.key for head in plan.form.heads}
    known |= {plain(head.key): head.key for head in plan.form.heads}
    result = {}
    for key, value in answers.items():
        if key in ("sheet", "shop", "weight_unit") or key.startswith((MATCH, COLUMN, "category")):
            result[key] = value
            continue
        head, _dot, kind = key.rpartition(".")
        if plain(key) in known:
            result[known[plain(key)]] = value
        elif head and plain(head) in known:
            result[f"{known[plain(head)]}.{kind}"] = value
        else:
            raise TemplateRefused("template.no_such_column", seen=key[:80])
    return result


def shown_heads(form: Form) -> Iterator[Head]:
    """Give the columns that a person can tell apart by their headers."""
    seen: set[str] = set()
    for head in form.heads:
        if head.label and plain(head.label) not in seen:
            seen.add(plain(head.label))
            yield replace(head)
