"""Ask the owner whether pictures may go online, take them down again, and serve those that may be seen."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.channels.going_online import KINDS
from merchant_helper.i18n import gettext as _
from merchant_helper.network.store import CACHE
from merchant_helper.shops.online import last_day, let_online, take_back, words
from merchant_helper.web import publishing
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.page import load_shop

bp = Blueprint("online", __name__)


@bp.get("/shops/<shop_id>/online")
def show(shop_id: str) -> str:
    """Say which pictures go online, where and until when, or that they are there."""
    place = publishing.place() or abort(404)
    shop = load_shop(read_session(), shop_id)
    standing = publishing.standing(shop)
    until = standing.until if standing else last_day()
    return render_template(
        "channels/online.html",
        shop=shop,
        words=words(shop, place.base_url, until),
        standing=standing,
        count=publishing.count(shop_id),
        longer=last_day(),
    )


@bp.post("/shops/<shop_id>/online")
def act(shop_id: str) -> AnyResponse:
    """Record a yes, or take everything down."""
    place = publishing.place() or abort(404)
    yes = request.form.get("choice") == "yes"
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        if yes:
            let_online(shop, place.base_url, last_day())
        elif request.form.get("choice") == "no":
            take_back(shop)
    if yes:
        flash(_("Đã ghi: ảnh của các món vào tệp được lên mạng. Từ giờ tệp có sẵn địa chỉ ảnh."), "good")
    elif publishing.take_down(shop_id):
        flash(_("Đã lấy hết ảnh của cửa hàng xuống."), "good")
    else:
        flash(_("Kho ảnh trên mạng chưa trả lời. Phần mềm tự lấy xuống ở lần mở sau, khi có mạng."), "warn")
    return redirect(url_for("online.show", shop_id=shop_id), 303)


@bp.get("/public/<name>")
def picture(name: str) -> Response:
    """Give a picture that its owner let go online to anybody; everything else is not there."""
    file = publishing.public_file(name) or abort(404)
    answer = send_file(file, mimetype=KINDS[file.suffix], conditional=True, etag=file.stem)
    answer.headers["Cache-Control"] = CACHE
    # Shown by other sites: that is what it is there for.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
