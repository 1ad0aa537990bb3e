"""Scenarios: strict, in both languages, one safe ending each, and never a word of blame."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.practice import LESSON_LONGEST, Scenario, of_card, parse, scenarios
from merchant_helper.i18n import Address, speak
from merchant_helper.web.assets import static_folder

CONTENT = files("merchant_helper.guides").joinpath("content", "safety")
WANTED = {
    *("forged-receipt", "sticker-over-code", "two-hundred", "false-tax-officer", "apk-link"),
    *("big-order-deposit", "overpaid-cash-back", "false-volunteer", "false-shop-check"),
}
BLAME = re.compile(
    r"\b(sai rồi|lỗi của|bạn quên|ngu|dại|khờ|cả tin|nhẹ dạ|đáng lẽ|vui lòng"
    r"|wrong|stupid|should have|your fault|naive|careless)\b",
    re.IGNORECASE,
)
every = pytest.mark.parametrize("scenario", scenarios().values(), ids=scenarios())


def texts(scenario: Scenario, code: str) -> list[str]:
    said = [scenario.title, scenario.scene, scenario.lesson]
    said += [one for choice in scenario.choice for one in (choice, choice.why)]
    return [one.text(code) for one in said]


def test_the_nine_that_were_asked_for_are_there() -> None:
    assert scenarios().keys() >= WANTED


@every
def test_it_belongs_to_a_card_of_safety_and_the_card_finds_it(scenario: Scenario) -> None:
    card = CONTENT.joinpath(f"{scenario.card}.toml")
    assert tomllib.loads(card.read_text("utf-8"))["kind"] == "scam"
    assert scenario in of_card(scenario.card)


def test_every_scam_has_its_practice() -> None:
    cards = [entry for entry in CONTENT.iterdir() if entry.name.endswith(".toml")]
    scams = {c.name[:-5] for c in cards if tomllib.loads(c.read_text("utf-8"))["kind"] == "scam"}
    assert len(scams) >= 14
    assert scams == {scenario.card for scenario in scenarios().values()}


@every
@pytest.mark.parametrize("co", ["", "cô"])
def test_nobody_is_blamed_and_every_sentence_reads_with_and_without_a_pronoun(
    scenario: Scenario, co: str
) -> None:
    for text in texts(scenario, "vi"):
        spoken = speak(text, Address(co))
        assert not BLAME.search(spoken) and not re.search(r"[{}\[\]]|  | [,.?]|\bcủa [,.]", spoken), spoken
        assert not re.search(r"\b[Bb]ạn\b(?! bè)", spoken), spoken
    for text in texts(scenario, "en"):
        assert not BLAME.search(text), text


@every
def test_a_drawing_that_is_named_is_there(scenario: Scenario) -> None:
    assert scenario.drawing is None or (static_folder() / "drawings" / f"{scenario.drawing}.svg").is_file()


@every
def test_the_order_depends_on_the_seed_alone(scenario: Scenario) -> None:
    whole = list(range(len(scenario.choice)))
    orders = {tuple(scenario.shuffled(str(seed))) for seed in range(30)}
    assert len(orders) > 3 and all(sorted(order) == whole for order in orders)
    assert scenario.shuffled("1") == scenario.shuffled("1")
    assert {order.index(scenario.right) for order in orders} == set(whole)


def good() -> dict[str, Any]:
    choice = {"vi": "A", "en": "A", "right": False, "why": {"vi": "Vì vậy.", "en": "So."}}
    both = {"vi": "Một. Hai.", "en": "One. Two."}
    choices = [{**choice, "vi": name, "en": name, "right": name == "b"} for name in "abc"]
    named = {"title": both, "scene": both, "lesson": {"vi": "Nhớ.", "en": "Note."}}
    return {"order": 1, "card": "fake-receipt", **named, "choice": choices}


def toml(told: dict[str, Any]) -> str:
    """Write just enough TOML: plain values, pairs of words, and the choices."""

    def line(key: str, value: Any) -> list[str]:
        if isinstance(value, dict):
            return [row for k, v in value.items() for row in line(f"{key}.{k}", v)]
        return [f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"]

    rows = [row for key, value in told.items() if key != "choice" for row in line(key, value)]
    for choice in told["choice"]:
        rows += ["[[choice]]", *(row for key, value in choice.items() for row in line(key, value))]
    return "\n".join(rows)


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.update(extra=1), "extra"),
        (lambda t: t["choice"][0].update(extra=1), "extra"),
        (lambda t: t["choice"].pop(), "at least 3"),
        (lambda t: t["choice"].extend([{**t["choice"][0], "vi": n, "en": n} for n in "xy"]), "at most 4"),
        (lambda t: t["choice"][0].update(right=True), "exactly one"),
        (lambda t: t["choice"][1].update(right=False), "exactly one"),
        (lambda t: t["choice"][0].update(vi="b"), "read the same"),
        (lambda t: t["scene"].update(vi="Một."), "two to four"),
        (lambda t: t["choice"][0]["why"].update(en="One. Two. Three."), "one sentence or two"),
        (lambda t: t["lesson"].update(vi="x" * (LESSON_LONGEST + 1)), "longer than"),
        (lambda t: t["title"].update(en=""), "empty"),
        (lambda t: t["title"].pop("en"), "title.en"),
        (lambda t: t["title"].update(vi="<b>Một</b>"), "HTML"),
        (lambda t: t["title"].update(vi="{anh}"), "anh"),
        (lambda t: t["title"].update(vi="{Co"), "not closed"),
        (lambda t: t["title"].update(en="{Co}"), "pronoun"),
        (lambda t: t["title"].update(vi="Mo\u0323t"), "NFC"),
        (lambda t: t.update(card="../x"), "card"),
        (lambda t: t.update(drawing="../x"), "drawing"),
    ],
)
def test_a_scenario_that_breaks_a_rule_is_refused_with_the_reason(change: Change, reason: str) -> None:
    assert parse(toml(good()), "some").right == 1
    told = good()
    for name in ("title", "scene", "lesson"):
        told[name] = dict(told[name])
    change(told)
    with pytest.raises(GuideBroken, match=reason) as caught:
        parse(toml(told), "some")
    assert caught.value.file == "some.toml"


@pytest.mark.parametrize("key", ["card", "lessons", "lesson-x", "Ab", "x", "a/b"])
def test_a_key_is_short_plain_and_no_other_page(key: str) -> None:
    with pytest.raises(GuideBroken):
        parse(toml(good()), key)


def test_what_is_no_toml_is_told() -> None:
    with pytest.raises(GuideBroken, match="some"):
        parse("[[", "some")
