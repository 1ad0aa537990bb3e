"""Find cards by what a person types, with or without marks; what stands in a title comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from merchant_helper.guides.model import Card, Guides, Term
from merchant_helper.guides.render import Renderer, used_terms
from merchant_helper.i18n import LANGUAGES, in_language
from merchant_helper.text import nfc, search_key

MOST_WORDS, MOST_LETTERS = 12, 200


@dataclass(frozen=True)
class Entry:
    """Hold one card's words in one language, folded; ``marked`` keeps the marks."""

    card: Card
    title: str
    near: str
    far: str
    marked: str


@dataclass(frozen=True)
class Index:
    """Hold everything that can be found."""

    entries: dict[str, tuple[Entry, ...]]
    terms: tuple[tuple[str, Term], ...]

    def find(self, query: str, language: str, most: int = 20) -> list[Card]:
        """Find cards that hold every word, the best first: title, then lead and headings, then the rest.

        Cards are found by their words in the other language too, after all others.
        """
        words = wanted(query)
        if not words:
            return []
        marked = nfc(query).casefold().split()
        ranked: dict[str, tuple[tuple[int, int, int], Card]] = {}
        place = 0
        for foreign, code in enumerate(sorted(self.entries, key=lambda code: code != language)):
            for entry in self.entries[code]:
                place += 1
                rank = _rank(entry, words)
                if rank is None or entry.card.key in ranked:
                    continue
                plainly = any(word not in entry.marked for word in marked)
                ranked[entry.card.key] = (rank + 10 * foreign, int(plainly), place), entry.card
        best = sorted(ranked.values(), key=lambda found: found[0])
        return [card for _rank_of, card in best[:most]]

    def find_terms(self, query: str, most: int = 3) -> list[Term]:
        """Find words of the glossary, those that begin so first."""
        words = wanted(query)
        text = " ".join(words)
        found = [(not key.startswith(text), term) for key, term in self.terms if text and text in key]
        return [term for _begins, term in sorted(found, key=lambda one: one[0])[:most]]


def wanted(query: str) -> list[str]:
    """Cut a query into folded words; what nobody types by hand is left out."""
    return search_key(query[:MOST_LETTERS]).split()[:MOST_WORDS]


def index(guides: Guides) -> Index:
    """Fold every word once, so that a search only compares."""
    entries = {code: tuple(_entries(guides, code)) for code in LANGUAGES}
    terms = [
        (search_key(name), term)
        for term in guides.terms.values()
        for name in (" | ".join((term.vi, term.en, *term.also)),)
    ]
    return Index(entries, tuple(terms))


def _entries(guides: Guides, code: str) -> Iterable[Entry]:
    # No fact is greyed in an index: the day does not matter.
    renderer = Renderer(guides, date.min)
    with in_language(code):
        for card in guides.cards.values():
            page = card.pages[code]
            headings = (section.heading for section in page.sections)
            words = [guides.terms[key] for key in used_terms(page)]
            known_as = (name for term in words for name in (term.text(code), *term.also))
            far = [renderer.plain(line) for section in page.sections for line in section.lines]
            title, lead = renderer.plain(page.title), renderer.plain(page.lead)
            topic = guides.topics[card.topic].text(code)
            near = " ".join((lead, topic, *headings, *known_as))
            whole = " ".join((title, near, *far)).casefold()
            # A blank before each word: what is typed is the beginning of one.
            keys = [f" {search_key(text)}" for text in (title, near, " ".join(far))]
            yield Entry(card, keys[0], keys[1], keys[2], whole)


def _rank(entry: Entry, words: list[str]) -> int | None:
    """Tell how near the words stand: 0 all in the title, 4 only somewhere; None where one is missing."""
    begun = [f" {word}" for word in words]
    in_title = sum(word in entry.title for word in begun)
    if in_title == len(words):
        return 0 if "".join(begun) in entry.title else 1
    near = sum(word in entry.title or word in entry.near for word in begun)
    if near == len(words):
        return 2 if in_title else 3
    if all(word in entry.title or word in entry.near or word in entry.far for word in begun):
        return 4
    return None
