"""Choose the photos: take them in, look through them, decide the doubtful ones, accept the cover."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger, shots
from merchant_helper.listings.kinds import Kind
from merchant_helper.listings.lookalikes import Twin, twins
from merchant_helper.listings.wizard import undecided
from merchant_helper.photos.model import Photo
from merchant_helper.web.guide_pages import drawing
from merchant_helper.web.page import Page, changing, who
from merchant_helper.web.uploads import UploadForm, cutout_state, seconds_left, start_cutout


def show_photos(page: Page) -> str:
    """Ask for photos, from the camera or from the phone's pictures."""
    again = request.args.get("at", type=int)
    taken_off = _last_taken_off(page) if again is not None or not page.photos else None
    return render_template(
        "photos/take.html",
        page=page,
        step="photos",
        form=UploadForm(formdata=None),
        again=again,
        taken_off=taken_off,
        drawing=drawing,
        shots=[(shot, shots.words(shot)) for shot in _kind(page).shots],
    )


def act_photos(page: Page) -> Response:
    """Go on with the photos that are there; files themselves go to their own address."""
    if request.form.get("undo"):
        return _put_back(page)
    return redirect(page.onward(after="photos") if page.photos else page.url("photos"), 303)


def show_review(page: Page) -> str:
    """Show all photos on one page; only a doubtful one says so."""
    kind = _kind(page)
    return render_template(
        "photos/review.html",
        page=page,
        step="review",
        waiting=undecided(page.progress),
        taken_off=_last_taken_off(page),
        hints=_hints(page),
        shown=shots.shown(page.facts, kind),
        shots={shot: shots.words(shot) for shot in dict.fromkeys((*kind.shots, *shots.SHOTS))},
        lacking=shots.missing(page.facts, kind),
        enough=shots.state(page.facts, kind),
    )


def _kind(page: Page) -> Kind:
    """Give the list of photos that counts here; before she says what it is, the one for anything."""
    return shots.wanted(page.facts.kind)


def _hints(page: Page) -> dict[str, str]:
    """Say one thing at most of each photo that can be used: which one it is like, or how to do better."""
    alike = twins(page.session, page.listing, page.photos)
    said = {}
    for photo in page.photos:
        hint = photo.hint(cover=photo is page.cover)
        if photo.id in alike:
            said[photo.id] = _about_twin(alike[photo.id])
        elif hint is not None:
            said[photo.id] = hint.message(page.shop.address)
    return said


def _about_twin(twin: Twin) -> str:
    if twin.number is not None:
        return _("Ảnh này giống ảnh {name}.", name=twin.number)
    if twin.product:
        return _("Ảnh này giống một ảnh của món “{product}”.", product=twin.product)
    return _("Ảnh này giống một ảnh của món khác.")


def act_review(page: Page) -> Response:
    """Move or take off one photo, say what it shows, or go on with all of them.

    Going on also answers the question whether a face, a paper or a number plate is in them: none is.
    """
    photos = list(page.facts.photos)
    for verb, move in (("cover", 0), ("remove", None)):
        chosen = request.form.get(verb)
        if chosen in photos:
            photos.remove(chosen)
            if move is not None:
                photos.insert(move, chosen)
            ledger.write(page.listing, {"photos": photos}, by=who())
            page.refresh()
            if verb == "remove":
                flash(_("Đã bỏ một ảnh khỏi món này. Ảnh gốc vẫn còn trên máy tính."), "good")
            return redirect(page.beside("review" if photos else "photos"), 303)
    if request.form.get("undo"):
        return _put_back(page)
    if (doubted := request.form.get("doubt")) in page.facts.kept:
        kept = [photo for photo in page.facts.kept if photo != doubted]
        ledger.write(page.listing, {"kept": kept}, by=who())
        return redirect(page.beside("photo-doubt"), 303)
    if "shot" in request.form:
        return _say_what_it_shows(page)
    ledger.write(page.listing, {"seen": photos, "private_seen": photos}, by=who())
    page.refresh()
    start_cutout(page)
    return redirect(_onward(page, "review"), 303)


def _say_what_it_shows(page: Page) -> Response:
    photo, _sign, shot = request.form["shot"].partition("=")
    told = shots.with_shot(page.facts, photo, shot)
    if told is not None:
        ledger.write(page.listing, {"shots": told}, by=who())
    return redirect(page.beside("review"), 303)


def show_doubt(page: Page) -> str | Response:
    """Show the first doubtful photo with one piece of advice."""
    waiting = undecided(page.progress)
    if not waiting:
        return redirect(_after_doubts(page))
    photo = next(p for p in page.photos if p.id == waiting[0])
    advice = photo.doubts(cover=photo is page.cover)[0]
    return render_template(
        "photos/doubt.html",
        page=page,
        step="photo-doubt",
        form=UploadForm(formdata=None),
        photo=photo,
        advice=advice,
    )


def act_doubt(page: Page) -> Response:
    """Use a doubtful photo anyway, or leave it out and take it again."""
    chosen = request.form.get("photo", "")
    if chosen in page.facts.photos:
        if request.form.get("choice") == "again":
            return _take_again(page, chosen)
        ledger.write(page.listing, {"kept": [*page.facts.kept, chosen]}, by=who())
        page.refresh()
    return redirect(_after_doubts(page), 303)


def _after_doubts(page: Page) -> str:
    """Go to the next doubtful photo, then to the page of all of them, unless she has looked through it."""
    if undecided(page.progress):
        return page.beside("photo-doubt")
    looked_through = set(page.facts.photos) <= set(page.facts.seen)
    return _onward(page, "photo-doubt") if looked_through else page.beside("review")


def show_cover(page: Page) -> str | Response:
    """Show the cover before and after, or how far the work is."""
    cover = page.cover
    if cover is None:
        return redirect(page.url("photos"))
    cutout, state = cover.cutout, "blank" if _found_nothing(cover) else cutout_state(page)
    if request.args.get("part") == "1" and state != "queued":
        # htmx stops asking at 286; the whole page changes when the picture is ready.
        return Response(status=286, headers={"HX-Refresh": "true"})
    return render_template(
        "photos/_cover_state.html" if request.args.get("part") == "1" else "photos/cover.html",
        page=page,
        step="cover",
        photo=cover,
        cutout=cutout,
        state=state,
        seconds=seconds_left(page) if state == "queued" else None,
    )


def act_cover(page: Page) -> Response:
    """Choose the cut-out or the photo as it is, start the work again, or go on without waiting."""
    choice, cover = request.form.get("choice"), page.cover
    if cover is None:
        return redirect(page.url("photos"), 303)
    if choice == "again":
        return _take_again(page, cover.id)
    if choice == "start":
        start_cutout(page, anew=True)
        return redirect(page.beside("cover"), 303)
    ready = _is_ready(cover)
    if choice in ("cutout", "original") and (choice == "original" or ready):
        ledger.write(page.listing, {"cover": choice, "cover_of": cover.id}, by=who())
        page.refresh()
    return redirect(_onward(page, "cover"), 303)


def _is_ready(photo: Photo) -> bool:
    return photo.cutout is not None and photo.cutout.state == "done" and not _found_nothing(photo)


def _found_nothing(photo: Photo) -> bool:
    """Tell whether nothing was found in the photo: then there is no picture on white to show or to choose."""
    return photo.cutout is not None and any(i.code == "cutout.nothing_found" for i in photo.cutout.found())


def _belongs(page: Page, photo_id: str) -> bool:
    photo = page.session.get(Photo, photo_id)
    return photo is not None and photo.shop_id == page.shop.id


def _take_again(page: Page, photo_id: str) -> Response:
    """Take one photo off and ask for another one, which gets its place: a cover stays the cover."""
    photos = list(page.facts.photos)
    at = photos.index(photo_id)
    photos.remove(photo_id)
    ledger.write(page.listing, {"photos": photos}, by=who())
    return redirect(page.beside("photos", at=at), 303)


def _put_back(page: Page) -> Response:
    """Bring a photo that was taken off back to where it stood; a second press changes nothing."""
    photos, wanted = list(page.facts.photos), request.form["undo"]
    if wanted not in photos and _belongs(page, wanted):
        photos.insert(_stood_at(page, wanted), wanted)
        ledger.write(page.listing, {"photos": photos}, by=who())
    return redirect(page.beside("review" if photos else "photos"), 303)


def _last_taken_off(page: Page) -> str | None:
    """Find the photo that was taken off last, so that it can come back."""
    for answer in reversed(page.listing.answers):
        gone = (
            [p for p in answer.value or () if p not in page.facts.photos] if answer.field == "photos" else []
        )
        if gone:
            return str(gone[-1])
    return None


def _stood_at(page: Page, photo_id: str) -> int:
    """Tell where among the photos this one stood last."""
    orders = [a.value for a in page.listing.answers if a.field == "photos" and photo_id in (a.value or ())]
    return orders[-1].index(photo_id) if orders else len(page.facts.photos)


def _onward(page: Page, step: str) -> str:
    onward = page.onward(after=step)
    if not changing() or onward == page.url("photo-doubt"):
        return onward
    return page.url("check")
