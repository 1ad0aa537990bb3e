"""Hand the shop's file over to her phone, and take one in again on another day or another laptop."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.db.base import utc_now
from merchant_helper.db.folder import unusable
from merchant_helper.handover.profile import ProfileUnwritable, state_of, write_profile
from merchant_helper.handover.profile_page import POLICY
from merchant_helper.handover.read_back import Profile, ProfileUnreadable, read_profile
from merchant_helper.handover.read_back_plan import plan_import
from merchant_helper.handover.read_back_take import take_in
from merchant_helper.handover.read_back_unpack import Unpacked, drop, unpack
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.text import file_name, parse_date
from merchant_helper.web.db import after_commit, read_session, services, writing
from merchant_helper.web.page import load_shop
from merchant_helper.web.pay_kinds import title
from merchant_helper.web.profile_files import keep, remove, sweep, waiting
from merchant_helper.web.shop_forms import VisitForm, offered

bp = Blueprint("handover", __name__)
# Two presses that unpack the same photos must not take each other's away when one of them fails.
_ONE_AT_A_TIME = threading.Lock()
_RUN = re.compile(r"[A-Za-z0-9_-]{22}")


class FileForm(FlaskForm):  # type: ignore[misc]
    """Ask for the shop's file."""

    file = FileField()


@bp.post("/shops/<shop_id>/profile")
def prepare(shop_id: str) -> AnyResponse:
    """Write the file, note that she takes it, and send the browser to it."""
    with writing() as session:
        shop = load_shop(session, shop_id, "export")
        visit_id = (visits.last(session, shop_id) or visits.begin(session, shop)).id
    # What is told while the file is being written is not in it.
    now = utc_now()
    try:
        _file_of(shop_id)
    except ProfileUnwritable as error:
        flash(_said(error.issue), "warn")
        return redirect(url_for("shops.show", shop_id=shop_id), 303)
    with writing() as session:
        visit = session.get(visits.Visit, visit_id)
        if visit is not None:
            visit.handed_over_at = now
    return redirect(url_for("handover.profile", shop_id=shop_id), 303)


@bp.get("/shops/<shop_id>/profile.html")
def profile(shop_id: str) -> Response:
    """Give the file to be saved; with ``open=1`` to be looked at, for browsers that save nothing."""
    shop = load_shop(read_session(), shop_id, "export")
    try:
        file = _file_of(shop_id)
    except ProfileUnwritable:
        abort(404)
    answer = send_file(
        file,
        mimetype="text/html",
        as_attachment=request.args.get("open") != "1",
        download_name=file_name(_("Hồ sơ {shop}", shop=shop.name), suffix=".html"),
        etag=file.stem,
        max_age=0,
    )
    # The page brings its own style and pictures along, and needs nothing else.
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _file_of(shop_id: str) -> Path:
    """Give the file of the shop as it is now, written unless it is there; older ones go."""
    session, folder = read_session(), services().folder.cache / "profiles" / shop_id
    shop = load_shop(session, shop_id, "export")
    file = folder / f"{state_of(session, shop)}.html"
    if not file.is_file():
        write_profile(session, shop, services().files, services().folder.cache, file)
    for old in folder.glob("*.html"):
        if old != file:
            remove(old)
    return file


@bp.route("/profiles/new", methods=["GET", "POST"])
def read_back() -> str | AnyResponse:
    """Ask for a file; keep the one that is sent aside, look at it, and go on to what it holds."""
    sweep()
    if request.method == "GET":
        return render_template("profiles/new.html", form=FileForm(formdata=None))
    form, sent = FileForm(), request.files.get("file")
    if not form.validate_on_submit() or sent is None or not sent.filename:
        return _again(form, _("Chưa chọn tệp nào. Chọn tệp hồ sơ cửa hàng, rồi bấm nút."))
    run = secrets.token_urlsafe(16)
    try:
        keep(sent, waiting(run))
        read_profile(waiting(run))
    except ProfileUnreadable as error:
        remove(waiting(run))
        return _again(form, _said(error.issue))
    except OSError as error:
        remove(waiting(run))
        raise unusable(waiting(run).parent, error) from error
    return redirect(url_for("handover.preview", run=run), 303)


@bp.get("/profiles/new/<run>")
def preview(run: str) -> str | AnyResponse:
    """Say whose shop it is and what would be added; ask whose laptop this is."""
    with _opened(run) as found:
        if found is None:
            return _gone()
        return _preview(run, found, VisitForm(formdata=None, data=_known(found)))


@bp.post("/profiles/new/<run>")
def take(run: str) -> str | AnyResponse:
    """Take the file in and go to the shop; a second press finds it done. What is not wanted goes at once."""
    if "leave" in request.form and _RUN.fullmatch(run):
        remove(waiting(run))
        return redirect(url_for("home.start"), 303)
    form = VisitForm()
    with _opened(run) as found:
        if found is None:
            return _gone()
        if not form.validate_on_submit():
            return _preview(run, found, form)
        with _ONE_AT_A_TIME:
            # Whoever pressed twice waited here, and finds it taken in.
            if not waiting(run).is_file():
                return _gone()
            shop_id = _take(run, found, form)
    return redirect(url_for("shops.show", shop_id=shop_id), 303)


def _take(run: str, found: Profile, form: VisitForm) -> str:
    """Take photos in first, without holding up other writers; then all rows at once."""
    unpacked, store = Unpacked(), services().files
    try:
        unpack(store, found, plan_import(read_session(), found), unpacked)
        shop_id = _write(run, found, unpacked, form)
    except BaseException:
        drop(read_session(), store, unpacked)
        raise
    for issue in unpacked.issues[:1]:
        flash(_said(issue), "warn")
    return shop_id


def _write(run: str, found: Profile, unpacked: Unpacked, form: VisitForm) -> str:
    day = parse_date(form.until_day.data or "") if form.until.data == "day" else None
    with writing() as session:
        shop_id = take_in(
            session,
            services().files,
            found,
            laptop_of=form.laptop_of.data,
            team=form.team.data or "",
            agreed_until=day,
            unpacked=unpacked,
        )
        shop = session.get_one(Shop, shop_id)
        form.note(visits.current_or_new(session, shop))
        after_commit(lambda: remove(waiting(run)))
        name = shop.name
    flash(_("Đã đưa hồ sơ của cửa hàng “{name}” vào máy tính này.", name=name), "good")
    return shop_id


def _preview(run: str, found: Profile, form: VisitForm) -> str:
    plan = plan_import(read_session(), found)
    issues = [_said(issue) for issue in (*found.issues, *plan.issues)]
    return render_template(
        "profiles/preview.html", run=run, data=found.data, plan=plan, form=form, issues=issues, title=title
    )


def _known(found: Profile) -> dict[str, str]:
    """Offer what was said of this shop here, else what was said last time on this laptop."""
    session = read_session()
    shop = session.get(Shop, found.data.shop.id)
    newest = shop or session.scalars(select(Shop).order_by(Shop.created_at.desc()).limit(1)).first()
    return offered(newest, visits.last(session, newest.id) if newest else None)


def _again(form: FileForm, sentence: str) -> str:
    form.file.errors = [sentence]
    return render_template("profiles/new.html", form=form)


def _gone() -> AnyResponse:
    flash(_("Tệp đã chọn không còn chờ ở đây. Chọn lại tệp đó nhé."), "warn")
    return redirect(url_for("handover.read_back"), 303)


def _said(issue: Issue) -> str:
    return f"{issue.message()} {issue.fix()}"


@contextmanager
def _opened(run: str) -> Iterator[Profile | None]:
    """Lend a file that waits; none where it was taken in, swept, or never there."""
    file = waiting(run) if _RUN.fullmatch(run) else None
    try:
        found = read_profile(file) if file is not None else None
    except (OSError, ProfileUnreadable):
        found = None
    yield found
