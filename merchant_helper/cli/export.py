"""Write a place of selling its file, pictures and phone kit from a shop's finished listings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import chosen
from merchant_helper.cli.data import data_folder, opened_for_reading
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.text import search_key, vietnamese_sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from merchant_helper.channels import Report
    from merchant_helper.shops.model import Shop

ISSUE_CODES = ("cli.no_such_shop", "cli.no_shops", "cli.which_shop", "cli.not_exportable")


@verb("export")
@click.option("--shop", "name", required=True, metavar="NAME", help=mark("Tên cửa hàng; không cần gõ dấu."))
@click.option(
    "--channel",
    "channel_id",
    required=True,
    metavar="ID",
    help=mark("Nơi bán; xem: merchant-helper channels."),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help=mark("Thư mục nhận tệp và ảnh; chưa có thì được tạo."),
)
@click.option(
    "--image-base-url",
    "base_url",
    metavar="URL",
    help=mark("Địa chỉ thư mục ảnh trên mạng, ghi vào tệp thay cho tên ảnh."),
)
@click.option("--kit", is_flag=True, help=mark("Làm thêm bộ ảnh và chữ để đăng từ điện thoại."))
@click.option("--update", is_flag=True, help=mark("Làm tệp để sửa hàng đã đăng, không đưa hàng mới."))
@pass_call
def export(
    call: Call, name: str, channel_id: str, out: Path, base_url: str | None, kit: bool, update: bool
) -> Status:
    """Send out what can go; what cannot is named and stays."""
    from merchant_helper.channels import ExportRefused
    from merchant_helper.channels import export as write
    from merchant_helper.listings.goods import products_of
    from merchant_helper.photos.files import FileStore

    channel = chosen(channel_id)
    if out.exists() and not out.is_dir():
        raise wrong_call("cli.not_a_folder", "out", path=str(out))
    folder = data_folder(call)
    with opened_for_reading(folder) as database, database.read() as session:
        shop = named_shop(session, name)
        drafts = _drafts(session, shop.id)
        products = products_of(session, shop.id, FileStore(folder.files))
        try:
            report = write(products, channel, out, image_base_url=base_url, kit=kit, update=update)
        except ExportRefused as error:
            raise wrong_call("cli.not_exportable", "channel", what=str(error)) from error
    call.report.summary({**report.to_json(), "drafts_left_out": drafts}, _said(report, drafts, out))
    return Status.HELD if report.rows_held else Status.DONE


def named_shop(session: Session, name: str) -> Shop:
    """Find the one shop of this name, with or without marks; else ends the call with the names there are."""
    from sqlalchemy import select

    from merchant_helper.shops.model import Shop

    shops = sorted(session.scalars(select(Shop)), key=lambda shop: vietnamese_sort_key(shop.name))
    exact = [shop for shop in shops if shop.name == name]
    like = exact or [shop for shop in shops if search_key(shop.name) == search_key(name)]
    if len(like) == 1:
        return like[0]
    if len(like) > 1:
        raise wrong_call("cli.which_shop", "shop", seen=name, known=_names(like))
    if not shops:
        raise wrong_call("cli.no_shops", "shop")
    raise wrong_call("cli.no_such_shop", "shop", seen=name, known=_names(shops))


def _names(shops: list[Shop]) -> str:
    return ", ".join(f"“{shop.name}”" for shop in shops)


def _drafts(session: Session, shop_id: str) -> int:
    """Count the listings that were begun and not looked through: they stay at home."""
    from merchant_helper.listings.check import status
    from merchant_helper.listings.goods import listings_of

    states = [status(facts) for _listing, facts in listings_of(session, shop_id) if not facts.removed]
    return sum(state in ("empty", "started") for state in states)


def _said(report: Report, drafts: int, out: Path) -> str:
    lines = [
        _("{rows_out} món đã đưa vào {path}, {rows_held} món còn thiếu được để riêng.",
          rows_out=report.rows_out, rows_held=report.rows_held, path=out)
    ]  # fmt: skip
    if drafts:
        lines.append(_("{count} món còn viết dở, chưa đưa vào.", count=drafts))
    lines += [f"  {p.sku}: {p.issue.message()} {p.issue.fix()}".rstrip() for p in report.problems]
    lines += [_("Bản trước được để trong {path}.", path=path) for path in report.set_aside]
    return "\n".join(lines)
