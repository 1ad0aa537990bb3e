"""Take pictures from a folder that is watched during the visit: a cable fills it, or Zalo does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper.bulk.watched import WatchedFolderGone, snapshot
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import gettext as _
from merchant_helper.photos.cache import Wanted, kept_or_made
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit
from merchant_helper.text import glimpse
from merchant_helper.web.db import read_session, services, writing
from merchant_helper.web.folder_offer import Offer, find, look, refuse
from merchant_helper.web.folder_paths import EXAMPLE, NoSuchFolder, typed_folder, usual_places
from merchant_helper.web.folder_taking import bring_back, leave_out, take_in
from merchant_helper.web.page import load_shop
from merchant_helper.web.pictures import VIEWS, send_picture
from merchant_helper.web.words_form import WordsForm, at_most, tidy

bp = Blueprint("folders", __name__)
# A script that asked once asks no more at this status (htmx).
STOP_ASKING = 286


class FolderForm(WordsForm):
    """Ask which folder is watched: one of the usual ones, or one whose path is typed."""

    folder = RadioField(validate_choice=False)
    path = StringField(filters=[tidy], validators=[at_most(1000)])
    chosen: Path | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = usual_places()
        self.folder.choices = [SelectChoice(key, label) for key, (label, _path) in self.places.items()]
        if self.folder.data not in self.places:
            self.folder.data = next(iter(self.places), None)

    def validate_folder(self, field: Any) -> None:
        """Take the usual folder that was chosen, where nothing was typed."""
        if "path" not in request.form:
            self.chosen = self.places[field.data][1] if field.data in self.places else None
            if self.chosen is None:
                raise ValidationError(_("Chưa chọn thư mục nào. Bấm vào một thư mục rồi bấm nút."))

    def validate_path(self, field: Any) -> None:
        """Find the folder that was typed; as it came, for a disk knows letters that a cleaned text lacks."""
        if "path" in request.form:
            try:
                self.chosen = typed_folder(request.form["path"], services().folder.path)
            except NoSuchFolder as error:
                raise ValidationError(str(error)) from error


@bp.get("/shops/<shop_id>/folder")
def show(shop_id: str) -> str | Response:
    """Show what is new in the watched folder, or ask which folder to watch."""
    shop = load_shop(read_session(), shop_id)
    visit, offer = _offered(shop_id)
    if request.args.get("part") == "1":
        return _part(shop, visit, offer)
    if visit is None or offer is None:
        return _choose(shop, FolderForm(formdata=None), visit)
    return render_template("folders/watch.html", **_told(shop, visit, offer))


def _offered(shop_id: str) -> tuple[Visit | None, Offer | None]:
    """Look into the folder of the visit that goes on; no offer where none is watched or it is not there."""
    visit = visits.current(read_session(), shop_id)
    if visit is None or visit.folder is None:
        return visit, None
    try:
        return visit, look(read_session(), visit)
    except WatchedFolderGone:
        return visit, None


def _part(shop: Shop, visit: Visit | None, offer: Offer | None) -> str | Response:
    """Answer the script: nothing new, a new piece, or that the whole page has to change."""
    if visit is None or offer is None or request.args.get("state") != offer.state:
        return Response(status=STOP_ASKING, headers={"HX-Refresh": "true"})
    if request.args.get("rev") == offer.rev:
        return Response(status=204)
    return render_template("folders/_offer.html", **_told(shop, visit, offer))


def _told(shop: Shop, visit: Visit, offer: Offer) -> dict[str, Any]:
    path = visit.folder or ""
    left = request.args.getlist("left")
    return {"shop": shop, "offer": offer, "path": glimpse(path, 200), "folder": name_of(path), "left": left}


def name_of(path: str) -> str:
    """Give the name of a folder as it can be shown."""
    return glimpse(Path(path).name or path)


def _choose(shop: Shop, form: FolderForm, visit: Visit | None) -> str:
    hints = {key: _hint(path) for key, (_label, path) in form.places.items()}
    watched = visit.folder if visit else None
    return render_template(
        "folders/choose.html",
        shop=shop,
        form=form,
        hints=hints,
        example=EXAMPLE,
        gone=watched is not None,
        folder=name_of(watched or ""),
        stopped=request.args.get("stopped") if watched is None else None,
    )


def _hint(path: Path) -> str:
    try:
        return _("{n} ảnh đang có. {path}", n=len(snapshot(path)), path=glimpse(str(path), 200))
    except WatchedFolderGone:
        return glimpse(str(path), 200)


@bp.post("/shops/<shop_id>/folder")
def watch(shop_id: str) -> str | AnyResponse:
    """Begin to watch a folder; what lies in it now is never offered. A visit begins when none goes on."""
    form = FolderForm()
    shop = load_shop(read_session(), shop_id, "answer")
    before = _before(form) if form.validate_on_submit() else None
    if before is None:
        return _choose(shop, form, visits.current(read_session(), shop_id))
    with writing() as session:
        visit = visits.current_or_new(session, load_shop(session, shop_id, "answer"))
        # Pressed twice, or in a second tab: what came in meanwhile is still new.
        if visit.folder != str(form.chosen):
            visit.folder, visit.folder_before = str(form.chosen), before
    return redirect(url_for("folders.show", shop_id=shop_id), 303)


def _before(form: FolderForm) -> list[str] | None:
    """Note what is in the chosen folder; none when it cannot be read, which the form then says."""
    try:
        return snapshot(form.chosen or Path())
    except WatchedFolderGone as gone:
        field = form.path if "path" in request.form else form.folder
        field.errors = [*field.errors, f"{gone.issue.message()} {gone.issue.fix()}"]
        return None


@bp.post("/shops/<shop_id>/folder/act")
def act(shop_id: str) -> AnyResponse:
    """Stop watching, go on with the folder that was left by mistake, or bring files back into the list."""
    wish = request.form.get("do", "")
    again: dict[str, Any] = {}
    with writing() as session:
        load_shop(session, shop_id, "answer")
        visit = visits.current(session, shop_id)
        if visit is not None and wish == "stop" and visit.folder is not None:
            # What was there before stays noted until the visit ends, so that a wrong press costs nothing.
            again["stopped"], visit.folder = visit.folder, None
        elif visit is not None and wish == "again" and visit.folder is None:
            visit.folder = _left(request.form.get("folder", ""))
        elif visit is not None and wish == "back":
            bring_back(visit, request.form.getlist("picture"))
    return redirect(url_for("folders.show", shop_id=shop_id, **again), 303)


def _left(path: str) -> str | None:
    """Take back the folder that was left; a path that came some other way must be one that may be chosen."""
    try:
        return str(typed_folder(path[:1000], services().folder.path))
    except NoSuchFolder as error:
        flash(str(error), "warn")
        return None


@bp.post("/shops/<shop_id>/folder/take")
def take(shop_id: str) -> AnyResponse:
    """Put the chosen pictures into a product, or take files off the list."""
    load_shop(read_session(), shop_id, "answer")
    _visit, offer = _offered(shop_id)
    again = url_for("folders.show", shop_id=shop_id)
    if offer is None:
        return redirect(again, 303)
    marks, leave = request.form.getlist("picture"), request.form.get("leave")
    files = [o.found for o in offer.broken] if leave == "broken" else offer.among(marks)
    if not files:
        flash(
            _("Các ảnh này đã được lấy hoặc đổi khác. Chọn lại trong danh sách dưới đây.")
            if marks
            else _("Chưa chọn ảnh nào. Bấm vào ảnh muốn lấy, rồi bấm nút."),
            "warn",
        )
        return redirect(again, 303)
    if leave:
        return _leave(shop_id, [file.mark for file in files])
    return redirect(take_in(shop_id, request.form.get("listing", ""), files) or again, 303)


def _leave(shop_id: str, marks: list[str]) -> AnyResponse:
    with writing() as session:
        load_shop(session, shop_id, "answer")
        leave_out(visits.current(session, shop_id), marks)
    flash(_("Đã bỏ {n} tệp khỏi danh sách. Tệp vẫn còn trong thư mục.", n=len(marks)), "good")
    return redirect(url_for("folders.show", shop_id=shop_id, left=marks), 303)


@bp.get("/shops/<shop_id>/folder/<mark>.jpg")
def preview(shop_id: str, mark: str) -> Response:
    """Show one offered picture small; one that cannot be opened is named on the page from then on."""
    load_shop(read_session(), shop_id)
    visit = visits.current(read_session(), shop_id)
    found = find(visit, mark) if visit else None
    if visit is None or found is None:
        abort(404)
    try:
        # The mark tells one file of a folder from another, and the folder one mark from another.
        known_as = f"{visit.folder}/{mark}"
        cache = services().folder.cache / "pictures"
        wanted = Wanted(found.path, VIEWS["small"], known_as=known_as)
        return send_picture(kept_or_made(cache, wanted), VIEWS["small"])
    except PhotoUnreadable as error:
        refuse(mark, error.issue)
    except (FileNotFoundError, PermissionError):
        # It went, or another program holds it just now.
        pass
    abort(404)
