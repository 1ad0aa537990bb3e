"""Look through the words of a product with its owner; one press writes an answer anew, one takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from merchant_helper import channels
from merchant_helper.guides.topics import CERTAINTIES
from merchant_helper.i18n import gettext, mark
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings import ledger
from merchant_helper.listings.lint import EVERYWHERE, Policy, knowledge
from merchant_helper.listings.wording import FIELDS, OLD_FONT, TIDY, Spot, offers, spots
from merchant_helper.web.asked import asked
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, load_page, who

bp = Blueprint("words", __name__)

_HOW = {
    "block": mark("Phải bỏ trước khi đăng"),
    "warn": mark("Nên xem lại"),
    "hint": mark("Viết được đẹp hơn"),
}
_OFFERED = {
    TIDY: mark("Viết hoa, dấu cách và dấu thanh chưa gọn."),
    OLD_FONT: mark("Chữ này gõ bằng phông cũ, người mua không đọc được."),
}
_CHANGEABLE = (*FIELDS, "papers")
_MOST = 40


@bp.get("/shops/<shop_id>/listings/<listing_id>/words")
def show(shop_id: str, listing_id: str) -> str:
    """Show every place to look at, what is wrong with it and what one press does."""
    page = load_page(read_session(), shop_id, listing_id)
    changed = request.args.get("changed")
    told = [*found(page), *offers(page.facts)]
    return render_template(
        "listings/words.html",
        page=page,
        rows=[_row(page, spot) for spot in told[:_MOST]],
        more=max(0, len(told) - _MOST),
        papers=page.facts.papers,
        changed=changed if changed in _CHANGEABLE and _before(page, changed) is not None else None,
    )


@bp.post("/shops/<shop_id>/listings/<listing_id>/words")
def apply(shop_id: str, listing_id: str) -> Response:
    """Write one answer as the press says."""
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        told = _told(page)
        clash = ledger.tell(page.listing, told, by=who(), page_version=_version(page)) if told else {"": ""}
    back = url_for("words.show", shop_id=shop_id, listing_id=listing_id)
    if clash:
        flash(say(_("Câu này vừa đổi rồi. {Co} xem lại nhé.")), "info")
        return redirect(back, 303)
    undone = "back" in request.form
    flash(_("Đã trả lại như cũ.") if undone else _("Đã ghi. Bấm “Trả lại như cũ” nếu chưa ưng."), "good")
    return redirect(back if undone else f"{back}?changed={next(iter(told))}", 303)


def policies(page: Page) -> Mapping[str, Policy]:
    """Give the policies of the places where this product is sold, else what holds everywhere."""
    chosen = page.facts.places or tuple(page.shop.places)
    known = {channel.id: channel for channel in channels.all_channels()}
    return {known[p].title(): known[p].words_policy for p in chosen if p in known} or {"": EVERYWHERE}


def found(page: Page) -> list[Spot]:
    """List the places to look at of one product."""
    return spots(page.facts, policies(page))


def blocked(page: Page) -> list[Issue]:
    """List, one for each kind of words, what stops the product at a place where it is sold."""
    worst = {spot.group: spot for spot in reversed(found(page)) if spot.severity == "block"}
    return [_issue(spot) for spot in worst.values()]


def _issue(spot: Spot) -> Issue:
    words = {"seen": f"“{spot.seen}”", "instead": spot.instead or f"{spot.before}{spot.after}".strip()}
    return Issue(f"words.{spot.group}", spot.field, spot.severity, words)


def _row(page: Page, spot: Spot) -> dict[str, Any]:
    """Put one place to look at into words."""
    called, address = asked(page, spot.field) or (spot.field, "")
    rule = knowledge().groups.get(spot.group)
    return {
        "spot": spot,
        "called": called,
        "how": gettext(_HOW[spot.severity]),
        "why": gettext(_OFFERED[spot.group]) if rule is None else _issue(spot).message(page.shop.address),
        "basis": rule.why() if rule else "",
        "sure": gettext(CERTAINTIES[rule.certainty]) if rule else "",
        "checked_on": rule.checked_on if rule else None,
        "change": address,
    }


def _told(page: Page) -> dict[str, Any]:
    """Say what a press tells; nothing where it speaks of words that are no longer there."""
    if "back" in request.form:
        field = request.form["back"]
        before = _before(page, field) if field in _CHANGEABLE else None
        return {} if before is None else {field: before[0]}
    for key, take in (("apply", _mended), ("paper", _with_paper)):
        wanted = request.form.get(key)
        spot = next((one for one in (*found(page), *offers(page.facts)) if one.key == wanted), None)
        if spot is not None:
            return take(page, spot)
    return {}


def _mended(_page: Page, spot: Spot) -> dict[str, Any]:
    return {spot.field: spot.text} if spot.text else {}


def _with_paper(page: Page, spot: Spot) -> dict[str, Any]:
    return {"papers": [*page.facts.papers, spot.paper]} if spot.papers else {}


def _before(page: Page, field: str) -> list[Any] | None:
    """Give what this answer was before its last change, in a list; None where it never was another."""
    given = [answer.value for answer in page.listing.answers if answer.field == field]
    if field == "papers" and len(given) == 1:
        return [[]]
    return [given[-2]] if len(given) > 1 else None


def _version(page: Page) -> int:
    told = request.form.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else page.facts.version
