"""Send the products of a sheet to a place of selling, and give back the rows that could not go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from merchant_helper.bulk.sheet.fixes import FIXES, write_fixes
from merchant_helper.bulk.sheet.read import Sheet
from merchant_helper.channels import Channel, Problem, Report, export
from merchant_helper.channels.report import WrittenFile
from merchant_helper.channels.workplace import sha256_of
from merchant_helper.listings.product import Product


def export_sheet(
    sheet: Sheet,
    channel: Channel,
    out: Path,
    products: Iterable[Product] | None = None,
    write: Callable[..., Report] = export,
    **options: Any,
) -> Report:
    """Export a sheet as :func:`merchant_helper.channels.export` does, with fix-these.xlsx for held rows.

    ``products`` are the sheet's own when something was done to them on the way, such as a cut-out;
    ``options`` go to ``export``, or to ``write`` in its place. Raises SheetRefused, and what ``export``
    raises; nothing is written then.
    """

    def fixes(work: Path, report: Report) -> None:
        held = {product.row: product.sku for product in report.held if product.row is not None}
        if not held:
            return
        found = ((problem.row, problem.issue) for problem in report.problems)
        count = write_fixes(sheet, work / FIXES, held, found, every_row=channel.replaces_all)
        report.files.append(WrittenFile(FIXES, count, sha256_of(work / FIXES)))

    return write(
        sheet.products() if products is None else products,
        channel,
        out,
        fixes=fixes,
        known=notes(sheet),
        **options,
    )


def notes(sheet: Sheet) -> list[Problem]:
    """Give what there is to know about the whole file, tied to its row of headers."""
    return [Problem(issue, sheet.header_row, "") for issue in sheet.notes]
