"""Show on the laptop how the phone comes in, and, once it is in, what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper import network
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pairs import pair_words
from merchant_helper.shops.visits import Phone, Visit
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.door import door
from merchant_helper.web.page import load_shop
from merchant_helper.web.phone.codes import JoinCode
from merchant_helper.web.phone.guard import is_locked, presence
from merchant_helper.web.phone.mirror import mirrored
from merchant_helper.web.phone.rules import GROUPS
from merchant_helper.web.phone.tries import codes, guesses
from merchant_helper.web.security import host_name

bp = Blueprint("phones", __name__)
# After this long without a phone the next way is shown by itself.
PATIENCE_S = 60.0
# A script that asked once asks no more at this status (htmx).
STOP_ASKING = 286


@dataclass(frozen=True)
class Standing:
    """Say how far the phone is: shut, wait, late, seen, old, joined, locked or moved."""

    state: str
    visit: Visit | None
    code: JoinCode | None
    phone: Phone | None


@bp.get("/shops/<shop_id>/phone")
def show(shop_id: str) -> str | Response:
    """Show the code, or the page that the phone stands on; a script asks again for the part that changes."""
    session = read_session()
    part = request.args.get("part") == "1"
    if part and session.get(Shop, shop_id) is None:
        # She deleted it all on her phone: nothing of hers stays on the screen that goes on asking.
        return Response(status=STOP_ASKING, headers={"HX-Redirect": url_for("home.start")})
    shop = load_shop(session, shop_id)
    standing = _standing(shop)
    if part:
        return _part(shop, standing)
    told = _told(shop, standing) | {"causes": _causes(standing)}
    return render_template("phone/laptop.html", shop=shop, **told)


@bp.post("/shops/<shop_id>/phone")
def let_in(shop_id: str) -> AnyResponse:
    """Open the door and make a code; a visit begins when none goes on."""
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        visit = visits.current_or_new(session, shop)
        visit_id = visit.id
    if not addresses():
        flash(_("Máy tính này chưa vào mạng nào có điện thoại. Bắt Wi-Fi hoặc điểm phát của điện thoại rồi "
                "bấm lại."), "warn")  # fmt: skip
        return redirect(url_for("phones.show", shop_id=shop_id), 303)
    try:
        door().open(_wished_port())
    except OSError:
        flash(_("Chưa mở được cổng cho điện thoại. Tắt bớt chương trình khác rồi bấm lại."), "warn")
        return redirect(url_for("phones.show", shop_id=shop_id), 303)
    codes().make(visit_id, shop_id, spare=True)
    return redirect(url_for("phones.show", shop_id=shop_id), 303)


@bp.post("/shops/<shop_id>/phone/act")
def act(shop_id: str) -> AnyResponse:
    """Make a code or take it back, send the phone out, shut the door, or open pages to the phone."""
    wish = request.form.get("do", "")
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        visit = visits.current(session, shop.id)
        if visit is not None:
            if wish == "out" and (phone := visits.joined(visit)):
                visits.leave(phone)
                codes().end_visit(visit.id)
            if wish in GROUPS:
                _switch(visit, wish)
    if wish in ("new", "out") and visit is not None and door().port:
        door().touch()
        codes().make(visit.id, shop_id)
    if wish == "keep" and visit is not None:
        codes().take_back(visit.id)
    if wish == "shut":
        door().close()
        flash(_("Đã đóng cửa: điện thoại không vào máy tính này được nữa. Những gì đã làm vẫn còn."), "good")
        return redirect(url_for("shops.show", shop_id=shop_id), 303)
    return redirect(url_for("phones.show", shop_id=shop_id), 303)


def _switch(visit: Visit, group: str) -> None:
    opened = set(visit.opened) ^ {group}
    visit.opened = sorted(opened)


def addresses() -> list[str]:
    """Give the addresses to try, the best first: of the private networks, then names that were allowed."""
    names = (name.strip() for name in str(current_app.config["ALLOWED_HOSTS"]).split(","))
    return list(dict.fromkeys([*network.reachable(), *filter(None, names)]))


def _standing(shop: Shop) -> Standing:
    visit = visits.current(read_session(), shop.id)
    phone = visits.joined(visit) if visit else None
    code = codes().of_visit(visit.id) if visit else None
    return Standing(_state(phone, code), visit, code, phone)


def _state(phone: Phone | None, code: JoinCode | None) -> str:
    # With neither code nor phone it stands open for another shop.
    if door().port is None or (phone is None and code is None):
        return "shut"
    fresh = code is not None and codes().is_fresh(code)
    if phone is not None and (not fresh or _came_back(phone, code)):
        if _has_moved(phone):
            return "moved"
        return "locked" if is_locked(phone) else "joined"
    if code is None or not fresh:
        return "old"
    if code.seen:
        return "seen"
    return "late" if codes().age(code) >= PATIENCE_S or not addresses() else "wait"


def _came_back(phone: Phone, code: JoinCode | None) -> bool:
    """Tell whether the joined phone asked for a page after a code was made that it does not need."""
    quiet = presence().quiet_s(phone.id)
    return code is not None and code.spare and quiet is not None and quiet < codes().age(code)


def _has_moved(phone: Phone) -> bool:
    """Tell whether the laptop's address is no longer the one by which the phone came."""
    host = host_name(presence().host(phone.id) or "")
    literal = network.is_private(host) and not network.is_loopback(host)
    return literal and host not in addresses()


def _part(shop: Shop, standing: Standing) -> str | Response:
    """Answer the script: nothing new, a new piece, or that the whole page has to change."""
    if request.args.get("state") != standing.state:
        return Response(status=STOP_ASKING, headers={"HX-Refresh": "true"})
    told = _told(shop, standing)
    if request.args.get("rev") == told["rev"]:
        return Response(status=204)
    if "qr" in told:
        # The address changed, and with it what stands outside the part.
        return Response(status=STOP_ASKING, headers={"HX-Refresh": "true"})
    return render_template("phone/_part.html", shop=shop, **told)


def _told(shop: Shop, standing: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {**vars(standing), "rev": standing.state, "groups": GROUPS, "pair": None}
    told["htmx"] = standing.state not in ("shut", "old")
    shown = standing.code if standing.state == "seen" else standing.phone
    if shown is not None:
        told["pair"] = shown.picture, pair_words(shown.picture, shown.number)
    if standing.state in ("wait", "late", "seen") and standing.code is not None:
        told |= _ways_in(standing.code)
        told["rev"] = f"{standing.state}-{told['short']}"
    if standing.state in ("joined", "locked") and standing.phone is not None:
        seen = mirrored(read_session(), shop.id, standing.phone)
        told |= {"mirror": seen, "rev": f"{seen.step}-{seen.rev}"}
    told["guessed"] = guesses().stopped()
    return told


def _causes(standing: Standing) -> list[Issue]:
    """Say what keeps a phone out: before the door opens what was seen here, later what may be guessed too.

    Looked for once a page, never when a script only asks again.
    """
    state, code = standing.state, standing.code
    if state not in ("shut", "late"):
        return []
    # Who came to an earlier code, or in another network, says nothing about the phone that is awaited now.
    heard = state == "late" and code is not None and presence().heard_within(codes().age(code))
    found = network.causes(heard, port=door().port or _wished_port())
    return [issue for issue in found if state == "late" or issue.severity != "hint"]


def _wished_port() -> int:
    return int(current_app.config["PHONE_PORT"])


def _ways_in(code: JoinCode) -> dict[str, Any]:
    """Give the addresses of a code, the chosen one with its QR code."""
    known = addresses()
    chosen = request.args.get("address")
    host = chosen if chosen in known else (known[0] if known else "")
    short = f"{host}:{door().port}"
    link = f"http://{short}{url_for('join.arrive', token=code.token)}"
    others = [address for address in known if address != host]
    return {"host": host, "short": short, "others": others, "qr": qr(link), "link": link}


def qr(link: str) -> Markup:
    """Draw a link as a QR code, dark on white in every theme."""
    import segno

    drawn = segno.make(link, error="m", micro=False)
    picture = drawn.svg_inline(scale=8, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr")
    return Markup(picture)  # noqa: S704 -- drawn here, from our own address
