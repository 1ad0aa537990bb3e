"""Join the rows of other places' files into products: each of ours is a product or one of its variants."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from merchant_helper.bulk.sheet.foreign_words import (
    amount,
    grams,
    last_level,
    listed,
    number,
    picture_name,
    plain_text,
    side,
)
from merchant_helper.bulk.sheet.grid import Raw
from merchant_helper.channels.about import LABELS, parted
from merchant_helper.channels.options import NO_OPTION, NO_VALUE
from merchant_helper.text import MAX_SKU, fold_sku, nfc, sku_from

Cells = dict[str, Any]
Joined = Iterator[tuple[int, Cells]]
# What variants differ in where the file does not say it.
_KIND, _SECOND_KIND = "Phân loại", "Phân loại 2"
_ABOUT = {nfc(label).casefold(): key for key, label in LABELS.items()} | {"thương hiệu": "brand"}
_SIDES = ("length_cm", "width_cm", "height_cm")


@dataclass
class Told:
    """Be one row of a foreign file; ``read`` are columns that were taken by their place."""

    number: int
    texts: Mapping[str, list[str]]
    heads: Sequence[str]
    cells: Sequence[Raw]
    html: bool = False
    read: set[int] = field(default_factory=set)

    def one(self, key: str) -> str:
        """Give the first text of a field that is not empty."""
        return next((text for text in self.texts.get(key, ()) if text), "")

    def many(self, key: str) -> list[str]:
        """Give all texts of a field."""
        return [text for text in self.texts.get(key, ()) if text]

    def at(self, head: str) -> str:
        """Give the text under a header."""
        if head not in self.heads:
            return ""
        index = self.heads.index(head)
        self.read.add(index)
        return str(self.cells[index]).strip() if index < len(self.cells) else ""


def _basics(told: Told, weight_unit: float | None = None) -> Cells:
    """Give what every file tells in the same way."""
    described = told.one("description").replace("\\n", "\n") if told.html else told.one("description")
    text, facts = parted(plain_text(described) if told.html else described)
    cells: Cells = {key: told.one(key) for key in ("sku", "name", "gtin", "brand", "unit")}
    cells |= {
        f"option{n}_{what}": told.one(f"option{n}_{what}") for n in (1, 2) for what in ("name", "value")
    }
    cells |= {"description": text, **{k: v for k, v in facts.items() if not cells.get(k)}}
    cells |= {key: amount(told.one(key)) for key in ("price", "sale_price", "stock")}
    cells |= {key: side(told.one(key)) for key in _SIDES}
    cells["weight_g"] = grams(told.one("weight_g")) or grams(told.one("weight_kg"), 1000)
    if weight_unit is not None:
        cells["weight_g"] = grams(told.one("weight_told"), weight_unit)
    cells["category"] = told.one("category")
    cells["pictures"] = [name for text in told.many("photos") if (name := picture_name(text))]
    return cells


def _groups(goods: Iterable[Cells]) -> Callable[[str, str], str]:
    """Make codes of groups that are no product's: of the group's own code, else of its name."""
    taken = {cells["sku"].casefold() for cells in goods if cells["sku"]}
    known: dict[str, str] = {}

    def code_of(group: str, name: str) -> str:
        if group not in known:
            code = fold_sku(group)[: MAX_SKU - 4].strip("-_") or sku_from(name)[: MAX_SKU - 4]
            while code.casefold() in taken:
                code = f"{code[: MAX_SKU - 2]}-G"
            taken.add(code.casefold())
            known[group] = code
        return known[group]

    return code_of


def _by_rows(goods: Sequence[Told], weight_unit: float | None) -> Joined:
    """Join rows that carry one code of a group, or one name below one another; all is told in each."""
    made = [(told, _basics(told, weight_unit)) for told in goods]
    code_of = _groups(cells for _told, cells in made)
    for told, cells in made:
        value = cells["option1_value"]
        if value:
            cells["option1_name"] = cells["option1_name"] or _KIND
            if cells["option2_value"]:
                cells["option2_name"] = cells["option2_name"] or _SECOND_KIND
            else:
                cells["option2_name"] = ""
            cells["group"] = code_of(told.one("group") or f"={cells['name']}", cells["name"])
        else:
            cells["sku"] = cells["sku"] or told.one("sku_of_all")
        cells["category"] = cells["category"].rsplit("/", 1)[-1] if not cells["category"].isdigit() else ""
        cells["brand"] = cells["brand"].rsplit("/", 1)[-1]
        yield told.number, cells


def _by_first(goods: Sequence[Told], _unit: float | None) -> Joined:
    """Join rows of one handle; the first tells for all, and those without a product bring pictures."""
    families: dict[str, list[tuple[Told, Cells]]] = {}
    for told in goods:
        families.setdefault(told.one("handle") or f"={told.number}", []).append((told, _basics(told)))
    code_of = _groups(cells for rows in families.values() for _told, cells in rows)
    for handle, rows in families.items():
        first = rows[0][1]
        sold = [(told, cells) for told, cells in rows if told.one("price") or cells["sku"]] or rows[:1]
        real = first["option1_name"] not in ("", NO_OPTION) or first["option1_value"] not in ("", NO_VALUE)
        pictures = [name for _told, cells in rows for name in cells["pictures"]]
        owned = {
            id(told): [n for t in told.many("own_photo") if (n := picture_name(t))] for told, _cells in sold
        }
        theirs = {name for names in owned.values() for name in names}
        for place, (told, cells) in enumerate(sold):
            for key in ("name", "description", "brand", "category", *LABELS, "condition"):
                cells[key] = cells.get(key) or first.get(key, "")
            for key in ("option1_name", "option2_name"):
                cells[key] = cells[key] or first[key]
            _shop_prices(told, cells)
            cells["tags"] = " | ".join(tag.replace("|", "/") for tag in listed(rows[0][0].one("tags")))
            rest = [name for name in pictures if name not in theirs] if not place else []
            cells["pictures"] = [*owned[id(told)], *rest]
            if real:
                cells["group"] = code_of(handle, first["name"])
            else:
                cells |= {"option1_name": "", "option1_value": ""}
            yield told.number, cells


def _shop_prices(told: Told, cells: Cells) -> None:
    """Read the price before and the one asked now, and a stock that nobody counts."""
    before, now = number(amount(told.one("price_before"))), number(cells["price"])
    if before is not None and now is not None and before > now:
        cells["sale_price"], cells["price"] = cells["price"], amount(told.one("price_before"))
    if not told.one("counted"):
        cells["stock"] = ""
    elif cells["stock"].startswith("-"):
        cells["stock"] = "0"


def _by_parent(goods: Sequence[Told], _unit: float | None) -> Joined:
    """Join variants with the row of their parent, which is no product itself."""
    made = [(told, _basics(told)) for told in goods]
    kinds = {id(told): told.one("kind").lower().partition(",")[0].strip() for told, _cells in made}
    parents = {
        cells["sku"].casefold(): (told, cells) for told, cells in made if kinds[id(told)] == "variable"
    }
    code_of = _groups(cells for told, cells in made if kinds[id(told)] != "variable")
    for told, cells in made:
        kind = kinds[id(told)]
        if kind in ("variable", "grouped"):
            continue
        attributes = dict(_attributes(told))
        _woo_words(told, cells)
        if kind == "variation":
            parent = parents.get(told.one("parent").casefold())
            if parent:
                _inherit(cells, parent)
            cells["group"] = code_of(told.one("parent"), cells["name"])
            for place, (name, values) in enumerate([*attributes.items()][:2], start=1):
                cells |= {f"option{place}_name": name, f"option{place}_value": ", ".join(values)}
        else:
            _facts(cells, attributes)
        yield told.number, cells


def _woo_words(told: Told, cells: Cells) -> None:
    cells["name"] = html.unescape(cells["name"])
    cells["category"] = last_level(next(iter(listed(told.one("category"), escaped=True)), ""))
    cells["tags"] = " | ".join(tag.replace("|", "/") for tag in listed(told.one("tags"), escaped=True))
    cells["pictures"] = [n for text in listed(told.one("photos"), escaped=True) if (n := picture_name(text))]
    cells["description"] = cells["description"] or plain_text(told.one("words_in_short").replace("\\n", "\n"))
    if cells["stock"].startswith("-") or (
        not cells["stock"] and told.one("in_stock").lower() in ("0", "false")
    ):
        cells["stock"] = "0"


def _inherit(cells: Cells, parent: tuple[Told, Cells]) -> None:
    """Give a variant what its parent tells for all."""
    told, of_parent = parent[0], dict(parent[1])
    _woo_words(told, of_parent)
    _facts(of_parent, dict(_attributes(told)), only_known=True)
    for key in ("name", "description", "category", "tags", "brand", *LABELS):
        if not cells.get(key):
            cells[key] = of_parent.get(key, "")


def _facts(cells: Cells, attributes: Mapping[str, list[str]], *, only_known: bool = False) -> None:
    """Put attributes where they belong; those that we have no column for are told in the description."""
    more: list[str] = []
    for name, values in attributes.items():
        key = _ABOUT.get(nfc(name).casefold())
        if key:
            cells[key] = cells.get(key) or ", ".join(values)
        elif not only_known:
            more.append(f"{name}: {', '.join(values)}")
    if more:
        cells["description"] = "\n".join([part for part in (cells["description"],) if part] + more)


def _attributes(told: Told) -> Iterator[tuple[str, list[str]]]:
    """Give the attributes of a row by their names."""
    for place in range(1, 20):
        name = told.at(f"attribute {place} name")
        values = listed(told.at(f"attribute {place} value(s)"), escaped=True)
        for what in ("visible", "global", "default"):
            told.at(f"attribute {place} {what}")
        if name and values:
            yield name, values


def _by_related(goods: Sequence[Told], _unit: float | None) -> Joined:
    """Join rows that name the first of their group with that one; what has options is of a group."""
    made = [(told, _basics(told)) for told in goods]
    code_of = _groups(cells for _told, cells in made)
    for told, cells in made:
        pairs = [pair.partition(":") for pair in told.one("options").split("|") if ":" in pair]
        for place, (name, _colon, value) in enumerate(pairs[:2], start=1):
            cells |= {f"option{place}_name": name.strip(), f"option{place}_value": value.strip()}
        if pairs:
            cells["group"] = code_of((told.one("related") or cells["sku"]).casefold(), cells["name"])
        cells["category"] = last_level(cells["category"])
        cells["pictures"] = [n for text in listed(told.one("photos")) if (n := picture_name(text))]
        yield told.number, cells


JOINS: Mapping[str, Callable[[Sequence[Told], float | None], Joined]] = {
    "rows": _by_rows,
    "first": _by_first,
    "parent": _by_parent,
    "related": _by_related,
}
