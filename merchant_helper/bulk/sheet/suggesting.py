"""Fill the empty names and descriptions of a sheet from its other columns, and mark what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from merchant_helper.bulk.sheet.columns import WRITTEN, fields
from merchant_helper.bulk.sheet.lost import marked
from merchant_helper.bulk.sheet.paper import paper
from merchant_helper.bulk.sheet.read import Sheet
from merchant_helper.channels import Channel
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kind_named, kinds
from merchant_helper.listings.product import Product
from merchant_helper.listings.write import Room, description, title
from merchant_helper.photos.files import write_atomically
from merchant_helper.text import search_key

ISSUE_CODES = ("sheet.no_name_to_make", "sheet.nothing_to_tell")
FIELDS = ("name", "description")
_LACKS = {
    "name": Issue("sheet.no_name_to_make", "name", "block"),
    "description": Issue("sheet.nothing_to_tell", "description", "hint"),
}
_NO_PRODUCT = ("sheet.total_row", "sheet.example_kept")
_WIDE = 44
# Columns that say what the wizard asks; no file takes them, but a description is made of them.
_HER_WORDS = {
    **dict.fromkeys(("special", "co gi hay", "diem noi bat", "dac diem"), "special"),
    **dict.fromkeys(("made", "lam tu gi", "lam tu gi, o dau", "nguyen lieu"), "made"),
    **dict.fromkeys(("use", "cach dung", "dung va cat the nao", "cach dung, cach giu"), "use"),
}
_SAME = ("brand", "origin", "unit", "unit_size", "expiry", "weight_g", "condition")


@dataclass(frozen=True)
class Suggested:
    """Hold one row: which fields were written, in which words, and what could not be made.

    ``lost`` are cells whose value the spreadsheet had lost already, with the mark that says so.
    """

    row: int
    sku: str
    written: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    lost: Mapping[str, str] = field(default_factory=dict)

    @property
    def held(self) -> bool:
        """Tell whether the row still has no name."""
        return any(issue.severity == "block" for issue in self.issues)

    def to_json(self) -> dict[str, Any]:
        """Give the record for scripts; title and description are null where none was written."""
        return {
            "row": self.row,
            "sku": self.sku,
            "fields": list(self.written),
            "title": self.written.get("name"),
            "description": self.written.get("description"),
            "issues": [issue.to_json() for issue in self.issues],
        }


def suggest_sheet(sheet: Sheet, out: Path, channel: Channel | None = None) -> list[Suggested]:
    """Write the sheet to an XLSX with empty names and descriptions filled; tell of every row, in order.

    All other cells stay as they are, as text. A column says which fields of a row were written here, also
    those of an earlier time. Raises SheetRefused.
    """
    done = list(suggestions(sheet, channel))
    _write(sheet, out, {each.row: each for each in done})
    return done


def suggestions(sheet: Sheet, channel: Channel | None = None) -> Iterator[Suggested]:
    """Say for each row what can be written; nothing that stands there is touched."""
    room = Room(channel.limits.name_max if channel else None)
    words = _her_words(sheet)
    families = _families(sheet, words)
    for product in sheet.products():
        family = families.get((product.group or "").casefold())
        wrong = {issue.field for issue in product.found if issue.severity == "block"}
        total = any(issue.code in _NO_PRODUCT for issue in product.found)
        # A cell that could not be read is not empty; it stays for a person to mend.
        missing = [key for key in FIELDS if not getattr(product, key) and key not in wrong and not total]
        made = {
            "name": title(_facts(product, family, words), room),
            "description": family.description if family else description(_facts(product, words=words)),
        }
        written = {key: made[key] for key in missing if made[key]}
        issues = [_LACKS[key] for key in missing if not made[key]]
        lost = {i.field: mark for i in product.found if i.field and (mark := marked(i))}
        yield Suggested(product.row or 0, product.sku, written, tuple(issues), lost)


def _her_words(sheet: Sheet) -> dict[int, dict[str, str]]:
    """Give for each row what its columns named after the wizard's questions say."""
    places = {
        index: field
        for index, text in sheet.header.unknown
        if (field := _HER_WORDS.get(search_key(text.strip(" ?:"))))
    }
    if not places:
        return {}
    return {
        row: {field: cells[i].strip() for i, field in places.items() if i < len(cells) and cells[i].strip()}
        for row, cells in sheet.originals()
    }


def _families(sheet: Sheet, words: Mapping[int, Mapping[str, str]]) -> dict[str, Product]:
    """Give for each group what its variants share: the first name and description that are told.

    Without a description the first variant tells one for all, without what sets it apart.
    """
    found: dict[str, Product] = {}
    for product in sheet.products():
        if not product.group:
            continue
        family = found.setdefault(product.group.casefold(), product)
        more = {key: getattr(family, key) or getattr(product, key) for key in FIELDS}
        found[product.group.casefold()] = replace(family, **more)
    for group, family in found.items():
        alone = replace(family, group=None, unit_size=None, weight_g=None)
        found[group] = replace(
            family, description=family.description or description(_facts(alone, words=words))
        )
    return found


def _facts(
    product: Product,
    family: Product | None = None,
    words: Mapping[int, Mapping[str, str]] = MappingProxyType({}),
) -> Facts:
    """Take a row as answers; a variant without a name has that of its group and what sets it apart."""
    name = product.name
    if not name and family:
        options = (product.option1_value, product.option2_value)
        name = ", ".join(text for text in (family.name, *options) if text) if family.name else ""
    known = product.category in kinds()
    guessed = None if known else kind_named(name)
    kind = guessed.key if guessed else product.category
    told: dict[str, Any] = {key: getattr(product, key) for key in _SAME} | dict(
        words.get(product.row or 0, {})
    )
    return Facts(name=name or None, kind=kind, **told)


def _write(sheet: Sheet, path: Path, done: Mapping[int, Suggested]) -> None:
    """Write every row as it stood, the new texts in their columns and the mark behind."""
    header = sheet.header
    marks = next((i for i, text in enumerate(header.texts) if _is_mark(text)), None)
    shown = [index for index in range(len(header.texts)) if index != marks]
    added = [
        key
        for key in FIELDS
        if key not in header.places and any(key in each.written for each in done.values())
    ]
    heads = [*(header.texts[index] for index in shown), *(fields()[key].label() for key in added), WRITTEN]
    with paper() as made:
        page = made.sheet(_("Món hàng"), [18] * (len(heads) - 1) + [_WIDE])
        made.row(page, 0, heads, made.head)
        page.freeze_panes(1, 0)
        for number, (row, cells) in enumerate(sheet.originals(), start=1):
            texts, lost = done[row].written, done[row].lost
            line = [cells[index] if index < len(cells) else "" for index in shown]
            for key, text in {**texts, **lost}.items():
                if key in header.places:
                    line[shown.index(header.places[key].index)] = text
            line += [texts.get(key, "") for key in added]
            before = cells[marks] if marks is not None and marks < len(cells) else ""
            made.row(page, number, [*line, _marked(before, texts)])
            # Cells beyond the header came there by a slip; they are kept beside the mark.
            made.row(page, number, [""] * len(heads) + list(cells[len(header.texts) :]))
    write_atomically(path, made.data)


def _marked(before: str, texts: Mapping[str, str]) -> str:
    told = [part.strip() for part in before.split(",") if part.strip()]
    return ", ".join(dict.fromkeys([*told, *(fields()[key].vi for key in texts)]))


def _is_mark(text: str) -> bool:
    return text.strip().casefold() in {WRITTEN.casefold(), "written"}
