"""Give the pages of the guides what they share: the cards, the reader they speak to, their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from flask import abort, current_app, g, request, url_for
from markupsafe import Markup, escape

from merchant_helper.db.base import utc_now
from merchant_helper.guides.load import bundled
from merchant_helper.guides.model import Block, Card, Fact, Guides, Term
from merchant_helper.guides.render import Renderer, used_facts, used_terms
from merchant_helper.guides.search import Index, index
from merchant_helper.guides.sources import source_text
from merchant_helper.guides.topics import CERTAINTIES, FIRST_AID, OFFICES
from merchant_helper.i18n import Address, gettext, language
from merchant_helper.shops.model import Shop
from merchant_helper.text import local
from merchant_helper.web.assets import Assets
from merchant_helper.web.db import read_session
from merchant_helper.web.page import load_shop

#: Where a test puts another folder's guides.
EXTENSION = "guides"
_indices: dict[int, tuple[Guides, Index]] = {}


@dataclass
class Reading:
    """Hold what one page of the guides stands on: everything, and the shop that reads it, if any."""

    guides: Guides
    shop: Shop | None

    @cached_property
    def renderer(self) -> Renderer:
        """Speak to the shop's owner, today."""
        return Renderer(self.guides, local(utc_now()).date(), g.get("address") or Address())

    def url(self, page: str, **values: Any) -> str:
        """Give the address of a page of the guides: the shop's own where a shop reads."""
        if self.shop is None:
            return url_for(f"guides.{page}", **values)
        return url_for(f"shop_guides.{page}", shop_id=self.shop.id, **values)

    @property
    def back_url(self) -> str:
        """Give the address that the guides were opened from."""
        return url_for("shops.show", shop_id=self.shop.id) if self.shop else url_for("home.start")

    def card(self, key: str) -> Card:
        """Find a card, or answer 404."""
        return self.guides.cards.get(key) or abort(404)

    def line(self, text: str) -> Markup:
        """Write one line of a card."""
        return Markup(self.renderer.line(text))  # noqa: S704 -- render lets a handful of tags through

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Write the blocks of a section."""
        return Markup(self.renderer.blocks(blocks))  # noqa: S704 -- as above

    def fact(self, key: str) -> Markup:
        """Write one fact with its day."""
        return Markup(self.renderer.fact(key))  # noqa: S704 -- as above

    def plain(self, text: str) -> str:
        """Write one line without any tags."""
        return self.renderer.plain(text)

    def state(self, fact: Fact) -> str:
        """Say when a fact was checked."""
        return self.renderer.state(fact)

    def source(self, source: str) -> Markup:
        """Say where something comes from; words that are not the page's carry their language."""
        text, spoken = source_text(source)
        return escape(text) if spoken == language() else Markup('<span lang="vi">{}</span>').format(text)

    def sure(self, certainty: str) -> str:
        """Say in words how sure something is."""
        return gettext(CERTAINTIES[certainty])

    def is_past(self, fact: Fact) -> bool:
        """Tell whether a fact's last day is over."""
        return fact.is_past(self.renderer.today)

    def offices(self, card: Card) -> list[str]:
        """Say who can be asked about a card."""
        return [gettext(OFFICES[office]) for office in card.file.ask]

    def terms(self, card: Card, lines: Iterable[str] | None = None) -> list[Term]:
        """Give the hard words that a card (or some of its lines) opens."""
        return [self.guides.terms[key] for key in used_terms(card.page(), lines)]

    def facts(self, card: Card, lines: Iterable[str] | None = None) -> list[Fact]:
        """Give the facts of a card (or of some of its lines)."""
        keys = card.facts if lines is None else used_facts(lines)
        return [self.guides.facts[key] for key in keys]

    @property
    def first_aid(self) -> str | None:
        """Give the address of what to do right after a loss, one tap away from everywhere."""
        return self.url("card", card=FIRST_AID) if FIRST_AID in self.guides.cards else None


def reading(shop_id: str | None = None, action: str = "see") -> Reading:
    """Open the guides for a shop that may be seen, or for nobody in particular."""
    shop = load_shop(read_session(), shop_id, action) if shop_id is not None else None
    return Reading(loaded(), shop)


def loaded() -> Guides:
    """Give the program's own guides, or the ones that a test has put in their place."""
    load = cast("Callable[[], Guides]", current_app.extensions.get(EXTENSION, bundled))
    return load()


def searching(guides: Guides) -> Index:
    """Give the folded words of some guides, made once."""
    known = _indices.get(id(guides))
    if known is None or known[0] is not guides:
        known = _indices[id(guides)] = guides, index(guides)
    return known[1]


def drawing(name: str | None) -> Markup:
    """Give one of our own line drawings to stand in a page; none where there is no file of this name."""
    assets: Assets = current_app.extensions["assets"]
    found = assets.find(f"drawings/{name}.svg") if name else None
    return Markup(found.body.decode()) if found else Markup()  # noqa: S704 -- drawn by us, held by a test


def chosen(name: str) -> list[str]:
    """Read what was ticked, each once, in its order."""
    return list(dict.fromkeys(request.args.getlist(name)))
