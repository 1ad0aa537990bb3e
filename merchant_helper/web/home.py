"""Begin: the shops on this machine, and a new one."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from merchant_helper.db.base import utc_now
from merchant_helper.handover.quiet import shops_to_hand_over
from merchant_helper.shops.model import Shop
from merchant_helper.text import vietnamese_sort_key
from merchant_helper.web.db import read_session

bp = Blueprint("home", __name__)


@bp.get("/")
def start() -> str:
    """Show the shops by name, and before them those that wait to be handed over and wiped."""
    session = read_session()
    shops = sorted(session.scalars(select(Shop)), key=lambda shop: vietnamese_sort_key(shop.name))
    waiting = shops_to_hand_over(session, utc_now())
    return render_template("home/start.html", shops=shops, waiting=waiting)
