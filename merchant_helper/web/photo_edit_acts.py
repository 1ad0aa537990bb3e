"""Know what each button of the photo editor does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound

from merchant_helper.bulk.batch import cut_out_photos
from merchant_helper.i18n import gettext as _
from merchant_helper.photos import cutout, editing
from merchant_helper.photos.edit_values import (
    MOST_LEAN,
    EditRefused,
    areas_of,
    squares_in,
    strokes_in,
)
from merchant_helper.photos.edits import Edits, strokes_before, version
from merchant_helper.photos.farewell import in_use
from merchant_helper.photos.handwork import (
    Work,
    corrected_mask,
    light_helps,
    suggested_crop,
    suggested_lean,
)
from merchant_helper.photos.model import Photo
from merchant_helper.web.db import after_commit, services
from merchant_helper.web.exports import forget_exports
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, who

Notice = tuple[str, str]
Step = tuple[str, dict[str, Any]]

ISSUE_CODES = ("edit.light_is_good", "edit.no_product")
TRIM = 0.05
SIDES = ("left", "top", "right", "bottom")
# What these do depends on what the page showed: pressed on an older page they do nothing.
RELATIVE = frozenset(
    {"undo", "redo", "reset", "turn-left", "turn-right", "lean-left", "lean-right"}
    | {f"trim-{side}" for side in SIDES}
)


class Overtaken(Exception):
    """Say that the photo was changed elsewhere since this page was shown."""


@dataclass(frozen=True)
class Wish:
    """Hold what was sent: the page's version, a button's word, and what was drawn."""

    verb: str
    version: str
    drawn: dict[str, Any] | None = None


@dataclass(frozen=True)
class Prepared:
    """Hold what was made before the write began; ``seen`` is the version it was made from."""

    step: Step | None = None
    mask: str | None = None
    new_file: bool = False
    base: str | None = None
    seen: str = ""


def read(mode: str) -> Wish:
    """Read a form of the editor; nothing drawn where drawing is all there is to do is being done."""
    verb, shown = request.form.get("do", ""), request.form.get("version", "")[:20]
    if verb or mode not in ("cut", "hide"):
        return Wish(verb, shown)
    strokes = request.form.get("strokes", "")
    if mode == "cut" and strokes in ("", "[]"):
        return Wish("done", shown)
    return Wish(mode, shown, {"strokes": strokes, "squares": request.form.getlist("square")})


def prepare(photo: Photo, wish: Wish) -> Prepared:
    """Do the slow part, outside of any write: correct the mask, look at the picture. Raises EditRefused."""
    state, seen = photo.edited(), version(photo.edits)
    if wish.verb in ("undo", "redo", "engine"):
        return Prepared(seen=seen)
    step = _step(photo, state, wish)
    if step[0] != "strokes":
        return Prepared(step, seen=seen)
    base, mask = photo.cutout.mask_sha256 if photo.cutout else None, photo.mask()
    if base is None or mask is None:
        raise EditRefused("edit.not_understood")
    store = services().files
    work = Work(store.path(photo.sha256), store.path(mask), tuple(strokes_before(photo.edits, base)))
    kept = store.keep(corrected_mask(work, areas_of(step[1])))
    return Prepared(step, kept.sha256, kept.new, base, seen)


@contextmanager
def unless_it_went(prepared: Prepared) -> Iterator[None]:
    """Delete a mask that was made for a photo that went, or changed, meanwhile."""
    try:
        yield
    except (NotFound, EditRefused, Overtaken):
        if prepared.mask is not None and prepared.new_file:
            with services().database.read() as session:
                used = in_use(session, {prepared.mask})
            if not used:
                services().files.delete(prepared.mask)
        raise


def act(page: Page, photo: Photo, wish: Wish, prepared: Prepared) -> Notice | None:
    """Write the step down. Raises Overtaken, EditRefused."""
    now = version(photo.edits)
    if prepared.seen != now or (wish.verb in RELATIVE and wish.version != now):
        raise Overtaken
    if wish.verb == "undo":
        return None if editing.undo(photo) else (_("Không còn bước nào để bỏ."), "info")
    if wish.verb == "redo":
        after_commit(lambda: forget_exports(page.shop.id, photo.sha256))
        return None if editing.redo(photo) else (_("Không còn bước nào để làm lại."), "info")
    if wish.verb == "engine":
        return _cut_anew(page, photo)
    if prepared.step is None:
        raise EditRefused("edit.not_understood")
    kind, value = prepared.step
    editing.add(photo, kind, value, by=who(), mask=prepared.mask, base=prepared.base)
    if kind in ("blur", "crop"):
        after_commit(lambda: forget_exports(page.shop.id, photo.sha256))
    if wish.version == now:
        return None
    return say(_("Ảnh này vừa được sửa ở chỗ khác; chỗ {co} vừa sửa được thêm vào sau.")), "info"


def other_engine(photo: Photo) -> str | None:
    """Name another way of cutting out than the one that made this mask; None where there is one alone."""
    names = cutout.available(services().folder.models)
    used = (photo.cutout.model or photo.cutout.engine or "plain") if photo.cutout else "plain"
    at = names.index(used) if used in names else 0
    other = names[(at + 1) % len(names)]
    return other if other != used else None


def _cut_anew(page: Page, photo: Photo) -> Notice | None:
    if photo.cutout is None or photo.cutout.state == "queued":
        return None
    database, jobs, engine = services().database, services().jobs, other_engine(photo) or "auto"
    shop_id, photo_id = page.shop.id, photo.id
    after_commit(lambda: cut_out_photos(database, jobs, shop_id, [photo_id], engine))
    return None


def _step(photo: Photo, state: Edits, wish: Wish) -> Step:
    """Turn a wish into a step of the log."""
    if (drawn := wish.drawn) is not None:
        if wish.verb == "cut":
            return "strokes", strokes_in(drawn["strokes"])
        return "blur", strokes_in(drawn["strokes"]) if drawn["strokes"] else squares_in(drawn["squares"])
    if wish.verb not in VERBS:
        raise EditRefused("edit.not_understood")
    return VERBS[wish.verb](photo, state)


def _turn(degrees: int) -> Callable[[Photo, Edits], Step]:
    return lambda _photo, _state: ("turn", {"degrees": degrees})


def _lean(degrees: float) -> Callable[[Photo, Edits], Step]:
    def step(_photo: Photo, state: Edits) -> Step:
        wanted = (state.straighten or 0.0) + degrees
        return "straighten", {"degrees": max(-MOST_LEAN, min(wanted, MOST_LEAN))}

    return step


def _level(photo: Photo, state: Edits) -> Step:
    return "straighten", {"degrees": suggested_lean(services().files.path(photo.sha256), state)}


def _as_it_was(_photo: Photo, _state: Edits) -> Step:
    return "straighten", {"degrees": 0.0}


def _to_product(photo: Photo, state: Edits) -> Step:
    files, mask = services().files, photo.mask()
    box = suggested_crop(files.path(photo.sha256), files.path(mask) if mask else None, state)
    if box is None:
        raise EditRefused("edit.no_product")
    return "crop", {"box": list(box)}


def _trim(side: int) -> Callable[[Photo, Edits], Step]:
    """Take a little off one side: 0 left, 1 top, 2 right, 3 bottom."""

    def step(_photo: Photo, state: Edits) -> Step:
        box = list(state.crop or (0.0, 0.0, 1.0, 1.0))
        box[side] += -TRIM if side >= 2 else TRIM
        return "crop", {"box": [max(0.0, min(at, 1.0)) for at in box]}

    return step


def _whole(_photo: Photo, _state: Edits) -> Step:
    return "crop", {"box": None}


def _light_on(photo: Photo, _state: Edits) -> Step:
    if not light_helps(services().files.path(photo.sha256)):
        raise EditRefused("edit.light_is_good")
    return "light", {"light": "on"}


def _light_original(_photo: Photo, _state: Edits) -> Step:
    return "light", {"light": "original"}


def _reset(_photo: Photo, _state: Edits) -> Step:
    return "reset", {}


VERBS: dict[str, Callable[[Photo, Edits], Step]] = {
    "turn-left": _turn(270),
    "turn-right": _turn(90),
    "lean-left": _lean(1.0),
    "lean-right": _lean(-1.0),
    "level": _level,
    "as-it-was": _as_it_was,
    "to-product": _to_product,
    **{f"trim-{side}": _trim(number) for number, side in enumerate(SIDES)},
    "whole": _whole,
    "light-on": _light_on,
    "light-original": _light_original,
    "reset": _reset,
}
