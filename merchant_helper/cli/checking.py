"""Say what a place of selling would refuse of a sheet, without writing anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import CHANNEL, chosen
from merchant_helper.cli.exported import told
from merchant_helper.cli.outcome import Status
from merchant_helper.cli.sheets import PHOTOS, SMALL, opened, sheet_refusals
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.product import Picture, Product

if TYPE_CHECKING:
    from merchant_helper.bulk.sheet.read import Sheet
    from merchant_helper.channels import Problem

_NOT_LOOKED_FOR = "sheet.photos_not_given"


@verb("check")
@click.argument("sheet", type=click.Path(path_type=Path), metavar="SHEET")
@CHANNEL
@PHOTOS
@SMALL
@pass_call
def check(call: Call, sheet: Path, channel_id: str, photos: Path | None, small: bool) -> Status:
    """Tell every issue with its row; held rows are those that ``export`` would hold, broken photos aside."""
    from merchant_helper.bulk.sheet.outcome import notes
    from merchant_helper.channels import Problem, hold_together, judged
    from merchant_helper.channels.completeness import not_known_yet

    channel = chosen(channel_id)
    read = opened(sheet, photos, small)
    counts = {"rows_in": 0, "rows_out": 0, "rows_held": 0}
    with sheet_refusals():
        for problem in notes(read):
            _tell(call, problem)
        for family, found in judged(_products(read), channel):
            held = hold_together(family, found)
            counts["rows_in"] += len(family)
            counts["rows_held" if held else "rows_out"] += len(family)
            for product, issues in zip(family, found, strict=True):
                for issue in (*issues, *not_known_yet(product, channel)):
                    _tell(call, Problem(issue, product.row, product.sku))
    record = {"channel": channel.id, "spec_checked_on": channel.checked_on.isoformat(), **counts}
    said = _("{rows_out} món đăng được. {rows_held} món còn phải sửa.", **counts)
    call.report.summary(record, said)
    return Status.HELD if counts["rows_held"] else Status.DONE


def _products(sheet: Sheet) -> Iterator[Product]:
    """Give the rows; photos that are named and not looked for are taken to be there, and never opened."""
    for product in sheet.products():
        if any(issue.code == _NOT_LOOKED_FOR for issue in product.found):
            found = tuple(issue for issue in product.found if issue.code != _NOT_LOOKED_FOR)
            product = replace(product, found=found, pictures=(Picture(Path(os.devnull)),))
        yield product


def _tell(call: Call, problem: Problem) -> None:
    call.report.item(problem.to_json(), told(problem))
