"""Show what is to be mended, deed by deed: with a link to the question, or with the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from merchant_helper.bulk.mending import Group, Where, grouped, spans
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.wizard import STEPS

# Fields that a sheet alone tells belong to no question; these are asked under another name.
_ASKED_WITH = {"category": "name", "description": "about", "sale_price": "price"}
#: The question that tells a field.
STEP_OF = {
    told: step.name for step in STEPS if not step.doubt and step.name != "kit" for told in step.tells
} | _ASKED_WITH
# A page stays short; whatever lists all rows is named beside.
MOST_LINES, MOST_GROUPS = 10, 40


@dataclass(frozen=True)
class Line:
    """Be one row that waits: what it is called, where it is mended, and what is said of it alone."""

    label: str
    url: str | None
    text: str


@dataclass(frozen=True)
class Shown:
    """Be one deed as a page shows it; ``rows`` are all rows of a sheet, ``more`` those that no line shows."""

    severity: str
    title: str
    count: int
    sentence: str
    rows: str
    lines: tuple[Line, ...]
    more: int

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Shown:
        """Read back what was kept of a sheet."""
        return cls(**{**record, "lines": tuple(Line(*line) for line in record["lines"])})

    def to_record(self) -> dict[str, Any]:
        """Give what is kept with a sheet."""
        return {**vars(self), "lines": [[line.label, line.url, line.text] for line in self.lines]}


def of_sheet(problems: Iterable[Any]) -> list[Shown]:
    """Show the problems of a sheet by the numbers of its rows."""
    return [_of_sheet(group) for group in grouped(problems)[:MOST_GROUPS]]


def _of_sheet(group: Group) -> Shown:
    if group.is_one_sentence:
        return _shown(group, spans(group.rows), (), 0)
    lines = [_line_of_row(where) for where in group.places[:MOST_LINES]]
    return _shown(group, "", lines, len(group.places) - len(lines))


def _line_of_row(where: Where) -> Line:
    row = _("Dòng {row}", row=where.row) if where.row is not None else ""
    label = " · ".join(part for part in (row, where.sku) if part)
    return Line(label, None, f"{where.message} {where.fix}".strip())


def of_shop(problems: Iterable[Any], session: Session, shop_id: str) -> list[Shown]:
    """Show the problems of a shop's listings, each with the question where it is mended."""
    known = {listing.number: (listing.id, facts.name) for listing, facts in listings_of(session, shop_id)}
    shown = []
    for group in grouped(problems)[:MOST_GROUPS]:
        rows = [where for where in group.places if where.row is not None]
        lines = [_line_of_listing(group, where, known, shop_id) for where in rows[:MOST_LINES]]
        shown.append(_shown(group, "", lines, len(rows) - len(lines)))
    return shown


def _line_of_listing(
    group: Group, where: Where, known: Mapping[int, tuple[str, str | None]], shop_id: str
) -> Line:
    listing_id, name = known.get(where.row or 0, (None, None))
    label = name or _("Món {row}, mã {sku}", row=where.row, sku=where.sku)
    said = "" if group.is_one_sentence else f"{where.message} {where.fix}".strip()
    if listing_id is None:
        return Line(label, None, said)
    step = STEP_OF.get(group.field or "", "check")
    change: dict[str, Any] = {"change": 1} if step != "check" else {}
    return Line(
        label, url_for("listings.ask", shop_id=shop_id, listing_id=listing_id, step=step, **change), said
    )


def _shown(group: Group, rows: str, lines: Iterable[Line], more: int) -> Shown:
    first = group.places[0]
    said = [first.message] if first.message != group.title else []
    sentence = " ".join([*said, first.fix]).strip() if group.is_one_sentence else ""
    count = group.count if group.rows else 0
    return Shown(group.severity, group.title, count, sentence, rows, tuple(lines), max(more, 0))
