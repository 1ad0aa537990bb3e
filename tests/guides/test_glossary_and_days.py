"""The words that are explained, and the days to remember."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import merchant_helper.guides

GUIDES = Path(merchant_helper.guides.__file__).parent
TERMS: dict[str, Any] = tomllib.loads((GUIDES / "glossary.toml").read_text("utf-8"))
DAYS: list[dict[str, Any]] = tomllib.loads((GUIDES / "facts" / "calendar.toml").read_text("utf-8"))["day"]
SUNDAY = 6


def test_the_glossary_is_whole() -> None:
    assert len(TERMS) == 94
    assert all(re.fullmatch("[a-z0-9-]{2,40}", key) for key in TERMS)


@pytest.mark.parametrize("key", TERMS)
def test_a_term_is_plain_in_both_languages(key: str) -> None:
    term = TERMS[key]
    for language in ("vi", "en"):
        plain = term["plain"][language]
        assert term[language].strip()
        assert plain.endswith(".")
        assert len(re.findall(r"[.?!](?:\s|$)", plain)) <= 2
        # What may change stands in a fact with its day, never in the meaning of a word.
        assert not re.search(r"\d", plain)


@pytest.mark.parametrize("key", TERMS)
def test_a_meaning_uses_no_word_that_it_warns_of(key: str) -> None:
    for word in TERMS[key]["avoid"]:
        assert not re.search(rf"\b{re.escape(word)}\b", TERMS[key]["plain"]["vi"], re.I)


def test_days_stand_in_order_and_once() -> None:
    assert [day["date"] for day in DAYS] == sorted(day["date"] for day in DAYS)
    assert len({day["key"] for day in DAYS}) == len(DAYS)


@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day["key"]))
def test_a_sunday_is_said_to_be_confirmed(day: dict[str, Any]) -> None:
    is_sunday = day["date"].weekday() == SUNDAY
    assert ("Chủ nhật: hỏi cơ quan thuế" in day["vi"]) == is_sunday
    assert ("Sunday: confirm" in day["en"]) == is_sunday


@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day["key"]))
def test_a_day_is_the_day_of_its_rule(day: dict[str, Any]) -> None:
    rules = tomllib.loads((GUIDES / "facts" / "rules.toml").read_text("utf-8"))
    assert rules[day["fact"]]["vi"] == f"{day['date']:%d/%m/%Y}"
    assert rules[day["fact"]]["certainty"] == day["certainty"]
