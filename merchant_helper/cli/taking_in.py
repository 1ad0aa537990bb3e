"""Take the products of a sheet into the database, or say what would become of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.data import data_folder, database_url, opened_for_reading
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.cli.sheets import PHOTOS, SMALL, opened, sheet_refusals
from merchant_helper.cli.shop_names import alike, all_shops, names
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from merchant_helper.bulk.sheet.plan import Planned
    from merchant_helper.bulk.sheet.read import Sheet
    from merchant_helper.db import DataFolder
    from merchant_helper.shops.model import Shop

ACTIONS = ("add", "update", "unchanged", "held")


@verb("import")
@click.argument("sheet", type=click.Path(path_type=Path), metavar="SHEET")
@click.option("--shop", "name", metavar="NAME", help=mark("Tên cửa hàng; chưa có thì được tạo."))
@PHOTOS
@click.option("--dry-run", "dry", is_flag=True, help=mark("Chỉ nói sẽ làm gì, không ghi gì cả."))
@SMALL
@pass_call
def take_in(call: Call, sheet: Path, name: str | None, photos: Path | None, dry: bool, small: bool) -> Status:
    """Plan all rows, and write them unless only asked what would be."""
    read = opened(sheet, photos, small)
    folder = data_folder(call)
    counts: Counter[str] = Counter()
    with sheet_refusals():
        planned = _planned(folder, read, name) if dry else _written(folder, read, name)
        for row in planned:
            counts[row.action] += 1
            call.report.item(_item(row), _sentence(row))
    notes = [{**issue.to_json(), "row": read.header_row, "sku": ""} for issue in read.notes]
    told = {action: counts[action] for action in ACTIONS}
    record = {"rows_in": counts.total(), **told, "dry_run": dry, "problems": notes}
    call.report.summary(record, _summary(told, dry, [issue.message() for issue in read.notes]))
    return Status.HELD if counts["held"] else Status.DONE


def _planned(folder: DataFolder, sheet: Sheet, name: str | None) -> Iterable[Planned]:
    """Say what would be; where there are no data yet, none are made."""
    from merchant_helper.bulk.sheet.plan import Known, plan

    if database_url() is None and not folder.app_db.is_file():
        yield from plan(sheet, Known())
        return
    with opened_for_reading(folder) as database, database.read() as session:
        shop = _shop(session, name)
        known = Known.of(session, shop) if shop is not None else Known()
    yield from plan(sheet, known)


def _written(folder: DataFolder, sheet: Sheet, name: str | None) -> Iterable[Planned]:
    from merchant_helper.bulk.sheet.taking_in import take_in as write
    from merchant_helper.db import open_database
    from merchant_helper.photos.files import FileStore
    from merchant_helper.shops.people import LOCAL, ensure_local

    with folder.lock():
        database = open_database(folder, database_url())
        try:
            with database.write() as session:
                ensure_local(session)
                shop_id = (_shop(session, name) or _new_shop(session, name or sheet.grid.name)).id
            yield from write(sheet, shop_id, FileStore(folder.files), database.write, LOCAL)
        finally:
            database.close()


def _shop(session: Session, name: str | None) -> Shop | None:
    """Find the shop: the one named, or the only one there is; None when it is to be made."""
    shops = all_shops(session)
    like = alike(shops, name) if name is not None else shops
    if len(like) > 1:
        raise wrong_call("cli.which_shop", "shop", seen=name or "", known=names(like))
    return like[0] if like else None


def _new_shop(session: Session, name: str) -> Shop:
    """Make a shop for a volunteer at this computer; the owner agrees later, on its pages."""
    from merchant_helper.shops.model import Membership, Role, Shop
    from merchant_helper.shops.people import LOCAL
    from merchant_helper.text import clean_text

    shop = Shop(name=clean_text(name, max_length=120).text or _("Cửa hàng mới"), laptop_of=_("người hỗ trợ"))
    shop.memberships.append(Membership(person_id=LOCAL, role=Role.VOLUNTEER))
    session.add(shop)
    session.flush()
    return shop


def _item(row: Planned) -> dict[str, object]:
    issues = [issue.to_json() for issue in row.issues]
    return {"row": row.row, "sku": row.sku, "action": row.action, "issues": issues}


def _sentence(row: Planned) -> str:
    said = {"add": _("thêm"), "update": _("sửa"), "unchanged": _("giữ nguyên"), "held": _("để riêng")}[
        row.action
    ]
    lines = [_("Dòng {row} · {sku}: {what}", row=row.row, sku=row.sku, what=said)]
    lines += [f"  {issue.message()} {issue.fix()}".rstrip() for issue in row.issues]
    return "\n".join(lines)


def _summary(told: dict[str, int], dry: bool, notes: list[str]) -> str:
    if dry:
        said = _(
            "Sẽ thêm {add} món mới, sửa {update}, giữ nguyên {unchanged}, để riêng {held}. Chưa ghi gì.",
            **told,
        )
    else:
        said = _("Đã thêm {add} món mới, sửa {update}, giữ nguyên {unchanged}, để riêng {held}.", **told)
    return "\n".join([*notes, said])
