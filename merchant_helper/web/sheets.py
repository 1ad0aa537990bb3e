"""Take in a sheet with its photos and show row by row what would go out; nothing touches the shop here."""

from __future__ import annotations

import io
from math import ceil
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper import channels
from merchant_helper.bulk.archive import ArchiveRefused
from merchant_helper.bulk.sheet.blank import blank_sheet
from merchant_helper.bulk.sheet.fixes import FIXES
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.read import read
from merchant_helper.channels import ExportRefused
from merchant_helper.channels.said import PictureWay
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Shop
from merchant_helper.text import file_name, glimpse
from merchant_helper.web import publishing
from merchant_helper.web.db import services
from merchant_helper.web.exports import pack
from merchant_helper.web.file_log import card, note_made
from merchant_helper.web.mending import Shown
from merchant_helper.web.page import load_shop
from merchant_helper.web.sheet_errands import OUT, SHEET, Errand, known, sweep
from merchant_helper.web.sheet_forms import SheetForm, keep_photos, keep_sheet, said, sent_sheet, sentence
from merchant_helper.web.sheet_rows import ON_A_PAGE, issues_of, rows_of, try_out

bp = Blueprint("sheets", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def shop_of(shop_id: str, action: str = "export") -> Shop:
    """Load a shop and let go of the database: what follows takes its time, and a wipe waits for readers."""
    with services().database.read() as session:
        return load_shop(session, shop_id, action)


@bp.get("/shops/<shop_id>/sheets")
def ask(shop_id: str) -> str:
    """Offer the empty sheet, and ask for the filled one."""
    sweep()
    return _ask(shop_of(shop_id), SheetForm(formdata=None), None)


def _ask(shop: Shop, form: SheetForm, errand: Errand | None) -> str:
    photos = errand.count_photos() if errand else 0
    form.run.data = errand.run if errand and photos else ""
    if len(form.places) == 1:
        form.channel.data = form.channel.data or next(iter(form.places))
    return render_template("sheets/ask.html", shop=shop, form=form, photos=photos)


@bp.get("/shops/<shop_id>/sheets/empty.xlsx")
def empty(shop_id: str) -> Response:
    """Give the empty sheet."""
    shop_of(shop_id)
    name = file_name(_("Bảng món hàng"), suffix=".xlsx")
    return send_file(io.BytesIO(blank_sheet()), mimetype=XLSX, as_attachment=True, download_name=name)


@bp.post("/shops/<shop_id>/sheets")
def receive(shop_id: str) -> str | AnyResponse:
    """Try the sheet out; where it cannot be read, ask again without asking for the photos again."""
    sweep()
    shop, form = shop_of(shop_id), SheetForm()
    errand = known(shop_id, form.run.data)
    if form.run.data and errand is None:
        flash(_("Ảnh gửi lần trước không còn trên máy tính này. Chọn lại ảnh nhé."), "warn")
    errand = errand or Errand(shop_id)
    try:
        with errand.bench() as bench:
            turn = _try(shop, form, errand, bench)
    except BaseException:
        _unless_she_left(shop, errand)
        raise
    _unless_she_left(shop, errand)
    if turn is None:
        return _ask(shop, form, errand)
    _note_file(shop_id, errand.turn(turn).told)
    return redirect(url_for("sheets.result", shop_id=shop_id, run=errand.run, turn=turn), 303)


def _try(shop: Shop, form: SheetForm, errand: Errand, bench: Path) -> int | None:
    """Keep the photos, then try the sheet; gives the number of the turn, or none with the form saying why."""
    ready = form.is_ready()
    try:
        notes = _photos(shop, errand, bench / "photos")
    except ArchiveRefused as error:
        form.photos.errors = [said(error)]
        return None
    if not ready:
        return None
    work = bench / "turn"
    work.mkdir()
    sheet = sent_sheet()
    told = {**form.wish(), "file": glimpse(sheet.filename or "" if sheet else "", 80), "passed_over": notes}
    try:
        keep_sheet(work / SHEET)
        opened = read(work / SHEET, photos=errand.photos, allow_small_prices=told["small"] == "yes")
        try_out(opened, work, told, publishing.publisher_for(shop))
    except SheetRefused as error:
        form.sheet.errors = [said(error)]
        return None
    except ExportRefused as error:
        form.base_url.errors = [str(error)]
        return None
    return errand.add_turn(work)


def _photos(shop: Shop, errand: Errand, folder: Path) -> list[dict[str, object]]:
    """Keep what was sent as photos, if she has agreed to it; tell what was passed over."""
    if not any(file.filename for file in request.files.getlist("photos")):
        return []
    if not shop.has_agreed:
        flash(_("Chủ tiệm chưa đồng ý để ảnh trên máy tính này, nên chưa lấy ảnh nào."), "warn")
        return []
    box = keep_photos(folder)
    errand.add_photos(folder)
    return [issue.to_record() for issue in box.notes()]


def _note_file(shop_id: str, told: dict[str, Any]) -> None:
    """Note a file that somebody will take to its place."""
    if told["rows"] > told["counts"]["held"] and channels.load(told["channel"]).has_file:
        note_made(shop_id, told["channel"])


def _unless_she_left(shop: Shop, errand: Errand) -> None:
    """Keep nothing for a shop that was wiped, or whose consent was taken back, while it came in."""
    try:
        now = shop_of(shop.id)
    except NotFound:
        errand.forget()
        raise
    if shop.has_agreed and not now.has_agreed:
        errand.forget()
        abort(404)


@bp.get("/shops/<shop_id>/sheets/<run>/<int:turn>")
def result(shop_id: str, run: str, turn: int) -> str:
    """Show what went out, what was held and why, and what to do next."""
    shop, errand = shop_of(shop_id), Errand(shop_id, run)
    done = errand.turn(turn)
    told = done.told
    pages = max(ceil(told["rows"] / ON_A_PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "sheets/result.html",
        shop=shop,
        run=run,
        turn=turn,
        told=told,
        held=told["counts"]["held"],
        going=told["rows"] - told["counts"]["held"],
        notes=[sentence(issue) for issue in issues_of([*told["passed_over"], *told["notes"]])],
        rows=rows_of(done.folder, page),
        page=page,
        pages=pages,
        first=(page - 1) * ON_A_PAGE + 1,
        channel=(channel := channels.load(told["channel"])),
        card=card(channel, "csv" if channel.has_file else channel.by_hand or "kit", _way(told)),
        groups=[Shown.from_record(record) for record in told.get("groups", ())],
        form=SheetForm(formdata=None, data={**told, "run": run}),
        photos=errand.count_photos(),
    )


def _way(told: dict[str, Any]) -> PictureWay | None:
    """Tell how pictures get to the place."""
    return "online" if told.get("online") else "by_hand" if told.get("by_hand") else None


@bp.get("/shops/<shop_id>/sheets/<run>/<int:turn>/all.zip")
def download(shop_id: str, run: str, turn: int) -> Response:
    """Hand over the file, the pictures, the rows to mend and the report as one ZIP."""
    shop, done = shop_of(shop_id), Errand(shop_id, run).turn(turn)
    packed = done.folder / f"{OUT}.zip"
    if not packed.is_file():
        pack(done.folder / OUT, packed)
    title = channels.load(done.told["channel"]).title()
    name = file_name(f"{shop.name} - {title}", suffix=".zip")
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)


@bp.get("/shops/<shop_id>/sheets/<run>/<int:turn>/fix-these.xlsx")
def fixes(shop_id: str, run: str, turn: int) -> Response:
    """Hand over the rows to mend alone."""
    shop_of(shop_id)
    file = Errand(shop_id, run).turn(turn).folder / OUT / FIXES
    if not file.is_file():
        abort(404)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=FIXES)
