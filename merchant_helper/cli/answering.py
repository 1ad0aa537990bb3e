"""Read what a place of selling answered to a file: which rows it refused, and what to mend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import CHANNEL, chosen
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.cli.sheets import opened, sheet_refusals
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from merchant_helper.channels.answers import Reading, Refusal


@verb("answers")
@click.argument("answer", type=click.Path(path_type=Path), metavar="FILE")
@CHANNEL
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    required=True,
    metavar="SHEET",
    help=mark("Bảng món hàng đã đăng; mã lạ trong câu trả lời thì bỏ qua."),
)
@pass_call
def answers(call: Call, answer: Path, channel_id: str, sheet: Path) -> Status:
    """Tell every reason with its product and the questions it is about; nothing is written."""
    channel = chosen(channel_id)
    reading = _read(answer, channel.id, sheet)
    for refusal in reading.refusals:
        _tell(call, refusal, channel.id)
    refused = len(reading.by_sku())
    record = {
        "channel": channel.id,
        "refused": refused,
        "strange_rows": reading.strange_rows,
        "strangers": reading.strangers,
        "cut": reading.cut,
    }
    said = _("{refused} món bị từ chối.", refused=refused)
    if reading.strange_rows:
        said += " " + _("Bỏ qua {rows} dòng có mã không có trong bảng.", rows=reading.strange_rows)
    call.report.summary(record, said)
    return Status.HELD if refused else Status.DONE


def _read(answer: Path, channel_id: str, sheet: Path) -> Reading:
    from merchant_helper.bulk.sheet.opening import opened as opened_file
    from merchant_helper.channels.answers import read_answer

    if not answer.is_file():
        raise wrong_call("cli.no_such_path", "answer", path=str(answer))
    products = opened(sheet, None, True)
    with sheet_refusals():
        known = {code for one in products.products() for code in (one.sku, one.group) if code}
        return read_answer(opened_file(answer).rows(), channel_id, known)


def _tell(call: Call, refusal: Refusal, channel_id: str) -> None:
    from merchant_helper.channels.answer_rules import meaning

    means = meaning(refusal.reason, channel_id)
    advice = [words.text() for words in means.advice]
    record: dict[str, Any] = {
        "row": refusal.row,
        "sku": refusal.sku,
        "reason": refusal.reason,
        "refused": not refusal.mild,
        "fields": list(means.fields),
        "guessed": means.guessed,
        "advice": advice,
    }
    call.report.item(record, f"{refusal.sku}: “{refusal.reason}” {' '.join(advice)}".rstrip())
