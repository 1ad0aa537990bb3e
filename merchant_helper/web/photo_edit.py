"""Edit one photo by hand: keep and erase, hide, turn and crop, light. Each press is one step of its log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import gettext as _
from merchant_helper.photos.edit_values import GRID, EditRefused
from merchant_helper.photos.edits import Edits, to_redo, to_undo, version
from merchant_helper.photos.handwork import suggested_lean, veil
from merchant_helper.photos.model import Photo
from merchant_helper.web import photo_edit_acts as acts
from merchant_helper.web.db import read_session, services, writing
from merchant_helper.web.page import Page, changing, load_page

bp = Blueprint("photo_edit", __name__)

# The pages of the editor; "cut" only where the product was cut out.
MODES = ("cut", "hide", "frame", "light")


@dataclass(frozen=True)
class Edited:
    """Hold the photo of a page of the editor with its present state."""

    page: Page
    photo: Photo
    mode: str

    @property
    def edits(self) -> Edits:
        """Give what was done by hand."""
        return self.photo.edited()

    @property
    def version(self) -> str:
        """Name the state that this page shows."""
        return version(self.photo.edits)

    @property
    def modes(self) -> tuple[str, ...]:
        """List the pages that this photo has."""
        return MODES if self.photo.mask() else MODES[1:]

    @property
    def original(self) -> Path:
        """Say where the original lies."""
        return services().files.path(self.photo.sha256)

    @property
    def mask(self) -> Path | None:
        """Say where the mask that counts lies."""
        kept = self.photo.mask()
        return services().files.path(kept) if kept else None

    def url(self, mode: str) -> str:
        """Give the address of one page of this photo's editor."""
        return edit_url(self.page, self.photo, mode=mode, to=came_from())

    def picture(self, view: str) -> str:
        """Give the address of a picture of this photo."""
        return url_for("pictures.photo", shop_id=self.page.shop.id, photo_id=self.photo.id, view=view)


def edit_url(page: Page, photo: Photo, *, mode: str = "", to: str = "cover") -> str:
    """Give the address of a photo's editor; ``to`` is the page that it leads back to."""
    mode = mode or ("cut" if photo.mask() else "frame")
    back = {"to": "review"} if to == "review" else {}
    where = {
        "shop_id": page.shop.id,
        "listing_id": page.listing.id,
        "photo_id": photo.id,
        **back,
        **changing(),
    }
    return url_for("photo_edit.show", mode=mode, **where)


bp.add_app_template_global(edit_url)


def came_from() -> str:
    """Tell which page the editor leads back to."""
    return "review" if request.args.get("to") == "review" else "cover"


@bp.get("/shops/<shop_id>/listings/<listing_id>/photos/<photo_id>/edit/<mode>")
def show(shop_id: str, listing_id: str, photo_id: str, mode: str) -> str | AnyResponse:
    """Show one page of the editor, with the photo before and after."""
    edited = _load(read_session(), shop_id, listing_id, photo_id, mode)
    if mode not in edited.modes:
        return redirect(edited.url("hide"))
    log = edited.photo.edits
    return render_template(
        "photos/edit.html",
        page=edited.page,
        edited=edited,
        step="photo-edit",
        back=edited.page.beside(came_from()),
        can_undo=to_undo(log) is not None,
        can_redo=to_redo(log) is not None,
        grid=GRID,
        lean=_lean(edited) if mode == "frame" else 0.0,
        engine=acts.other_engine(edited.photo) if mode == "cut" else None,
    )


@bp.post("/shops/<shop_id>/listings/<listing_id>/photos/<photo_id>/edit/<mode>")
def change(shop_id: str, listing_id: str, photo_id: str, mode: str) -> AnyResponse:
    """Take one step: what was drawn, or what one button stands for."""
    edited = _load(read_session(), shop_id, listing_id, photo_id, mode, "answer")
    wish = acts.read(mode)
    if wish.verb == "done":
        return redirect(edited.page.beside(came_from()), 303)
    # Rows that were rolled back cannot be asked any more.
    then = request.form.get("then", "")
    there = edited.url(then if then in edited.modes else mode)
    onward = edited.page.beside("cover") if wish.verb == "engine" else there
    address = edited.page.shop.address
    try:
        prepared = acts.prepare(edited.photo, wish)
        with acts.unless_it_went(prepared), writing() as session:
            edited = _load(session, shop_id, listing_id, photo_id, mode, "answer")
            notice = acts.act(edited.page, edited.photo, wish, prepared)
    except (EditRefused, PhotoUnreadable) as error:
        notice = f"{error.issue.message(address)} {error.issue.fix(address)}", "warn"
    except FileNotFoundError:
        abort(404)
    except acts.Overtaken:
        notice = _("Ảnh vừa được sửa ở chỗ khác. Xem lại ảnh bên dưới rồi bấm lại."), "warn"
    if notice is not None:
        flash(*notice)
    return redirect(onward, 303)


@bp.get("/shops/<shop_id>/listings/<listing_id>/photos/<photo_id>/veil.png")
def veil_picture(shop_id: str, listing_id: str, photo_id: str) -> Response:
    """Give the veil that shows on a photo what was cut away."""
    edited = _load(read_session(), shop_id, listing_id, photo_id, "cut")
    mask = edited.mask
    if mask is None:
        abort(404)
    try:
        answer = Response(veil(mask), mimetype="image/png")
    except (PhotoUnreadable, FileNotFoundError):
        abort(404)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(mask.name)
    answer.make_conditional(request)
    return answer


def _load(
    session: Session, shop_id: str, listing_id: str, photo_id: str, mode: str, action: str = "see"
) -> Edited:
    """Load a photo of this product for someone who may, else answer 404."""
    page = load_page(session, shop_id, listing_id, action)
    photo = next((one for one in page.photos if one.id == photo_id), None)
    if photo is None or mode not in MODES:
        abort(404)
    return Edited(page, photo, mode)


def _lean(edited: Edited) -> float:
    """Tell how far a photo leans; a file that cannot be read leans nowhere."""
    try:
        return suggested_lean(edited.original, edited.edits)
    except (PhotoUnreadable, FileNotFoundError):
        return 0.0
