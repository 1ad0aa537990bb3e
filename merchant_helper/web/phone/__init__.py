"""Let the owner's phone in: the door, the codes that open it, and what it may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import select
from werkzeug.http import parse_cookie

from merchant_helper.shops.visits import Visit
from merchant_helper.web.door import Door, on_phone
from merchant_helper.web.phone import guard, joining, laptop
from merchant_helper.web.phone.codes import Guesses, JoinCodes, Presence

if TYPE_CHECKING:
    from merchant_helper.web.db import Services


def init_app(app: Flask, services: Services | None) -> None:
    """Make the door (shut), and put the guard before every page."""

    def wanted() -> bool:
        if services is None:
            return False
        with services.database.read() as session:
            return session.scalar(select(Visit.id).where(Visit.ended_at.is_(None)).limit(1)) is not None

    def known(cookies: str) -> bool:
        if services is None:
            return False
        with services.database.read() as session:
            return guard.was_let_in(session, parse_cookie(cookies).get(guard.COOKIE, ""))

    app.extensions["phone_door"] = Door(app, wanted, known)
    app.extensions["join_codes"] = JoinCodes()
    app.extensions["join_guesses"] = Guesses()
    app.extensions["phone_presence"] = Presence()
    app.jinja_env.globals.update(on_phone=on_phone, phone_may=guard.phone_may, in_app=joining.in_app)
    app.before_request(guard.guard)
    app.register_blueprint(joining.bp)
    app.register_blueprint(laptop.bp)
