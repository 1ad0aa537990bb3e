"""Make a code for being paid: one question a page, read back, verified, tried before it is printed."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from merchant_helper.db.base import utc_now
from merchant_helper.guides.poster_layout import grouped
from merchant_helper.guides.vietqr import MAX_TEXT, encode, picture
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import PayCode, begin_code, with_payload
from merchant_helper.text import format_dong_sentence, vnd_in_words
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.language import say
from merchant_helper.web.page import changing, load_shop
from merchant_helper.web.pay import is_full, load_code, load_whole
from merchant_helper.web.pay_forms import (
    AccountForm,
    BankForm,
    ExtraForm,
    HolderForm,
    PayForm,
    TriedForm,
    doubts,
)
from merchant_helper.web.pay_kinds import bank_name

bp = Blueprint("pay_maker", __name__)


class Question(NamedTuple):
    """Pair a form with its template."""

    form: type[PayForm]
    template: str


QUESTIONS = {
    "bank": Question(BankForm, "pay/bank.html"),
    "account": Question(AccountForm, "pay/account.html"),
    "holder": Question(HolderForm, "pay/holder.html"),
    "extra": Question(ExtraForm, "pay/extra.html"),
}
READ, TRY = "read", "try"
ORDER = (*QUESTIONS, READ, TRY)
# One đồng more would be no trial of the owner's own code.
TRIAL = 1_000


@bp.post("/shops/<shop_id>/pay")
def start(shop_id: str) -> Response:
    """Begin a code, or go on with the one that was begun; nothing is kept before she agreed."""
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        if not shop.has_agreed or is_full(session, shop_id):
            return redirect(url_for("pay.show", shop_id=shop_id), 303)
        code = begin_code(session, shop_id)
        return redirect(_url(code, _next(code)), 303)


@bp.get("/shops/<shop_id>/pay/<code_id>/make/<step>")
def ask(shop_id: str, code_id: str, step: str) -> str | Response:
    """Show one question, or all answers read back."""
    shop, code = load_code(read_session(), shop_id, code_id)
    if not _may_open(code, step):
        return redirect(_url(code, _next(code)))
    if step == READ:
        return _read_back(shop, code)
    question = QUESTIONS[step]
    return _question(shop, code, step, question.form(formdata=None, data=question.form.known(code)))


@bp.post("/shops/<shop_id>/pay/<code_id>/make/<step>")
def answer(shop_id: str, code_id: str, step: str) -> str | Response:
    """Keep an answer and go on; a code that was made is another one from then on."""
    with writing() as session:
        shop, code = load_code(session, shop_id, code_id)
        if not _may_open(code, step):
            return redirect(_url(code, _next(code)), 303)
        if step == READ:
            return _make(session, shop, code)
        form = QUESTIONS[step].form()
        if not form.validate_on_submit():
            return _question(shop, code, step, form)
        told = form.told()
        if any(getattr(code, name) != value for name, value in told.items()):
            code.ask_again()
            for name, value in told.items():
                setattr(code, name, value)
        return redirect(_url(code, READ if changing() else _after(step)), 303)


def _may_open(code: PayCode, step: str) -> bool:
    """Let a page open once all before it is answered."""
    if step not in (*QUESTIONS, READ) or not code.made_here:
        abort(404)
    return ORDER.index(step) <= ORDER.index(_next(code))


def _next(code: PayCode) -> str:
    """Give the first question that has no answer; amount and purpose may stay open."""
    return next((name for name in ("bank", "account", "holder") if not getattr(code, name)), READ)


def _after(step: str) -> str:
    return ORDER[ORDER.index(step) + 1]


def _url(code: PayCode, step: str, **values: object) -> str:
    return url_for("pay_maker.ask", shop_id=code.shop_id, code_id=code.id, step=step, **values)  # type: ignore[arg-type]


def _back(code: PayCode, step: str) -> str:
    if changing():
        return _url(code, READ)
    place = ORDER.index(step)
    return _url(code, ORDER[place - 1]) if place else url_for("pay.show", shop_id=code.shop_id)


def _position(step: str) -> str:
    return _("Bước {now}/{last}", now=ORDER.index(step) + 1, last=len(ORDER))


def _question(shop: Shop, code: PayCode, step: str, form: PayForm) -> str:
    wanted = request.args.get("q", "")[:100].strip()
    found = form.offer(wanted, every="all" in request.args) if isinstance(form, BankForm) else []
    return render_template(
        QUESTIONS[step].template,
        shop=shop,
        code=code,
        form=form,
        banks=found,
        wanted=wanted,
        most=MAX_TEXT,
        back=_back(code, step),
        position=_position(step),
    )


def _read_back(shop: Shop, code: PayCode, trouble: str = "") -> str:
    """Say everything once more, large, with the amount in words."""
    amount = _("Không ghi sẵn, khách tự gõ")
    if code.amount:
        words = vnd_in_words(code.amount, nghin=shop.nghin)
        amount = f"{format_dong_sentence(code.amount)} – {words}"
    rows = [
        ("bank", _("Ngân hàng"), bank_name(code.bank)),
        ("account", _("Số tài khoản"), grouped(code.account or "")),
        ("holder", _("Tên chủ tài khoản"), code.holder),
        ("extra", _("Số tiền"), amount),
        ("extra", _("Nội dung chuyển khoản"), code.purpose or _("Không ghi sẵn")),
    ]
    return render_template(
        "pay/read.html",
        shop=shop,
        code=code,
        rows=[(label, text, _url(code, step, change=1)) for step, label, text in rows],
        notes=[f"{one.message(shop.address)} {one.fix(shop.address)}" for one in doubts(code)],
        trouble=trouble,
        back=_back(code, READ),
        position=_position(READ),
    )


def _make(session: Session, shop: Shop, code: PayCode) -> str | Response:
    """Write the code, draw it, read it again from its picture; only then is it one."""
    payload = encode(code.bank or "", code.account or "", code.amount, code.purpose)
    if not isinstance(payload, str):
        return _read_back(shop, code, f"{payload[0].message(shop.address)} {payload[0].fix(shop.address)}")
    if not picture.verified(payload):
        words = _("Mã vẽ ra đọc lại không khớp, nên chưa dùng được. Làm lại; vẫn vậy thì báo người hỗ trợ.")
        return _read_back(shop, code, words)
    made = _one_of_them(session, code, payload)
    flash(_("Mã đã làm xong và đã đọc lại đúng. Chưa gửi đi đâu cả."), "good")
    return redirect(url_for("pay_maker.trial", shop_id=shop.id, code_id=made.id), 303)


def _one_of_them(session: Session, code: PayCode, payload: str) -> PayCode:
    """Keep a code once: made again, or enrolled before it was made here, it is the same one."""
    before = with_payload(session, code.shop_id, payload)
    if before is None:
        code.payload = payload
        return code
    if before is not code:
        before.made_here = True
        for name in ("bank", "account", "amount", "purpose"):
            setattr(before, name, getattr(code, name))
        if before.holder != code.holder:
            before.holder, before.tried_at = code.holder, None
        session.delete(code)
    return before


@bp.get("/shops/<shop_id>/pay/<code_id>/try")
def trial(shop_id: str, code_id: str) -> str:
    """Show the code large, to be scanned with a second phone."""
    shop, code = _made(*load_whole(read_session(), shop_id, code_id))
    return _trial(shop, code, TriedForm(code.holder, formdata=None))


@bp.post("/shops/<shop_id>/pay/<code_id>/try")
def tried(shop_id: str, code_id: str) -> str | Response:
    """Note that the money was seen in her own application and the payer's name was read."""
    with writing() as session:
        shop, code = _made(*load_whole(session, shop_id, code_id))
        form = TriedForm(code.holder)
        if not form.validate_on_submit():
            return _trial(shop, code, form)
        code.tried_at = utc_now()
    flash(say(_("Mã đã thử xong, in ra dùng được. {Co} in rồi dán ở chỗ mình luôn nhìn thấy nhé.")), "good")
    return redirect(url_for("pay.code", shop_id=shop_id, code_id=code_id), 303)


def _made(shop: Shop, code: PayCode) -> tuple[Shop, PayCode]:
    if not code.made_here:
        abort(404)
    return shop, code


def _trial(shop: Shop, code: PayCode, form: TriedForm) -> str:
    return render_template(
        "pay/try.html",
        shop=shop,
        code=code,
        form=form,
        drawn=drawn(trial_payload(code)),
        bank=bank_name(code.bank),
        account=grouped(code.account or ""),
        position=_position(TRY),
        back=_url(code, READ),
    )


def trial_payload(code: PayCode) -> str:
    """Give the code to be tried: one with an amount is tried with 1.000 đ to the same account."""
    if code.amount is None:
        return code.payload
    payload = encode(code.bank or "", code.account or "", TRIAL, code.purpose)
    return payload if isinstance(payload, str) and picture.verified(payload) else code.payload


def drawn(payload: str) -> Markup:
    """Draw a code into the page, as wide as there is room."""
    import segno

    code = segno.make(payload, error="m", micro=False, boost_error=False)
    return Markup(code.svg_inline(scale=8, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr"))  # noqa: S704
