"""Write a sheet into the shop: first say what would be done, then do it."""

from __future__ import annotations

import threading
from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError, NoResultFound
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.plan import Known, Planned, plan
from merchant_helper.bulk.sheet.taking_in import take_in
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Shop
from merchant_helper.text import glimpse
from merchant_helper.web.db import services, writing
from merchant_helper.web.page import load_shop, who
from merchant_helper.web.sheet_errands import Errand
from merchant_helper.web.sheet_forms import said
from merchant_helper.web.sheet_rows import ON_A_PAGE, Row
from merchant_helper.web.sheets import shop_of

bp = Blueprint("sheet_taking", __name__)
# Of two presses the second waits, and finds everything done.
_ONE_AT_A_TIME = threading.Lock()
_ORDER = ("held", "add", "update", "unchanged")


@bp.errorhandler(SheetRefused)
def refused(error: SheetRefused) -> AnyResponse:
    """Ask for a sheet again that could be read when it came and cannot any more."""
    flash(said(error), "warn")
    return redirect(url_for("sheets.ask", shop_id=(request.view_args or {})["shop_id"]), 303)


@bp.get("/shops/<shop_id>/sheets/<run>/<int:turn>/shop")
def ask(shop_id: str, run: str, turn: int) -> str:
    """Say what the sheet would do to the shop; nothing is written."""
    shop_of(shop_id, "answer")
    errand = Errand(shop_id, run)
    sheet = errand.turn(turn).sheet(errand.photos)
    with services().database.read() as session:
        shop = load_shop(session, shop_id, "answer")
        known = Known.of(session, session.get_one(Shop, shop_id))
    counts: Counter[str] = Counter()
    shown: dict[str, list[Row]] = {action: [] for action in _ORDER}
    for planned in plan(sheet, known):
        counts[planned.action] += 1
        if len(shown[planned.action]) < ON_A_PAGE:
            shown[planned.action].append(_row(planned, known))
    rows = [row for action in _ORDER for row in shown[action]][:ON_A_PAGE]
    return render_template(
        "sheets/plan.html", shop=shop, run=run, turn=turn, rows=rows, total=counts.total(), counts=counts
    )


def _row(planned: Planned, known: Known) -> Row:
    _id, facts = known.listings.get(planned.sku.casefold(), (None, None))
    name = planned.told.get("name") or (facts.name if facts else None) or ""
    issues = tuple(sorted(planned.issues, key=lambda issue: issue.severity != "block"))
    return Row(planned.row, glimpse(planned.sku), glimpse(name, 120), planned.action, issues)


@bp.post("/shops/<shop_id>/sheets/<run>/<int:turn>/shop")
def take(shop_id: str, run: str, turn: int) -> AnyResponse:
    """Write the rows that can be written, and go to the shop's list."""
    shop_of(shop_id, "answer")
    errand = Errand(shop_id, run)
    sheet = errand.turn(turn).sheet(errand.photos)
    try:
        with _ONE_AT_A_TIME:
            rows = take_in(sheet, shop_id, services().files, writing, who())
            counts = Counter[str](planned.action for planned in rows)
    except (NoResultFound, IntegrityError):
        # Wiped meanwhile: answered as if it had never been there.
        shop_of(shop_id)
        raise
    _tell(counts)
    return redirect(url_for("shops.show", shop_id=shop_id), 303)


def _tell(counts: Counter[str]) -> None:
    if counts["add"] or counts["update"]:
        done = _("Đã thêm {add} món mới, sửa {update} món đã có.", add=counts["add"], update=counts["update"])
        flash(done, "good")
    else:
        flash(_("Không có gì mới để ghi. Cửa hàng giữ nguyên."), "info")
    if counts["held"]:
        flash(_("{n} dòng còn thiếu được để riêng, chưa ghi.", n=counts["held"]), "warn")
