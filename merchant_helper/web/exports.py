"""Write a channel's files for the volunteer: CSV, pictures and a report, together in one ZIP."""

from __future__ import annotations

import json
import re
import secrets
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper import channels
from merchant_helper.channels.said import StepKind
from merchant_helper.handover.made import remove
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.goods import products_of
from merchant_helper.listings.product import Product
from merchant_helper.network.look import Looker
from merchant_helper.shops.place_files import last_made
from merchant_helper.web.closing import product_of
from merchant_helper.web.db import read_session, services
from merchant_helper.web.file_log import card, changed_since, note_made, went_out
from merchant_helper.web.page import load_page, load_shop
from merchant_helper.web.places import file_places
from merchant_helper.web.words_form import WordsForm, at_most, tidy

bp = Blueprint("exports", __name__)
FIRST = "woocommerce"
_RUN = re.compile(r"[A-Za-z0-9_-]{16}")


class ExportForm(WordsForm):
    """Ask how the pictures get to the place."""

    listing = HiddenField()
    place = HiddenField()
    which = RadioField(validate_choice=False)
    pictures = RadioField(validate_choice=False)
    base_url = StringField(filters=[tidy], validators=[at_most(300)])
    verify = HiddenField()
    removals = HiddenField()

    def offer(self, channel: channels.Channel) -> None:
        """Offer the ways in which this place takes pictures."""
        ways = {
            "file": _("Tự đưa ảnh vào thư viện ảnh của trang web trước"),
            "later": _("Chưa có chỗ chứa ảnh: tệp không có ảnh, thêm bằng tay sau"),
            "url": _("Ảnh đã có sẵn trên mạng"),
        }
        modes = channel.file.modes if channel.file else ()
        if "file" in modes or channel.requires.picture_address:
            del ways["later"]
        if "file" not in modes:
            del ways["file"]
        self.pictures.choices = [SelectChoice(way, words) for way, words in ways.items()]
        if self.pictures.data not in ways:
            self.pictures.data = next(iter(ways))
        self.which.choices = [
            SelectChoice("all", _("Mọi món đã xem lại")),
            SelectChoice("changed", _("Chỉ những món đã sửa sau lần trước")),
        ]

    def validate_base_url(self, field: Any) -> None:
        """Want an address when the pictures lie on the net."""
        if self.pictures.data == "url" and not channels.is_base_url(field.data or ""):
            raise ValidationError(_("Chưa có địa chỉ ảnh. Gõ địa chỉ thư mục, ví dụ https://tiem.vn/anh/"))


@bp.get("/shops/<shop_id>/export")
def ask(shop_id: str) -> str:
    """Say what will go into the file."""
    session = read_session()
    shop = load_shop(session, shop_id, "export")
    place = _place(request.args.get("place"))
    form = ExportForm(formdata=None, data={"place": place.id, "which": "all"})
    form.offer(place)
    return _ask(shop, form, products_of(session, shop_id, services().files, place.room))


def _ask(shop: Any, form: ExportForm, products: list[Product]) -> str:
    channel, one = _place(form.place.data), bool(form.listing.data)
    return render_template(
        "channels/export.html",
        shop=shop,
        form=form,
        channel=channel,
        count=len(products),
        places=[] if one else file_places(),
        changed=None if one else changed_since(read_session(), shop.id, channel, products),
        last_made=last_made(read_session(), shop.id, channel.id),
    )


def _place(place_id: str | None) -> channels.Channel:
    """Find the place that a file is asked for."""
    found = next((place for place in file_places() if place.id == (place_id or FIRST)), None)
    return found or abort(404)


@bp.post("/shops/<shop_id>/export")
def make(shop_id: str) -> str | AnyResponse:
    """Write the files into a folder of their own and show what came of it."""
    session = read_session()
    shop = load_shop(session, shop_id, "export")
    form = ExportForm()
    channel = _place(form.place.data)
    form.offer(channel)
    products = _products(shop_id, form, channel)
    if not form.validate_on_submit():
        return _ask(shop, form, products)
    update = form.which.data == "changed" and not form.listing.data
    going = (changed_since(session, shop_id, channel, products) or []) if update else products
    if update and not going:
        form.which.errors = [_("Chưa có món nào đổi sau lần trước. Chọn “Mọi món đã xem lại”.")]
        return _ask(shop, form, products)
    run = secrets.token_urlsafe(12)
    folder = _folder(shop_id, run)
    base = form.base_url.data if form.pictures.data == "url" else None
    looker = Looker(channel.pictures.max_bytes) if base and form.verify.data == "yes" else None
    removals = form.removals.data == "yes"
    report = channels.export(
        going, channel, folder, image_base_url=base, looker=looker, allow_removals=removals, update=update
    )
    if report.files:
        note_made(shop_id, channel.id, went_out(going, report))
    return redirect(url_for("exports.result", shop_id=shop_id, run=run), 303)


def _products(shop_id: str, form: ExportForm, channel: channels.Channel) -> list[Product]:
    if form.listing.data:
        return [product_of(load_page(read_session(), shop_id, form.listing.data, "export"), channel)]
    return products_of(read_session(), shop_id, services().files, channel.room)


@bp.get("/shops/<shop_id>/export/<run>")
def result(shop_id: str, run: str) -> str:
    """Show what went out, what was held and why, and what to do next."""
    shop = load_shop(read_session(), shop_id, "export")
    report = json.loads((_existing(shop_id, run) / "report.json").read_text("utf-8"))
    channel = channels.load(report["channel"])
    kind: StepKind = "update" if _is_update(report, channel) else "csv"
    return render_template(
        "channels/result.html", shop=shop, report=report, channel=channel, run=run, card=card(channel, kind)
    )


def _is_update(report: dict[str, Any], channel: channels.Channel) -> bool:
    name = channel.file.update_name if channel.file else None
    return name is not None and any(file["path"] == name for file in report["files"])


@bp.get("/shops/<shop_id>/export/<run>.zip")
def download(shop_id: str, run: str) -> Response:
    """Hand the files over as one ZIP."""
    load_shop(read_session(), shop_id, "export")
    folder = _existing(shop_id, run)
    packed = folder.with_suffix(".zip")
    if not packed.is_file():
        pack(folder, packed)
    place = json.loads((folder / "report.json").read_text("utf-8"))["channel"]
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=f"{place}.zip")


def pack(folder: Path, packed: Path) -> None:
    """Pack a folder; of two requests at once each packs its own and either result will do."""
    part = packed.with_name(f"{packed.stem}-{secrets.token_hex(4)}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                archive.write(file, file.relative_to(folder).as_posix())
        part.replace(packed)
    except PermissionError:
        # Windows moves nothing onto a file that the other request is sending.
        if not packed.is_file():
            raise
    finally:
        part.unlink(missing_ok=True)


def forget_exports(shop_id: str) -> None:
    """Delete the files that were made of a shop: in them is what was hidden or cropped away since."""
    # What is beside them are sheets that somebody works on: those hold photos that were sent with them.
    place_of = services().folder.cache / "exports" / shop_id
    made = [at for at in place_of.glob("*") if is_run(at.stem)]
    # Of a template that was filled the pictures go; one that still waits has none.
    for place in (*made, *place_of.glob("fills/*/out"), *place_of.glob("fills/*/*.zip")):
        with suppress(OSError):  # one that is just being sent, on Windows
            remove(place)


def is_run(name: str) -> bool:
    """Tell whether something may name one making of files."""
    return _RUN.fullmatch(name) is not None


def _folder(shop_id: str, run: str) -> Path:
    return services().folder.cache / "exports" / shop_id / run


def _existing(shop_id: str, run: str) -> Path:
    folder = _folder(shop_id, run)
    if not is_run(run) or not (folder / "report.json").is_file():
        abort(404)
    return folder
