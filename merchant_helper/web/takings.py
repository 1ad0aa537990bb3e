"""Ask for fees and costs, and say what is left of the price at one place of selling; never advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from merchant_helper import channels
from merchant_helper.guides.fee_facts import fee_facts, tax_facts
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.fee_offers import offered_costs
from merchant_helper.listings.field_words import label, value_words
from merchant_helper.listings.takings import (
    Costs,
    Takings,
    at_cost,
    fees_of,
    percent_words,
    read_percent,
    takings,
    with_fees,
)
from merchant_helper.text import format_vnd, group_digits, parse_vnd
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.forms import QuestionForm, say
from merchant_helper.web.guide_pages import reading
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.places import all_places
from merchant_helper.web.words_form import at_most, tidy

bp = Blueprint("takings", __name__)
_NOTHING = frozenset({"0", "0đ", "0 đ", "0 đồng", "không", "ko"})


class CostsForm(QuestionForm):
    """Ask what goes off the price; every box may stay empty."""

    percent = StringField(filters=[tidy], validators=[at_most(30)])
    fixed = StringField(filters=[tidy], validators=[at_most(40)])
    tax = StringField(filters=[tidy], validators=[at_most(30)])
    packing = StringField(filters=[tidy], validators=[at_most(40)])
    cost = StringField(filters=[tidy], validators=[at_most(40)])

    @classmethod
    def known(cls, costs: Costs) -> dict[str, str]:
        """Show what is known."""
        money = {name: _digits(getattr(costs, name)) for name in ("fixed", "packing", "cost")}
        parts = {name: getattr(costs, name) for name in ("percent", "tax")}
        return money | {n: "" if v is None else percent_words(v) for n, v in parts.items()}

    def read(self) -> Costs:
        """Give the amounts; what cannot be read gets a sentence beside its field."""
        told: dict[str, int | None] = {}
        for name in ("percent", "tax", "fixed", "packing", "cost"):
            text = self[name].data or ""
            read = read_percent(text, name) if name in ("percent", "tax") else _money(text, name)
            if isinstance(read, Issue):
                self[name].errors = [*self[name].errors, str(say(read))]
            told[name] = None if isinstance(read, Issue) else read
        return Costs(**told)


def _digits(amount: int | None) -> str:
    return "" if amount is None else group_digits(amount)


def _money(text: str, name: str) -> int | Issue | None:
    if not text:
        return None
    if text.casefold() in _NOTHING:
        return 0
    return parse_vnd(text, allow_small=True, field=name)


@dataclass(frozen=True)
class Line:
    """Be one amount that goes off, with its name."""

    label: str
    amount: str


@bp.get("/shops/<shop_id>/listings/<listing_id>/takings")
def show(shop_id: str, listing_id: str) -> str:
    """Show what is known of the costs, and what is left."""
    page = load_page(read_session(), shop_id, listing_id)
    place = _place(page)
    known = _known(page, place.id)
    offered = offered_costs(page.session, page.listing, place.id)
    filled = {name: getattr(known, name) for name in ("percent", "fixed", "tax", "packing", "cost")}
    if fees_of(page.facts.fees, place.id) is None:
        filled |= {name: getattr(offered, name) for name in ("percent", "fixed", "tax")}
    if not page.facts.answered("packing_cost"):
        filled["packing"] = offered.packing
    data = CostsForm.known(Costs(**filled)) | {"version": page.facts.version}
    return _draw(page, place, CostsForm(formdata=None, data=data), known)


def _known(page: Page, place: str) -> Costs:
    facts = page.facts
    return at_cost(fees_of(facts.fees, place), cost=facts.cost, packing=facts.packing_cost)


def _place(page: Page) -> channels.Channel:
    """Give the place that was asked for, else the first where she sells."""
    wanted = request.args.get("place") or next(iter(page.facts.places), "shopee")
    known = {place.id: place for place in all_places()}
    return known.get(wanted) or known["shopee"]


def _draw(page: Page, place: channels.Channel, form: CostsForm, known: Costs, clash: Any = None) -> str:
    price = selling_price(page.facts)
    told = price is not None and known != Costs()
    sells = [one for one in all_places() if one.id in (*page.facts.places, place.id, "shopee", "tiktok")]
    return render_template(
        "listings/takings.html",
        page=page,
        place=place,
        places=sells,
        form=form,
        price=price,
        got=takings(price, known) if price is not None and told else None,
        lines=lines(takings(price, known), known) if price is not None and told else [],
        untold=untold(known),
        here=reading(page.shop.id),
        facts=fee_facts(place.id),
        taxes=tax_facts(place.id, service=page.facts.kind == "service"),
        clash=clash,
    )


def selling_price(facts: Facts) -> int | None:
    """Give what a buyer pays: the lower price of a sale, else the price."""
    if facts.price and facts.sale_price and facts.sale_price < facts.price:
        return facts.sale_price
    return facts.price


def lines(got: Takings, costs: Costs) -> list[Line]:
    """Name each amount that goes off."""
    percent, tax = (percent_words(n or 0) for n in (costs.percent, costs.tax))
    rows = [
        (costs.percent, _("Phí nơi bán {percent} %", percent=percent), got.fee),
        (costs.fixed, _("Phí mỗi đơn"), got.fixed),
        (costs.tax, _("Thuế nơi bán trừ sẵn {percent} %", percent=tax), got.tax),
        (costs.packing, _("Tiền đóng gói"), got.packing),
        (costs.cost, _("Giá vốn"), got.cost),
    ]
    return [Line(words, f"− {format_vnd(amount)}") for told, words, amount in rows if told is not None]


def untold(costs: Costs) -> list[str]:
    """Name what was not told, and so is not taken off."""
    rows = [
        (costs.percent, _("phí phần trăm")),
        (costs.fixed, _("phí mỗi đơn")),
        (costs.tax, _("thuế")),
        (costs.packing, _("tiền đóng gói")),
        (costs.cost, _("giá vốn")),
    ]
    return [words for told, words in rows if told is None]


@bp.post("/shops/<shop_id>/listings/<listing_id>/takings")
def keep(shop_id: str, listing_id: str) -> str | Response:
    """Keep fees and costs, unless another page changed them meanwhile."""
    form = CostsForm()
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        place = _place(page)
        costs = form.read() if form.validate_on_submit() else Costs()
        if form.errors:
            return _draw(page, place, form, _known(page, place.id))
        told = {
            "fees": with_fees(page.facts.fees, place.id, costs),
            "cost": costs.cost,
            "packing_cost": costs.packing,
        }
        clash = ledger.tell(page.listing, told, by=who(), page_version=form.page_version)
        if clash:
            form.version.data = str(page.facts.version)
            said = [f"{label(name)}: {value_words(name, value)}" for name, value in clash.items()]
            return _draw(page, place, form, _known(page, place.id), said)
        address = url_for("takings.show", shop_id=shop_id, listing_id=listing_id, place=place.id)
        return redirect(f"{address}#left", 303)
