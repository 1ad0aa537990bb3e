"""Take photos in over the web and hand their cutting-out to the jobs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from merchant_helper.bulk.batch import cut_out_photos, estimate_seconds, resume_batch, stalled
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import Address, fill
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings import ledger
from merchant_helper.listings.wizard import undecided
from merchant_helper.photos.farewell import in_use
from merchant_helper.photos.receive import Received, receive, register
from merchant_helper.text import glimpse
from merchant_helper.web.db import after_commit, read_session, services, writing
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.upload_archives import Unpacked, unpacked

bp = Blueprint("uploads", __name__)
MOST_AT_ONCE = 60
NAMED = 3


class UploadForm(FlaskForm):  # type: ignore[misc]
    """Take several files; what is wrong with one never stops the others."""

    photos = MultipleFileField()


@bp.post("/shops/<shop_id>/listings/<listing_id>/upload")
def upload(shop_id: str, listing_id: str) -> Response:
    """Keep the photos that are photos, and say of the others what to do."""
    page = load_page(read_session(), shop_id, listing_id, "answer")
    if not page.shop.has_agreed:
        return redirect(page.onward(), 303)
    files = [f for f in request.files.getlist("photos") if f.filename]
    if not files:
        flash(_("Chưa có ảnh nào. Bấm “Chụp ảnh” hoặc “Chọn ảnh có sẵn”, rồi bấm nút đưa ảnh vào."), "warn")
        return redirect(_ask_again(page), 303)
    with unpacked(files, MOST_AT_ONCE, services().folder.cache) as sent:
        received, refused = _receive(sent)
        _explain(sent, refused, page.shop.address)
    if not received:
        return redirect(_ask_again(page), 303)
    return redirect(_add(shop_id, listing_id, received), 303)


def _receive(sent: Unpacked) -> tuple[list[Received], list[tuple[str, Issue]]]:
    received: list[Received] = []
    refused: list[tuple[str, Issue]] = []
    for stream, name in sent.opened():
        try:
            received.append(receive(services().files, stream, name))  # type: ignore[arg-type]
        except PhotoUnreadable as error:
            refused.append((glimpse(name), error.issue))
    return received, refused


def _explain(sent: Unpacked, refused: list[tuple[str, Issue]], address: Address) -> None:
    """Say what was left out of all that was sent, and why."""
    if sent.left:
        text = _("Đã lấy {most} ảnh đầu. Còn {rest} ảnh, chọn lại để đưa vào tiếp.")
        flash(fill(text, {"most": MOST_AT_ONCE, "rest": sent.left}), "warn")
    notes = [f"{note.message(address)} {note.fix(address)}" for note in sent.notes]
    for sentence in [*notes, *explained([*sent.refused, *refused], address)]:
        flash(sentence, "warn")


def explained(refused: list[tuple[str, Issue]], address: Address) -> list[str]:
    """Say each reason once, with the files it is about; a few names are enough to find them."""
    by_code: dict[str, list[tuple[str, Issue]]] = {}
    for name, issue in refused:
        by_code.setdefault(issue.code, []).append((name, issue))
    sentences = []
    for files in by_code.values():
        names = ", ".join(name for name, _issue in files[:NAMED])
        if len(files) > NAMED:
            names = _("{names} và {n} tệp nữa", names=names, n=len(files) - NAMED)
        issue = files[0][1]
        sentences.append(f"{names}: {issue.message(address)} {issue.fix(address)}")
    return sentences


def _add(shop_id: str, listing_id: str, received: list[Received]) -> str:
    with unless_she_left(received), writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        if page.shop.has_agreed:
            put_in(page, received, at=_place_of_retake(), instead=request.args.get("instead"))
            # One doubtful photo is asked about at once; several are first shown beside the others.
            return page.beside("photo-doubt" if len(undecided(page.progress)) == 1 else "review")
        onward = page.onward()
    drop(received)
    return onward


@contextmanager
def unless_she_left(received: list[Received]) -> Iterator[None]:
    """Delete what was received for a shop that was wiped while it came in."""
    try:
        yield
    except NotFound:
        drop(received)
        raise


def drop(received: list[Received]) -> None:
    """Delete received photos that no shop refers to."""
    sums = {photo.sha256 for photo in received}
    with services().database.read() as session:
        unused = sums - in_use(session, sums)
    for sha256 in unused:
        services().files.delete(sha256)


def put_in(page: Page, received: list[Received], *, at: int | None = None, instead: str | None = None) -> int:
    """Add received photos to a product, last or at the place of one, and tell how many are new to it.

    ``instead`` is a photo that makes room for them. Its cover is then cut out. The same content twice is no
    second photo.
    """
    new = [register(page.session, page.shop.id, r).id for r in received]
    before = page.facts.photos
    if instead in before:
        at = before.index(instead)
        before = before[:at] + before[at + 1 :]
    at = len(before) if at is None else at
    photos = list(dict.fromkeys([*before[:at], *new, *before[at:]]))
    ledger.write(page.listing, {"photos": photos}, by=who())
    page.refresh()
    start_cutout(page)
    return len(photos) - len(before)


def start_cutout(page: Page, *, anew: bool = False) -> None:
    """Have the cover cut out, once the transaction is through; it goes on while she answers.

    A second press while it waits changes nothing; what a full disk had stopped goes on.
    """
    cover, database, jobs = page.cover, services().database, services().jobs
    if cover is None or (cover.cutout is not None and not anew):
        return
    if cover.cutout is not None and cover.cutout.state == "queued":
        if stopped := stalled(page.session, jobs, cover.id):
            after_commit(lambda: resume_batch(database, jobs, stopped))
        return
    shop_id, photo_id = page.shop.id, cover.id
    after_commit(lambda: cut_out_photos(database, jobs, shop_id, [photo_id]))


def cutout_state(page: Page) -> str:
    """Tell how far the cover's cut-out is; "none" where nobody works on it."""
    cutout = page.cover.cutout if page.cover else None
    if cutout is None:
        return "none"
    stopped = cutout.state == "queued" and stalled(page.session, services().jobs, cutout.photo_id)
    return "none" if stopped else cutout.state


def seconds_left(page: Page) -> int | None:
    """Estimate how long the cover still takes."""
    return estimate_seconds(page.session, [page.cover.id]) if page.cover else None


def _place_of_retake() -> int | None:
    """Read which place the photos take, when they stand in for one that was taken off."""
    at = request.args.get("at", type=int)
    return None if at is None else max(at, 0)


def _ask_again(page: Page) -> str:
    """Give the page that the photos were to be sent from."""
    return page.beside("photo-doubt") if "instead" in request.args else page.beside("photos", **_again())


def _again() -> dict[str, Any]:
    return {} if _place_of_retake() is None else {"at": _place_of_retake()}
