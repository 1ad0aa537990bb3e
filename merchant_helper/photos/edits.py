"""Work out what a photo looks like now from the log of what was done to it by hand.

Nothing here touches a file or a database. The log is only ever added to: taking a step back marks it, and a
marked step can be brought again until something new is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from merchant_helper.photos.edit_values import Area, Box, areas_of, box_of

#: Older strokes that are still minded when new ones are drawn; drawing more would take too long.
MOST_BEFORE = 400
#: What can be done by hand, in the order of the page: cut out by brush, hide, turn, set level, crop, light,
#: and all of it taken off. A photo that travelled in a shop's file "came" with what was done to it before:
#: that is part of the photo then, is told for ever, and cannot be taken off.
KINDS = ("strokes", "blur", "turn", "straighten", "crop", "light", "reset", "came")


class Entry(Protocol):
    """Be one step of the log.

    ``undone`` is 0 while the step counts, else the number of the undoing that took it back. ``mask`` is the
    corrected mask's sum after a step of strokes, ``base`` the sum of the engine's mask that it stands on.
    """

    number: int
    kind: str
    value: dict[str, Any]
    undone: int
    mask_sha256: str | None
    base_sha256: str | None


@dataclass(frozen=True)
class Edits:
    """Hold all that rendering has to know; equal edits make equal pictures.

    Areas of ``blur`` are shares of the upright photo. Then comes ``turn`` (degrees clockwise), ``straighten``
    (degrees that the photo leans clockwise; None leaves it to the program) and ``crop``, in shares of what is
    left by then. ``light`` is "on", "original" or None where nobody chose. ``came`` names what had been done
    before the photo came here.
    """

    hand: bool = False
    blur: tuple[Area, ...] = ()
    turn: int = 0
    straighten: float | None = None
    crop: Box | None = None
    light: str | None = None
    came: tuple[str, ...] = ()

    @property
    def reframed(self) -> bool:
        """Tell whether somebody decided about the frame, so that no program moves it any more."""
        return bool(self.turn or self.straighten is not None or self.crop)


NOTHING = Edits()


def derive(log: Iterable[Entry], base: str | None) -> Edits:
    """Give the present state; ``base`` is the sum of the engine's present mask."""
    state = NOTHING
    for entry in counting(log):
        state = _after(state, entry, base)
    return state


def corrected(log: Iterable[Entry], base: str | None) -> str | None:
    """Give the sum of the mask that counts: the last corrected one that stands on ``base``, else ``base``."""
    mask = base
    for entry in counting(log):
        if entry.kind == "reset":
            mask = base
        elif entry.kind == "strokes" and base is not None and entry.base_sha256 == base:
            mask = entry.mask_sha256
    return mask


def strokes_before(log: Iterable[Entry], base: str | None) -> list[Area]:
    """Give the strokes that the present mask already holds, oldest first."""
    strokes: list[Area] = []
    for entry in counting(log):
        if entry.kind == "reset":
            strokes = []
        elif entry.kind == "strokes" and base is not None and entry.base_sha256 == base:
            strokes += areas_of(entry.value)
    return strokes[-MOST_BEFORE:]


def counting(log: Iterable[Entry]) -> list[Entry]:
    """Give the steps that count now, oldest first."""
    return [entry for entry in sorted(log, key=lambda e: e.number) if not entry.undone]


def to_undo(log: Sequence[Entry]) -> Entry | None:
    """Find the step that is taken back next."""
    counted = [entry for entry in counting(log) if entry.kind != "came"]
    return counted[-1] if counted else None


def to_redo(log: Sequence[Entry]) -> Entry | None:
    """Find the step that comes back next: the one taken back last, unless something new was done since."""
    last = to_undo(log)
    later = [e for e in log if e.undone and (last is None or e.number > last.number)]
    return max(later, key=lambda e: e.undone, default=None)


def version(log: Sequence[Entry]) -> str:
    """Name the state that a page shows; any step, back or forth, changes it."""
    return f"{len(log)}-{len(counting(log))}"


def _after(state: Edits, entry: Entry, base: str | None) -> Edits:
    value = entry.value
    if entry.kind == "reset":
        return replace(NOTHING, came=state.came)
    if entry.kind == "turn":
        return _turned(state, int(value["degrees"]))
    told: dict[str, Any] = {}
    if entry.kind == "came":
        told = {"came": (*state.came, *value["names"])}
    elif entry.kind == "strokes":
        told = {"hand": state.hand or (base is not None and entry.base_sha256 == base)}
    elif entry.kind == "blur":
        told = {"blur": (*state.blur, *areas_of(value))}
    elif entry.kind == "straighten":
        told = {"straighten": float(value["degrees"])}
    elif entry.kind == "crop":
        told = {"crop": box_of(value)}
    elif entry.kind == "light":
        told = {"light": str(value["light"])}
    return replace(state, **told)


def _turned(state: Edits, degrees: int) -> Edits:
    """Turn the photo, and with it the box that was cropped before."""
    crop = state.crop
    for _quarter in range(degrees // 90 % 4):
        if crop is not None:
            left, top, right, bottom = crop
            crop = (1 - bottom, left, 1 - top, right)
    return replace(state, turn=(state.turn + degrees) % 360, crop=crop)
