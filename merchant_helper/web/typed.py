"""Keep what a person typed when its form could not be taken, and offer to send it again."""

from __future__ import annotations

from typing import NamedTuple

from flask import render_template, request
from werkzeug.exceptions import HTTPException

from merchant_helper.web.language import here
from merchant_helper.web.security import from_our_own_page

# Never shown again, never sent again.
SECRET = ("password", "pin", "otp", "csrf_token")
# Sent again, but written by the page and not by a person.
UNSEEN = ("version", "next", "lang")


class Typed(NamedTuple):
    """Hold the fields of a form as they came, and which of them a person would know again."""

    fields: list[tuple[str, str]]
    words: list[str]
    files: bool


def typed() -> Typed:
    """Read the form of this request; nothing when it cannot be read."""
    try:
        pairs = [(n, v) for n, v in request.form.items(multi=True) if n.lower() not in SECRET]
        files = any(file.filename for file in request.files.values())
    except HTTPException:
        return Typed([], [], False)
    seen = [v for n, v in pairs if n not in UNSEEN and not n.startswith("_") and v.strip()]
    return Typed(pairs, seen, files)


def send_again(heading: str, text: str, status: int) -> tuple[str, int] | None:
    """Show what was typed with a button that sends it again; none for a form that is not from our pages."""
    if request.method != "POST" or not from_our_own_page():
        return None
    kept = typed()
    if not kept.fields and not kept.files:
        return None
    page = render_template("errors/again.html", heading=heading, text=text, typed=kept, action=here())
    return page, status
