"""What the cards on tax and on the ways to be paid say, and the facts they stand on."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tracked

GUIDES = tracked.ROOT / "merchant_helper" / "guides"
CONTENT, DRAWINGS = GUIDES / "content", tracked.ROOT / "static" / "drawings"
WAYS = (
    *("vietqr-personal", "vietqr-household", "merchant-qr", "sound-box", "momo", "zalopay", "vnpay-qr"),
    *("mobile-money", "smartpay", "card-pos", "cod", "marketplace-balance", "auto-confirm"),
)
SECTIONS = (
    *("what", "who", "papers", "steps", "money", "fee", "limit", "offline", "refund"),
    *("good", "bad", "mistakes", "questions"),
)
CARDS = [CONTENT / "tax" / "transfer-and-tax.toml", *(CONTENT / "ways" / f"{way}.toml" for way in WAYS)]


def toml(file: Path) -> dict[str, Any]:
    """Read a file of data."""
    return tomllib.loads(file.read_text("utf-8"))


RULES, CELLS = toml(GUIDES / "facts" / "rules.toml"), toml(GUIDES / "facts" / "ways.toml")
FACTS = RULES | CELLS


def words(card: Path, language: str) -> str:
    """Read a card's words."""
    return card.with_name(f"{card.stem}.{language}.md").read_text("utf-8")


def drawings() -> list[Path]:
    """Find every drawing."""
    return sorted(DRAWINGS.glob("*.svg"))


def test_all_thirteen_ways_are_there_in_their_order() -> None:
    cards = {file.stem: toml(file) for file in (CONTENT / "ways").glob("*.toml")}
    assert sorted(cards, key=lambda key: cards[key]["order"]) == list(WAYS)
    assert {card["kind"] for card in cards.values()} == {"way"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_way_says_everything_in_one_order(way: str, language: str) -> None:
    text = words(CONTENT / "ways" / f"{way}.toml", language)
    assert tuple(re.findall(r"(?m)^## ([a-z]+): \S", text)) == SECTIONS


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.stem)
def test_a_card_lists_exactly_the_facts_and_words_it_uses(card: Path) -> None:
    told = toml(card)
    text = words(card, "vi") + words(card, "en")
    used = set(re.findall(r"\{fact:([a-z0-9-]+)\}", text)) | set(told.get("answers", {}).values())
    assert set(told["facts"]) == used <= set(FACTS)
    assert set(told.get("terms", ())) == set(re.findall(r"\(term:([a-z0-9-]+)\)", text))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.stem)
def test_a_card_is_as_sure_as_its_weakest_fact(card: Path) -> None:
    told = toml(card)
    known = {FACTS[key]["certainty"] for key in told["facts"]} - {"unknown"}
    assert told["certainty"] == max(known)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.stem)
def test_both_languages_use_the_same_facts_line_by_line(card: Path) -> None:
    vi, en = ([re.findall(r"fact:([a-z0-9-]+)", x) for x in words(card, y).split("\n")] for y in ("vi", "en"))
    assert vi == en


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.stem)
def test_every_step_has_a_drawing_that_is_there(card: Path) -> None:
    told = toml(card)
    named = [told["drawing"], *(step["drawing"] for step in told.get("steps", ()))]
    assert {name for name in named if not (DRAWINGS / f"{name}.svg").exists()} == set()
    for language in ("vi", "en"):
        assert len(re.findall(r"(?m)^\d+\. ", words(card, language))) == len(told.get("steps", ()))


def test_the_first_card_keeps_what_must_not_be_lost() -> None:
    card = toml(CARDS[0])
    wanted = {"household-threshold", "household-threshold-start", "revenue-notice-day", "account-notice-form"}
    assert wanted <= set(card["facts"]) and card["order"] == 10
    never = words(CARDS[0], "vi").split("## never")[1]
    assert "lời nhắn sai sự thật" in never and "tiền mặt: không đưa" in never


@pytest.mark.parametrize("key", FACTS)
def test_a_fact_is_dated_sourced_and_said_twice(key: str) -> None:
    fact = FACTS[key]
    assert fact["vi"].strip() and fact["en"].strip() and fact["source"].strip()
    assert isinstance(fact["checked_on"], date)
    assert fact["certainty"] in ("A", "B", "C", "unknown")  # what is only advertised is not printed
    assert (fact["certainty"] == "unknown") == ("ask" in fact)
    assert not fact["vi"].endswith(".") and not fact["en"].endswith(".")  # they stand inside sentences


def test_an_unknown_fact_asks_and_names_no_figure() -> None:
    unknown = {key: fact for key, fact in FACTS.items() if fact["certainty"] == "unknown"}
    assert unknown
    for fact in unknown.values():
        assert fact["vi"].startswith("hỏi ") and fact["en"].startswith("ask ")
        assert not re.search(r"\d", fact["vi"] + fact["en"]) and fact["ask"]["vi"].endswith("?")


def test_figures_of_old_pages_end_on_the_day_they_were_read() -> None:
    old = {
        key: fact for key, fact in CELLS.items() if "(cũ)" in fact["source"] and re.search(r"\d", fact["vi"])
    }
    assert {"zalopay-fee", "smartpay-fee", "mobile-money-ussd"} <= set(old)
    assert [key for key, fact in old.items() if fact["expires_on"] != fact["checked_on"]] == []


def test_the_rules_hold_the_numbers_that_were_checked() -> None:
    wanted = {
        "household-threshold": 1_000_000_000,
        "face-check-one": 10_000_000,
        "face-check-day": 20_000_000,
        "wallet-month-limit": 100_000_000,
        "mobile-money-month-limit": 100_000_000,
        "lend-account-fine": 100_000_000,
        "income-cut-limit": 10_000_000_000,
        "data-leak-hours": 72,
    }
    assert {key: RULES[key]["value"] for key in wanted} == wanted
    assert RULES["seller-identity-day"]["vi"] == "01/01/2027"
    assert RULES["revenue-notice-2026-day"]["vi"] == "31/01/2027"


@pytest.mark.parametrize("file", drawings(), ids=lambda file: file.stem)
def test_a_drawing_is_small_and_takes_its_colour_from_the_page(file: Path) -> None:
    text = file.read_text("utf-8")
    assert 'viewBox="0 0 240 160"' in text and 'stroke="currentColor"' in text
    assert len(text.encode()) < 3000
    assert not re.search(r"<(?:text|image|script|style|use|a)\b|href|url\(", text)


def test_every_drawing_is_described_and_every_described_one_is_there() -> None:
    told = re.findall(r"(?m)^\| `([a-z-]+)` \| \S", (DRAWINGS / "README.md").read_text("utf-8"))
    assert sorted(told) == [file.stem for file in drawings()]
