"""All cards, facts and words that come with the program keep to the rules of the guides."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import merchant_helper.guides
from merchant_helper.guides.check import past
from merchant_helper.guides.compare import choosing
from merchant_helper.guides.load import bundled
from merchant_helper.guides.model import Guides
from merchant_helper.guides.render import Renderer, plain_card
from merchant_helper.guides.topics import FIRST_AID, TOPICS
from merchant_helper.i18n import Address, in_language
from merchant_helper.web.assets import static_folder

FOLDER = Path(merchant_helper.guides.__file__).parent
DRAWINGS = static_folder() / "drawings"
SVG_BYTES = 3_000
# What a drawing may consist of: lines of our own, no pictures, no words, nothing that runs.
SHAPES = {"svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse"}

# What no finished sentence holds: signs of the format, two blanks, a blank before a stop.
ODD = re.compile(r"[{}<>\x01\x02]|\]\(|\*\*|\S  | [,.;:?!](?=\s|$)| \)|\( ")


@cache
def whole() -> Guides:
    return bundled()


def test_every_topic_is_there_in_order_and_has_cards() -> None:
    assert tuple(whole().topics) == TOPICS
    assert [topic for topic in TOPICS if not whole().of_topic(topic)] == []


def test_every_fact_has_source_day_certainty_and_both_languages() -> None:
    assert whole().facts
    for key, fact in whole().facts.items():
        assert fact.vi and fact.en and fact.source and fact.checked_on and fact.certainty, key
        assert fact.is_known or (fact.ask and fact.ask.vi and fact.ask.en), key


def test_no_fee_limit_or_law_rests_on_what_everybody_knows() -> None:
    guessed = [key for key, fact in whole().facts.items() if fact.certainty == "D" and fact.value is not None]
    assert guessed == []


def test_every_way_to_begin_with_is_a_card() -> None:
    ways = {card.key for card in whole().ways()}
    named = {advice.way for advice in (*choosing().begin, *choosing().later)}
    assert named - ways == set()


def test_the_thirteen_ways_are_there() -> None:
    assert len(whole().ways()) == 13


def test_what_to_do_after_a_loss_is_one_tap_away() -> None:
    assert whole().cards[FIRST_AID].topic == "safety"


def test_six_small_cards_lead_through_the_first_order() -> None:
    assert [card.kind for card in whole().of_topic("first-order")].count("a6") == 6


def test_the_calendar_names_the_days_that_everybody_waits_for() -> None:
    days = {day.date.isoformat() for day in whole().days.values()}
    assert {"2027-01-01", "2027-01-31"} <= days


def test_no_fact_was_past_its_day_when_it_was_checked() -> None:
    facts = whole().facts.values()
    assert [fact.key for fact in facts if fact.expires_on and fact.expires_on < fact.checked_on] == []
    assert past(whole(), min(fact.checked_on for fact in facts)) == []


def test_every_number_of_law_stands_in_one_file() -> None:
    rules = (FOLDER / "facts" / "rules.toml").read_text("utf-8")
    for key, fact in whole().facts.items():
        if any(whole().cards[card.key].kind == "law" for card in whole().cards_with(key)) and fact.value:
            assert f"[{key}]" in rules, key


def test_every_drawing_that_is_named_is_there_and_is_only_lines() -> None:
    named = {card.file.drawing for card in whole().cards.values()}
    named |= {step.drawing for card in whole().cards.values() for step in card.file.steps}
    missing = sorted(name for name in named - {None} if not (DRAWINGS / f"{name}.svg").is_file())
    assert missing == []
    for file in DRAWINGS.glob("*.svg"):
        text = file.read_text("utf-8")
        assert file.stat().st_size <= SVG_BYTES and "currentColor" in text, file.name
        assert set(re.findall(r"<([a-zA-Z]+)", text)) <= SHAPES, file.name
        assert not re.search(r"style=|\bon\w+=|href|\bid=", text), file.name


@pytest.mark.parametrize("code", ["vi", "en"])
@pytest.mark.parametrize("co", ["", "cô"])
def test_every_card_reads_well_to_everybody(code: str, co: str) -> None:
    odd = []
    with in_language(code):
        renderer = Renderer(whole(), max(f.checked_on for f in whole().facts.values()), Address(co))
        for key, card in whole().cards.items():
            for line in "\n".join(plain_card(card, renderer)).splitlines():
                words = line.lstrip("-0123456789.“ ")
                small = bool(words) and words[0] != words[0].upper()
                if ODD.search(line) or small:
                    odd.append(f"{key}: {line}")
    assert odd == []


def test_her_cards_never_say_bạn() -> None:
    for key, card in whole().cards.items():
        said = " ".join((card.pages["vi"].title, *card.pages["vi"].lines)).lower()
        # "bạn bè", "bạn hàng" and "bạn trẻ" are other people.
        assert not re.search(r"\bbạn\b(?! (?:bè|hàng|trẻ|mình|thân))", said), key


def test_every_word_is_explained_in_both_languages() -> None:
    assert whole().terms
    for key, term in whole().terms.items():
        assert term.plain.vi and term.plain.en, key


def test_places_to_go_to_are_named_in_both_languages() -> None:
    contacts = bundled().contacts.values()
    places = {one.key: one.reached_at() for one in contacts}
    with in_language("en"):
        english = {one.key: one.reached_at() for one in contacts}
    assert english["commune-police"] != places["commune-police"] and english["police-113"] == "113"
    assert all(english.values()) and all(place.isascii() for place in english.values())


def test_addresses_of_sources_are_whole() -> None:
    cut = re.compile("…|[.]{3}")
    assert [f.key for f in whole().facts.values() if f.url and cut.search(f.url)] == []


def test_the_first_card_of_all_is_about_transfers_and_tax() -> None:
    first = next(iter(whole().cards.values()))
    assert first.topic == "tax" and "thuế" in first.pages["vi"].title
