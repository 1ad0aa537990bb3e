"""Keep what a person typed when its form could not be taken, and offer to send it again."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import render_template, request
from werkzeug.exceptions import HTTPException

from merchant_helper.web.language import here, inside
from merchant_helper.web.security import from_our_own_page

# Never shown again, never sent again.
SECRET = ("password", "pin", "otp", "csrf_token")
# Sent again, but written by the page and not by a person.
UNSEEN = ("version", "next", "lang", "picture", "shown", "payload")
# Keys of answers ("cutout", "food") and ids: nobody would know them again.
_KEY = re.compile(r"[a-z_-]+|[A-Za-z0-9_-]{16}")


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
    seen = [v for n, v in pairs if n not in UNSEEN and v.strip() and not _KEY.fullmatch(v)]
    return Typed(pairs, seen, files)


def send_again(heading: str, text: str, status: int) -> tuple[str, int] | None:
    """Show what was typed with a button that sends it again; none for a form that is not from our pages."""
    if request.method != "POST" or not from_our_own_page():
        return None
    kept = typed()
    if not kept.fields and not kept.files:
        return None
    page = render_template(
        "errors/again.html", heading=heading, text=text, typed=kept, action=here(), before=page_before()
    )
    return page, status


def page_before() -> str:
    """Give the page of ours that the form stood on; the first page when the browser does not tell."""
    try:
        told = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    ours = told.netloc == request.host
    return inside(told.path + (f"?{told.query}" if told.query else "")) if ours else "/"
