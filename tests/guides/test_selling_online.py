"""What the cards on selling, first orders and papers promise, whatever their wording becomes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import merchant_helper.guides

GUIDES = Path(merchant_helper.guides.__file__).parent
PLACES = ("shopee", "tiktok-shop", "lazada", "facebook-page", "zalo-oa", "nongsan-buudien")
ASKED_FOR_ID = ("one-minute-check", "shopee", "tiktok-shop", "lazada", "nongsan-buudien")
FIRST_ORDER = [f"order-{part}" for part in ("confirm", "pack", "label", "hand-over", "cod-check", "return")]
PAPERS = ("vneid-level-2", "register-household", "tax-portal-etax", "official-or-false")
OWN_PHONE = {"vi": "điện thoại của mình", "en": "your own phone"}


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((GUIDES / path).read_text("utf-8"))


def words(topic: str, card: str, language: str) -> str:
    return (GUIDES / "content" / topic / f"{card}.{language}.md").read_text("utf-8")


def in_order(topic: str) -> list[str]:
    cards = [file.stem for file in (GUIDES / "content" / topic).glob("*.toml")]
    return sorted(cards, key=lambda card: int(toml(f"content/{topic}/{card}.toml")["order"]))


def test_the_check_of_one_minute_comes_before_every_place() -> None:
    assert in_order("selling") == ["one-minute-check", *PLACES]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_check_compares_id_card_sim_and_account(language: str) -> None:
    steps = words("selling", "one-minute-check", language).split("## steps")[1].split("## ")[0]
    for thing in ("căn cước", "SIM", "tài khoản") if language == "vi" else ("ID card", "SIM", "account"):
        assert thing in steps


@pytest.mark.parametrize("card", ["one-minute-check", *PLACES])
def test_every_place_names_the_day_of_identity(card: str) -> None:
    for language in ("vi", "en"):
        assert "{fact:seller-identity-day}" in words("selling", card, language)


@pytest.mark.parametrize("card", ASKED_FOR_ID)
def test_new_shops_are_verified_at_once(card: str) -> None:
    assert re.search("[Gg]ian hàng mới.*(lúc đăng ký|lúc mở)", words("selling", card, "vi"))
    assert re.search("new shop.*(registration|when it is opened)", words("selling", card, "en"))


@pytest.mark.parametrize("card", ASKED_FOR_ID)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_id_card_and_face_are_shown_to_her_own_phone_alone(card: str, language: str) -> None:
    face = {"vi": "khuôn mặt", "en": "face"}[language]
    steps = re.findall(r"^\d+\. .*", words("selling", card, language), re.M)
    shown = [step for step in steps if face in step]
    assert shown
    assert all(OWN_PHONE[language] in step for step in shown)


@pytest.mark.parametrize("card", PLACES)
def test_papers_and_fees_of_every_place_are_facts(card: str) -> None:
    for section in ("papers", "fee"):
        assert "{fact:" in words("selling", card, "vi").split(f"## {section}:")[1].split("\n## ")[0]


def test_the_first_order_is_six_small_cards() -> None:
    assert in_order("first-order") == FIRST_ORDER
    assert {toml(f"content/first-order/{card}.toml")["kind"] for card in FIRST_ORDER} == {"a6"}


def test_packing_thinks_of_liquid_and_fresh_goods() -> None:
    packing = words("first-order", "order-pack", "vi")
    assert "Chai" in packing
    assert "Hàng tươi" in packing


@pytest.mark.parametrize("card", PAPERS)
def test_papers_say_what_is_never_given_away(card: str) -> None:
    vi, en = (words("papers", card, language).split("## never:")[1] for language in ("vi", "en"))
    assert "Không" in vi
    assert "Never" in en
    assert len(re.findall("^- ", vi, re.M)) == len(re.findall("^- ", en, re.M)) >= 3


def test_a_fee_carries_the_day_of_its_table_and_grows_old() -> None:
    facts = toml("facts/selling.toml")
    fees = {key: fact for key, fact in facts.items() if re.search(r"\d%|\d đồng", fact["vi"])}
    assert len(fees) >= 6
    for key, fact in fees.items():
        assert re.search(r"\d\d/\d\d/\d{4}", fact["vi"]), key
        assert "expires_on" in fact, key
        assert fact["certainty"] in "ABC", key


@pytest.mark.parametrize("file", ["selling", "papers"])
def test_what_is_unknown_is_a_question(file: str) -> None:
    facts = toml(f"facts/{file}.toml")
    unknown = {key: fact for key, fact in facts.items() if fact["certainty"] == "unknown"}
    assert unknown
    for key, fact in unknown.items():
        assert "hỏi" in fact["vi"], key
        assert "ask" in fact["en"], key
        assert "?" in fact["ask"]["vi"], key
        assert "?" in fact["ask"]["en"], key
