"""Begin a visit and end it: what she has, what is left on this laptop, and what goes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from merchant_helper.handover.wipe import Keep, is_begun, wipe
from merchant_helper.i18n import gettext as _
from merchant_helper.photos.model import Photo
from merchant_helper.shops import place_files, visits
from merchant_helper.shops.consent import withdraw
from merchant_helper.shops.model import Shop
from merchant_helper.shops.place_files import NOT_HERE, RIGHT_NOW, SIGN_OUTS, SIGNED_OUT
from merchant_helper.shops.visits import Visit
from merchant_helper.text import format_date
from merchant_helper.web import publishing
from merchant_helper.web.db import read_session, services, writing
from merchant_helper.web.file_log import named
from merchant_helper.web.page import load_shop
from merchant_helper.web.shop_forms import VisitForm, offered, today
from merchant_helper.web.visit_facts import ON_CARD, Ending, ending, worked_on
from merchant_helper.web.words_form import WordsForm

bp = Blueprint("visits", __name__)
FAREWELL = "farewell"
# The cookie that carries the names has little room.
NAMED, LONGEST = 5, 200


class EndForm(WordsForm):
    """Ask what becomes of the shop's things on this laptop."""

    keep = RadioField(validate_choice=False)
    signed_out = RadioField(validate_choice=False)

    def __init__(self, end: Ending, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        labels = {
            "nothing": _("Xóa hết khỏi máy tính này"),
            "words": _("Chỉ giữ chữ và giá, xóa ảnh"),
            "all": _("Để lại tới hết ngày {day} như đã đồng ý", day=_day(end)),
        }
        self.keep.choices = [SelectChoice(key, labels[key]) for key in end.choices]
        answers = {
            SIGNED_OUT: _("Đã đăng xuất"),
            NOT_HERE: _("Không đăng nhập trên máy tính này"),
            RIGHT_NOW: _("Chưa, sẽ đăng xuất ngay"),
        }
        self.signed_out.choices = [SelectChoice(key, words) for key, words in answers.items()]
        self._asks = bool(end.to_sign_out)

    def validate_keep(self, field: Any) -> None:
        """Want one of the choices that the agreement leaves."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Chưa chọn làm gì với phần còn lại. Bấm vào một dòng."))

    def validate_signed_out(self, field: Any) -> None:
        """Want to know whether somebody is still signed in here, where a file was made for a place."""
        if self._asks and field.data not in SIGN_OUTS:
            raise ValidationError(_("Chưa rõ đã đăng xuất hay chưa. Hỏi chủ tiệm rồi bấm vào một dòng."))


@dataclass(frozen=True)
class Farewell:
    """Say what went and what could not; it names nobody but places of selling, with who signed out there."""

    kept: Literal["nothing", "words", "all"]
    files: int = 0
    backups: int = 0
    left: tuple[str, ...] = ()
    finished: bool = True
    until: str = ""
    sign_outs: tuple[tuple[str, str], ...] = ()


@bp.get("/shops/<shop_id>/visit/new")
def new(shop_id: str) -> str | Response:
    """Ask who comes today; what was said last time is offered."""
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    if visits.current(session, shop_id) is not None:
        return redirect(url_for("visits.show", shop_id=shop_id))
    form = VisitForm(formdata=None, data=offered(shop, visits.last(session, shop_id)))
    return render_template("visits/new.html", shop=shop, form=form)


@bp.post("/shops/<shop_id>/visit/new")
def begin(shop_id: str) -> str | Response:
    """Begin the visit; a consent that ended with the last one, or was for another laptop, is asked again."""
    form = VisitForm()
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        if not form.validate_on_submit():
            return render_template("visits/new.html", shop=shop, form=form)
        if visits.current(session, shop_id) is None:
            lasts = shop.agreed_until is not None and shop.agreed_until >= today()
            if form.agree_on(shop) or not lasts:
                withdraw(shop)
            form.note(visits.begin(session, shop))
        return redirect(url_for("shops.show", shop_id=shop_id), 303)


@bp.get("/shops/<shop_id>/visit")
def show(shop_id: str) -> str:
    """Show what she has, what is left here, and the way to end."""
    session = read_session()
    shop = load_shop(session, shop_id, "delete")
    end = ending(session, shop)
    form = EndForm(end, formdata=None, data={"keep": end.usual})
    return _show(shop, end, form)


def _show(shop: Shop, end: Ending, form: EndForm) -> str:
    places = ", ".join(named(end.to_sign_out))
    told = list(zip(named(list(end.sign_outs)), end.sign_outs.values(), strict=True))
    return render_template("visits/show.html", shop=shop, end=end, form=form, places=places, told=told)


@bp.post("/shops/<shop_id>/visit")
def finish(shop_id: str) -> str | Response:
    """Do what was chosen and end the visit; a second press goes on where the first had to stop."""
    # A session of its own, closed before the wipe: the request's would be waited for.
    with services().database.read() as session:
        cut_off = session.get(Shop, shop_id) is None and is_begun(services().folder, shop_id)
        chosen = Farewell("nothing") if cut_off else _chosen(session, shop_id)
    if isinstance(chosen, str):
        return chosen
    g.pop("shop", None)
    said = chosen.sign_outs
    _note_sign_outs(shop_id, said)
    if chosen.kept != "all":
        chosen = _wipe(shop_id, chosen.kept)
    if _end(shop_id) and chosen.kept == "words":
        late = _wipe(shop_id, "words")
        chosen = replace(late, files=chosen.files + late.files, backups=chosen.backups + late.backups)
    titles = zip(named([place for place, _answer in said]), (answer for _place, answer in said), strict=True)
    cookie[FAREWELL] = asdict(replace(chosen, sign_outs=tuple(titles)))
    return redirect(url_for("visits.gone"), 303)


def _note_sign_outs(shop_id: str, said: tuple[tuple[str, str], ...]) -> None:
    """Keep with the visit what was said about each place; it outlives the pictures."""
    with writing() as session:
        visit = visits.current(session, shop_id)
        if visit is None:
            return
        for place, answer in said:
            place_files.answer_sign_out(session, visit, [place], answer)


def _end(shop_id: str) -> bool:
    """End the visit; tell whether the phone, open till now, sent photos while others were being deleted."""
    with writing() as session:
        visit = visits.current(session, shop_id)
        if visit is not None:
            visits.end(visit)
        return session.scalar(select(Photo.id).where(Photo.shop_id == shop_id).limit(1)) is not None


def _chosen(session: Session, shop_id: str) -> Farewell | str:
    """Read the choice, or give the page that asks again; what she has not taken is asked about once."""
    shop = load_shop(session, shop_id, "delete")
    end = ending(session, shop)
    form = EndForm(end)
    if not form.validate_on_submit():
        return _show(shop, end, form)
    keep, answer = form.keep.data, form.signed_out.data if end.to_sign_out else None
    if keep != "all" and not end.has_taken_all and request.form.get("sure") != "yes":
        return render_template("visits/not_taken.html", shop=shop, end=end, keep=keep, answer=answer)
    said = {**end.sign_outs, **dict.fromkeys(end.to_sign_out, answer or RIGHT_NOW)}
    return Farewell(keep, until=_day(end), sign_outs=tuple(said.items()))


def _day(end: Ending) -> str:
    return format_date(end.until) if end.until else ""


def _wipe(shop_id: str, keep: Keep) -> Farewell:
    have = services()
    publishing.take_down(shop_id)
    report = wipe(have.folder, have.database, have.files, have.jobs, shop_id, keep=keep)
    left = tuple(str(path)[:LONGEST] for path in report.left[:NAMED])
    return Farewell(keep, report.files_deleted, report.backups_replaced, left, report.finished)


@bp.get("/farewell")
def gone() -> str | Response:
    """Say what was deleted and what stays, without a word about whose it was."""
    told = cookie.get(FAREWELL)
    if told is None:
        return redirect(url_for("home.start"))
    return render_template("visits/gone.html", told=told)


@bp.get("/shops/<shop_id>/card")
def card(shop_id: str) -> str | Response:
    """Show the card of this visit, or of the last one, as large as a hand: to print, or for her phone."""
    session = read_session()
    shop = load_shop(session, shop_id)
    visit = visits.last(session, shop_id)
    if visit is None:
        return redirect(url_for("shops.show", shop_id=shop_id))
    done = worked_on(session, shop, visit)
    return render_template(
        "visits/card.html",
        shop=shop,
        visit=visit,
        done=done[:ON_CARD],
        more=len(done) - ON_CARD,
        taken_at=ending(session, shop).taken_at,
        sign_outs=_signed_out(session, visit),
    )


def _signed_out(session: Session, visit: Visit) -> list[tuple[str, str]]:
    """Say by place what was answered, and where nobody has been asked yet."""
    told = place_files.sign_outs(session, visit)
    told |= dict.fromkeys(place_files.to_sign_out(session, visit), "")
    return list(zip(named(list(told)), told.values(), strict=True))


@bp.get("/shops/<shop_id>/done")
def done(shop_id: str) -> str:
    """Offer on her phone all that she takes home."""
    session = read_session()
    shop = load_shop(session, shop_id)
    return render_template("visits/done.html", shop=shop, end=ending(session, shop))
