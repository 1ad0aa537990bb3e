"""Show on the laptop the page that the phone stands on: large, to be read, with nothing to press."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import current_app, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from merchant_helper.listings.wizard import BY_NAME, may_open
from merchant_helper.shops.visits import Phone
from merchant_helper.web.door import MARK
from merchant_helper.web.listings import STEP_VIEWS
from merchant_helper.web.page import Page, load_page
from merchant_helper.web.phone.guard import DONE, presence


@dataclass(frozen=True)
class Mirrored:
    """Hold one page as the laptop shows it; ``rev`` changes when something to be seen changes."""

    html: Markup
    rev: str
    step: str | None


def mirrored(session: Session, shop_id: str, phone: Phone) -> Mirrored:
    """Draw the page that this phone stands on; an empty one where it is at none of the questions."""
    if phone.step == DONE:
        return Mirrored(Markup(), "done", "done")
    page = _page_of(session, shop_id, phone)
    if page is None or phone.step is None:
        return Mirrored(Markup(), "list", None)
    # As the phone asked for it: what stands in the address of the laptop's page is no business of this one.
    # A context of its own keeps the tokens of both pages apart.
    address = page.url(phone.step, **presence().asked(phone.id))
    asked = current_app.test_request_context(address, environ_overrides={MARK: True})
    with current_app.app_context(), asked:
        g.mirror, g.shop, g.address = True, page.shop, page.shop.address
        try:
            body = STEP_VIEWS[phone.step].show(page)
        except HTTPException:
            return Mirrored(Markup(), "between", phone.step)
        if not isinstance(body, str):
            return Mirrored(Markup(), "between", phone.step)
        # Each request signs the token anew: that is no change to be seen.
        rev = hashlib.sha256(body.replace(generate_csrf(), "").encode()).hexdigest()[:16]
    # Our own templates drew it, and they escape what people typed.
    return Mirrored(Markup(body), rev, phone.step)  # noqa: S704


def _page_of(session: Session, shop_id: str, phone: Phone) -> Page | None:
    if phone.listing_id is None or phone.step not in BY_NAME:
        return None
    try:
        page = load_page(session, shop_id, phone.listing_id)
    except HTTPException:
        return None
    return page if may_open(page.progress, phone.step) else None
