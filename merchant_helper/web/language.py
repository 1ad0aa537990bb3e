"""Choose the language of each request, and give the templates their words.

The choice lives in a cookie of its own, so that asking for it never touches the signed session.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Flask, current_app, g, redirect, request
from werkzeug.exceptions import BadHost
from werkzeug.wrappers import Response

from merchant_helper.i18n import LANGUAGES, Address, fill, gettext, language, set_language, speak
from merchant_helper.text import (
    format_date,
    format_dong_sentence,
    format_megabytes,
    format_time,
    format_vnd,
    vnd_in_words,
)

COOKIE = "lang"
DAYS_400 = 400 * 24 * 3600
NAMES = {"vi": "Tiếng Việt", "en": "English"}

bp = Blueprint("language", __name__)


def init_app(app: Flask) -> None:
    """Set the language before each request and teach the templates to speak it."""
    app.before_request(choose)
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        _=gettext, say=say, lang=language, other_language=other_language, here=here, return_to=return_to
    )
    app.jinja_env.filters.update(
        vnd=format_vnd,
        dong=format_dong_sentence,
        date=format_date,
        time=format_time,
        megabytes=format_megabytes,
        in_words=vnd_in_words,
    )


def choose() -> None:
    """Take the language from the cookie; Vietnamese when there is none or it is unknown."""
    set_language(request.cookies.get(COOKIE, "vi"))


@bp.post("/language")
def switch() -> Response:
    """Remember another language and show the same page in it."""
    wanted = request.form.get("lang", "")
    answer = redirect(inside(request.form.get("next", "")), 303)
    if wanted in LANGUAGES:
        answer.set_cookie(
            COOKIE, wanted, max_age=DAYS_400, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return answer


def say(sentence: str, **params: object) -> str:
    """Speak to the owner as her shop chose: fills {co}, {Co}, {nghin} and the bracket groups.

    What the parameters hold is put in last and stays as it was typed.
    """
    return fill(speak(sentence, g.get("address") or Address()), params)


def other_language() -> tuple[str, str]:
    """Give code and name of the language that the page is not in."""
    code = "en" if language() == "vi" else "vi"
    return code, NAMES[code]


def here() -> str:
    """Give the address of this page with its query, for a form that comes back to it."""
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def return_to() -> str:
    """Give the address that shows this page again after a switch of language; it must open without a form."""
    if request.method in ("GET", "HEAD"):
        return here()
    try:
        opens = current_app.create_url_adapter(request)
    except BadHost:
        # It asked for a name that no network can hold; the page that refuses it asks here, too.
        return "/"
    return here() if opens is not None and opens.test(request.path, "GET") else "/"


def inside(address: str) -> str:
    """Let an address through only when it leads to a page of ours; else the first page."""
    clean = address.isprintable() and "\\" not in address
    return address if clean and address.startswith("/") and not address.startswith("//") else "/"
