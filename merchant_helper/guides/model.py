"""Say what cards, facts and words of the glossary hold; what is read from files is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from merchant_helper.i18n import language as current_language
from merchant_helper.text import nfc

Kind = Literal["way", "steps", "law", "scam", "card", "a6"]
# A: the text itself was read; B: several sources agree; C: one source; D: well known, not verified.
Certainty = Literal["A", "B", "C", "D"]
Office = Literal["bank", "tax", "platform", "carrier", "market", "police"]
# Under another name for the class that has a field called date.
Date = date
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$")]

#: The owner's questions about a way to be paid, in the order in which they are compared.
QUESTIONS = (
    *("who", "papers", "steps_time", "money_when", "fee", "limit"),
    *("offline", "refund", "foreign", "tax", "good", "bad"),
)
SECTIONS = (
    *("what", "who", "papers", "steps", "money", "fee", "limit", "offline", "refund"),
    *("good", "bad", "mistakes", "questions", "never", "signs", "do", "ask"),
)


def _clean(text: str) -> str:
    if not text.strip() or text != text.strip():
        raise ValueError("empty, or with blanks around it")
    if text != nfc(text):
        raise ValueError("letters and marks stand apart: write it in NFC")
    if "<" in text and ">" in text:
        raise ValueError("HTML has no place here")
    return text


Text = Annotated[str, AfterValidator(_clean)]


class Strict(BaseModel):
    """Refuse keys that nobody reads, and changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """Say one thing in both languages."""

    vi: Text
    en: Text

    def text(self, language: str | None = None) -> str:
        """Give the words in a language, the current one unless told."""
        return self.en if (language or current_language()) == "en" else self.vi


class Fact(Words):
    """Say one thing that may change, with the day and the source it was checked against.

    One that is "unknown" carries the question to ask in ``ask``.
    """

    key: Key
    value: int | None = None
    checked_on: date
    source: Text
    url: Annotated[str | None, Field(pattern=r"^https?://[^\s<>\"]+$")] = None
    certainty: Certainty | Literal["unknown"]
    expires_on: date | None = None
    ask: Words | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether there is something to say besides whom to ask."""
        return self.certainty != "unknown"

    def is_past(self, today: date) -> bool:
        """Tell whether its last day is over."""
        return self.expires_on is not None and today > self.expires_on

    @model_validator(mode="after")
    def _asks_what_is_unknown(self) -> Self:
        if not self.is_known and self.ask is None:
            raise ValueError("an unknown fact needs ask.vi and ask.en, the question to ask")
        if not self.is_known and self.value is not None:
            raise ValueError("an unknown fact has no value")
        return self


class Topic(Words):
    """Be one shelf of cards; ``lead`` says in a line what stands there."""

    key: Key
    lead: Words


class Term(Words):
    """Explain one hard word; ``also`` is what else people say, ``avoid`` what is not to be written."""

    key: Key
    plain: Words
    also: tuple[Text, ...] = ()
    avoid: tuple[Text, ...] = ()


class Day(Words):
    """Be one day of the calendar: what is due, and whom it concerns."""

    key: Key
    date: Date
    who: Words
    fact: Key | None = None
    certainty: Certainty
    source: Text
    checked_on: Date


class Contact(Words):
    """Be one number to call or address to go to, and what for; a place is named in both languages."""

    key: Key
    number: Text | None = None
    address: Text | Words | None = None
    checked_on: date
    source: Text
    certainty: Certainty

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if (self.number is None) == (self.address is None):
            raise ValueError("a contact has a number or an address")
        if isinstance(self.address, str) and " " in self.address:
            raise ValueError("a place that is no site's address needs address.vi and address.en")
        return self

    def reached_at(self) -> str:
        """Give the number, or the address in the current language."""
        if isinstance(self.address, Words):
            return self.address.text()
        return self.number or self.address or ""


class Step(Strict):
    """Say how one step looks: its drawing, and whether it needs no network."""

    drawing: Key | None = None
    offline: bool | None = None


class CardFile(Strict):
    """Hold what both languages of a card share, as its TOML file says it."""

    order: int
    kind: Kind
    checked_on: date
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    certainty: Certainty
    drawing: Key | None = None
    terms: tuple[Key, ...] = ()
    facts: tuple[Key, ...] = ()
    ask: tuple[Office, ...] = ()
    steps: tuple[Step, ...] = ()
    answers: Annotated[dict[str, Key], Field(default_factory=dict)]

    @model_validator(mode="after")
    def _answers_all_or_nothing(self) -> Self:
        wanted = set(QUESTIONS) if self.kind == "way" else set()
        if set(self.answers) != wanted:
            odd = sorted(set(self.answers) ^ wanted)
            raise ValueError(f"answers: a way answers every question, nothing else answers any: {odd}")
        if self.kind == "steps" and not self.steps:
            raise ValueError("steps: a card of steps has some")
        for name in ("terms", "facts", "ask"):
            if len(set(getattr(self, name))) < len(getattr(self, name)):
                raise ValueError(f"{name}: one stands there twice")
        return self


@dataclass(frozen=True)
class Block:
    """Hold a paragraph or a list as lines of Markdown without blocks; ``kind`` is p, ul or ol."""

    kind: Literal["p", "ul", "ol"]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Hold one part of a card under its heading."""

    id: str
    heading: str
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Give all lines, whatever block they stand in."""
        return tuple(line for block in self.blocks for line in block.lines)


@dataclass(frozen=True)
class Page:
    """Hold a card's words in one language."""

    title: str
    lead: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """Find a section by its id."""
        return next((section for section in self.sections if section.id == name), None)

    @property
    def steps(self) -> tuple[str, ...]:
        """Give the steps in order."""
        found = self.section("steps")
        return found.lines if found else ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Give every line that may hold a fact or a word of the glossary."""
        return (self.lead, *(line for section in self.sections for line in section.lines))


@dataclass(frozen=True)
class Card:
    """Be one card: what its languages share, and its words in each."""

    key: str
    topic: str
    file: CardFile
    pages: dict[str, Page]

    @property
    def kind(self) -> Kind:
        """Say what kind of card this is."""
        return self.file.kind

    def page(self, language: str | None = None) -> Page:
        """Give the words in a language, the current one unless told."""
        return self.pages["en" if (language or current_language()) == "en" else "vi"]

    @property
    def facts(self) -> tuple[str, ...]:
        """Name every fact of the card, in the order of its list and then of its answers."""
        return tuple(dict.fromkeys((*self.file.facts, *self.file.answers.values())))


@dataclass(frozen=True)
class Guides:
    """Hold all that was loaded from one folder, each thing under its key."""

    topics: dict[str, Topic] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    days: dict[str, Day] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)

    def of_topic(self, topic: str) -> list[Card]:
        """Give the cards of a topic in their order."""
        return [card for card in self.cards.values() if card.topic == topic]

    def ways(self) -> list[Card]:
        """Give the ways to be paid, in their order."""
        return [card for card in self.cards.values() if card.kind == "way"]

    def cards_with(self, fact: str) -> list[Card]:
        """Give the cards that show a fact."""
        return [card for card in self.cards.values() if fact in card.facts]
