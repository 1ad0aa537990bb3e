"""Guard every request: the host it asks, the form it sends, and what the browser may do with the answer."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from merchant_helper.network import is_private
from merchant_helper.web.door import on_phone
from merchant_helper.web.publishing import public_host

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
MEGABYTE = 1_000_000

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The one page that the whole net may open, under a name of its own.
PUBLIC = "online.picture"
# A cookie over about 4,093 bytes is dropped without a word, and with it the form tokens.
MOST_COOKIE_BYTES = 3_600

csrf = CSRFProtect()


class StrangeHost(BadRequest):
    """Say that the request asked for a host that this program does not answer to."""


class Sessions(SecureCookieSessionInterface):
    """Keep a session for 400 days from its last use, and within what a cookie holds."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Send the cookie again whenever a page used it, so that its days begin anew."""
        return bool(session.modified or (session.permanent and session.accessed))

    def get_cookie_secure(self, app: Flask) -> bool:
        """Keep the cookie to https where that was asked for; the phones' door speaks plain http."""
        return bool(super().get_cookie_secure(app)) and not on_phone()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Drop messages that would not fit, the last first."""
        if session.modified and session:
            session.permanent = True
            self._fit(app, session)
        super().save_session(app, session, response)

    def _fit(self, app: Flask, session: SessionMixin) -> None:
        signer = self.get_signing_serializer(app)
        while signer and session.get("_flashes") and len(signer.dumps(dict(session))) > MOST_COOKIE_BYTES:
            session["_flashes"] = session["_flashes"][:-1]


def init_app(app: Flask) -> None:
    """Switch all guards on."""
    app.session_interface = Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="merchant_helper",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["SECURE_COOKIES"],
        PERMANENT_SESSION_LIFETIME=timedelta(days=400),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=app.config["MAX_UPLOAD_MB"] * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        MAX_FORM_PARTS=500,
    )
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.before_request(check_host)
    app.before_request(limit_words)
    csrf.init_app(app)
    app.after_request(harden)


def allowed_hosts(app: Flask) -> set[str]:
    """Give the names this program answers to, without ports."""
    configured = app.config["ALLOWED_HOSTS"]
    names = configured.split(",") if isinstance(configured, str) else configured
    return {*LOOPBACK, *(name.strip().lower() for name in names if name.strip())}


def check_host() -> None:
    """Refuse a request for a name that is not ours: some other site may have pointed its own name here.

    Phones come by the laptop's literal address, which nobody else can point anywhere and which may change.
    """
    name = host_name(request.host)
    if name in allowed_hosts(current_app) or (on_phone() and is_private(name)):
        return
    if request.endpoint == PUBLIC and name == public_host(current_app):
        return
    raise StrangeHost


def limit_words() -> None:
    """Hold a form without files to the size of words: it would be read into memory as a whole."""
    if request.mimetype != "multipart/form-data":
        limits = current_app.config["MAX_FORM_MEMORY_SIZE"], current_app.config["MAX_CONTENT_LENGTH"]
        request.max_content_length = min(limits)


def host_name(host: str) -> str:
    """Take the port off a Host header; an IPv6 address keeps its brackets."""
    name, colon, port = host.rpartition(":")
    return (name if colon and (port == "" or port.isdigit()) else host).lower()


def harden(answer: Response) -> Response:
    """Tell the browser what it may do; pages are never stored, for the next person may not see them."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if not on_phone() or request.is_secure:
        # A browser ignores it on plain http outside this computer, and complains with every page.
        answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    answer.headers.setdefault("Cache-Control", "no-store")
    if answer.cache_control.no_cache and _on_this_laptop():
        # What a browser asks about each time lies on its disk all the same, where no wipe reaches it.
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _on_this_laptop() -> bool:
    return not on_phone() and host_name(request.host) in LOOPBACK


def from_our_own_page() -> bool:
    """Tell whether the browser vouches that a form was sent from a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.host}"
