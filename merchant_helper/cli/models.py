"""Look after the cut-out models of this computer: list, add from a file, fetch when asked, check again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, usage_problem, verb
from merchant_helper.cli.data import data_folder
from merchant_helper.cli.outcome import Ended, Problem, Status, wrong_call
from merchant_helper.errors import ModelRefused
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.issues import Issue
from merchant_helper.text import format_megabytes

if TYPE_CHECKING:
    from merchant_helper.photos.cutout.shelf import ModelShelf, ModelState

ISSUE_CODES = ("cli.no_such_model", "cli.no_models_there")
ACTIONS = ("list", "add", "fetch", "verify")
MIRROR = "MERCHANT_HELPER_MODEL_MIRROR"
WORDS = {
    "ready": mark("sẵn sàng, đã kiểm tra, chạy không cần mạng"),
    "unverified": mark("dùng được khi gọi tên, chưa rõ nguồn"),
    "missing": mark("chưa có, không có cũng được"),
    "broken": mark("tệp bị hỏng hoặc bị đổi"),
}
# People are told now and then, not with every piece.
TELL_EVERY_S = 2.0
TELL_FROM_BYTES = 20_000_000


@verb("models")
@click.argument("action", metavar="list|add|fetch|verify", type=click.Choice(ACTIONS))
@click.argument("what", metavar="[FILE|NAME]", required=False)
@click.option("--from", "mirror", metavar="URL", help=mark("Tải từ địa chỉ khác (thư mục có tệp NAME.onnx)."))
@pass_call
def models(call: Call, action: str, what: str | None, mirror: str | None) -> Status:
    """Do one of the four; only ``fetch`` ever asks the network."""
    from merchant_helper.photos.cutout.shelf import ModelShelf

    if mirror and action != "fetch":
        raise Ended(usage_problem(_("--from đi với fetch."), "models"))
    if (what is None) is (action in ("add", "fetch")):
        extra = _("Thừa phần này: {seen}.", seen=what)
        raise Ended(usage_problem(extra if what else _("Còn thiếu tên tệp hoặc tên mẫu."), "models"))
    shelf = ModelShelf(data_folder(call).models)
    if action == "add":
        return add(call, shelf, Path(what or ""))
    if action == "fetch":
        return fetch(call, shelf, what or "", mirror or os.environ.get(MIRROR, "").strip())
    return verify(call, shelf) if action == "verify" else list_all(call, shelf)


def list_all(call: Call, shelf: ModelShelf) -> Status:
    """Tell of every known and every added model; each file is read through and compared."""
    found = shelf.list()
    for state in found:
        _tell(call, shelf, state)
    _sum_up(call, shelf, found)
    return Status.DONE


def add(call: Call, shelf: ModelShelf, file: Path) -> Status:
    """Take in a file, or of a folder (a USB stick) the known models in it."""
    from merchant_helper.photos.cutout.trial import try_out
    from merchant_helper.photos.cutout.usb import known_models

    files = [file]
    if file.is_dir():
        files = known_models(file)
        if not files:
            raise Ended(Problem(_issue("cli.no_models_there", path=str(file)), Status.HELD))
    added = []
    for one in files:
        state = shelf.add(
            one,
            progress=_progress(call, _("Đang chép {name}", name=one.name)),
            trial=partial(try_out, name=one.name),
        )
        added.append(state)
        _tell(call, shelf, state)
    _sum_up(call, shelf, added)
    return Status.DONE


def fetch(call: Call, shelf: ModelShelf, name: str, mirror: str) -> Status:
    """Fetch a published model, unless it is there already."""
    from merchant_helper.photos.cutout import download
    from merchant_helper.photos.cutout.known import KNOWN
    from merchant_helper.photos.cutout.trial import try_out

    model = next((one for one in KNOWN if one.name == name), None)
    if model is None:
        known = ", ".join(one.name for one in KNOWN)
        raise wrong_call("cli.no_such_model", "what", seen=name, known=known)
    state = shelf.verify(model.name)
    status = Status.DONE
    if state.state != "ready":
        host = download.address_of(model, mirror)
        call.report.note(_("Tải {size} từ {host}.", size=format_megabytes(model.size), host=host))
        telling = _progress(call, _("Đang tải {name}", name=name), always=True)
        state = download.fetch(model, shelf, mirror=mirror, progress=telling)
        try:
            try_out(shelf.checked(name)[0], name)
        except ModelRefused as refused:
            call.report.trouble(refused.issue)
            status = Status.HELD
    _tell(call, shelf, state)
    _sum_up(call, shelf, [state])
    return status


def verify(call: Call, shelf: ModelShelf) -> Status:
    """Read every model that is here through again and run it once, with the network cut off."""
    from merchant_helper.photos.cutout.shelf import USABLE
    from merchant_helper.photos.cutout.trial import try_out

    found, bad = [], 0
    for known in shelf.list():
        state = shelf.verify(known.name)
        found.append(state)
        _tell(call, shelf, state)
        if state.state in USABLE:
            try:
                try_out(shelf.checked(state.name)[0], state.name)
            except ModelRefused as refused:
                call.report.trouble(refused.issue)
                bad += 1
        bad += state.state == "broken"
    _sum_up(call, shelf, found)
    return Status.HELD if bad else Status.DONE


def _tell(call: Call, shelf: ModelShelf, state: ModelState) -> None:
    size = f"{format_megabytes(state.size)}, " if state.size else ""
    licence = state.licence or _("chưa rõ giấy phép")
    told = f"{state.name}: {_(WORDS[state.state])} ({size}{licence})"
    record = {
        "name": state.name,
        "licence": state.licence,
        "size": state.size,
        "state": state.state,
        "auto": state.name == shelf.best(),
    }
    call.report.item(record, told)


def _sum_up(call: Call, shelf: ModelShelf, told: list[ModelState] | tuple[ModelState, ...]) -> None:
    best = shelf.best()
    ready = sum(state.state == "ready" for state in told)
    said = _("Đang dùng: {way}.", way=best or _("cách không cần mẫu"))
    call.report.summary({"models": len(told), "ready": ready, "auto": best or "plain"}, said)


def _progress(call: Call, words: str, *, always: bool = False) -> Callable[[int, int], None]:
    """Tell people how far a large file is."""
    last = time.monotonic()

    def tell(done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if (always or whole >= TELL_FROM_BYTES) and now - last >= TELL_EVERY_S:
            last = now
            call.report.note(f"{words}: {done * 100 // max(whole, 1)} %")

    return tell


def _issue(code: str, **params: str) -> Issue:
    return Issue(code, "what", "block", params)
