"""Say, right after a name was told, that such goods may need papers: before work goes in; it stops nobody."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, get_flashed_messages

from merchant_helper.guides.goods import Goods, goods, warn_about
from merchant_helper.guides.topics import CERTAINTIES
from merchant_helper.i18n import gettext
from merchant_helper.web.page import Page

# The page that is shown next takes what was noted, and draws it itself.
_NOTED = "goods"


class Told(NamedTuple):
    """Be a kind of goods, and how sure its papers are, in words."""

    kind: Goods
    sure: str


def note_goods(name: str) -> None:
    """Note for the next page what a name tells; goods that most shops sell stop nobody."""
    for kind in warn_about(name):
        if not kind.everyday:
            flash(kind.key, _NOTED)


def told_goods(page: Page, step: str) -> list[Told]:
    """Give the kinds that a page of the wizard speaks of: where a name is asked, those of the name."""
    noted = get_flashed_messages(category_filter=[_NOTED])
    if step == "name":
        found = [kind for kind in warn_about(page.facts.name or "") if not kind.everyday]
    else:
        found = [goods()[key] for key in noted if key in goods()]
    return [Told(kind, gettext(CERTAINTIES[kind.certainty])) for kind in found]


def everyday_goods(page: Page) -> list[Goods]:
    """Give the kinds of which the helper alone is told."""
    return [kind for kind in warn_about(page.facts.name or "") if kind.everyday]
