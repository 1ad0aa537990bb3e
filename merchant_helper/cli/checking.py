"""Say what a place of selling would refuse of a sheet, without writing anything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import CHANNEL, chosen
from merchant_helper.cli.data import data_folder
from merchant_helper.cli.exported import mending
from merchant_helper.cli.filling import (
    ANSWER,
    ANSWERS,
    MATCH,
    TEMPLATE,
    answers_file,
    errand,
    template_refusals,
)
from merchant_helper.cli.outcome import Status
from merchant_helper.cli.sheets import PHOTOS, SMALL, opened, sheet_refusals
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.product import Picture, Product

if TYPE_CHECKING:
    from merchant_helper.bulk.sheet.read import Sheet
    from merchant_helper.channels import Channel, Problem
    from merchant_helper.channels.judge import Judged

_NOT_LOOKED_FOR = "sheet.photos_not_given"


@verb("check")
@click.argument("sheet", type=click.Path(path_type=Path), metavar="SHEET")
@CHANNEL
@PHOTOS
@TEMPLATE
@ANSWER
@MATCH
@ANSWERS
@SMALL
@pass_call
def check(
    call: Call, /, sheet: Path, channel_id: str, photos: Path | None, small: bool, **asked: Any
) -> Status:
    """Tell every issue with its row; held rows are those that ``export`` would hold, broken photos aside.

    With a template the limits and lists of that file count, as they do when it is filled.
    """
    from merchant_helper.bulk.sheet.outcome import notes
    from merchant_helper.channels import Problem, hold_together
    from merchant_helper.channels.completeness import not_known_yet

    channel = chosen(channel_id)
    counts = {"rows_in": 0, "rows_out": 0, "rows_held": 0}
    problems: list[Problem] = []
    with sheet_refusals(), template_refusals(call):
        read = opened(sheet, photos, small)
        _tell(call, notes(read), problems)
        for family, found in _judged(call, read, channel, asked):
            held = hold_together(family, found)
            counts["rows_in"] += len(family)
            counts["rows_held" if held else "rows_out"] += len(family)
            for product, issues in zip(family, found, strict=True):
                told_of = (*issues, *not_known_yet(product, channel))
                _tell(call, [Problem(issue, product.row, product.sku) for issue in told_of], problems)
    record = {"channel": channel.id, "spec_checked_on": channel.checked_on.isoformat(), **counts}
    said = _("{rows_out} món đăng được. {rows_held} món còn phải sửa.", **counts)
    call.report.summary(record, "\n".join([*mending(problems), said]))
    return Status.HELD if counts["rows_held"] else Status.DONE


def _judged(call: Call, sheet: Sheet, channel: Channel, asked: dict[str, Any]) -> Iterable[Judged]:
    """Judge the rows for the place, or for a seller's own template."""
    from merchant_helper.channels import judged

    folder = data_folder(call)
    kept = answers_file(folder.cache) if folder.path.is_dir() else None
    template = errand(channel, {"update": None, "removals": None, "form": None, **asked}, kept)
    if template is None:
        return judged(_products(sheet), channel)
    from merchant_helper.channels.fill import judged_by

    return judged_by(_products(sheet), template.template, template.answers)


def _tell(call: Call, found: Iterable[Problem], problems: list[Problem]) -> None:
    """Tell scripts each problem as it comes; people hear of all of them at the end, deed by deed."""
    for problem in found:
        call.report.item(problem.to_json(), "")
        problems.append(problem)


def _products(sheet: Sheet) -> Iterator[Product]:
    """Give the rows; photos that are named and not looked for are taken to be there, and never opened."""
    for product in sheet.products():
        if any(issue.code == _NOT_LOOKED_FOR for issue in product.found):
            found = tuple(issue for issue in product.found if issue.code != _NOT_LOOKED_FOR)
            product = replace(product, found=found, pictures=(Picture(Path(os.devnull)),))
        yield product
