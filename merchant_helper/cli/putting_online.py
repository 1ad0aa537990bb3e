"""Put pictures into a store on the net from the command line, and take them out of it again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.outcome import Status, stopped, wrong_call
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from merchant_helper.channels.going_online import ToStore
    from merchant_helper.network.store import Store

ISSUE_CODES = ("cli.no_store", "cli.publish_or_url", "cli.not_a_report", "cli.store_silent")
# Saying so on the command line is the consent: whoever calls has asked the owner.
PUBLISH = click.option(
    "--publish",
    is_flag=True,
    help=mark(
        "Đưa ảnh lên kho ảnh trên mạng và ghi địa chỉ vào tệp. Chỉ dùng khi chủ tiệm đã đồng ý. Cần mạng."
    ),
)


def publisher() -> ToStore:
    """Give what puts pictures into the store; ends the call where none is set."""
    from merchant_helper.channels.going_online import ToStore

    store, base_url = _store()
    return ToStore(store, base_url)


def _store() -> tuple[Store, str]:
    from merchant_helper.channels.going_online import NAMES, place_of
    from merchant_helper.network.store import WrongStore
    from merchant_helper.web.settings import PREFIX

    # Without a running program nobody would serve pictures below PUBLIC_URL.
    told = {name: os.environ.get(PREFIX + name, "") for name in NAMES if name != "PUBLIC_URL"}
    try:
        place = place_of(told)
    except WrongStore as error:
        raise wrong_call("cli.wrong_setting", what=f"{PREFIX}{error}") from error
    if place is None or place.store is None:
        raise wrong_call("cli.no_store", "publish", setting=f"{PREFIX}STORE_URL")
    return place.store, place.base_url


@verb("unpublish")
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.json")
@pass_call
def unpublish(call: Call, report: Path) -> Status:
    """Take the pictures that a report names out of the store."""
    from merchant_helper.channels.going_online import is_public_name, taken_out

    try:
        images = json.loads(report.read_text("utf-8"))["images"]
        names = sorted({_name(image) for image in images if image.get("address")})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise wrong_call("cli.not_a_report", "report", path=str(report)) from error
    names = [name for name in names if is_public_name(name)]
    store, _base = _store()
    if names and not taken_out(store, names):
        raise stopped("cli.store_silent", count=len(names))
    call.report.summary({"removed": len(names)}, _("Đã lấy xuống {n} ảnh.", n=len(names)))
    return Status.DONE


def _name(image: dict[str, str]) -> str:
    return f"{image['sha256']}{Path(image['path']).suffix}"
