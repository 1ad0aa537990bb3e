"""Look at photos as they came from the camera, and say which are worth working on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.gather import Found, gather
from merchant_helper.cli.outcome import Status
from merchant_helper.cli.report import issue_lines
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue

if TYPE_CHECKING:
    from merchant_helper.photos.alike import Lookalikes

ISSUE_CODES = ("photo.not_readable", "cli.folder_closed")
# Enough to judge sharpness on the product; the same as when a photo comes in through the browser.
LOOK_AT = 1600


@verb("inspect")
@click.argument("photos", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="PHOTO...")
@pass_call
def inspect(call: Call, photos: tuple[Path, ...]) -> Status:
    """Judge each photo; only one that cannot be opened at all counts as failed."""
    from merchant_helper.photos.alike import Lookalikes

    started = time.perf_counter()
    found, seen = gather(photos, masks=True), Lookalikes()
    tell_closed(call, found)
    good = failed = 0
    for source in found.sources:
        item = judge(source.path, seen)
        call.report.item(item, _sentence(item))
        good += bool(item["ok"])
        failed += item["width"] is None
    counts = {"photos": len(found.sources), "ok": good, "failed": failed}
    said = _("Đã xem {photos} ảnh: {ok} ảnh dùng được, {failed} ảnh không mở được.", **counts)
    call.report.summary({**counts, "seconds": _since(started)}, said)
    return Status.HELD if failed or found.closed else Status.DONE


def judge(path: Path, seen: Lookalikes) -> dict[str, Any]:
    """Open one photo and collect what is seen; one that cannot be opened has no width and no height.

    ``seen`` are the photos before it; one that is like them is told by name.
    """
    from merchant_helper.photos.alike import fingerprint
    from merchant_helper.photos.capture import inspect as look
    from merchant_helper.photos.forwarded import forwarded
    from merchant_helper.photos.intake import open_upright

    started = time.perf_counter()
    width = height = None
    try:
        upright = open_upright(regular(path), longest=LOOK_AT)
        alike = seen.look(fingerprint(upright.image), path.as_posix())
        issues = [*upright.issues, *look(upright), *forwarded(path, upright.size, path.name), *alike]
        width, height = upright.size
    except PhotoUnreadable as error:
        issues = [error.issue]
    except OSError as error:
        issues = [not_readable(error)]
    return {
        "source": path.as_posix(),
        "ok": all(issue.severity == "hint" for issue in issues),
        "issues": [issue.to_json() for issue in issues],
        "width": width,
        "height": height,
        "seconds": _since(started),
    }


def regular(path: Path) -> Path:
    """Let only a file through; a pipe or a device may never end."""
    if path.exists() and not path.is_file():
        raise PhotoUnreadable(Issue("photo.not_readable", "photo", "block", {"reason": _("không phải tệp")}))
    return path


def not_readable(error: OSError) -> Issue:
    """Say that the system did not hand the file over."""
    reason = error.strerror or type(error).__name__
    return Issue("photo.not_readable", "photo", "block", {"reason": reason})


def tell_closed(call: Call, found: Found) -> None:
    """Say which folders could not be looked into; what is in them was not done."""
    for folder in found.closed:
        issue = Issue("cli.folder_closed", "photos", "block", {"path": folder.as_posix()})
        call.report.trouble(issue)


def _sentence(item: dict[str, Any]) -> str:
    opened = _("dùng được") if item["ok"] else _("nên xem lại")
    word = opened if item["width"] is not None else _("không mở được")
    return f"{item['source']}: {word}{issue_lines(item['issues'])}"


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
