"""Prepare a shop's live sale: choose products, a board of prices to print or show, what to say of each."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from merchant_helper.i18n import gettext as _
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import Member, families
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.live import Item, items, price_words
from merchant_helper.shops.model import Shop
from merchant_helper.web.db import read_session
from merchant_helper.web.guide_pages import reading
from merchant_helper.web.page import load_shop

bp = Blueprint("live", __name__)
MOST = 30
# So many lines of letters one centimetre high stand on a sheet.
ON_A_SHEET = 5


def _sellable(session: Session, shop_id: str) -> list[list[Member]]:
    """Give the products that have a name and a price, variants behind the first of them."""
    told = [row for row in listings_of(session, shop_id) if not row[1].removed]
    rows = [[(one, f) for one, f in family if f.name and f.price is not None] for family in families(told)]
    return [family for family in rows if family]


@bp.get("/shops/<shop_id>/live")
def choose(shop_id: str) -> str:
    """Choose what is sold live; the choice stands in the address, so that it can be kept as a bookmark."""
    session = read_session()
    shop = load_shop(session, shop_id)
    chosen = request.args.getlist("item")
    return render_template(
        "shops/live.html",
        shop=shop,
        families=_sellable(session, shop_id),
        chosen=chosen,
        most=MOST,
        prices=lambda family: price_words([facts for _one, facts in family]),
    )


@bp.get("/shops/<shop_id>/live/script")
def script(shop_id: str) -> str | Response:
    """Show for each product what to say, and which papers to have at hand."""
    return _page(shop_id, "shops/live_script.html")


@bp.get("/shops/<shop_id>/live/board")
def board(shop_id: str) -> str | Response:
    """Show the prices large, for paper or a screen."""
    return _page(shop_id, "shops/live_board.html")


def _page(shop_id: str, template: str) -> str | Response:
    session = read_session()
    shop = load_shop(session, shop_id)
    chosen = list(dict.fromkeys(request.args.getlist("item")))[:MOST]
    found = _chosen(session, shop, chosen)
    if not found:
        return redirect(url_for("live.choose", shop_id=shop_id, none=1))
    return render_template(
        template, shop=shop, items=found, chosen=chosen, here=reading(shop.id), on_a_sheet=ON_A_SHEET
    )


def _chosen(session: Session, shop: Shop, chosen: list[str]) -> list[Item]:
    """Give the chosen products in the order of the shop; what is of another shop is not found."""
    wanted = [family for family in _sellable(session, shop.id) if family[0][0].id in chosen]
    told: list[list[Facts]] = [[facts for _one, facts in family] for family in wanted]
    return items(told, shop.nghin)


def nothing_chosen() -> str:
    """Say that nothing was chosen, where that is so."""
    return _("Chưa chọn món nào. Bấm vào món muốn bán.") if request.args.get("none") else ""


bp.add_app_template_global(nothing_chosen)
