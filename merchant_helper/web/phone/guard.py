"""Stand between a phone and every page: it sees its own shop, while its visit goes on, unless locked."""

from __future__ import annotations

import hashlib
import hmac
from typing import cast

from flask import abort, current_app, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.db.base import utc_now
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.model import Listing
from merchant_helper.listings.wizard import BY_NAME
from merchant_helper.network import is_loopback
from merchant_helper.shops.people import owner_of
from merchant_helper.shops.visits import Phone, Visit, joined
from merchant_helper.web.db import read_session, services
from merchant_helper.web.door import door, on_phone
from merchant_helper.web.language import here
from merchant_helper.web.phone.codes import Presence
from merchant_helper.web.phone.rules import ANYONE, GROUPS, JOINED, access_of
from merchant_helper.web.phone.tries import may_try, wrong_try
from merchant_helper.web.security import host_name
from merchant_helper.web.typed import typed

COOKIE = "merchant_helper_phone"
LOCKS_AFTER_S = 30 * 60.0
# How often "seen" is written down while she stays on one page.
NOTED_EVERY_S = 60.0
UNLOCK = "unlock"
# What a page's address may ask for besides the step, such as the place of selling whose kit is shown.
ASKED = ("place", "at", "change")
# Where a phone stands that is at the visit's end; the steps of the questions never have this name.
DONE = "visit-done"

Answer = str | AnyResponse | tuple[str, int] | None


def guard() -> Answer:
    """Let a request of a phone through, or answer it; requests of the laptop itself always pass."""
    if not on_phone():
        return None
    endpoint = request.endpoint
    if endpoint is None:
        return None
    phone = g.phone = phone_of_request()
    _note_caller(phone)
    if endpoint == "home.start":
        return _home(phone)
    access = access_of(endpoint)
    if access == ANYONE:
        return None
    if phone is None:
        return show_ended() if has_left() else show_door()
    return _pass(phone, access)


def _note_caller(phone: Phone | None) -> None:
    """Keep the door open for who has joined; know that another phone, and not this laptop, got here."""
    caller = request.remote_addr or ""
    if phone is not None:
        door().touch()
    elif not is_loopback(caller) and caller != host_name(request.host):
        presence().hear()


def _pass(phone: Phone, access: str) -> Answer:
    if is_locked(phone) and not _unlocks(phone):
        return show_locked()
    if access != JOINED and access not in phone.visit.opened:
        return show_closed(openable=access in GROUPS)
    if request.view_args is None or request.view_args.get("shop_id") != phone.visit.shop_id:
        abort(404)
    owner = owner_of(read_session(), phone.visit.shop_id)
    if owner is None:
        abort(404)
    g.person_id = owner.id
    note_presence(phone)
    return None


def _home(phone: Phone | None) -> Answer:
    if phone is None:
        return show_ended() if has_left() else show_door(status=200)
    if is_locked(phone):
        return show_locked()
    return redirect(place_of(phone))


def place_of(phone: Phone) -> str:
    """Give the page on which this phone stood last."""
    shop_id = phone.visit.shop_id
    if phone.listing_id and phone.step:
        return url_for("listings.ask", shop_id=shop_id, listing_id=phone.listing_id, step=phone.step)
    return url_for("shops.show", shop_id=shop_id)


def sum_of(key: str) -> str:
    """Sum up a cookie's secret, so that the database alone opens nothing."""
    return hashlib.sha256(key.encode()).hexdigest()


def _by_cookie() -> Phone | None:
    key = request.cookies.get(COOKIE, "")
    if not key:
        return None
    query = select(Phone).where(Phone.key_sha256 == sum_of(key))
    return read_session().scalar(query.options(selectinload(Phone.visit).selectinload(Visit.phones)))


def was_let_in(session: Session, key: str) -> bool:
    """Tell whether a cookie's secret is that of a browser that joined once, be it still in or not."""
    query = select(Phone.id).where(Phone.key_sha256 == sum_of(key))
    return bool(key) and session.scalar(query) is not None


def phone_of_request() -> Phone | None:
    """Find the phone that this browser is, while it is joined and its visit goes on."""
    phone = _by_cookie()
    return phone if phone is not None and phone.left_at is None and phone.visit.is_open else None


def has_left() -> bool:
    """Tell whether this browser was joined once and is no longer; a wipe takes all that was known of it."""
    return COOKIE in request.cookies


def presence() -> Presence:
    """Give the memory of who was seen when."""
    return cast("Presence", current_app.extensions["phone_presence"])


def is_locked(phone: Phone) -> bool:
    """Tell whether the phone was quiet for so long that it has to show the digits again."""
    quiet = presence().quiet_s(phone.id)
    if quiet is None:
        # The program was started anew: the clock on the wall is all there is. Set back, it locks nobody out.
        quiet = (utc_now() - phone.seen_at).total_seconds()
    return quiet > LOCKS_AFTER_S


def note_presence(phone: Phone) -> None:
    """Remember that the phone is there, and where it stands when it opens a page."""
    presence().touch(phone.id, request.host)
    listing, step = phone.listing_id, phone.step
    if request.method == "GET" and request.endpoint == "listings.ask":
        listing, step = _asked_for(phone)
        # A piece that a page fetches is no page of its own.
        if "part" not in request.args:
            presence().open_page(phone.id, {k: request.args[k] for k in ASKED if k in request.args})
    elif request.method == "GET" and request.endpoint == "shops.show":
        listing, step = None, None
    elif request.method == "GET" and request.endpoint == "visits.done":
        listing, step = None, DONE
    quiet = abs((utc_now() - phone.seen_at).total_seconds())
    if (listing, step) == (phone.listing_id, phone.step) and quiet < NOTED_EVERY_S:
        return
    with services().database.write() as session:
        kept = session.get(Phone, phone.id)
        if kept is not None:
            kept.seen_at = utc_now()
            kept.listing_id, kept.step = listing, step


def _asked_for(phone: Phone) -> tuple[str | None, str | None]:
    """Read from the address where the phone goes; where there is no page, it stays where it was.

    The first page leads back there: a wrong address that was noted would be found again and again.
    """
    asked = request.view_args or {}
    query = select(Listing.id).where(
        Listing.id == asked["listing_id"], Listing.shop_id == phone.visit.shop_id
    )
    there = asked["step"] in BY_NAME and read_session().scalar(query) is not None
    return (asked["listing_id"], asked["step"]) if there else (phone.listing_id, phone.step)


def _unlocks(phone: Phone) -> bool:
    """Take the digits that came along with a form; the form is then answered as if nothing had been."""
    return (
        request.method == "POST"
        and UNLOCK in request.form
        and right_digits(phone.visit, request.form[UNLOCK])
    )


def right_digits(visit: Visit, told: str) -> bool:
    """Compare what was typed with the visit's digits; wrong ones are counted, an empty box is not."""
    caller, told = request.remote_addr or "", figures(told)
    if not told or not may_try(caller):
        return False
    if hmac.compare_digest(told, visit.digits):
        return True
    wrong_try(caller, told)
    return False


def figures(told: str) -> str:
    """Take the figures out of what was typed: "482 913" is 482913."""
    return "".join(letter for letter in told if letter.isascii() and letter.isdigit())


def phone_may(group: str) -> bool:
    """Tell a template whether this request may open a group of pages; the laptop always may."""
    phone: Phone | None = g.get("phone")
    return not on_phone() or (phone is not None and group in phone.visit.opened)


def show_locked() -> tuple[str, int]:
    """Ask for the digits; what was typed into a form goes along and is not lost."""
    tried = UNLOCK in request.form if request.method == "POST" else False
    kept = typed() if request.method == "POST" and request.endpoint != "join.unlock" else None
    fields = [(n, v) for n, v in kept.fields if n != UNLOCK] if kept else []
    waits = not may_try(request.remote_addr or "")
    page = render_template(
        "phone/locked.html",
        action=here() if kept else url_for("join.unlock"),
        fields=fields,
        files=bool(kept and kept.files),
        tried=tried,
        waits=waits,
    )
    return page, 429 if waits else 403


def show_door(status: int = 403) -> tuple[str, int]:
    """Ask for the digits of a join code."""
    return render_template("phone/door.html", wrong=False, waits=False), status


def show_ended() -> AnyResponse:
    """Say why this browser is joined no longer, and let it in again with a new code."""
    phone = _by_cookie()
    if phone is None or not phone.visit.is_open:
        why = "over"
    else:
        why = "elsewhere" if joined(phone.visit) else "sent_out"
    return make_response(render_template("phone/ended.html", why=why), 410)


def show_closed(*, openable: bool) -> tuple[str, int]:
    """Say that this page is for the laptop."""
    heading = _("Trang này đang đóng với điện thoại")
    text = (
        _(
            "Nhờ người hỗ trợ mở trang này cho điện thoại: trên máy tính, ở trang xem điện thoại, "
            "bấm “Đổi mã, đóng cửa, mở thêm trang cho điện thoại”."
        )
        if openable
        else _("Trang này làm trên máy tính của người hỗ trợ.")
    )
    return render_template("errors/page.html", heading=heading, text=text), 403
