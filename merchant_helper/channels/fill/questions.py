"""Ask once what a file wants to know and no listing tells: carriers, categories, how many to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from merchant_helper.channels.fill.layouts import Found, Head
from merchant_helper.channels.fill.plan import COLUMN, MATCH, Plan, Slot, shown_heads
from merchant_helper.channels.fill.rules import choices_for
from merchant_helper.channels.fill.words import plain
from merchant_helper.listings.product import Product

Kind = Literal["sheet", "match", "column", "unit", "category", "switch", "pictures", "stock", "cell"]
LATER, NONE = "later", "none"
MOST_TEXT = 32_767


@dataclass(frozen=True)
class Question:
    """Be one thing to choose once for a template.

    ``key`` is what the answer is kept under; ``label`` is the header in the file. Without ``choices`` it
    takes a text, or a whole number where ``number``. ``goods`` is the kind of goods that it is asked for.
    ``wrong`` is an answer that the file does not allow.
    """

    key: str
    kind: Kind
    label: str
    choices: tuple[str, ...] = ()
    number: bool = False
    required: bool = True
    goods: str | None = None
    wrong: str = ""


def sheet_question(found: Found, answers: Mapping[str, str]) -> Question | None:
    """Ask which sheet, where the file has one for each category."""
    if len(found.forms) < 2:
        return None
    names = tuple(form.ref.name for form in found.forms)
    return _open(Question("sheet", "sheet", "", names), answers)


def match_question(plan: Plan) -> Question | None:
    """Ask where the name goes, where nobody has matched a stranger's columns yet."""
    if plan.joins or plan.slot("name") is not None:
        return None
    return Question(f"{MATCH}name", "match", "", tuple(head.label for head in shown_heads(plan.form)))


def questions(
    plan: Plan, products: Sequence[Product], answers: Mapping[str, str], *, addresses: bool
) -> list[Question]:
    """Give everything that can be chosen for these products, in the order of the columns."""
    asked = [
        Question(COLUMN + v, "column", v, tuple(h.label for h in heads)) for v, heads in plan.several.items()
    ]
    if plan.slot("weight_g") and plan.unit is None and any(p.weight_g for p in products):
        slot = plan.slot("weight_g")
        asked.append(Question("weight_unit", "unit", slot.head.label if slot else "", ("g", "kg")))
    goods = kinds_of(products)
    asked += _categories(plan, goods)
    for slot in plan.slots:
        asked += _of_slot(plan, slot, products, addresses)
    for head in plan.free:
        asked += _of_free(plan, head, goods, answers)
    return asked


def unanswered(
    plan: Plan, products: Sequence[Product], answers: Mapping[str, str], *, addresses: bool
) -> list[Question]:
    """Give the questions that still stand in the way."""
    asked = questions(plan, products, answers, addresses=addresses)
    open_ones = [open_one for question in asked if (open_one := _open(question, answers))]
    return open_ones or _nothing_on(plan, answers)


def answer_of(answers: Mapping[str, str], key: str, goods: str | None = None) -> str:
    """Give an answer; one for a kind of goods counts before the one for all."""
    if goods is not None and answers.get(f"{key}.{goods}"):
        return answers[f"{key}.{goods}"]
    return answers.get(key, "")


def kinds_of(products: Sequence[Product]) -> tuple[str, ...]:
    """Give the kinds of goods among products, as answers name them."""
    return tuple(dict.fromkeys(goods_of(product) for product in products))


def goods_of(product: Product) -> str:
    """Name the kind of a product."""
    return product.category or NONE


def exact(choices: Sequence[str], answer: str) -> str | None:
    """Find an answer among the texts of the file, which may have spaces around that nobody sees."""
    if not choices or not answer:
        return None
    exactly, plainly = _known(tuple(choices))
    return answer if answer in exactly else plainly.get(plain(answer))


@lru_cache(32)
def _known(choices: tuple[str, ...]) -> tuple[frozenset[str], Mapping[str, str]]:
    """Prepare a list to be looked up in; those of brands have thousands."""
    return frozenset(choices), {plain(choice): choice for choice in reversed(choices) if plain(choice)}


def category_of(plan: Plan, answers: Mapping[str, str], product: Product) -> str:
    """Give the category of a product as the file writes it; nothing where none was chosen."""
    goods = goods_of(product)
    known = plan.categories.get(goods)
    if known is None:
        slot, chosen = plan.slot("category"), answer_of(answers, "category", goods)
        known = (exact(slot.choices, chosen) or "") if slot and slot.choices else chosen
        plan.categories[goods] = known
    return known


def _open(question: Question, answers: Mapping[str, str]) -> Question | None:
    """Give a question back that has no answer yet, or one that cannot be."""
    base = question.key.removesuffix(f".{question.goods}")
    answer = answer_of(answers, base, question.goods)
    if not answer:
        return question if question.required else None
    if question.choices:
        good = exact(question.choices, answer) is not None
    else:
        good = len(answer) <= MOST_TEXT and (not question.number or (answer.isascii() and answer.isdigit()))
    return None if good else replace(question, wrong=answer)


def _categories(plan: Plan, goods: Sequence[str]) -> Iterator[Question]:
    slot = plan.slot("category")
    if slot is None or not plan.joins:
        return
    for kind in goods:
        yield Question(
            f"category.{kind}",
            "category",
            slot.head.label,
            slot.choices,
            number=slot.head.number,
            required=slot.head.needed == "yes",
            goods=kind,
        )


def _of_slot(plan: Plan, slot: Slot, products: Sequence[Product], addresses: bool) -> Iterator[Question]:
    head = slot.head
    if slot.column.ask:
        kind: Kind = "switch" if slot.column.off else "cell"
        required = head.needed == "yes" or bool(slot.column.off)
        yield Question(head.key, kind, head.label, slot.choices, required=required)
    elif head.needed != "yes" or slot.column.fixed is not None:
        return
    elif slot.choices and not plan.joins:
        yield Question(head.key, "cell", head.label, slot.choices)
    elif slot.value == "picture1":
        if not addresses and not plan.rule.pictures_later:
            yield Question(head.key, "pictures", head.label, (LATER,))
    elif slot.value == "stock":
        if any(product.stock is None for product in products):
            yield Question(head.key, "stock", head.label, number=True)
    elif slot.value == "brand":
        brands = [product.brand or "" for product in products]
        if not all(exact(slot.choices, brand) if slot.choices else brand for brand in brands):
            yield Question(head.key, "cell", head.label, slot.choices)


def _of_free(plan: Plan, head: Head, goods: Sequence[str], answers: Mapping[str, str]) -> Iterator[Question]:
    """Ask for a column that the file demands and no listing fills, for each kind where that matters."""
    number = head.rule.number
    if not plan.form.marks:
        if head.needed == "yes":
            yield Question(head.key, "cell", head.label, head.rule.choices, number=number)
        return
    slot = plan.slot("category")
    for kind in goods:
        chosen = answer_of(answers, "category", kind)
        category = (exact(slot.choices, chosen) if slot and slot.choices else chosen) or ""
        if category and plan.demands(head, category):
            choices = choices_for(plan.found.book, head.rule, category)
            key = f"{head.key}.{kind}"
            yield Question(key, "cell", head.label, choices, number=number, goods=kind)


def _nothing_on(plan: Plan, answers: Mapping[str, str]) -> list[Question]:
    """Ask for the switches again where all of them are off: no row would be taken."""
    switches = [slot for slot in plan.slots if slot.column.off]
    off = {plain(word) for slot in switches for word in slot.column.off}
    if not switches or any(plain(answers.get(slot.head.key, "")) not in off for slot in switches):
        return []
    return [
        Question(s.head.key, "switch", s.head.label, s.choices, wrong=answers.get(s.head.key, ""))
        for s in switches
    ]
