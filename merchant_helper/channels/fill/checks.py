"""Hold what a file does not take, by the limits that stand in it, and tell what it has no room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from merchant_helper.channels.fill.content import Family, Number, RowCells, cell, sides
from merchant_helper.channels.fill.plan import Plan, Slot
from merchant_helper.channels.fill.questions import MOST_TEXT, category_of, exact
from merchant_helper.channels.filling import SIDES
from merchant_helper.channels.tidy import shown
from merchant_helper.channels.values import sale_price
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.text import shorten

ISSUE_CODES = (
    "fill.too_short",
    "fill.too_small",
    "fill.too_large",
    "fill.not_in_list",
    "fill.no_option_column",
    "fill.option_name_lost",
    "fill.name_repeated",
    "fill.full",
    "fill.sale_left_out",
    "fill.name_of_first",
    "fill.sides_left_out",
    "fill.rounded",
)
_FIELDS = {"parent_sku": "sku", "number": "group", "variant_picture": "photos"}
# What the checks of all places say of a name that would be written without its first sign: here it stays.
_NOT_HERE = frozenset({"channel.name_sign", "channel.sign_left_out"})


class Checks:
    """Check one family after another against the file.

    ``waits`` tells that pictures are added later by hand, so that an empty cell for them is right. ``made``
    holds the cells of what passed, by SKU, all but those of pictures: nothing is worked out twice.
    """

    def __init__(self, plan: Plan, answers: Mapping[str, str], *, waits: bool) -> None:
        self._plan, self._answers, self._waits = plan, answers, waits
        self.made: dict[str, RowCells] = {}
        self._names: set[tuple[str, str]] = set()
        self._used = 0
        self._number = 0

    def judge(self, family: Sequence[Product], found: Sequence[list[Issue]]) -> None:
        """Add to what was found of each member of a family."""
        for issues in found:
            issues[:] = [issue for issue in issues if issue.code not in _NOT_HERE]
        self._number += 1
        families = [list(range(len(family)))] if self._plan.joins else [[n] for n in range(len(family))]
        made: list[RowCells] = []
        for places in families:
            members = [family[place] for place in places]
            shared = Family(self._plan, self._answers, members, {}, self._number)
            for member, place in enumerate(places):
                told = {issue.field for issue in found[place] if issue.severity == "block"}
                made.append({})
                more = self._of_product(shared, member, made[-1])
                found[place].extend(issue for issue in more if issue.field not in told)
        self._of_family(family, found)
        if not any(issue.severity == "block" for issues in found for issue in issues):
            self.made.update(zip((product.sku for product in family), made, strict=True))

    def _of_family(self, family: Sequence[Product], found: Sequence[list[Issue]]) -> None:
        if any(issue.severity == "block" for issues in found for issue in issues):
            return
        room = self._plan.form.last_row - self._plan.form.first_row + 1
        issue = None
        if self._used + len(family) > room:
            issue = Issue("fill.full", None, "block", {"rows": room})
        elif self._plan.rule.same_name_joins:
            key = (family[0].name.casefold(), category_of(self._plan, self._answers, family[0]))
            if key in self._names:
                issue = Issue("fill.name_repeated", "name", "block", {"name": shorten(family[0].name, 60)})
            self._names.add(key)
        if issue is not None:
            for issues in found:
                issues.append(issue)
        else:
            self._used += len(family)

    def _of_product(self, family: Family, place: int, made: RowCells) -> Iterator[Issue]:
        product = family.products[place]
        for slot in self._plan.grouped if family.is_group else self._plan.alone:
            text = cell(self._plan, self._answers, slot, family, place)
            if text != "":
                made[slot.head.column] = text
            if text == "" and slot.head.column not in family.needed and slot.value != "brand":
                continue
            if slot.value and (text == "" or slot.is_bound):
                yield from self._of_cell(slot, text, family, place)
        yield from self._options(product)
        if sale_price(product) is not None and self._plan.slot("sale_price") is None:
            yield Issue("fill.sale_left_out", "sale_price", "warn")
        if family.is_group and product.name != family.lead.name:
            yield Issue("fill.name_of_first", "name", "hint", {"name": shorten(family.lead.name, 60)})
        some = any(getattr(product, side) is not None for side in SIDES) and not sides(product)
        if some and self._plan.slot("length_cm") is not None:
            yield Issue("fill.sides_left_out", "length_cm", "hint")

    def _of_cell(self, slot: Slot, text: str, family: Family, place: int) -> Iterator[Issue]:
        """Check one cell as it would be written."""
        product = family.products[place]
        field = "photos" if slot.value.startswith("picture") else _FIELDS.get(slot.value, slot.value)
        seen: dict[str, str | int] = {"column": slot.title}
        if text == "":
            yield from self._of_empty(slot, family, place, field, seen)
        elif isinstance(text, Number):
            yield from _of_number(slot, float(text), field, seen)
            side = getattr(product, slot.value) if slot.value in SIDES else None
            if side is not None and side != float(text):
                yield Issue("fill.rounded", field, "hint", {**seen, "written": str(text)})
        else:
            yield from _of_text(slot, text, field, seen)

    def _of_empty(
        self, slot: Slot, family: Family, place: int, field: str, seen: dict[str, str | int]
    ) -> Iterator[Issue]:
        column = slot.column
        told = slot.value == "brand" and bool(family.lead.brand) and bool(slot.choices)
        wanted = slot.head.column in family.needed
        if told and exact(slot.choices, family.lead.brand or "") is None:
            yield Issue("fill.not_in_list", field, "warn", {**seen, "seen": shown(family.lead.brand or "")})
        per_row = column.per == "row" or (column.per == "first" and not place)
        if not wanted or not per_row:
            return
        # Addresses are known only once the pictures are made; without pictures there are none.
        comes = slot.value != "picture1" or self._waits or any(p.pictures for p in family.products)
        if slot.value.startswith("picture") and comes:
            return
        yield Issue("channel.column_empty", field, "block", seen)

    def _options(self, product: Product) -> Iterator[Issue]:
        """Hold a variant that the file has no column for; it would be sold as another one."""
        if not product.group or not self._plan.joins:
            return
        for number in ("1", "2"):
            if not getattr(product, f"option{number}_value"):
                continue
            if self._plan.slot(f"option{number}_value") is None:
                yield Issue("fill.no_option_column", f"option{number}_value", "block", {"number": number})
            elif self._plan.slot(f"option{number}_name") is None:
                told = {"name": shown(getattr(product, f"option{number}_name") or "")}
                told["column"] = self._plan.slot(f"option{number}_value").head.label  # type: ignore[union-attr]
                yield Issue("fill.option_name_lost", f"option{number}_name", "warn", told)


def _of_number(slot: Slot, number: float, field: str, seen: dict[str, str | int]) -> Iterator[Issue]:
    low, high = slot.bounds
    if low is not None and number < low:
        yield Issue("fill.too_small", field, "block", {**seen, "seen": _said(number), "min": _said(low)})
    if high is not None and number > high:
        yield Issue("fill.too_large", field, "block", {**seen, "seen": _said(number), "max": _said(high)})


def _of_text(slot: Slot, text: str, field: str, seen: dict[str, str | int]) -> Iterator[Issue]:
    shortest, longest = slot.lengths
    longest = min(longest or MOST_TEXT, MOST_TEXT)
    if len(text) > longest:
        over = len(text) - longest
        yield Issue("channel.column_too_long", field, "block", {**seen, "max": longest, "over": over})
    if shortest is not None and len(text) < shortest:
        under = shortest - len(text)
        yield Issue("fill.too_short", field, "block", {**seen, "min": shortest, "under": under})
    if slot.choices and exact(slot.choices, text) is None:
        yield Issue("fill.not_in_list", field, "block", {**seen, "seen": shown(text)})


def _said(number: float) -> str:
    return f"{number:.10g}"
