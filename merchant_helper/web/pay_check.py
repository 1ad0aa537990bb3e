"""Look at the code on the counter: enrol it, and later see whether it still is the one that was enrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from merchant_helper.db.base import utc_now
from merchant_helper.guides.vietqr import WORST, Recognised, Verdict, compare, recognise
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import MOST_CODES, PayCode, codes_of
from merchant_helper.shops.pay_codes import enrol as note_photo
from merchant_helper.web import pay_round
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.language import say
from merchant_helper.web.page import load_shop
from merchant_helper.web.pay import is_full
from merchant_helper.web.pay_kinds import named, spoken, title
from merchant_helper.web.pay_photos import Sent, read_photos
from merchant_helper.web.uploads import UploadForm

bp = Blueprint("pay_check", __name__)
LONGEST_PAYLOAD = 1_000


@dataclass(frozen=True)
class Look:
    """Be one code of a photo as the page shows it: a colour with its word, what it is, what to do."""

    state: str
    name: str
    text: str
    payload: str = ""


@bp.get("/shops/<shop_id>/pay/check")
def check(shop_id: str) -> str:
    """Ask for a photo of the code on the counter."""
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    return _page(shop, _asked_for(codes_of(session, shop_id)))


@bp.post("/shops/<shop_id>/pay/check")
def look(shop_id: str) -> str:
    """Say of every code in the photo whether it is one of hers; the photo is not kept."""
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    codes = codes_of(session, shop_id)
    wanted, sent = _asked_for(codes), read_photos()
    verdicts = compared(sent, codes)
    pay_round.note(verdicts, codes, wanted)
    return _page(shop, wanted, sent, [_shown(one, codes, shop) for one in verdicts])


def compared(sent: Sent, codes: Sequence[PayCode]) -> list[Verdict]:
    """Compare all codes of the photos with hers, the worst first."""
    known = [code.payload for code in codes]
    return sorted((compare(one, known) for one in sent.codes), key=lambda v: WORST.index(v.result))


def _asked_for(codes: Sequence[PayCode]) -> PayCode | None:
    """Give the code that this photo is to show, where she came from one."""
    return next((code for code in codes if code.id == request.args.get("code")), None)


def _page(shop: Shop, wanted: PayCode | None, sent: Sent | None = None, looks: Sequence[Look] = ()) -> str:
    return render_template(
        "pay/check.html",
        shop=shop,
        wanted=wanted,
        title=title,
        sent=sent,
        refused=sent.sentences(shop.address) if sent else [],
        looks=looks,
        form=UploadForm(formdata=None),
        back=url_for("pay_check.morning" if "round" in request.args else "pay.show", shop_id=shop.id),
    )


def _shown(verdict: Verdict, codes: Sequence[PayCode], shop: Shop) -> Look:
    """Word a verdict; whose name a code carries is never told, for anybody can write any name into one."""
    read = verdict.recognised
    name = named(read.kind, read.bank, read.account) if read.payload else _("Mã bị mờ hoặc rách")
    if verdict.matched is not None:
        return Look("good", name, say(_("Đúng mã {co} đã lưu: {name}."), name=spoken(codes[verdict.matched])))
    if verdict.result == "different":
        words = _(
            "Mã này khác mã {co} đã lưu. Khoan cho khách quét. Lấy điện thoại khác quét, đọc tên hiện lên. "
            "Không phải tên[ của {co}]: chụp lại, gỡ xuống, báo công an xã/phường và ban quản lý chợ."
        )
        return Look("stop", name, say(words))
    told = [verdict.issue.message(shop.address), verdict.issue.fix(shop.address)] if verdict.issue else []
    return Look("warn", name, " ".join(told))


@bp.get("/shops/<shop_id>/pay/enrol")
def enrol(shop_id: str) -> str | Response:
    """Ask for a photo of a code that is hers."""
    shop = load_shop(read_session(), shop_id, "answer")
    if not shop.has_agreed:
        return redirect(url_for("pay.show", shop_id=shop_id))
    return _enrol_page(shop)


@bp.post("/shops/<shop_id>/pay/enrol")
def seen(shop_id: str) -> str | Response:
    """Note a code that is known as photographed; ask about one that is not."""
    sent = read_photos()
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        if not shop.has_agreed:
            return redirect(url_for("pay.show", shop_id=shop_id), 303)
        codes = codes_of(session, shop_id)
        verdicts = compared(sent, codes)
        known = [codes[one.matched] for one in verdicts if one.matched is not None]
        for code in known:
            code.enrolled_at = utc_now()
        rest = [_asking(one) for one in verdicts if one.matched is None]
        if known and not rest:
            return _done(shop, known)
        return _enrol_page(shop, sent, rest, known)


def _asking(verdict: Verdict) -> Look:
    read = verdict.recognised
    name = named(read.kind, read.bank, read.account) if read.payload else _("Mã bị mờ hoặc rách")
    if not fit(read):
        return Look("unfit", name, _("Mã này đọc ra không trọn vẹn, nên chưa ghi được. Chụp lại cho rõ."))
    return Look("ask", name, "", read.payload)


def fit(read: Recognised) -> bool:
    """Tell a code that can be enrolled: whole, whatever its scheme."""
    cut = any(issue.code == "vietqr.too_long" for issue in read.decoded.issues)
    return (
        not (read.damaged or cut) and 0 < len(read.payload) <= LONGEST_PAYLOAD and read.payload.isprintable()
    )


def _enrol_page(
    shop: Shop, sent: Sent | None = None, looks: Sequence[Look] = (), known: Sequence[PayCode] = ()
) -> str:
    return render_template(
        "pay/enrol.html",
        shop=shop,
        sent=sent,
        refused=sent.sentences(shop.address) if sent else [],
        looks=looks,
        known=known,
        title=title,
        form=UploadForm(formdata=None),
    )


@bp.post("/shops/<shop_id>/pay/enrol/keep")
def keep(shop_id: str) -> Response:
    """Keep the codes that she says are hers."""
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        chosen = [recognise(text) for text in request.form.getlist("payload")[:MOST_CODES]]
        if is_full(session, shop_id):
            return redirect(url_for("pay.show", shop_id=shop_id), 303)
        if shop.has_agreed and (kept := _keep(session, shop, [read for read in chosen if fit(read)])):
            return _done(shop, kept)
    flash(_("Chưa ghi mã nào. Đánh dấu vào mã đúng là của mình, rồi bấm nút."), "warn")
    return redirect(url_for("pay_check.enrol", shop_id=shop_id), 303)


def _keep(session: Session, shop: Shop, chosen: Sequence[Recognised]) -> list[PayCode]:
    room = MOST_CODES - len(codes_of(session, shop.id))
    return [note_photo(session, _code(shop, read), utc_now()) for read in chosen[:room]]


def _code(shop: Shop, read: Recognised) -> PayCode:
    return PayCode(
        shop_id=shop.id,
        kind=read.kind,
        payload=read.payload,
        bank=read.bank,
        account=read.account,
        amount=read.decoded.amount,
        made_here=False,
    )


def _done(shop: Shop, kept: Sequence[PayCode]) -> Response:
    words = _("Đã ghi: {names}. Từ nay soi tờ giấy ở quầy thì biết có bị dán đè không.")
    flash(say(words, names=", ".join(title(code) for code in kept)), "good")
    return redirect(url_for("pay.show", shop_id=shop.id), 303)


@bp.get("/shops/<shop_id>/pay/round")
def morning(shop_id: str) -> str:
    """List all codes with what was seen of them today."""
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    rows = [(code, pay_round.of(code)) for code in codes_of(session, shop_id)]
    left = next((code for code, state in rows if not state), None)
    return render_template(
        "pay/round.html", shop=shop, rows=rows, left=left, stranger=pay_round.stranger(), title=title
    )
