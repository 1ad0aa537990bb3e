"""List a shop's codes for being paid, and give each as files to print and to send."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.guides import poster
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import MOST_CODES, PayCode, code_of, codes_of
from merchant_helper.text import file_name, format_dong_sentence, vnd_in_words
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.page import load_shop
from merchant_helper.web.pay_kinds import bank_name, title

bp = Blueprint("pay", __name__)

Maker = Callable[[poster.Poster], bytes]
PDF = "application/pdf"
# File: its kind, who draws it, and whether a browser opens it beside the page.
FILES: dict[str, tuple[str, Maker]] = {
    "a5.pdf": (PDF, lambda told: poster.pdf(told, "a5")),
    "a6.pdf": (PDF, lambda told: poster.pdf(told, "a6")),
    "tent.pdf": (PDF, lambda told: poster.pdf(told, "tent")),
    "code.png": ("image/png", poster.png),
    "code.svg": ("image/svg+xml", poster.svg),
}


def load_code(session: Session, shop_id: str, code_id: str, action: str = "answer") -> tuple[Shop, PayCode]:
    """Load one code of a shop for someone who may do this there, else answer 404."""
    shop = load_shop(session, shop_id, action)
    code = code_of(session, shop_id, code_id)
    if code is None:
        abort(404)
    return shop, code


def load_whole(session: Session, shop_id: str, code_id: str) -> tuple[Shop, PayCode]:
    """Load a code that was made or enrolled; one that is only begun has no page of its own."""
    shop, code = load_code(session, shop_id, code_id)
    if code.is_begun:
        abort(404)
    return shop, code


def is_full(session: Session, shop_id: str) -> bool:
    """Tell, and say, that no further code can be kept: the shop's own file would not hold it."""
    if len(codes_of(session, shop_id)) < MOST_CODES:
        return False
    flash(_("Đã có {n} mã, không giữ thêm được. Xóa bớt mã không dùng rồi làm tiếp.", n=MOST_CODES), "warn")
    return True


@bp.get("/shops/<shop_id>/pay")
def show(shop_id: str) -> str:
    """List the codes, and what can be done with them."""
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    return render_template("pay/list.html", shop=shop, codes=codes_of(session, shop_id), title=title)


@bp.get("/shops/<shop_id>/pay/<code_id>")
def code(shop_id: str, code_id: str) -> str:
    """Show one code: how far it was tried, what to print, what to do next."""
    shop, found = load_whole(read_session(), shop_id, code_id)
    total = ""
    if found.amount:
        total = f"{format_dong_sentence(found.amount)} – {vnd_in_words(found.amount, nghin=shop.nghin)}"
    return render_template("pay/code.html", shop=shop, code=found, title=title, total=total)


@bp.get("/shops/<shop_id>/pay/<code_id>/<name>")
def file(shop_id: str, code_id: str, name: str) -> Response:
    """Give a code as a file; until it has been tried the file says so in a wide band."""
    shop, found = load_whole(read_session(), shop_id, code_id)
    if name not in FILES or not found.made_here:
        abort(404)
    kind, draw = FILES[name]
    called = file_name(
        f"{_('Mã nhận tiền')} {shop.name} {name.split('.')[0]}", suffix=f".{name.split('.')[1]}"
    )
    return send_file(
        io.BytesIO(draw(poster_of(found))),
        mimetype=kind,
        as_attachment=name != "code.png",
        download_name=called,
    )


def poster_of(code: PayCode) -> poster.Poster:
    """Give what a poster of this code shows."""
    return poster.Poster(
        code.payload,
        bank_name(code.bank),
        code.account or "",
        code.holder,
        code.amount,
        code.purpose,
        tried=code.tried_at is not None,
    )


@bp.get("/shops/<shop_id>/pay/<code_id>/delete")
def farewell(shop_id: str, code_id: str) -> str:
    """Ask once before a code is forgotten."""
    shop, found = load_whole(read_session(), shop_id, code_id)
    return render_template("pay/delete.html", shop=shop, code=found, title=title)


@bp.post("/shops/<shop_id>/pay/<code_id>/delete")
def delete(shop_id: str, code_id: str) -> AnyResponse:
    """Forget a code."""
    with writing() as session:
        _shop, found = load_code(session, shop_id, code_id)
        session.delete(found)
    flash(_("Đã xóa mã này. Bản giấy đã in thì gỡ xuống và xé đi."), "good")
    return redirect(url_for("pay.show", shop_id=shop_id), 303)
