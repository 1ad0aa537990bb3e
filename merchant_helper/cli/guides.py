"""List the cards of the guides, print one, or look for facts that have grown old."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from merchant_helper.cli.calling import Call, pass_call, usage_problem, verb
from merchant_helper.cli.outcome import Ended, Status, wrong_call
from merchant_helper.guides.sources import source_text
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.text import format_date

if TYPE_CHECKING:
    from merchant_helper.guides.check import Finding
    from merchant_helper.guides.model import Card, Guides

ISSUE_CODES = ("cli.no_such_card",)
#: The word in place of a card's key that looks for old facts.
CHECK = "check"
STATES = {
    "ok": mark("còn dùng"),
    "past": mark("đã quá ngày"),
    "unknown": mark("chưa rõ, cần hỏi"),
    "dead": mark("nguồn không trả lời"),
}


@verb("guides")
@click.argument("card", metavar="[CARD|check]", required=False)
@click.option(
    "--links", is_flag=True, help=mark("Hỏi lại từng địa chỉ nguồn (cần mạng; lần lượt, có giới hạn).")
)
@pass_call
def guides(call: Call, card: str | None, links: bool) -> Status:
    """List all cards, show one, or check the facts of all."""
    from merchant_helper.guides.load import bundled

    known = bundled()
    if card == CHECK:
        return check(call, known, links=links)
    if links:
        raise Ended(usage_problem(_("--links đi với check."), "guides"))
    if card is None:
        return list_cards(call, known)
    if card.lower() not in known.cards:
        raise wrong_call("cli.no_such_card", "card", seen=card, known=", ".join(known.cards))
    return show(call, known, known.cards[card.lower()])


def list_cards(call: Call, known: Guides) -> Status:
    """Tell each card by its key and title."""
    today = date.today()
    for card in known.cards.values():
        title = card.page().title
        old = any(known.facts[key].is_past(today) for key in card.facts)
        record = {
            "card": card.key,
            "fact": None,
            "state": "past" if old else "ok",
            "title": title,
            "topic": card.topic,
            "what": card.kind,
            "checked_on": card.file.checked_on.isoformat(),
            "certainty": card.file.certainty,
        }
        seen = _("xem ngày {day}", day=format_date(card.file.checked_on))
        call.report.item(record, f"{card.key:<28} {title} ({seen})")
    call.report.summary({"cards": len(known.cards)}, "")
    return Status.DONE


def show(call: Call, known: Guides, card: Card) -> Status:
    """Print a card in plain text, then each of its facts with day, certainty and source."""
    from merchant_helper.guides.check import states
    from merchant_helper.guides.render import Renderer, plain_card

    today = date.today()
    renderer = Renderer(known, today)
    text = "\n".join(plain_card(card, renderer))
    head = {"card": card.key, "fact": None, "state": "ok", "title": card.page().title, "text": text}
    call.report.item(head, text)
    for finding in states(known, card.key, today):
        fact = known.facts[finding.fact]
        told = fact.model_dump(mode="json", exclude={"key"})
        source = source_text(fact.source)[0]
        sentence = f"- {renderer.plain(f'{{fact:{fact.key}}}')} ({renderer.state(fact)}; {source})"
        call.report.item({**told, **asdict(finding)}, sentence)
    call.report.summary({"cards": 1, "facts": len(card.facts)}, "")
    return Status.DONE


def check(call: Call, known: Guides, *, links: bool) -> Status:
    """Tell the facts past their date and, with ``links``, those whose source is gone."""
    count, dead = {"past": 0, "dead": 0}, set()
    for finding in _findings(known, links=links):
        count[finding.state] += 1
        fact = known.facts[finding.fact]
        if finding.state == "dead":
            dead.add(fact.url)
        ended = f", {format_date(fact.expires_on)}" if finding.state == "past" and fact.expires_on else ""
        where = fact.url if finding.state == "dead" else source_text(fact.source)[0]
        sentence = f"{finding.card or '-'}: {finding.fact} ({_(STATES[finding.state])}{ended}; {where})"
        call.report.item(asdict(finding), sentence)
    said = _("{facts} điều đã xem: {past} quá ngày, {dead} mất nguồn.", facts=len(known.facts), **count)
    # All of them gone at once is a cable that is out, far more often than so many sites.
    if dead and dead == {fact.url for fact in known.facts.values() if fact.url}:
        said += " " + _("Không nguồn nào trả lời: xem máy có mạng không, rồi gọi lại.")
    call.report.summary({"facts": len(known.facts), **count}, said)
    return Status.HELD if any(count.values()) else Status.DONE


def _findings(known: Guides, *, links: bool) -> Iterator[Finding]:
    from merchant_helper.guides.check import asker, dead, past

    yield from past(known, date.today())
    if links:
        import requests

        with requests.Session() as session:
            yield from dead(known, asker(session))
