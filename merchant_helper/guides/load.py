"""Load all cards, facts and words from a folder; whatever breaks a rule is told with its file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.model import Card, CardFile, Contact, Day, Fact, Guides, Page, Term, Topic
from merchant_helper.guides.topics import RESERVED, TOPICS
from merchant_helper.guides.words import facts_in, read, terms_in
from merchant_helper.i18n import LANGUAGES

Model = TypeVar("Model", bound=BaseModel)
#: Files of the folder facts/ that hold something else than facts.
CALENDAR, CONTACTS = "calendar.toml", "contacts.toml"


@cache
def bundled() -> Guides:
    """Load the guides that come with the program, once.

    Raises GuideBroken.
    """
    return load(Path(str(files("merchant_helper.guides"))))


def load(folder: Path) -> Guides:
    """Load everything below a folder.

    Raises GuideBroken with the file and the reason.
    """
    facts = _facts(folder)
    terms = _table(folder / "glossary.toml", Term) if (folder / "glossary.toml").exists() else {}
    topics = _topics(folder)
    cards: dict[str, Card] = {}
    for topic in topics:
        here = [_card(file, topic) for file in sorted((folder / "content" / topic).glob("*.toml"))]
        for card in sorted(here, key=lambda card: (card.file.order, card.key)):
            if card.key in cards:
                raise GuideBroken(f"{topic}/{card.key}.toml", "another topic has a card of this name")
            cards[card.key] = card
    _no_strays(folder, topics, cards)
    guides = Guides(topics, cards, facts, terms, _days(folder), _contacts(folder))
    _check_names(guides)
    return guides


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GuideBroken(file.name, str(error)) from error


def _make(kind: type[Model], told: Mapping[str, Any], file: str, place: str = "") -> Model:
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        rules = [f"{'.'.join((place, *map(str, e['loc']))).strip('.')}: {e['msg']}" for e in error.errors()]
        raise GuideBroken(file, "; ".join(rules)) from error


def _table(file: Path, kind: type[Model]) -> dict[str, Model]:
    """Read a file of tables, each one thing under its key."""
    found = {}
    for key, told in _toml(file).items():
        if not isinstance(told, dict):
            raise GuideBroken(file.name, f"{key} stands outside of every table")
        found[key] = _make(kind, {**told, "key": key}, file.name, key)
    return found


def _facts(folder: Path) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for file in sorted((folder / "facts").glob("*.toml")):
        if file.name in (CALENDAR, CONTACTS):
            continue
        here = _table(file, Fact)
        if twice := sorted(here.keys() & found.keys()):
            raise GuideBroken(file.name, f"another file has these facts already: {', '.join(twice)}")
        found |= here
    return found


def _array(file: Path, name: str, kind: type[Model]) -> dict[str, Model]:
    """Read a file that is one list of things, each with its key."""
    told = _toml(file)
    if set(told) - {name} or not isinstance(told.get(name, []), list):
        raise GuideBroken(file.name, f"it holds [[{name}]] and nothing else")
    found: dict[str, Model] = {}
    for number, one in enumerate(told.get(name, []), 1):
        made = _make(kind, one, file.name, f"{name} {number}")
        key = str(one["key"])
        if key in found:
            raise GuideBroken(file.name, f"{key} stands there twice")
        found[key] = made
    return found


def _topics(folder: Path) -> dict[str, Topic]:
    file = folder / "content" / "topics.toml"
    if not file.exists():
        return {}
    topics = _array(file, "topic", Topic)
    if unknown := sorted(topics.keys() - set(TOPICS)):
        raise GuideBroken(file.name, f"no such topic: {', '.join(unknown)}")
    return topics


def _days(folder: Path) -> dict[str, Day]:
    file = folder / "facts" / CALENDAR
    days = _array(file, "day", Day) if file.exists() else {}
    return dict(sorted(days.items(), key=lambda one: (one[1].date, one[0])))


def _contacts(folder: Path) -> dict[str, Contact]:
    file = folder / "facts" / CONTACTS
    return _table(file, Contact) if file.exists() else {}


def _card(file: Path, topic: str) -> Card:
    """Read the three files of one card."""
    key, name = file.stem, f"{topic}/{file.name}"
    if (
        key in RESERVED
        or not 2 <= len(key) <= 40
        or not set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    ):
        raise GuideBroken(name, f"{key!r} cannot be the key of a card")
    shared = _make(CardFile, _toml(file), name)
    pages = dict(_pages(file, topic, shared.kind))
    vi, en = pages["vi"], pages["en"]
    if [s.id for s in vi.sections] != [s.id for s in en.sections]:
        raise GuideBroken(name, "the two languages have different sections, or in another order")
    for language, page in pages.items():
        if len(page.steps) != len(shared.steps):
            told = f"{len(page.steps)} steps in {language}, {len(shared.steps)} in the toml"
            raise GuideBroken(name, told)
    return Card(key, topic, shared, pages)


def _pages(file: Path, topic: str, kind: str) -> Iterator[tuple[str, Page]]:
    for language in LANGUAGES:
        words = file.with_name(f"{file.stem}.{language}.md")
        if not words.exists():
            raise GuideBroken(f"{topic}/{words.name}", "this language is missing")
        try:
            text = words.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise GuideBroken(f"{topic}/{words.name}", str(error)) from error
        yield language, read(text, f"{topic}/{words.name}", kind=kind)


def _no_strays(folder: Path, topics: Mapping[str, Topic], cards: Mapping[str, Card]) -> None:
    """Refuse a file that nobody would ever see: of an unknown topic, or words without their card."""
    for file in sorted((folder / "content").glob("*/*")):
        name = f"{file.parent.name}/{file.name}"
        if file.parent.name not in topics:
            raise GuideBroken(name, "topics.toml does not name this topic")
        key, _dot, rest = file.name.partition(".")
        if rest not in ("toml", "vi.md", "en.md") or key not in cards or cards[key].topic != file.parent.name:
            raise GuideBroken(name, "no card has this file")


def _check_names(guides: Guides) -> None:
    """Hold every name of a fact or a word to what there is."""
    for card in guides.cards.values():
        name = f"{card.topic}/{card.key}"
        for what, used, listed, known in (
            ("fact", set().union(*map(facts_in, card.pages.values())), card.facts, guides.facts),
            ("term", set().union(*map(terms_in, card.pages.values())), card.file.terms, guides.terms),
        ):
            if unlisted := sorted(used - set(listed)):
                raise GuideBroken(f"{name}.toml", f"its words use {what} {', '.join(unlisted)}: list it")
            if unknown := sorted(set(listed) - known.keys()):
                raise GuideBroken(f"{name}.toml", f"unknown {what}: {', '.join(unknown)}")
    for day in guides.days.values():
        if day.fact is not None and day.fact not in guides.facts:
            raise GuideBroken(CALENDAR, f"{day.key}: unknown fact: {day.fact}")
