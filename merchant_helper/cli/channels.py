"""Show what is known of the places of selling, with the day it was last checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.text import format_date

if TYPE_CHECKING:
    from merchant_helper.channels.spec import Channel

ISSUE_CODES = ("cli.no_such_channel",)
CHANNEL = click.option(
    "--channel",
    "channel_id",
    required=True,
    metavar="ID",
    help=mark("Nơi bán; xem: merchant-helper channels."),
)


@verb("channels")
@click.argument("channel_id", metavar="[ID]", required=False)
@pass_call
def channels(call: Call, channel_id: str | None) -> Status:
    """List all, or show one in full."""
    from merchant_helper.channels import all_channels

    if channel_id is not None:
        channel = chosen(channel_id)
        call.report.item(in_full(channel), "\n".join(_sentences(channel)))
        call.report.summary({"channels": 1}, "")
        return Status.DONE
    known = all_channels()
    for channel in known:
        call.report.item(in_short(channel), _line(channel))
    call.report.summary({"channels": len(known)}, "")
    return Status.DONE


def chosen(channel_id: str) -> Channel:
    """Load the channel that a person named; ends the call with the names there are."""
    from merchant_helper.channels import all_channels, load

    known = [channel.id for channel in all_channels()]
    if channel_id.lower() not in known:
        raise wrong_call("cli.no_such_channel", "channel", seen=channel_id, known=", ".join(known))
    return load(channel_id.lower())


def in_short(channel: Channel) -> dict[str, Any]:
    """Give a channel's line in the list."""
    return {
        "id": channel.id,
        "name": channel.title(),
        "kinds": list(channel.kinds),
        "checked_on": channel.checked_on.isoformat(),
    }


def in_full(channel: Channel) -> dict[str, Any]:
    """Give everything a spec says, sources included; ``name`` as in the list."""
    return {**channel.model_dump(mode="json"), **in_short(channel)}


def _line(channel: Channel) -> str:
    from merchant_helper.channels.spec import stale

    day = format_date(channel.checked_on)
    said = _("xem lại ngày {day}", day=day)
    if stale(channel, date.today()):
        said = _("xem lần cuối ngày {day}, có thể đã đổi", day=day)
    return f"{channel.id:<12} {channel.title()} ({', '.join(_kind(kind) for kind in channel.kinds)}; {said})"


def _kind(kind: str) -> str:
    words = {
        "kit": _("bộ ảnh và chữ cho điện thoại"),
        "dossier": _("hồ sơ món hàng để in"),
        "csv": _("tệp CSV"),
        "tsv": _("tệp TSV"),
        "fill": _("điền mẫu của gian hàng"),
    }
    return words.get(kind) or _("tệp Excel")


def _sentences(channel: Channel) -> Iterator[str]:
    from merchant_helper.channels.carried import left_out

    rule = channel.pictures
    yield _line(channel)
    yield _("Ảnh: cạnh dài {size} px, nhỏ nhất {least} px.", size=rule.size, least=rule.min_size)
    if rule.max_count:
        yield _("Nhiều nhất {count} ảnh một món.", count=rule.max_count)
    if channel.kit:
        yield _("Các dòng chép lên điện thoại: {lines}.", lines=", ".join(channel.kit.lines))
    if channel.dossier:
        yield _("Giấy tờ mang theo:")
        yield from (f"  {paper.text()} ({paper.certainty})" for paper in channel.dossier.papers)
    for form in channel.forms:
        yield _("Dạng khác: --form {form} ({what}).", form=form.id, what=form.label.text())
    if channel.has_file and (lost := left_out(channel)):
        yield _("Không vào tệp: {fields}.", fields=", ".join(lost))
    for column in channel.columns:
        needed = " *" if column.required else ""
        source = column.value if column.value is not None else f"= {column.fixed}"
        yield f"  {column.header}{needed}  <- {source}"
    for slot in channel.fill.columns if channel.fill else ():
        source = slot.value or ("?" if slot.ask else f"= {slot.fixed}")
        yield f"  {slot.key}  <- {source}"
    for step in (*channel.next_steps, *channel.notes):
        yield f"- {step.text()} ({format_date(step.checked_on)}, {step.certainty})"
    for told in channel.sources:
        yield _("Nguồn ({certainty}): {title}", certainty=told.certainty, title=told.title)
