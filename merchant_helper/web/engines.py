"""Let the volunteer choose how products are cut out, and look after the models that this takes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from merchant_helper.bulk.folders import usual_folders
from merchant_helper.errors import DiskFull, EngineUnavailable, ModelRefused
from merchant_helper.i18n import gettext as _
from merchant_helper.photos.cutout import choice, download, usb
from merchant_helper.photos.cutout.known import KNOWN, KnownModel
from merchant_helper.photos.cutout.shelf import USABLE, ModelShelf, ModelState
from merchant_helper.photos.cutout.trial import try_out
from merchant_helper.text import glimpse
from merchant_helper.web.db import services
from merchant_helper.web.model_fetch import Fetch, fetches
from merchant_helper.web.words_form import WordsForm

bp = Blueprint("engines", __name__, url_prefix="/settings/cutout")
MOST_FOUND = 8
EXAMPLE = r"E:\models\u2netp.onnx" if os.name == "nt" else "/media/usb/u2netp.onnx"
# A script that asked once asks no more at this status (htmx).
STOP_ASKING = 286


@dataclass(frozen=True)
class Row:
    """Hold one model as the page shows it; ``here`` are bytes of a fetch that was broken off."""

    state: ModelState
    known: KnownModel | None
    fetch: Fetch | None
    here: int
    host: str


class WayForm(WordsForm):
    """Ask which way ``auto`` takes."""

    way = RadioField(validate_choice=False)

    def __init__(self, shelf: ModelShelf, states: tuple[ModelState, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        ready = [state.name for state in states if state.state == "ready"]
        names = {"u2netp": _("Kỹ hơn"), "u2net": _("Kỹ nhất, chậm")}
        labels = [(name, names.get(name, name)) for name in ready]
        self.way.choices = [SelectChoice(choice.PLAIN, _("Nhanh")), *(SelectChoice(*one) for one in labels)]
        if not self.is_submitted():
            self.way.data = shelf.best() or choice.PLAIN

    def validate_way(self, field: Any) -> None:
        """Want one of the ways that are ready."""
        if field.data not in {one.value for one in field.choices}:
            raise ValidationError(_("Cách này chưa sẵn sàng. Chọn một cách trong danh sách."))


@bp.get("")
def show() -> str | Response:
    """Show the ways, the models with what was checked of them, and how to add one."""
    shelf = _shelf()
    states = shelf.list()
    if request.args.get("part") == "1":
        if not _going(states):
            # The whole page changes: there is one more way to choose.
            return Response(status=STOP_ASKING, headers={"HX-Refresh": "true"})
        return render_template("engines/_models.html", rows=_rows(shelf, states), going=True)
    return _page(shelf, states, WayForm(shelf, states, formdata=None))


@bp.post("")
def choose() -> str | Response:
    """Remember the way for this data folder."""
    shelf = _shelf()
    states = shelf.list()
    form = WayForm(shelf, states)
    if not form.validate_on_submit():
        return _page(shelf, states, form)
    shelf.choose(form.way.data)
    flash(_("Đã nhớ cách tách nền. Ảnh từ bây giờ làm theo cách này."), "good")
    return redirect(url_for("engines.show"), 303)


@bp.post("/add")
def add() -> Response:
    """Take a model from a file: sent, found on a stick, or named by its path."""
    shelf = _shelf()
    sent, path = request.files.get("model"), request.form.get("path", "").strip().strip("\"'“”")
    key = request.form.get("found")
    if key is not None:
        file = next((file for file in _found() if _key(file) == key), None)
        if file is None:
            flash(_("Không còn thấy tệp đó. Cắm lại USB rồi tìm lần nữa."), "warn")
            return redirect(url_for("engines.show", look=1), 303)
        _added(lambda: shelf.add(file, trial=lambda copy: try_out(copy, glimpse(file.name))))
    elif sent is not None and sent.filename:
        name = glimpse(Path(sent.filename).name, 60)
        size = sent.stream.seek(0, os.SEEK_END)
        sent.stream.seek(0)
        trial = lambda copy: try_out(copy, name)  # noqa: E731
        _added(lambda: shelf.add_stream(sent.stream, name, size=size, trial=trial))  # type: ignore[arg-type]
    elif path:
        _from_path(shelf, Path(path.replace("\0", "")))
    else:
        flash(_("Chưa chọn tệp nào. Chọn tệp mẫu, hoặc dán đường dẫn của tệp."), "warn")
    return redirect(url_for("engines.show"), 303)


def _from_path(shelf: ModelShelf, typed: Path) -> None:
    if not typed.is_absolute():
        said = _("Đường dẫn này chưa đủ. Dán cả đường dẫn từ ổ đĩa trở đi, ví dụ {example}", example=EXAMPLE)
        flash(said, "warn")
        return
    _added(lambda: shelf.add(typed, trial=lambda copy: try_out(copy, glimpse(typed.name))))


def _added(take: Callable[[], ModelState]) -> None:
    """Add a model and say how it stands, or why it was not taken."""
    try:
        state = take()
    except (ModelRefused, DiskFull) as error:
        flash(str(error), "warn")
        return
    if state.state == "ready":
        flash(_("Đã thêm mẫu {name}, đã kiểm tra, dùng được khi không có mạng.", name=state.name), "good")
    else:
        said = _(
            "Đã thêm {name}. Mẫu này chưa rõ nguồn, nên chỉ dùng khi gọi tên trong dòng lệnh.",
            name=state.name,
        )
        flash(said, "info")


@bp.post("/fetch")
def fetch() -> Response:
    """Fetch a published model, because this button was pressed; or stop fetching it."""
    model = next((one for one in KNOWN if one.name == request.form.get("name")), None)
    if model is None:
        abort(404)
    if request.form.get("do") == "stop":
        fetches().stop(model.name)
    else:
        fetches().start(model, _shelf(), _mirror())
    return redirect(url_for("engines.show") + "#models", 303)


@bp.post("/verify")
def verify() -> Response:
    """Read every model through again and run it once with the network cut off."""
    shelf, fine = _shelf(), []
    for known in shelf.list():
        state = shelf.verify(known.name)
        if state.state in USABLE:
            try:
                try_out(shelf.checked(state.name)[0], state.name)
                fine.append(state.name)
            except EngineUnavailable as error:
                flash(str(error), "warn")
    if fine:
        flash(_("Đã kiểm tra lại, chạy tốt khi không có mạng: {names}.", names=", ".join(fine)), "good")
    elif not any(state.state == "broken" for state in shelf.list()):
        flash(_("Chưa có mẫu nào để kiểm tra. Cách Nhanh không cần mẫu."), "info")
    return redirect(url_for("engines.show") + "#models", 303)


def _page(shelf: ModelShelf, states: tuple[ModelState, ...], form: WayForm) -> str:
    chosen = shelf.chosen()
    return render_template(
        "engines/show.html",
        form=form,
        example=EXAMPLE,
        rows=_rows(shelf, states),
        going=_going(states),
        lost=chosen if chosen not in (None, choice.PLAIN, shelf.best()) else None,
        ready=any(state.state == "ready" for state in states),
        found=[(_key(file), file) for file in _found()] if request.args.get("look") == "1" else None,
        htmx=_going(states),
    )


def _rows(shelf: ModelShelf, states: tuple[ModelState, ...]) -> list[Row]:
    rows = []
    for state in states:
        known = next((one for one in KNOWN if one.name == state.name), None)
        host = urlsplit(download.address_of(known, _mirror())).hostname or "" if known else ""
        here = download.arrived(shelf, known) if known else 0
        rows.append(Row(state, known, fetches().of(state.name), here, host))
    return rows


def _going(states: tuple[ModelState, ...]) -> bool:
    found = [fetches().of(state.name) for state in states]
    return any(one is not None and not one.ended for one in found)


def _found() -> list[Path]:
    """Look for model files on sticks and among what was downloaded."""
    places = [*usb.drives(), *(path for _label, path in usual_folders())]
    wanted = {model.size for model in KNOWN}
    files = [file for place in places for file, size in usb.model_files(place) if size in wanted]
    return list(dict.fromkeys(files))[:MOST_FOUND]


def _key(file: Path) -> str:
    return hashlib.sha256(os.fsencode(file)).hexdigest()[:16]


def _mirror() -> str:
    return str(current_app.config["MODEL_MIRROR"]).strip()


def _shelf() -> ModelShelf:
    return ModelShelf(services().folder.models)
