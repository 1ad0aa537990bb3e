"""Write names and descriptions where a sheet has none, from its other columns."""

from __future__ import annotations

from pathlib import Path

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import chosen
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.cli.report import issue_lines
from merchant_helper.cli.sheets import opened, sheet_refusals
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

ISSUE_CODES = ("cli.same_file",)


@verb("suggest")
@click.argument("sheet", type=click.Path(path_type=Path), metavar="SHEET")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.xlsx",
    help=mark("Tệp bảng mới; bảng cũ giữ nguyên."),
)
@click.option(
    "--channel",
    "channel_id",
    metavar="ID",
    help=mark("Viết tên không dài quá mức của nơi bán này."),
)
@pass_call
def suggest(call: Call, sheet: Path, out: Path, channel_id: str | None) -> Status:
    """Fill what is empty and mark it; rows in are rows out."""
    from merchant_helper.bulk.sheet.suggesting import suggest_sheet

    channel = chosen(channel_id) if channel_id else None
    if out.is_dir():
        out = out / f"{sheet.stem}-suggested.xlsx"
    if out.exists() and sheet.exists() and out.samefile(sheet):
        raise wrong_call("cli.same_file", "out", path=str(out))
    read = opened(sheet, None, small=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    with sheet_refusals():
        done = suggest_sheet(read, out, channel)
    for each in done:
        record = each.to_json()
        if each.written or each.issues:
            texts = "".join(
                f"\n    {text}".replace("\n", "\n    ").rstrip() for text in each.written.values()
            )
            head = " · ".join(part for part in (_("Dòng {row}", row=each.row), each.sku) if part)
            call.report.item(record, f"{head}:{texts}{issue_lines(record['issues'])}")
    counts = {
        "rows_in": len(done),
        "rows_out": len(done),
        "rows_held": sum(each.held for each in done),
        "titles": sum("name" in each.written for each in done),
        "descriptions": sum("description" in each.written for each in done),
        "path": out.as_posix(),
    }
    said = _(
        "Đã viết {titles} tên, {descriptions} mô tả vào {path}. Còn {rows_held} dòng chưa có tên.", **counts
    )
    call.report.summary(counts, said)
    return Status.HELD if counts["rows_held"] else Status.DONE
