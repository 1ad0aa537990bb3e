"""Let an owner choose the words that a product sells under, with what each place has room for beside them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper import channels
from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.titles import title_for, variants
from merchant_helper.listings.wizard import may_open
from merchant_helper.text import nfc
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.forms import QuestionForm
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.places import COMMON, all_places
from merchant_helper.web.questions import shown
from merchant_helper.web.words_form import at_most, tidy

bp = Blueprint("title", __name__)
OWN = "own"


class TitleForm(QuestionForm):
    """Offer the ways to call a product, and a box for her own."""

    choice = RadioField(validate_choice=False)
    own = StringField(filters=[tidy], validators=[at_most(250)])

    def offer(self, facts: Facts, places: list[channels.Channel]) -> None:
        """List the ways to call it, each short enough for the strictest of her places."""
        longest = min((limit for place in places if (limit := place.limits.name_max)), default=None)
        self.choice.choices = [SelectChoice(each.form, each.text) for each in variants(facts, longest)]
        self.choice.choices.append(SelectChoice(OWN, _("Tự đặt tên khác")))

    def validate_choice(self, field: Any) -> None:
        """Want one of them."""
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(_("Chưa chọn tên nào. Bấm vào một tên."))

    def validate_own(self, field: Any) -> None:
        """Want words where she said that she has her own."""
        if self.choice.data == OWN and not field.data:
            raise ValidationError(_("Chưa gõ tên. Gõ tên vào ô này, hoặc bấm một tên ở trên."))

    def told(self) -> dict[str, Any]:
        """Give the words, and the formula where they were made by one."""
        if self.choice.data == OWN:
            return {"title": self.own.data, "title_form": None}
        words = next(choice.label for choice in self.choice.choices if choice.value == self.choice.data)
        return {"title": words, "title_form": self.choice.data}


@bp.get("/shops/<shop_id>/listings/<listing_id>/title")
def show(shop_id: str, listing_id: str) -> str | Response:
    """Show the ways to call a product."""
    page = load_page(read_session(), shop_id, listing_id)
    if not may_open(page.progress, "name") or not page.facts.name:
        return redirect(page.onward())
    facts = page.facts
    own = bool(facts.title) and not facts.title_form
    form = TitleForm(formdata=None, data={"version": facts.version, "own": facts.title if own else ""})
    form.offer(facts, _places(page))
    now = title_for(facts)
    first = [each.form for each in variants(facts) if each.text == now]
    form.choice.data = OWN if own else next(iter([*first, facts.title_form, OWN]))
    return _ask(page, form)


@bp.post("/shops/<shop_id>/listings/<listing_id>/title")
def answer(shop_id: str, listing_id: str) -> str | Response:
    """Keep the words she chose."""
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        if not may_open(page.progress, "name") or not page.facts.name:
            return redirect(page.onward(), 303)
        form = TitleForm()
        form.offer(page.facts, _places(page))
        if not form.validate_on_submit():
            return _ask(page, form)
        told = form.told()
        clash = ledger.tell(page.listing, told, by=who(), page_version=form.page_version)
        if clash:
            form.version.data = str(page.facts.version)
            return _ask(page, form, {"title": title_for(page.facts)})
        page.refresh()
        _read_back(page)
        return redirect(url_for("more.show", shop_id=shop_id, listing_id=listing_id), 303)


def _ask(page: Page, form: TitleForm, clash: dict[str, Any] | None = None) -> str:
    places = _places(page)
    hints = {
        choice.value: _count(choice.label, places) for choice in form.choice.choices if choice.value != OWN
    }
    limits = [(place.title(), _limit(place)) for place in places]
    length = len(nfc(form.own.data or ""))
    return render_template(
        "listings/title.html",
        page=page,
        step="title",
        form=form,
        hints=hints,
        limits=limits,
        length=length,
        clash=clash,
        shown=shown,
    )


def _places(page: Page) -> list[channels.Channel]:
    """Give the places she chose that bound a name; where none is chosen yet, those that most sell at."""
    chosen = page.facts.places or COMMON
    return [place for place in all_places() if place.id in chosen and _limit(place)]


def _limit(place: channels.Channel) -> int | None:
    return place.limits.name_max or place.limits.name_advised


def _count(text: str, places: list[channels.Channel]) -> str:
    """Say how long a text is, and of how many letters each place takes."""
    said = [_("{max} ký tự ở {place}", max=_limit(place) or 0, place=place.title()) for place in places]
    return _("{n} trên {places}", n=len(nfc(text)), places=", ".join(said)) if said else ""


def _read_back(page: Page) -> None:
    """Say the name once more, and what becomes of it where it is too long."""
    words = title_for(page.facts)
    flash(_("Tên bán hàng: {title}.", title=words), "read-back")
    for place in _places(page):
        limit = _limit(place)
        if limit is not None and len(nfc(words)) > limit:
            fitting = title_for(page.facts, limit)
            over = len(nfc(words)) - limit
            text = _("Dài quá mức của {place} {over} ký tự. Ở đó tên còn: {title}.",
                     place=place.title(), over=over, title=fitting)  # fmt: skip
            flash(text, "warn")
