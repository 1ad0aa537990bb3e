"""Let a phone join: the picture that both screens show, the digits, and what to do when it does not work."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from merchant_helper.listings import ledger
from merchant_helper.listings.goods import listings_of
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pairs import pair_words
from merchant_helper.shops.people import ensure_owner
from merchant_helper.shops.visits import Visit
from merchant_helper.web.browsers import describe, is_in_app
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.door import on_phone
from merchant_helper.web.language import inside
from merchant_helper.web.phone import guard
from merchant_helper.web.phone.codes import DIGITS, JoinCode
from merchant_helper.web.phone.tries import codes, may_try, wrong_try

bp = Blueprint("join", __name__)
KEY_BYTES = 24
# Longer than any visit; the visit's end is what ends it.
COOKIE_S = 30 * 24 * 3600

Answer = str | Response | tuple[str, int]


@bp.before_request
def only_phones() -> None:
    """Join nobody on the laptop itself: its own pages stand open there."""
    if not on_phone():
        abort(404)


def in_app() -> str | None:
    """Give an address to open in another browser, where this one belongs to an app such as Zalo."""
    if not on_phone() or not is_in_app(request.user_agent.string):
        return None
    phone = g.get("phone")
    if phone is None:
        return request.host_url
    code = codes().for_take_over(phone.visit_id, phone.visit.shop_id)
    return request.host_url + url_for("join.arrive", token=code.token).lstrip("/")


@bp.get("/v/<token>")
def arrive(token: str) -> Answer:
    """Show the picture that the laptop shows too, before anything is asked."""
    if refused := _refused(token):
        return refused
    code = _known(token)
    if code.used:
        return redirect("/") if _is_joined_by(code) else render_template("phone/again.html", token=token)
    # Something that only looks whether the page is there has shown it to nobody.
    code.seen = code.seen or request.method == "GET"
    return render_template("phone/join.html", code=code, words=pair_words(code.picture, code.number))


@bp.post("/v/<token>")
def enter(token: str) -> Answer:
    """Join with a fresh code, or take over from another browser with the visit's digits."""
    if refused := _refused(token):
        return refused
    code = _known(token)
    if code.used and _is_joined_by(code):
        return redirect("/", 303)
    if request.form.get("same") == "no":
        # It stands before another laptop: that one goes on waiting for its own phone.
        code.seen = False
        return render_template("phone/not_same.html")
    if codes().use(code):
        try:
            return _join(code)
        except Exception:
            codes().give_back(code)
            raise
    return _take_over(code)


def _take_over(code: JoinCode) -> Answer:
    """Let another browser of the same phone in with the digits; without them say which."""
    told = request.form.get("digits")
    visit = read_session().get(Visit, code.visit_id)
    if visit is not None and told is not None and guard.right_digits(visit, told):
        return _join(code)
    waits = not may_try(request.remote_addr or "")
    page = render_template("phone/again.html", token=code.token, wrong=told is not None, waits=waits)
    return page, 429 if waits else 403


@bp.post("/v")
def typed() -> Answer:
    """Find the code whose digits were typed."""
    caller = request.remote_addr or ""
    digits = guard.figures(request.form.get("digits", ""))
    code = codes().by_digits(digits) if may_try(caller) and len(digits) == DIGITS else None
    if code is not None:
        return redirect(url_for("join.arrive", token=code.token), 303)
    if digits:
        wrong_try(caller, digits)
    waits = not may_try(caller)
    return render_template("phone/door.html", wrong=True, waits=waits), 429 if waits else 403


@bp.route("/unlock", methods=["GET", "POST"])
def unlock() -> Answer:
    """Unlock with the visit's digits and go on with the same question."""
    phone = g.get("phone")
    if phone is None:
        return redirect("/", 303)
    if not guard.is_locked(phone):
        return redirect(inside(guard.place_of(phone)), 303)
    if request.method == "POST" and guard.right_digits(phone.visit, request.form.get(guard.UNLOCK, "")):
        guard.presence().touch(phone.id, request.host)
        return redirect(guard.place_of(phone), 303)
    return guard.show_locked()


def _refused(token: str) -> Answer | None:
    """Refuse an old, wrong or guessed code with a page that says what to do; None for a good one.

    A code that was scanned is good however many were typed wrong before: nobody guesses its ten letters.
    """
    code = codes().find(token)
    if code is None:
        caller = request.remote_addr or ""
        wrong_try(caller, token)
        return _old(404 if may_try(caller) else 429)
    visit = read_session().get(Visit, code.visit_id)
    good = not code.void and (code.used or codes().is_fresh(code))
    return None if good and visit is not None and visit.is_open else _old(410)


def _old(status: int) -> tuple[str, int]:
    return render_template("phone/old.html", waits=status == 429), status


def _known(token: str) -> JoinCode:
    code = codes().find(token)
    assert code is not None  # noqa: S101 -- _refused has looked
    return code


def _is_joined_by(code: JoinCode) -> bool:
    phone = g.get("phone")
    return phone is not None and phone.visit_id == code.visit_id


def _join(code: JoinCode) -> Response:
    """Let this browser in and lead it to her question; a first product begins by itself."""
    key = secrets.token_urlsafe(KEY_BYTES)
    with writing() as session:
        visit, shop = session.get(Visit, code.visit_id), session.get(Shop, code.shop_id)
        if visit is None or shop is None or not visit.is_open:
            return redirect("/", 303)
        before = visits.joined(visit) or next(reversed(visit.phones), None)
        phone = visits.join(
            visit,
            key_sha256=guard.sum_of(key),
            browser=describe(request.user_agent.string),
            picture=code.picture,
            number=code.number,
        )
        ensure_owner(session, shop)
        if not listings_of(session, shop.id):
            listing = ledger.start(session, shop.id)
            phone.listing_id, phone.step = listing.id, "consent"
        elif before is not None:
            phone.listing_id, phone.step = before.listing_id, before.step
        session.flush()
        guard.presence().touch(phone.id, request.host)
    answer = redirect("/", 303)
    answer.set_cookie(
        guard.COOKIE, key, max_age=COOKIE_S, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return answer
