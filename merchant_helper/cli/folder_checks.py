"""Look at the data folder without changing anything in it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from merchant_helper.cli.finding import Finding, State
from merchant_helper.cli.models import WORDS
from merchant_helper.errors import DataFolderBusy, DataFolderError
from merchant_helper.i18n import gettext as _

if TYPE_CHECKING:
    from merchant_helper.db import DataFolder

# A photo with its mask and renditions takes 10 MB; below the second the next upload may fail.
LITTLE_ROOM, NO_ROOM = 1_000_000_000, 100_000_000


def data_folder(folder: DataFolder) -> Finding:
    """See whether the data folder can be written, without leaving anything in it."""
    place = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"." * 4096)
    except OSError as error:
        message = _("Không ghi được vào {path} ({reason}).", path=place, reason=error.strerror or error)
        fix = _("Chọn thư mục khác bằng --data, hoặc mở quyền ghi thư mục này.")
        return Finding("data", "fail", message, fix)
    if place != folder.path:
        return Finding("data", "ok", _("{path} chưa có, lần mở đầu tiên sẽ tạo.", path=folder.path))
    return Finding("data", "ok", _("{path} ghi được.", path=folder.path))


def disk(folder: DataFolder) -> Finding:
    """See how much room there is."""
    free = shutil.disk_usage(_nearest(folder)).free
    message = _("Ổ đĩa còn trống {gb} GB.", gb=f"{free / 1e9:.1f}".replace(".", ","))
    state: State = "ok" if free >= LITTLE_ROOM else "warn" if free >= NO_ROOM else "fail"
    return Finding("disk", state, message, "" if state == "ok" else _("Xóa bớt tệp không dùng trên ổ này."))


def database(folder: DataFolder) -> Finding:
    """See whether the database is whole and of a version that this program knows."""
    from merchant_helper.db.opening import file_revision, is_known, quick_check

    if not folder.app_db.exists():
        return Finding("database", "ok", _("Chưa có dữ liệu."))
    mend = _("Lấy lại bản đã cất: merchant-helper restore TỆP --replace.")
    try:
        whole = quick_check(folder.app_db)
        revision = file_revision(folder.app_db) if whole else None
    except (sqlite3.Error, OSError):
        whole, revision = False, None
    if not whole:
        return Finding("database", "fail", _("Tệp dữ liệu {file} bị hỏng.", file=folder.app_db), mend)
    if revision is not None and not is_known(revision):
        message = _("Dữ liệu này do bản phần mềm mới hơn ghi.")
        return Finding("database", "fail", message, _("Cài bản phần mềm mới."))
    return Finding("database", "ok", _("Tệp dữ liệu còn nguyên vẹn."))


def running(folder: DataFolder) -> Finding:
    """See whether the program is open with this folder."""
    if not folder.lock_file.exists():
        return Finding("running", "ok", _("Phần mềm đang không mở với thư mục này."))
    try:
        with folder.lock():
            return Finding("running", "ok", _("Phần mềm đang không mở với thư mục này."))
    except DataFolderBusy as error:
        return Finding("running", "ok", str(error))
    except DataFolderError as error:
        return Finding("running", "warn", str(error))


def models(folder: DataFolder) -> list[Finding]:
    """See how each cut-out model stands."""
    from merchant_helper.photos.cutout.shelf import ModelShelf

    states: dict[str, State] = {"ready": "ok", "unverified": "warn", "missing": "ok", "broken": "fail"}
    found = []
    for model in ModelShelf(folder.models).list():
        state = states[model.state]
        fix = _("Thêm lại tệp mẫu từ bản gốc: merchant-helper models add TỆP.") if state == "fail" else ""
        found.append(Finding(f"model:{model.name}", state, f"{model.name}: {_(WORDS[model.state])}.", fix))
    return found


def _nearest(folder: DataFolder) -> Path:
    """Give the folder, or what is there of the way to it."""
    place = folder.path
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


CHECKS: tuple[Callable[[DataFolder], Finding], ...] = (data_folder, disk, database, running)
