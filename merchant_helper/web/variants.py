"""Ask by what a product differs (colour, size), and for what each variant costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from merchant_helper import channels
from merchant_helper.channels.option_limits import check_options
from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import Member, option_words
from merchant_helper.listings.field_words import label, value_words
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.matrix import arrange as arrange_variants
from merchant_helper.listings.matrix import known_options, main_of, variants_of
from merchant_helper.listings.model import Listing
from merchant_helper.listings.option_offers import offers
from merchant_helper.text import odd_price_proposal
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.seen import seen, shown
from merchant_helper.web.variant_forms import MatrixForm, OptionsForm

bp = Blueprint("variants", __name__)
BASE = "/shops/<shop_id>/listings/<listing_id>/variants"
NAMED = 6


def _load(session: Session, shop_id: str, listing_id: str, action: str = "see") -> Page:
    """Load the product that a variant belongs to."""
    page = load_page(session, shop_id, listing_id, action)
    main = main_of(session, page.listing)
    return page if main is page.listing else load_page(session, shop_id, main.id, action)


def _url(page: Page, endpoint: str) -> str:
    return url_for(f"variants.{endpoint}", shop_id=page.shop.id, listing_id=page.listing.id)


@bp.get(BASE)
def show(shop_id: str, listing_id: str) -> Response:
    """Go to the variants, or first to what they differ by."""
    page = _load(read_session(), shop_id, listing_id)
    return redirect(_url(page, "prices" if variants_of(page.session, page.listing) else "options"))


@bp.get(f"{BASE}/options")
def options(shop_id: str, listing_id: str) -> str:
    """Ask for names and values of up to two options."""
    page = _load(read_session(), shop_id, listing_id)
    known = known_options(variants_of(page.session, page.listing))
    return _ask_options(page, OptionsForm(formdata=None, data=OptionsForm.known(known)))


def _ask_options(page: Page, form: OptionsForm, clash: list[str] | None = None) -> str:
    members = variants_of(page.session, page.listing)
    form.seen.data = shown([page.listing, *(one for one, _f in members if one is not page.listing)])
    return render_template(
        "listings/options.html",
        page=page,
        form=form,
        offers=offers(page.facts.kind),
        clash=clash,
        has_variants=bool(members),
        back=_url(page, "prices") if members else _hub(page),
    )


def _hub(page: Page) -> str:
    return url_for("more.show", shop_id=page.shop.id, listing_id=page.listing.id)


@bp.post(f"{BASE}/options")
def arrange(shop_id: str, listing_id: str) -> str | Response:
    """Make one variant for each combination, and put away those that are not wanted any more."""
    form = OptionsForm()
    with writing() as session:
        page = _load(session, shop_id, listing_id, "answer")
        told = form.read() if form.validate_on_submit() else ()
        if form.errors:
            return _ask_options(page, form)
        if not page.facts.name and not page.facts.sku:
            form.name1.errors = [_("Món này chưa có tên. Ghi tên món trước, rồi quay lại đây.")]
            return _ask_options(page, form)
        before = len(variants_of(session, page.listing))
        clashes = arrange_variants(session, page.listing, told, by=who(), seen=seen())
        if clashes:
            return _ask_options(page, form, _clash_words(session, page, clashes))
        session.flush()
        now = len(variants_of(session, page.listing))
        if not now:
            if before:
                flash(_("Món này không còn phân loại. Các phân loại cũ được cất đi, chưa xóa."), "good")
            return redirect(_hub(page), 303)
        flash(say(_("Có {n} phân loại. {Co} xem giá từng loại nhé."), n=now), "good")
        return redirect(_url(page, "prices"), 303)


@bp.get(f"{BASE}/prices")
def prices(shop_id: str, listing_id: str) -> str | Response:
    """Show every variant with its price, number, code and picture."""
    page = _load(read_session(), shop_id, listing_id)
    members = variants_of(page.session, page.listing)
    if not members:
        return redirect(_url(page, "options"))
    form = MatrixForm(formdata=None)
    form.add_rows(members, page.facts.photos, sent=False)
    return _ask_prices(page, form, members)


def _ask_prices(page: Page, form: MatrixForm, members: list[Member], clash: list[str] | None = None) -> str:
    form.seen.data = shown(one for one, _facts in members)
    known = known_options(members)
    wrong = [issue for channel in channels.all_channels() for issue in _limits(known, channel)]
    return render_template(
        "listings/variants.html",
        page=page,
        form=form,
        options=known,
        wrong=wrong,
        odd=[(option_words(facts), facts.price, like) for facts, like in _odd(members)],
        clash=clash,
        words=option_words,
        back=_hub(page),
        change=_url(page, "options"),
    )


def _odd(members: list[Member]) -> list[tuple[Facts, int]]:
    """Find prices that may lack their thousands, with what was perhaps meant."""
    proposals = [(facts, odd_price_proposal(facts.price or 0)) for _one, facts in members]
    return [(facts, proposal) for facts, proposal in proposals if proposal is not None]


def _limits(known: Any, channel: channels.Channel) -> list[Any]:
    return list(check_options([(option.name, option.values) for option in known], channel))


@bp.post(f"{BASE}/prices")
def keep(shop_id: str, listing_id: str) -> str | Response:
    """Keep what was told of the variants, unless another page was quicker."""
    form = MatrixForm()
    with writing() as session:
        page = _load(session, shop_id, listing_id, "answer")
        members = variants_of(session, page.listing)
        if not members:
            return redirect(_url(page, "options"), 303)
        before = seen()
        form.add_rows([row for row in members if row[0].id in before], page.facts.photos, sent=True)
        form.fill_down(request.form.get("fill", ""))
        here = {one.id for one, _facts in members}
        fits = form.validate_on_submit() and form.rows_fit(_codes_of_others(session, page, here))
        if not fits or not form.rows:
            return _ask_prices(page, form, members)
        told = {
            one: row.told(facts, page.facts.photos, first=one is page.listing)
            for one, facts, row in form.rows
        }
        if clash := _quicker(session, page, members, told, before):
            form.add_rows(members, page.facts.photos, sent=here == before.keys())
            return _ask_prices(page, form, members, clash)
        ledger.tell_all(told, by=who(), seen=before)
        flash(_("Đã ghi {n} phân loại.", n=len(told)), "good")
        return redirect(_url(page, "prices"), 303)


def _quicker(
    session: Session,
    page: Page,
    members: list[Member],
    told: Mapping[Listing, Mapping[str, Any]],
    before: Mapping[str, int],
) -> list[str]:
    """Say what another page changed: an answer, or which variants there are."""
    clashes = ledger.clashes(told, before)
    new = {one.id: {"option1_value": facts.option1_value} for one, facts in members if one.id not in before}
    words = _clash_words(session, page, {**clashes, **new})
    if before.keys() - {one.id for one, _facts in members}:
        words.append(_("Có phân loại vừa được cất đi ở một trang khác."))
    return words


def _clash_words(session: Session, page: Page, clashes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names = {one.id: option_words(facts) for one, facts in variants_of(session, page.listing)}
    said = []
    for listing_id, fields in clashes.items():
        for field, value in fields.items():
            words = f"{label(field)}: {value_words(field, value)}"
            name = names.get(listing_id)
            said.append(f"{name} – {words}" if name else words)
    return said[:NAMED]


def _codes_of_others(session: Session, page: Page, here: set[str]) -> frozenset[str]:
    told = listings_of(session, page.shop.id)
    codes = [facts.sku for one, facts in told if one.id not in here and not facts.removed]
    codes += [facts.group for _one, facts in told]
    return frozenset(code.casefold() for code in codes if code)
