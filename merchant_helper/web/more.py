"""List what may be done with a product besides the questions: nobody has to, and nothing waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from merchant_helper.i18n import gettext, mark
from merchant_helper.web.db import read_session
from merchant_helper.web.page import load_page

bp = Blueprint("more", __name__)


@dataclass(frozen=True)
class Extra:
    """Be one page on one product: its endpoint (shop_id and listing_id lead to it), its name, its why."""

    endpoint: str
    label: str
    why: str
    picture: str = "edit"


# In the order in which they help.
EXTRAS: tuple[Extra, ...] = (
    Extra("words.show", mark("Xem lại lời văn"), mark("Từ nào sàn không nhận, dấu nào còn thiếu.")),
)


@bp.app_template_global()
def extras() -> tuple[Extra, ...]:
    """Give the pages that a product has besides the questions."""
    return EXTRAS


@bp.get("/shops/<shop_id>/listings/<listing_id>/more")
def show(shop_id: str, listing_id: str) -> str:
    """Show the pages to choose from."""
    page = load_page(read_session(), shop_id, listing_id)
    rows = [(extra, gettext(extra.label), gettext(extra.why)) for extra in EXTRAS]
    return render_template("listings/more.html", page=page, rows=rows)
