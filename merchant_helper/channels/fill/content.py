"""Write products as the cells of a template: one row each, variants one below the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Any

from merchant_helper.channels.cells import LARGEST, decimal, kilograms
from merchant_helper.channels.fill.plan import Plan, Slot
from merchant_helper.channels.fill.questions import answer_of, category_of, exact, goods_of
from merchant_helper.channels.fill.rules import choices_for
from merchant_helper.channels.filling import NUMBERS, SIDES
from merchant_helper.channels.values import category_name, distinct, sale_price
from merchant_helper.listings.product import Product
from merchant_helper.text import MAX_GRAMS

_CODE = re.compile("[1-9][0-9]{0,14}")
Addresses = Mapping[str, tuple[str, ...]]


class Number(str):
    """Be a number as it stands in a cell: digits, perhaps with a point."""

    __slots__ = ()


CellText = str
RowCells = dict[int, CellText]


class Family:
    """Hold what the rows of one product share: the first row's words, its pictures, its place in the file.

    ``needed`` are columns that must be filled for its category, ``closed`` those that must stay empty.
    """

    def __init__(
        self,
        plan: Plan,
        answers: Mapping[str, str],
        products: Sequence[Product],
        addresses: Addresses,
        number: int,
    ) -> None:
        self.products, self.number, self.addresses = products, number, addresses
        self.lead = products[0]
        self.is_group = plan.joins and bool(self.lead.group)
        self.category = category_of(plan, answers, self.lead)
        self.needed, self.closed = plan.by_category(self.category)
        pictures = [addresses.get(product.sku, ()) for product in products]
        self.pictures = distinct(address for own in pictures for address in own)
        # One option with a picture of its own and one without is refused.
        self.each_has_one = self.is_group and all(pictures)


def rows_of(
    plan: Plan,
    answers: Mapping[str, str],
    products: Sequence[Product],
    addresses: Addresses,
    number: int,
    made: Sequence[RowCells] | None = None,
) -> list[RowCells]:
    """Give the rows of one family, each as cells by column; empty cells are left out.

    ``made`` are cells of these products that are known already: all but those of pictures.
    """
    family = Family(plan, answers, products, addresses, number)
    if made is not None:
        pictures = [slot for slot in plan.slots if "picture" in slot.value]
        for place, cells in enumerate(made):
            for slot in pictures if any(addresses.values()) else ():
                if text := cell(plan, answers, slot, family, place):
                    cells[slot.head.column] = text
            cells.update(_chosen(plan, answers, family))
        return list(made)
    return [
        {
            slot.head.column: text
            for slot in plan.slots
            if (text := cell(plan, answers, slot, family, place)) != ""
        }
        | _chosen(plan, answers, family)
        for place in range(len(products))
    ]


def cell(plan: Plan, answers: Mapping[str, str], slot: Slot, family: Family, place: int) -> CellText:
    """Write one cell; an empty text leaves the file's cell as it is."""
    column, product = slot.column, family.products[place]
    if (column.per == "first" and place) or (column.per == "variant" and not family.is_group):
        return ""
    if slot.head.column in family.closed:
        return ""
    if column.fixed is not None:
        return column.fixed
    if column.ask:
        return _typed(
            slot, exact(slot.choices, answers.get(slot.head.key, "")) or answers.get(slot.head.key, "")
        )
    text = _WRITE[slot.value](plan, answers, slot, family, product)
    if slot.choices and not plan.joins:
        # What a list does not know is written as somebody chose it once.
        text = exact(slot.choices, text) or exact(slot.choices, answers.get(slot.head.key, "")) or text
    # A code in a column of numbers stays a text where a number would lose its zeros, its end or its letters.
    as_number = slot.value in NUMBERS or _CODE.fullmatch(text) is not None
    return Number(text) if text and slot.is_number and slot.value != "category" and as_number else text


def _chosen(plan: Plan, answers: Mapping[str, str], family: Family) -> RowCells:
    """Write what was chosen for columns that no listing fills."""
    cells: RowCells = {}
    goods = goods_of(family.lead)
    for head in plan.free:
        answer = answer_of(answers, head.key, goods)
        if not answer or head.column in family.closed:
            continue
        choices = choices_for(plan.found.book, head.rule, family.category)
        text = exact(choices, answer) if choices else answer
        if text is None:
            continue
        cells[head.column] = Number(text) if head.rule.number and text.isdigit() else text
    return cells


def _typed(slot: Slot, text: str) -> CellText:
    return Number(text) if slot.head.number and text.isascii() and text.isdigit() else text


def _category(plan: Plan, _answers: Mapping[str, str], slot: Slot, family: Family, product: Product) -> str:
    if not plan.joins:
        return category_name(product.category) or ""
    return _typed(slot, family.category)


def _brand(plan: Plan, answers: Mapping[str, str], slot: Slot, family: Family, _product: Product) -> str:
    brand = family.lead.brand or ""
    if not slot.choices:
        return brand or answers.get(slot.head.key, "")
    return exact(slot.choices, brand) or exact(slot.choices, answers.get(slot.head.key, "")) or ""


def _stock(plan: Plan, answers: Mapping[str, str], slot: Slot, _family: Family, product: Product) -> str:
    if product.stock is not None:
        return str(product.stock)
    answer = answers.get(slot.head.key, "")
    return answer if answer.isascii() and answer.isdigit() else ""


def _weight(plan: Plan, answers: Mapping[str, str], slot: Slot, _family: Family, product: Product) -> str:
    grams = product.weight_g
    if grams is None or not 0 < grams <= MAX_GRAMS:
        return ""
    unit = plan.unit or answers.get("weight_unit", "")
    if unit == "kg":
        return str(ceil(grams / 1000)) if slot.whole else kilograms(grams)
    return str(grams) if unit == "g" else ""


def sides(product: Product) -> tuple[float, ...]:
    """Give the three sides of a parcel in cm; none where one of them is not known."""
    known = tuple(
        side for name in SIDES if (side := getattr(product, name)) is not None and 0 < side <= LARGEST
    )
    return known if len(known) == len(SIDES) else ()


def _side(name: str) -> Callable[..., str]:
    place = SIDES.index(name)

    def write(_plan: Plan, _answers: Any, slot: Slot, _family: Family, product: Product) -> str:
        known = sides(product)
        if not known:
            return ""
        return str(ceil(known[place] - 1e-9)) if slot.whole else decimal(known[place])

    return write


def _picture(number: int) -> Callable[..., str]:
    def write(plan: Plan, _answers: Any, _slot: Slot, family: Family, product: Product) -> str:
        own = family.pictures if plan.joins else family.addresses.get(product.sku, ())
        return own[number - 1] if len(own) >= number else ""

    return write


def _variant_picture(_plan: Plan, _answers: Any, _slot: Slot, family: Family, product: Product) -> str:
    """Give the first picture of the option: variants of one first option share it."""
    if not family.each_has_one:
        return ""
    same = next(p for p in family.products if p.option1_value == product.option1_value)
    return family.addresses[same.sku][0]


def _of_lead(name: str) -> Callable[..., str]:
    return lambda _plan, _answers, _slot, family, product: getattr(family.lead, name) or ""


def _own(name: str) -> Callable[..., str]:
    def write(_plan: Plan, _answers: Any, _slot: Slot, _family: Family, product: Product) -> str:
        value = getattr(product, name)
        return "" if value is None else str(value)

    return write


_WRITE: Mapping[str, Callable[..., str]] = {
    **{
        name: _of_lead(name)
        for name in ("name", "description", "origin", "unit", "unit_size", "expiry", "link")
    },
    **{name: _own(name) for name in ("sku", "price", "gtin")},
    **{name: _own(name) for name in ("option1_value", "option2_value")},
    "option1_name": _of_lead("option1_name"),
    "option2_name": _of_lead("option2_name"),
    "group": lambda _plan, _answers, _slot, family, product: (
        (family.lead.group if _plan.joins else product.group) or ""
    ),
    "parent_sku": lambda _plan, _answers, _slot, family, product: (
        family.lead.group if family.is_group else product.sku
    ),
    "number": lambda _plan, _answers, _slot, family, _product: str(family.number),
    "sale_price": lambda _plan, _answers, _slot, _family, product: str(sale_price(product) or ""),
    "tags": lambda _plan, _answers, _slot, family, _product: ", ".join(family.lead.tags),
    "category": _category,
    "brand": _brand,
    "stock": _stock,
    "weight_g": _weight,
    **{name: _side(name) for name in SIDES},
    **{f"picture{number}": _picture(number) for number in range(1, 10)},
    "variant_picture": _variant_picture,
}
