"""Show the guides: topics, cards, one step after another, ways side by side, days to remember, hard words.

The same pages stand twice: ``/guides`` for whoever sits at the laptop, and below a shop, where steps are
remembered and her joined phone may open them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper.guides import compare
from merchant_helper.guides.calendar import ics
from merchant_helper.guides.goods import goods
from merchant_helper.guides.practice import of_card
from merchant_helper.guides.topics import OFFICES, QUESTION_WORDS
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import language
from merchant_helper.shops.guide_steps import done_steps, mark_step
from merchant_helper.text import vietnamese_sort_key
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.guide_pages import Reading, chosen, drawing, reading, searching
from merchant_helper.web.guide_phone import same_on_phone
from merchant_helper.web.page import load_shop

bp = Blueprint("guides", __name__, url_prefix="/guides")
shop_bp = Blueprint("shop_guides", __name__, url_prefix="/shops/<shop_id>/guides")

LONGEST_QUERY = 200


def page(rule: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve a view at both addresses, under its own name."""

    def both(view: Callable[..., Any]) -> Callable[..., Any]:
        for blueprint in (bp, shop_bp):
            blueprint.add_url_rule(rule, endpoint=view.__name__, view_func=view)
        return view

    return both


def draw(template: str, here: Reading, **values: Any) -> str:
    """Draw a page of the guides."""
    return render_template(f"guides/{template}.html", here=here, shop=here.shop, drawing=drawing, **values)


@page("")
def index(shop_id: str | None = None) -> str:
    """Show the topics, or what a search has found."""
    here = reading(shop_id)
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    known = searching(here.guides)
    found = known.find(query, language()) if query else None
    terms = known.find_terms(query) if query else []
    return draw("index", here, query=query, found=found, terms=terms)


@page("/topics/<topic>")
def topic(topic: str, shop_id: str | None = None) -> str:
    """List the cards of one topic."""
    here = reading(shop_id)
    shelf = here.guides.topics.get(topic) or abort(404)
    cards = here.guides.of_topic(topic)
    contacts = here.guides.contacts.values() if topic == "safety" else ()
    return draw("topic", here, topic=shelf, cards=cards, contacts=contacts)


@page("/paper/<topic>")
def paper(topic: str, shop_id: str | None = None) -> str:
    """Show the cards of a topic that are printed on A6, one sheet each."""
    here = reading(shop_id)
    shelf = here.guides.topics.get(topic) or abort(404)
    cards = [card for card in here.guides.of_topic(topic) if card.kind == "a6"]
    if not cards:
        abort(404)
    return draw("paper", here, topic=shelf, cards=cards)


@page("/calendar")
def calendar(shop_id: str | None = None) -> str:
    """List the days to remember."""
    return draw("calendar", reading(shop_id))


@page("/calendar.ics")
def calendar_file(shop_id: str | None = None) -> Response:
    """Send the days as a file that a phone's calendar takes in."""
    answer = Response(ics(reading(shop_id).guides), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="merchant-helper.ics"'
    return answer


@page("/glossary")
def glossary(shop_id: str | None = None) -> str:
    """List the hard words by the alphabet, each with its plain meaning."""
    here = reading(shop_id)
    terms = sorted(here.guides.terms.values(), key=lambda term: vietnamese_sort_key(term.text().lower()))
    return draw("glossary", here, terms=terms)


@page("/compare")
def side_by_side(shop_id: str | None = None) -> str:
    """Choose two or three ways, and see them side by side."""
    here = reading(shop_id)
    ways = [key for key in chosen("way") if key in {card.key for card in here.guides.ways()}]
    table = None
    if compare.FEWEST <= len(ways) <= compare.MOST:
        table = compare.side_by_side(here.guides, ways)
    words = {key: _(text) for key, text in QUESTION_WORDS.items()}
    return draw("compare", here, chosen=ways, table=table, words=words, most=compare.MOST)


@page("/compare/ask")
def ask(shop_id: str | None = None) -> str:
    """Ask one thing after another, then propose one way to begin with and say why."""
    here = reading(shop_id)
    choosing = compare.choosing()
    answers = choosing.known(request.args)
    # "Quay lại" takes the last answer away: the address holds all of them.
    before = dict(list(answers.items())[:-1])
    question = choosing.next_question(answers)
    if question is not None:
        count = len(answers) + 1
        return draw("ask", here, question=question, answers=answers, before=before, count=count)
    first, later = choosing.propose(answers)
    later = [advice for advice in later if advice.way in here.guides.cards]
    return draw("proposal", here, first=first, later=later, before=before, begin=here.card(first.way))


@page("/goods/<kind>")
def goods_kind(kind: str, shop_id: str | None = None) -> str:
    """Tell which papers one kind of goods may need, and whom to ask what."""
    here = reading(shop_id)
    found = goods().get(kind) or abort(404)
    listing = request.args.get("listing")
    # Whoever came from a product goes back to it.
    back = url_for("listings.resume", shop_id=shop_id, listing_id=listing) if shop_id and listing else None
    offices = [_(OFFICES[office]) for office in found.whom]
    return draw("goods", here, kind=found, offices=offices, back=back)


@page("/<card>")
def card(card: str, shop_id: str | None = None) -> str:
    """Show one card with its facts, who to ask and the hard words."""
    here = reading(shop_id)
    found = here.card(card)
    done = done_steps(read_session(), shop_id, card) if shop_id else set()
    contacts = here.guides.contacts.values() if found.topic == "safety" and "police" in found.file.ask else ()
    practice = of_card(card) if shop_id else ()
    told = {"done": done, "contacts": contacts, "practice": practice}
    return draw("card", here, card=found, text=found.page(), **told)


@page("/<card>/steps/<int:number>")
def step(card: str, number: int, shop_id: str | None = None) -> str:
    """Show one step, large."""
    here = reading(shop_id)
    found = here.card(card)
    steps = found.page().steps
    if not 1 <= number <= len(steps):
        abort(404)
    done = done_steps(read_session(), shop_id, card) if shop_id else set()
    qr = same_on_phone(here.shop, here.url("step", card=card, number=number)) if here.shop else None
    line = steps[number - 1]
    return draw("step", here, card=found, number=number, last=len(steps), line=line, done=done, qr=qr)


@shop_bp.post("/<card>/steps/<int:number>")
def step_done(shop_id: str, card: str, number: int) -> AnyResponse:
    """Note that a step is done and go to the next one, or take the note back."""
    here = reading(shop_id, "answer")
    last = len(here.card(card).page().steps)
    if not 1 <= number <= last:
        abort(404)
    done = request.form.get("undo") != "1"
    with writing() as session:
        load_shop(session, shop_id, "answer")
        mark_step(session, shop_id, card, number, done=done)
    if not done:
        return redirect(here.url("step", card=card, number=number), 303)
    following = here.url("step", card=card, number=number + 1)
    return redirect(following if number < last else here.url("card", card=card), 303)
