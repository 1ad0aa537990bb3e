"""Keep everything of a data folder in one file, and bring it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.data import data_folder, database_url
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from merchant_helper.db.backup import BackupRecord

ISSUE_CODES = ("cli.no_data", "cli.is_a_folder", "cli.on_a_server", "cli.has_data")


@verb("backup")
@click.argument("file", type=click.Path(path_type=Path))
@pass_call
def backup(call: Call, file: Path) -> Status:
    """Write the backup and prove it; a running program may go on meanwhile."""
    from merchant_helper.db.backup import backup as keep_all

    _want_own_data()
    folder = data_folder(call)
    if file.is_dir():
        raise wrong_call("cli.is_a_folder", "file", path=str(file))
    if not folder.app_db.is_file():
        raise wrong_call("cli.no_data", "data", path=str(folder.path))
    record = keep_all(folder, file)
    said = _("Đã cất {shops} cửa hàng, {photos} ảnh vào {path}, đã đọc lại và đúng.", **_counts(record, file))
    keep = _("Trong tệp này có ảnh gốc, cả nơi chụp, và mọi thông tin của cửa hàng: giữ như sổ của cửa hàng.")
    _tell(call, record, file, f"{said}\n{keep}")
    return Status.DONE


@verb("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace",
    is_flag=True,
    help=mark("Thay dữ liệu đang có; dữ liệu cũ được để riêng trong thư mục dữ liệu."),
)
@pass_call
def restore(call: Call, file: Path, replace: bool) -> Status:
    """Prove a backup and put it into the data folder."""
    from merchant_helper.db.restore import has_data
    from merchant_helper.db.restore import restore as bring_back

    _want_own_data()
    folder = data_folder(call)
    if not file.is_file():
        raise wrong_call("cli.no_such_path", "file", path=str(file))
    if not replace and has_data(folder):
        raise wrong_call("cli.has_data", "replace", path=str(folder.path))
    record = bring_back(file, folder, replace=replace)
    said = _("Đã lấy lại {shops} cửa hàng, {photos} ảnh từ {path}.", **_counts(record, file))
    _tell(call, record, file, said)
    return Status.DONE


def _want_own_data() -> None:
    """End the call where the data lie on a database server, which has its own way of keeping copies."""
    if database_url() is not None:
        raise wrong_call("cli.on_a_server")


def _counts(record: BackupRecord, file: Path) -> dict[str, object]:
    return {"shops": record.shops, "photos": record.photos, "path": file}


def _tell(call: Call, record: BackupRecord, file: Path, sentence: str) -> None:
    told = {**record.to_json(), "path": file.as_posix()}
    call.report.item(told, "")
    call.report.summary(told, sentence)
