"""Add to the log of what is done to a photo by hand, and go back and forth in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session, object_session

from merchant_helper.photos.edit_values import Area, EditRefused, areas_of, checked, frame_of
from merchant_helper.photos.edits import Edits, counting, to_redo, to_undo
from merchant_helper.photos.model import Photo, PhotoEdit

ISSUE_CODES = ("edit.too_many",)
#: Steps of one photo. Nobody needs as many; a program that sends forms might.
MOST_EDITS = 300
#: Hidden parts of one photo: each is drawn again into each picture. What that takes follows from their frames
#: (in whole photos) and their points; a photo of 12 megapixels so takes seconds at most, and no minutes.
MOST_HIDDEN = 400
MOST_HIDDEN_FRAMES, MOST_HIDDEN_POINTS = 16.0, 20_000
#: Points in all steps of one photo, taken back or not: whoever shows the photo loads them all.
MOST_POINTS_KEPT = 60_000


def edits_of(session: Session, photo_id: str) -> Edits:
    """Give the present state of a photo's edits; that of no photo is nothing done."""
    photo = session.get(Photo, photo_id)
    return photo.edited() if photo is not None else Edits()


def add(
    photo: Photo,
    kind: str,
    value: dict[str, Any],
    *,
    by: str,
    mask: str | None = None,
    base: str | None = None,
) -> PhotoEdit:
    """Write one step down; the value is held to its bounds once more. Raises EditRefused."""
    value = checked(kind, value)
    if len(photo.edits) >= MOST_EDITS:
        raise EditRefused("edit.too_many", most=MOST_EDITS)
    if kind in ("strokes", "blur"):
        _hold_to_bounds(photo, kind, areas_of(value))
    number = max((edit.number for edit in photo.edits), default=0) + 1
    step = PhotoEdit(
        number=number, kind=kind, value=value, by=by, undone=0, mask_sha256=mask, base_sha256=base
    )
    photo.edits.append(step)
    _flush(photo)
    return step


def undo(photo: Photo) -> bool:
    """Take the last step back; tells whether there was one."""
    step = to_undo(photo.edits)
    if step is None:
        return False
    step.undone = max(edit.undone for edit in photo.edits) + 1
    _flush(photo)
    return True


def redo(photo: Photo) -> bool:
    """Do again what was taken back last; tells whether there was anything."""
    step = to_redo(photo.edits)
    if step is None:
        return False
    step.undone = 0
    _flush(photo)
    return True


def has_any(photo: Photo) -> bool:
    """Tell whether anything done by hand counts now."""
    counted = counting(photo.edits)
    return bool(counted) and counted[-1].kind != "reset"


def _hold_to_bounds(photo: Photo, kind: str, new: tuple[Area, ...]) -> None:
    """Refuse what would make a photo take too long to show. Raises EditRefused."""
    hidden = (*photo.edited().blur, *new) if kind == "blur" else ()
    if len(hidden) > MOST_HIDDEN:
        raise EditRefused("edit.too_many", most=MOST_HIDDEN)
    if kind == "blur" and _takes_long(new):
        raise EditRefused("edit.too_much")
    kept = sum(len(stroke["p"]) for edit in photo.edits for stroke in edit.value.get("strokes", ()))
    if _takes_long(hidden) or kept + _points(new) > MOST_POINTS_KEPT:
        raise EditRefused("edit.too_many", most=len(photo.edits))


def _takes_long(hidden: tuple[Area, ...]) -> bool:
    return sum(map(frame_of, hidden)) > MOST_HIDDEN_FRAMES or _points(hidden) > MOST_HIDDEN_POINTS


def _points(areas: tuple[Area, ...]) -> int:
    return sum(len(area.points) for area in areas)


def _flush(photo: Photo) -> None:
    session = object_session(photo)
    if session is not None:
        session.flush()
