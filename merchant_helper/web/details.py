"""Ask what matters for goods of a kind, all of it optional, and show which answer each sentence is from."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from merchant_helper.channels.completeness import room_for
from merchant_helper.guides.goods import Goods, goods
from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.describe import sentences
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import OF_SHEETS, Kind
from merchant_helper.listings.suggest import trait_suggestions
from merchant_helper.listings.traits import kind_of, told_of, varies_by
from merchant_helper.listings.wizard import may_open
from merchant_helper.web.asked import asked
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.forms import QuestionForm
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.places import all_places
from merchant_helper.web.questions import shown
from merchant_helper.web.words_form import at_most, tidy

bp = Blueprint("details", __name__)


class From(NamedTuple):
    """Be one sentence of a description, and the questions it comes from, each with its address."""

    text: str
    asked: list[tuple[str, str]]


def _form_of(kind: Kind) -> type[QuestionForm]:
    """Make the form that asks the questions of a kind."""
    boxes = {_box(q.key): StringField(filters=[tidy], validators=[at_most(300)]) for q in kind.questions}
    return type("DetailsForm", (QuestionForm,), boxes)


def _box(key: str) -> str:
    return f"q-{key}".replace("-", "_")


def _known(facts: Facts, kind: Kind) -> dict[str, str]:
    """Give what was told, as it was told."""
    traits = dict(each.split("=", 1) for each in facts.traits if "=" in each)
    return {
        _box(q.key): (getattr(facts, q.key) if q.key in OF_SHEETS else traits.get(q.key)) or ""
        for q in kind.questions
    }


@bp.get("/shops/<shop_id>/listings/<listing_id>/details")
def show(shop_id: str, listing_id: str) -> str | Response:
    """Ask the questions of the product's kind."""
    page = load_page(read_session(), shop_id, listing_id)
    if not may_open(page.progress, "about") or not page.facts.name:
        return redirect(page.onward())
    kind = kind_of(page.facts)
    form = _form_of(kind)(formdata=None, data={**_known(page.facts, kind), "version": page.facts.version})
    return _ask(page, form)


@bp.post("/shops/<shop_id>/listings/<listing_id>/details")
def answer(shop_id: str, listing_id: str) -> str | Response:
    """Keep what was told; an empty box is "not known"."""
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        if not may_open(page.progress, "about") or not page.facts.name:
            return redirect(page.onward(), 303)
        kind = kind_of(page.facts)
        form = _form_of(kind)()
        if not form.validate_on_submit():
            return _ask(page, form)
        # A box that the page did not show says nothing: the kind may have changed meanwhile.
        asked = [q.key for q in kind.questions if form[_box(q.key)].raw_data]
        told = told_of(page.facts, {key: form[_box(key)].data or None for key in asked})
        clash = ledger.tell(page.listing, told, by=who(), page_version=form.page_version)
        if clash:
            form.version.data = str(page.facts.version)
            return _ask(page, form, clash)
    flash(say(_("Đã lưu. Bài viết và tệp cho nơi bán dùng luôn những điều {co} vừa kể.")), "good")
    return redirect(url_for("more.show", shop_id=shop_id, listing_id=listing_id), 303)


def _ask(page: Page, form: QuestionForm, clash: dict[str, Any] | None = None) -> str:
    kind = kind_of(page.facts)
    taps = trait_suggestions(page.session, page.listing, kind)
    return render_template(
        "listings/details.html",
        page=page,
        step="details",
        form=form,
        questions=[
            (q, form[_box(q.key)], taps[q.key]) for q in kind.questions if not varies_by(page.facts, q.says)
        ],
        told=[] if page.facts.description else _told(page, kind),
        rooms=_rooms(kind),
        papers=_papers(page, kind),
        clash=clash,
        shown=shown,
    )


def _told(page: Page, kind: Kind) -> list[From]:
    """Tie each sentence of the description to the questions that it answers."""
    here = url_for("details.show", shop_id=page.shop.id, listing_id=page.listing.id)
    own = {q.key: (q.text(), f"{here}#{_box(q.key)}") for q in kind.questions}
    found = []
    for each in sentences(page.facts):
        questions = (own.get(name) or asked(page, name) for name in each.fields)
        found.append(From(each.text, list(dict.fromkeys(q for q in questions if q))))
    return found


def _rooms(kind: Kind) -> list[tuple[str, str]]:
    """Say which places have a column of their own for what a question asks."""
    rooms: list[tuple[str, str]] = []
    for question in kind.questions:
        at = [place.title() for place in all_places() if question.attribute in room_for(place)]
        if at:
            rooms.append((question.says, ", ".join(at)))
    return rooms


def _papers(page: Page, kind: Kind) -> list[Goods]:
    """Give the goods with papers that this product is by its name, or that most of its kind are."""
    possible = [goods()[key] for key in kind.papers]
    return [each for each in possible if each.everyday or each.fits(page.facts.name or "")]
