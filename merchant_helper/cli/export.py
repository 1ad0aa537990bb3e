"""Write a place of selling its file, pictures and phone kit, from a sheet or a shop's finished listings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import CHANNEL, chosen
from merchant_helper.cli.data import data_folder, opened_for_reading
from merchant_helper.cli.exported import exported
from merchant_helper.cli.filling import (
    ANSWER,
    ANSWERS,
    MATCH,
    TEMPLATE,
    answers_file,
    errand,
    template_refusals,
)
from merchant_helper.cli.outcome import Status, wrong_call
from merchant_helper.cli.putting_online import PUBLISH, publisher
from merchant_helper.cli.sheets import PHOTOS, SMALL, opened, sheet_refusals
from merchant_helper.cli.shop_names import named_shop
from merchant_helper.i18n import mark

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from merchant_helper.channels import Channel

ISSUE_CODES = ("cli.not_exportable", "cli.sheet_or_shop", "cli.only_with_sheet", "cli.verify_what")


@verb("export")
@click.argument("sheet", type=click.Path(path_type=Path), required=False, metavar="[SHEET]")
@click.option("--shop", "name", metavar="NAME", help=mark("Tên cửa hàng; không cần gõ dấu."))
@CHANNEL
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help=mark("Thư mục nhận tệp và ảnh; chưa có thì được tạo."),
)
@PHOTOS
@TEMPLATE
@ANSWER
@MATCH
@ANSWERS
@click.option(
    "--image-base-url",
    "base_url",
    metavar="URL",
    help=mark("Địa chỉ thư mục ảnh trên mạng, ghi vào tệp thay cho tên ảnh."),
)
@PUBLISH
@click.option(
    "--verify-images",
    "verify",
    is_flag=True,
    help=mark("Hỏi thử từng địa chỉ ảnh trước; món có ảnh không tải được thì để riêng. Cần mạng."),
)
@click.option(
    "--form",
    metavar="FORM",
    help=mark("Dạng tệp khác, nếu nơi bán có (shopify: old, google: xml); xem: merchant-helper channels ID."),
)
@click.option("--kit", is_flag=True, help=mark("Làm thêm bộ ảnh và chữ để đăng từ điện thoại."))
@click.option(
    "--clean", is_flag=True, help=mark("Tách nền ảnh đầu của mỗi món; ảnh nên chụp lại thì để riêng món đó.")
)
@SMALL
@click.option(
    "--allow-removals",
    "removals",
    is_flag=True,
    help=mark("Vẫn tạo tệp thay toàn bộ hàng ở nơi bán dù có món được để riêng; các món đó sẽ bị gỡ xuống."),
)
@click.option("--update", is_flag=True, help=mark("Làm tệp để sửa hàng đã đăng, không đưa hàng mới."))
@pass_call
def export(
    call: Call, /, sheet: Path | None, name: str | None, channel_id: str, out: Path, **asked: Any
) -> Status:
    """Send out what can go; what cannot is named and stays."""
    channel = chosen(channel_id)
    if out.exists() and not out.is_dir():
        raise wrong_call("cli.not_a_folder", "out", path=str(out))
    if (sheet is None) == (name is None):
        raise wrong_call("cli.sheet_or_shop", "sheet")
    if name is not None and (asked["photos"] or asked["clean"]):
        raise wrong_call("cli.only_with_sheet", "photos" if asked["photos"] else "clean")
    if asked["publish"] and asked["base_url"] is not None:
        raise wrong_call("cli.publish_or_url", "publish")
    if asked["verify"] and asked["base_url"] is None and not asked["publish"]:
        raise wrong_call("cli.verify_what", "verify-images")
    with _refusals(), template_refusals(call):
        if sheet is not None:
            return _from_sheet(call, sheet, channel, out, asked)
        return _from_shop(call, name or "", channel, out, asked)


def _options(channel: Channel, asked: dict[str, Any]) -> dict[str, Any]:
    """Give what an export is asked for; a template knows neither removals, updates nor forms."""
    options: dict[str, Any] = {"image_base_url": asked["base_url"], "kit": asked["kit"]}
    if asked["publish"]:
        options["publisher"] = publisher()
    if asked["verify"]:
        from merchant_helper.network.look import Looker

        options["looker"] = Looker(channel.pictures.max_bytes)
    if asked["template"] is not None:
        return options
    return {
        **options,
        "allow_removals": asked["removals"],
        "update": asked["update"],
        "form": asked["form"],
    }


@contextmanager
def _refusals() -> Iterator[None]:
    """End the call as a wrong one where nothing was done."""
    from merchant_helper.channels import ExportRefused

    try:
        with sheet_refusals():
            yield
    except ExportRefused as error:
        raise wrong_call("cli.not_exportable", "channel", what=str(error)) from error


def _from_sheet(call: Call, path: Path, channel: Channel, out: Path, asked: dict[str, Any]) -> Status:
    from merchant_helper.bulk.sheet.outcome import export_sheet
    from merchant_helper.channels import export as write
    from merchant_helper.channels.workplace import workplace

    # Without a data folder there is nothing to remember answers in; --answers names a file instead.
    folder = data_folder(call)
    template = errand(channel, asked, answers_file(folder.cache) if folder.path.is_dir() else None)
    sheet = opened(path, asked["photos"], asked["small"])
    if template:
        template.look(sheet.products(), asked["publish"] or asked["base_url"] is not None)
    with ExitStack() as stack:
        products = None
        if asked["clean"]:
            from merchant_helper.cli.covers import covered

            products = covered(call, sheet, channel.picture, stack.enter_context(workplace(out)))
        how = template.fill if template else write
        report = export_sheet(sheet, channel, out, products, write=how, **_options(channel, asked))
    call.report.summary(report.to_json(), exported(report, out))
    return Status.HELD if report.rows_held else Status.DONE


def _from_shop(call: Call, name: str, channel: Channel, out: Path, asked: dict[str, Any]) -> Status:
    from merchant_helper.channels import export as write
    from merchant_helper.listings.goods import products_of
    from merchant_helper.photos.files import FileStore

    folder = data_folder(call)
    with opened_for_reading(folder) as database, database.read() as session:
        shop = named_shop(session, name)
        drafts = _drafts(session, shop.id)
        template = errand(channel, asked, answers_file(folder.cache, shop.id))
        how = template.fill if template else write
        products = products_of(session, shop.id, FileStore(folder.files), channel.room)
        report = how(products, channel, out, **_options(channel, asked))
    call.report.summary({**report.to_json(), "drafts_left_out": drafts}, exported(report, out, drafts))
    return Status.HELD if report.rows_held else Status.DONE


def _drafts(session: Session, shop_id: str) -> int:
    """Count the listings that were begun and not looked through: they stay at home."""
    from merchant_helper.listings.check import status
    from merchant_helper.listings.goods import listings_of

    states = [status(facts) for _listing, facts in listings_of(session, shop_id) if not facts.removed]
    return sum(state in ("empty", "started") for state in states)
