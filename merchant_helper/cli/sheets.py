"""Work with sheets of products: the empty one, what a channel would refuse, and into the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.outcome import Ended, Problem, Status, wrong_call
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from merchant_helper.bulk.sheet.read import Sheet

ISSUE_CODES = ("cli.sheet_there",)
PHOTOS = click.option(
    "--photos",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=mark("Thư mục ảnh; chỉ tìm ảnh trong đó."),
)
SMALL = click.option(
    "--allow-small-prices",
    "small",
    is_flag=True,
    help=mark("Nhận cả giá dưới 1.000 đ."),
)


@verb("sheet")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.xlsx",
    help=mark("Tệp bảng mẫu sẽ được tạo."),
)
@pass_call
def sheet(call: Call, out: Path) -> Status:
    """Write the empty sheet; one that is there already stays."""
    from merchant_helper.bulk.sheet.blank import blank_sheet
    from merchant_helper.photos.files import write_atomically

    data = blank_sheet()
    if out.is_dir():
        out = out / f"{_('bang-mon-hang')}.xlsx"
    if out.exists() and out.read_bytes() != data:
        raise wrong_call("cli.sheet_there", "out", path=str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, data)
    call.report.summary({"path": out.as_posix()}, _("Đã tạo bảng mẫu: {path}", path=out))
    return Status.DONE


def opened(path: Path, photos: Path | None, small: bool) -> Sheet:
    """Open a sheet; a file that is none ends the call before anything is done."""
    from merchant_helper.bulk.sheet.read import read

    if not path.is_file():
        raise wrong_call("cli.no_such_path", "sheet", path=str(path))
    if photos is not None and not photos.is_dir():
        raise wrong_call(
            "cli.not_a_folder" if photos.exists() else "cli.no_such_path", "photos", path=str(photos)
        )
    with sheet_refusals():
        return read(path, photos=photos, allow_small_prices=small)


@contextmanager
def sheet_refusals() -> Iterator[None]:
    """End the call as a wrong one when a file is no sheet, be it found at its beginning or deep inside."""
    from merchant_helper.bulk.sheet.grid import SheetRefused

    try:
        yield
    except SheetRefused as error:
        raise Ended(Problem(error.issue)) from error
