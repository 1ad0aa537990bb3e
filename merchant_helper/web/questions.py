"""Show and keep the questions that are plain forms: what it is, what it costs, what it is like, how many."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.check import check
from merchant_helper.listings.facts import ALWAYS, Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.suggest import suggestions
from merchant_helper.text import format_dong_sentence, format_weight, odd_price_proposal, vnd_in_words
from merchant_helper.web.forms import AboutForm, NameForm, PlacesForm, PriceForm, QuestionForm, StockForm
from merchant_helper.web.goods_notice import note_goods
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, changing, who
from merchant_helper.web.places import PLACES, place_choices


@dataclass(frozen=True)
class Question:
    """Pair a form with its template."""

    form: type[QuestionForm]
    template: str


QUESTIONS: dict[str, Question] = {
    "name": Question(NameForm, "listings/name.html"),
    "price": Question(PriceForm, "listings/price.html"),
    "about": Question(AboutForm, "listings/about.html"),
    "stock": Question(StockForm, "listings/stock.html"),
    "places": Question(PlacesForm, "listings/places.html"),
}


def show(name: str) -> Callable[[Page], str]:
    """Make the view that asks one question with what is known filled in."""

    def view(page: Page) -> str:
        question = QUESTIONS[name]
        known = question.form.initial(page.facts, page.offered())
        form = question.form(formdata=None, data=known | {"version": page.facts.version})
        return _ask(page, name, form)

    return view


def act(name: str) -> Callable[[Page], str | Response]:
    """Make the view that keeps the answer to one question, or shows it again with what is wrong."""

    def view(page: Page) -> str | Response:
        form = QUESTIONS[name].form()
        _prepare(page, form)
        if "unknown" in request.form and name == "price":
            return tell(page, name, {"price": None, "unit": None}, form)
        if not form.validate_on_submit():
            return _ask(page, name, form)
        return tell(page, name, form.told(), form)

    return view


def tell(page: Page, step: str, told: dict[str, Any], form: QuestionForm) -> str | Response:
    """Keep answers unless another page changed them meanwhile; then show both, keeping what was typed."""
    clash = ledger.tell(page.listing, told, by=who(), page_version=form.page_version)
    if clash:
        form.version.data = str(page.facts.version)
        return _ask(page, step, form, clash=clash)
    _after(page, step, told)
    page.refresh()
    return redirect(_onward(page, step), 303)


def _after(page: Page, step: str, told: dict[str, Any]) -> None:
    if step == "name":
        ledger.ensure_sku(page.session, page.listing)
        note_goods(told["name"])
    if step == "stock":
        _doubt_parcel(page)
    if step == "places":
        page.shop.places = list(told["places"])
    if step == "price" and told["price"] is not None and odd_price_proposal(told["price"]) is None:
        read_back(page, told["price"], told["unit"])


def _doubt_parcel(page: Page) -> None:
    """Say on the next page when the parcel would weigh less than what is in it."""
    page.refresh()
    for issue in check(page.facts):
        if issue.code == "listing.parcel_lighter":
            flash(f"{issue.message(page.shop.address)} {issue.fix(page.shop.address)}", "warn")


def read_back(page: Page, price: int, unit: str | None) -> None:
    """Say the price once more in words on the next page."""
    words = vnd_in_words(price, nghin=page.shop.nghin)
    text = _("Giá {price} – {words} – cho một {unit}.")
    flash(say(text, price=format_dong_sentence(price), words=words, unit=unit or ""), "read-back")


def _onward(page: Page, step: str) -> str:
    onward = page.onward(after=step)
    if not changing():
        return onward
    doubts = ("price-doubt", "photo-doubt")
    waiting = next((d for d in doubts if onward == page.url(d)), None)
    return page.url(waiting, change=1) if waiting else page.url("check")


def _prepare(page: Page, form: QuestionForm) -> None:
    if isinstance(form, PriceForm):
        form.offer_units(page.facts.kind)
    if isinstance(form, StockForm) and page.facts.kind == "service":
        form.of_a_service()
    if isinstance(form, PlacesForm):
        form.places.choices = place_choices()


def _ask(page: Page, step: str, form: QuestionForm, clash: dict[str, Any] | None = None) -> str:
    _prepare(page, form)
    kind = kinds().get(page.facts.kind or page.offered().kind or "food", kinds()["other"])
    return render_template(
        QUESTIONS[step].template,
        page=page,
        step=step,
        form=form,
        kind=kind,
        kind_words=_kind_words(),
        offers=suggestions(page.session, page.listing, kind),
        clash=clash,
        shown=shown,
        places=PLACES,
    )


def _kind_words() -> str:
    """Write down which words in a name tell its kind, for the page's script."""
    return json.dumps({key: kind.words for key, kind in kinds().items() if kind.words}, ensure_ascii=False)


def shown(name: str, value: Any) -> str:
    """Put a present answer into words for the page that says it was changed meanwhile."""
    if value is None or value == ():
        return _("Chưa biết")
    if name == "price":
        return format_dong_sentence(value)
    if name == "weight_g":
        return format_weight(value)
    if name == "kind":
        return kinds()[value].label() if value in kinds() else str(value)
    if value == ALWAYS:
        return _("Luôn có hàng")
    if name == "traits":
        return "; ".join(each.partition("=")[2] for each in value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def show_price_doubt(page: Page) -> str | Response:
    """Ask whether 200 meant 200.000, in figures and in words."""
    price = page.facts.price
    proposal = odd_price_proposal(price) if price is not None else None
    if price is None or proposal is None:
        return redirect(_onward(page, "price-doubt"))
    nghin = page.shop.nghin
    return render_template(
        "listings/price_doubt.html",
        page=page,
        step="price-doubt",
        typed=price,
        typed_words=vnd_in_words(price, nghin=nghin),
        proposal=proposal,
        proposal_words=vnd_in_words(proposal, nghin=nghin),
    )


def act_price_doubt(page: Page) -> Response:
    """Take the proposal or keep what was typed."""
    facts: Facts = page.facts
    proposal = odd_price_proposal(facts.price) if facts.price is not None else None
    if facts.price is not None and proposal is not None:
        kept = facts.price if request.form.get("choice") == "keep" else proposal
        ledger.write(page.listing, {"price": kept, "price_kept": kept}, by=who())
        page.refresh()
        read_back(page, kept, page.facts.unit)
    return redirect(_onward(page, "price-doubt"), 303)
