"""Group what is to be mended by the deed that mends it, so that one deed is done for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

from merchant_helper.bulk.sheet.columns import fields
from merchant_helper.channels import Problem
from merchant_helper.i18n import fill, mark
from merchant_helper.i18n import gettext as _

# More than these make a page long; a file, the table below or --json names all.
MOST_SPANS = 60
_ORDER = ("block", "warn", "hint")
# The deed by the end of a code; what is not here is mended where it blocks, and looked at where it does not.
_DEEDS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("no_name", "no_description", "no_price", "no_link", "no_picture", "no_picture_address"),
            *("missing", "column_empty", "option_missing", "photo_missing", "photos_not_given"),
            *("picture_missing", "formula_empty", "pictures_by_hand"),
        ),
        "add",
    ),
    **dict.fromkeys(("name_too_long", "description_too_long", "column_too_long", "name_long"), "shorten"),
    **dict.fromkeys(("name_short", "description_short", "description_few_words", "too_short"), "lengthen"),
    **dict.fromkeys(
        (
            *("sku_repeated", "sku_still_repeated", "gtin_repeated", "group_is_sku", "handle_repeated"),
            *("option_repeated", "name_repeated", "link_not_own", "not_in_list", "option_name_taken"),
        ),
        "change",
    ),
    **dict.fromkeys(("sibling_held", "group_held"), "wait"),
    **dict.fromkeys(
        (
            *("picture_no_answer", "picture_not_there", "picture_is_none", "picture_private"),
            *("picture_heavy", "picture_not_online"),
        ),
        "online",
    ),
}
_TITLES = {
    "add": mark("Thêm {what}"),
    "shorten": mark("Rút ngắn {what}"),
    "lengthen": mark("Viết dài thêm {what}"),
    "change": mark("Đổi {what}"),
    "mend": mark("Sửa {what}"),
    "look": mark("Xem lại {what}"),
    "wait": mark("Sửa món cùng nhóm trước"),
    "online": mark("Đưa ảnh lên đúng địa chỉ"),
}


@dataclass(frozen=True)
class Where:
    """Be one row that waits for a deed: why, and what to write instead. ``row`` is that of the sheet."""

    row: int | None
    sku: str
    message: str
    fix: str


@dataclass
class Group:
    """Be one deed and all rows that wait for it. ``field`` is that of the sheet, where it is one."""

    severity: str
    title: str
    field: str | None
    places: list[Where] = made_by(default_factory=list)

    @property
    def is_one_sentence(self) -> bool:
        """Tell whether the same is said of every row, so that it need not be said again."""
        return len({(place.message, place.fix) for place in self.places}) == 1

    @property
    def rows(self) -> tuple[int, ...]:
        """Give the numbers of the rows, in order and each once."""
        return tuple(sorted({place.row for place in self.places if place.row is not None}))

    @property
    def count(self) -> int:
        """Count the products."""
        return len({(place.row, place.sku) for place in self.places})


def grouped(problems: Iterable[Problem | Mapping[str, Any]]) -> list[Group]:
    """Group problems, or what was written of them: what blocks first, and of that what helps most rows.

    What belongs to no row stands alone.
    """
    groups: dict[tuple[object, ...], Group] = {}
    for problem in problems:
        told = problem.to_json() if isinstance(problem, Problem) else dict(problem)
        deed = _deed(told)
        alone = told["row"] is None and not told["sku"]
        what = _what(told, problem)
        key = (told["severity"], told["code"], told["message"]) if alone else (told["severity"], deed, what)
        if key not in groups:
            title = told["message"] if alone else fill(_(_TITLES[deed]), {"what": what})
            groups[key] = Group(told["severity"], title, told["field"])
        groups[key].places.append(Where(told["row"], told["sku"], told["message"], told["fix"]))
    return sorted(groups.values(), key=lambda group: (_ORDER.index(group.severity), -len(group.places)))


def spans(rows: Iterable[int], most: int = MOST_SPANS) -> str:
    """Write row numbers in order, neighbours together, the first of very many: 3, 8, 10–25."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    told = [str(a) if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in parts[:most]]
    return ", ".join([*told, "…"] if len(parts) > most else told)


def _deed(told: Mapping[str, Any]) -> str:
    known = _DEEDS.get(told["code"].rpartition(".")[2])
    return known or ("mend" if told["severity"] == "block" else "look")


def _what(told: Mapping[str, Any], problem: Problem | Mapping[str, Any]) -> str:
    """Name what is mended: the sheet's own column, or that of a template."""
    known = fields().get(told["field"] or "")
    if known is not None:
        label = known.label().partition(" (")[0]
        return label if label[:2].isupper() else label[:1].lower() + label[1:]
    if isinstance(problem, Problem) and problem.issue.params.get("column"):
        return _("cột “{column}”", column=problem.issue.params["column"])
    return _("cột “{column}”", column=told["field"]) if told["field"] else _("món này")
