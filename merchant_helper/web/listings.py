"""Walk an owner through one product: one address per question, the order in listings.wizard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from merchant_helper.db.base import utc_now
from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.family import members_of
from merchant_helper.listings.model import Listing
from merchant_helper.listings.wizard import BY_NAME, may_open
from merchant_helper.shops.model import Shop
from merchant_helper.web import closing, goods_notice, opening, photo_steps, questions
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.guide_pages import drawing
from merchant_helper.web.page import Page, load_page, load_shop, who

bp = Blueprint("listings", __name__)
bp.add_app_template_global(goods_notice.told_goods)
bp.add_app_template_global(goods_notice.everyday_goods)
bp.add_app_template_global(drawing)

View = Callable[[Page], "str | Response"]


@dataclass(frozen=True)
class StepView:
    """Pair what a step shows with what it does with the answer."""

    show: View
    act: View


STEP_VIEWS: dict[str, StepView] = {
    "consent": StepView(opening.show_consent, opening.act_consent),
    "selling": StepView(opening.show_selling, opening.act_selling),
    "photos": StepView(photo_steps.show_photos, photo_steps.act_photos),
    "review": StepView(photo_steps.show_review, photo_steps.act_review),
    "photo-doubt": StepView(photo_steps.show_doubt, photo_steps.act_doubt),
    "price-doubt": StepView(questions.show_price_doubt, questions.act_price_doubt),
    "cover": StepView(photo_steps.show_cover, photo_steps.act_cover),
    "check": StepView(closing.show_check, closing.act_check),
    "kit": StepView(closing.show_kit, closing.act_kit),
} | {name: StepView(questions.show(name), questions.act(name)) for name in questions.QUESTIONS}


@bp.post("/shops/<shop_id>/listings")
def start(shop_id: str) -> Response:
    """Begin a product, or one more like an earlier one."""
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        like = request.form.get("like")
        copy_of = load_page(session, shop_id, like, "answer").listing if like else None
        return redirect(begin(session, shop, copy_of).onward(), 303)


def begin(session: Session, shop: Shop, copy_of: Listing | None = None) -> Page:
    """Begin a product; it sells where the shop sells, or where the one that it is like sells."""
    listing = ledger.start(session, shop.id, copy_of)
    if shop.places and copy_of is None:
        ledger.write(listing, {"places": shop.places}, by="shop")
    session.flush()
    return load_page(session, shop.id, listing.id)


@bp.get("/shops/<shop_id>/listings/<listing_id>")
def resume(shop_id: str, listing_id: str) -> Response:
    """Go on where the owner stopped."""
    return redirect(load_page(read_session(), shop_id, listing_id).onward())


@bp.get("/shops/<shop_id>/listings/<listing_id>/<step>")
def ask(shop_id: str, listing_id: str, step: str) -> str | Response:
    """Show one page of the wizard; a page that cannot be shown yet leads to the one that can."""
    page = load_page(read_session(), shop_id, listing_id)
    if step not in BY_NAME:
        abort(404)
    if not may_open(page.progress, step):
        return redirect(page.onward())
    return STEP_VIEWS[step].show(page)


@bp.post("/shops/<shop_id>/listings/<listing_id>/<step>")
def answer(shop_id: str, listing_id: str, step: str) -> str | Response:
    """Keep an answer and go on."""
    if step not in BY_NAME:
        abort(404)
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        if not may_open(page.progress, step):
            return redirect(page.onward(), 303)
        return STEP_VIEWS[step].act(page)


@bp.post("/shops/<shop_id>/listings/<listing_id>/remove")
def remove(shop_id: str, listing_id: str) -> Response:
    """Take a product off the list; its answers stay until the shop is deleted, so it can come back."""
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        away = request.form.get("bring_back") != "1"
        _put_away(page, away=away)
        if away:
            flash(_("Đã cất món này đi, chưa xóa. Muốn lấy lại thì bấm “Món đã cất” ở dưới."), "good")
        return redirect(url_for("shops.show", shop_id=shop_id), 303)


def _put_away(page: Page, *, away: bool) -> None:
    """Put a product away or bring it back, with all of its variants; those made from it go with it anyhow."""
    now = utc_now()
    for listing, facts in members_of(page.session, page.listing):
        if listing is page.listing or not (listing.copied_from or facts.removed == away):
            ledger.write(listing, {"removed": away}, by=who(), at=now)
