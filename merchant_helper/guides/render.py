"""Turn lines of a card into clean HTML, or into plain text for print and reading aloud.

Everything passes nh3 at the end: whatever else a line may hold, no more than these few tags leave here.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from merchant_helper.guides.model import Block, Card, Fact, Guides, Page
from merchant_helper.guides.topics import CERTAINTIES
from merchant_helper.guides.words import FACT, TERM, markdown
from merchant_helper.i18n import Address, fill, gettext, language, speak
from merchant_helper.text import format_date

_ = gettext

TAGS = {"p", "ul", "ol", "li", "strong", "em", "br", "a", "span", "small"}
ATTRIBUTES = {"a": {"href", "class"}, "span": {"class"}, "small": {"class"}}
NOBODY = Address()
# Signs that stand for a link while a line is spoken: speak() takes [brackets] for its own.
_HOLD, _HELD = "\x01{n}\x02", ("\x01", "\x02")


@dataclass(frozen=True)
class Renderer:
    """Write lines for one reader: in the current language, spoken to as her shop chose, on one day."""

    guides: Guides
    today: date
    address: Address = NOBODY

    def line(self, text: str, *, dated: bool = True) -> str:
        """Give one line as HTML without a block around it; without ``dated`` facts show no day."""
        return _line(self.guides.facts, text, self.today, self.address, language(), dated)

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Give paragraphs and lists as HTML."""
        return "".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        lines = [self.line(line) for line in block.lines]
        if block.kind == "p":
            return "".join(f"<p>{line}</p>" for line in lines)
        return f"<{block.kind}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{block.kind}>"

    def fact(self, key: str) -> str:
        """Give one fact as HTML, dated."""
        return clean(_fact(self.guides.facts[key], self.today, self.address, dated=True))

    def state(self, fact: Fact) -> str:
        """Say when a fact was checked and how sure it is, and whether its day is over."""
        return _state(fact, self.today)

    def plain(self, text: str) -> str:
        """Give one line as plain text: for a printer of letters, a search, a voice."""
        text = TERM.sub(r"\1", text)
        text = speak(text, self.address)
        text = FACT.sub(lambda m: _said(self.guides.facts[m[1]], self.address), text)
        return text.replace("**", "")


def clean(text: str) -> str:
    """Let through the few tags that cards are made of, and links within the page alone."""
    import nh3

    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_within, link_rel=None)


def _within(_tag: str, name: str, value: str) -> str | None:
    """Keep a link that stays on its page."""
    return value if name != "href" or value.startswith("#") else None


def plain_card(card: Card, renderer: Renderer) -> Iterator[str]:
    """Give a whole card as lines of plain text."""
    page = card.page()
    yield renderer.plain(page.title)
    yield renderer.plain(page.lead)
    for section in page.sections:
        yield ""
        yield renderer.plain(section.heading)
        for block in section.blocks:
            for number, line in enumerate(block.lines, 1):
                mark = {"p": "", "ul": "- ", "ol": f"{number}. "}[block.kind]
                yield mark + renderer.plain(line)


def used_terms(page: Page, lines: Iterable[str] | None = None) -> list[str]:
    """Name the words of the glossary that a page (or some of its lines) opens, in their order."""
    text = page.lines if lines is None else lines
    return list(dict.fromkeys(key for line in text for _word, key in TERM.findall(line)))


def used_facts(lines: Iterable[str]) -> list[str]:
    """Name the facts that stand in some lines, in their order."""
    return list(dict.fromkeys(key for line in lines for key in FACT.findall(line)))


@lru_cache(maxsize=20_000)
def _bare(text: str, address: Address) -> str:
    """Speak a line and turn it into HTML in which facts still stand as {fact:KEY}."""
    links: list[str] = []

    def hold(match: object) -> str:
        links.append(match[0])  # type: ignore[index]
        return _HOLD.replace("{n}", str(len(links) - 1))

    spoken = speak(TERM.sub(hold, text), address)
    for number, link in enumerate(links):
        spoken = spoken.replace(_HOLD.replace("{n}", str(number)), link)
    made: str = markdown().renderInline(spoken)
    return made.replace('<a href="term:', '<a class="term" href="#term-')


def _line(facts: dict[str, Fact], text: str, today: date, address: Address, code: str, dated: bool) -> str:
    bare = _bare(text, address)
    return clean(FACT.sub(lambda m: _fact(facts[m[1]], today, address, dated=dated), bare))


def _fact(fact: Fact, today: date, address: Address, *, dated: bool) -> str:
    """Write a fact's words with its day, greyed once its day is over; an unknown one with its question."""
    words = html.escape(speak(fact.text(), address), quote=False)
    look = "fact stale" if fact.is_past(today) else "fact" if fact.is_known else "fact unsure"
    more = f" <small>({html.escape(_briefly(fact, today), quote=False)})</small>" if dated else ""
    question = ""
    if fact.ask is not None and not fact.is_known:
        asked = html.escape(speak(fact.ask.text(), address), quote=False)
        question = f": “{asked}”"
    return f'<span class="{look}">{words}{question}</span>{more}'


def _said(fact: Fact, address: Address) -> str:
    words = speak(fact.text(), address)
    if fact.ask is not None and not fact.is_known:
        return f"{words}: “{speak(fact.ask.text(), address)}”"
    return words


def _briefly(fact: Fact, today: date) -> str:
    """Say inside a sentence only the day, and what is less than sure; the list below the card says it all."""
    if fact.is_past(today) or fact.certainty not in ("A", "B"):
        return _state(fact, today)
    return format_date(fact.checked_on)


def _state(fact: Fact, today: date) -> str:
    day = format_date(fact.checked_on)
    if fact.is_past(today):
        return _("xem lần cuối ngày {day}, có thể đã đổi: hỏi lại trước khi làm theo", day=day)
    return fill(_("xem ngày {day}, {sure}"), {"day": day, "sure": _(CERTAINTIES[fact.certainty])})
