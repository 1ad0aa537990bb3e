"""Write a channel's files for the volunteer: CSV, pictures and a report, together in one ZIP."""

from __future__ import annotations

import json
import re
import secrets
import zipfile
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper import channels
from merchant_helper.channels.going_online import Publisher
from merchant_helper.channels.said import StepKind
from merchant_helper.handover.made import remove
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.goods import listings_of, products_of
from merchant_helper.listings.product import Product
from merchant_helper.photos.files import write_atomically
from merchant_helper.shops.model import Shop
from merchant_helper.shops.place_files import last_made
from merchant_helper.web import publishing
from merchant_helper.web.closing import product_of
from merchant_helper.web.db import end_reading, read_session, services
from merchant_helper.web.door import on_phone
from merchant_helper.web.export_forms import ASKED, USUAL, ExportForm, hints
from merchant_helper.web.file_log import card, changed_since, note_made, way_of, went_out
from merchant_helper.web.mending import of_shop
from merchant_helper.web.page import load_page, load_shop
from merchant_helper.web.places import file_places

bp = Blueprint("exports", __name__)
FIRST = "woocommerce"
# Its stem is as long as the name of a run; there is no picture in it.
REMEMBERED = "template-answers.json"
_RUN = re.compile(r"[A-Za-z0-9_-]{16}")


@bp.get("/shops/<shop_id>/export")
def ask(shop_id: str) -> str:
    """Say what will go into the file."""
    session = read_session()
    shop = load_shop(session, shop_id, "export")
    place = _place(request.args.get("place"))
    form = ExportForm(formdata=None, data={"place": place.id, "which": "all"})
    form.offer(place, online=publishing.standing(shop) is not None)
    if not on_phone():
        publishing.sweep()
    return _ask(shop, form, products_of(session, shop_id, services().files, place.room))


def _ask(shop: Shop, form: ExportForm, products: list[Product]) -> str:
    channel, one = _place(form.place.data), bool(form.listing.data)
    standing = publishing.standing(shop)
    return render_template(
        "channels/export.html",
        shop=shop,
        form=form,
        hints=hints(standing),
        can_go_online=publishing.place() is not None and bool(channel.file and "url" in channel.file.modes),
        standing=standing,
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
    publisher = publishing.publisher_for(shop)
    form.offer(channel, online=publisher is not None)
    products = _products(shop_id, form, channel)
    if not form.validate_on_submit():
        return _ask(shop, form, products)
    update = form.which.data == "changed" and not form.listing.data
    going = (changed_since(session, shop_id, channel, products) or []) if update else products
    if update and not going:
        form.which.errors = [_("Chưa có món nào đổi sau lần trước. Chọn “Mọi món đã xem lại”.")]
        return _ask(shop, form, products)
    run = secrets.token_urlsafe(12)
    _write(going, channel, _folder(shop_id, run), form, publisher, update)
    return redirect(url_for("exports.result", shop_id=shop_id, run=run), 303)


def _write(
    going: list[Product],
    channel: channels.Channel,
    folder: Path,
    form: ExportForm,
    publisher: Publisher | None,
    update: bool,
) -> None:
    """Write the files; what was asked for is kept beside, for whoever agrees that something goes down."""
    # Pictures may take their time to go online, and a wipe waits for readers.
    end_reading()
    way, shop_id = form.pictures.data, folder.parent.name
    base = form.base_url.data if way == "url" else None
    asks = way == "online" or (base and form.verify.data == "yes")
    with publishing.looking() if asks else nullcontext():
        report = channels.export(
            going,
            channel,
            folder,
            image_base_url=base,
            publisher=publisher if way == "online" else None,
            by_hand=way == "later",
            looker=publishing.looker_for(channel) if asks else None,
            allow_removals=(form.removals.data or "").split(),
            update=update,
            form=form.shape.data if form.shape.data != USUAL else None,
        )
    asked = {name: form[name].data or "" for name in ASKED}
    write_atomically(folder.with_suffix(".json"), json.dumps(asked).encode())
    if report.files:
        note_made(shop_id, channel.id, went_out(going, report))


def _products(shop_id: str, form: ExportForm, channel: channels.Channel) -> list[Product]:
    if form.listing.data:
        return [product_of(load_page(read_session(), shop_id, form.listing.data, "export"), channel)]
    return products_of(read_session(), shop_id, services().files, channel.room)


@bp.get("/shops/<shop_id>/export/<run>")
def result(shop_id: str, run: str) -> str:
    """Show what went out, what was held and why, and what to do next."""
    session = read_session()
    shop = load_shop(session, shop_id, "export")
    folder = _existing(shop_id, run)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    channel, asked = channels.load(report["channel"]), _asked(folder)
    kind: StepKind = "update" if _is_update(report, channel) else "csv"
    return render_template(
        "channels/result.html",
        shop=shop,
        report=report,
        channel=channel,
        run=run,
        groups=of_shop(report["problems"], session, shop_id),
        going_down=_going_down(session, shop_id, asked, report),
        card=card(channel, kind, way_of(report, online=asked.get("pictures") == "online")),
    )


def _asked(folder: Path) -> dict[str, str]:
    """Read what a file was asked for."""
    try:
        return dict(json.loads(folder.with_suffix(".json").read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _going_down(
    session: Session, shop_id: str, asked: dict[str, str], report: dict[str, Any]
) -> dict[str, Any] | None:
    """Name the products that the file would take down there, with all that was asked for, to be agreed to."""
    if not asked or all(problem["code"] != "channel.feed_held" for problem in report["problems"]):
        return None
    held = {p["sku"]: p["row"] for p in report["problems"] if p["severity"] == "block" and p["sku"]}
    names = {listing.number: facts.name for listing, facts in listings_of(session, shop_id)}
    return {
        "asked": {**asked, "removals": " ".join(held)},
        "names": [names.get(row) or sku for sku, row in held.items()],
    }


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


def forget_exports(shop_id: str, photo: str) -> None:
    """Delete the files that were made of a shop: in them is what was hidden or cropped away since.

    Of what is online only the pictures of that photo go; ``photo`` is its SHA-256.
    """
    publishing.take_down(shop_id, photo)
    # What is beside them are sheets that somebody works on: those hold photos that were sent with them.
    place_of = services().folder.cache / "exports" / shop_id
    made = [at for at in place_of.glob("*") if is_run(at.stem) and at.name != REMEMBERED]
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
