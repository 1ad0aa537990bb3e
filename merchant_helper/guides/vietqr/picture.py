"""Draw a code and read codes from pictures; what is drawn is read again before anybody sees it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageOps

from merchant_helper.guides.vietqr.compare import Expected, Verdict, compare
from merchant_helper.guides.vietqr.opening import opened
from merchant_helper.guides.vietqr.recognise import Recognised, recognise
from merchant_helper.guides.vietqr.scan import Point, look
from merchant_helper.issues import Issue

ISSUE_CODES = ("vietqr.no_code", "vietqr.not_verified")
# Clear modules around the code, as its standard asks for.
QUIET = 4
# Pixels for one module: a code of 45 modules is then 530 pixels wide.
MODULE = 10


@dataclass(frozen=True)
class Found:
    """Hold a code of a picture: its whole payload, empty when it could not be read, and its four corners."""

    payload: str
    corners: tuple[Point, ...] = ()

    @property
    def recognised(self) -> Recognised:
        """Say what it is."""
        return recognise(self.payload)


def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Give the rows of a payload's code, level M, without the margin; True is black."""
    import segno

    drawn = segno.make(payload, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(one) for one in row) for row in drawn.matrix)


def png(payload: str, module: int = MODULE) -> bytes:
    """Draw a payload as a PNG with ``module`` pixels to a module."""
    rows = modules(payload)
    code = Image.new("1", (len(rows), len(rows)), 1)
    code.putdata([not one for row in rows for one in row])
    whole = ImageOps.expand(code, QUIET, 1).resize(
        [module * (len(rows) + 2 * QUIET)] * 2, Image.Resampling.NEAREST
    )
    out = io.BytesIO()
    whole.save(out, "PNG", optimize=True)
    return out.getvalue()


def svg(payload: str, module: int = MODULE) -> str:
    """Draw a payload as an SVG, black runs in one path on white, sharp at any size."""
    rows = modules(payload)
    side = len(rows) + 2 * QUIET
    runs = "".join(
        f"M{QUIET + start} {QUIET + down}h{length}v1h-{length}z"
        for down, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side * module}" height="{side * module}" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{runs}"/></svg>'
    )


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Give where black begins in a row, and how far it goes."""
    at = 0
    for black, group in groupby(row):
        length = len(list(group))
        if black:
            yield at, length
        at += length


def read(data: bytes) -> list[Found]:
    """Read every code of a picture; an empty list when there is none.

    Raises PhotoUnreadable when the bytes are no picture that is opened here.
    """
    return [Found(seen.text, seen.corners) for seen in look(opened(data))]


def checked(data: bytes, enrolled: Iterable[str | Expected]) -> list[Verdict]:
    """Compare every code of a picture with those enrolled; a picture without one is a verdict too.

    Raises PhotoUnreadable as :func:`read` does.
    """
    known = list(enrolled)
    unread = Verdict("unreadable", recognise(""), None, no_code())
    return [compare(found.payload, known) if found.payload else unread for found in read(data)] or [unread]


def no_code() -> Issue:
    """Say that a picture shows no code that could be read, and how to photograph one."""
    return Issue("vietqr.no_code", "photo", "block")


def verified(payload: str) -> bool:
    """Tell that a payload comes back the same from its picture; only then may it be shown."""
    return shows(png(payload), payload)


def shows(data: bytes, payload: str) -> bool:
    """Tell that a picture holds this one code and nothing else."""
    return [found.payload for found in read(data)] == [payload]


def not_verified() -> Issue:
    """Say that a code did not come back from its picture."""
    return Issue("vietqr.not_verified", "payload", "block")
