"""The guides on the command line: the list, one card, and what has grown old."""

from __future__ import annotations

from datetime import date

import pytest
from guides.sample import samples

from cli.calls import call
from merchant_helper.guides import check, load
from merchant_helper.guides.model import Guides

ITEM = {"card", "fact", "state"}


@pytest.fixture(autouse=True)
def guides(monkeypatch: pytest.MonkeyPatch) -> Guides:
    """Put the samples in the place of the program's own."""
    monkeypatch.setattr(load, "bundled", samples)
    return samples()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, guides: Guides) -> None:
    """Leave only facts whose day is never over."""
    facts = {key: fact.model_copy(update={"expires_on": None}) for key, fact in guides.facts.items()}
    kept = Guides(guides.topics, guides.cards, facts, guides.terms, guides.days, guides.contacts)
    monkeypatch.setattr(load, "bundled", lambda: kept)


def test_the_list_names_every_card(guides: Guides) -> None:
    answer = call("guides", "--json")
    assert answer.status == 0 and [item["card"] for item in answer.items] == list(guides.cards)
    assert all(item.keys() >= ITEM for item in answer.items)
    assert answer.summary["cards"] == len(guides.cards)
    assert "Ví điện tử (xem ngày 22/11/2026)" in call("guides").text()
    assert "A wallet (checked on 22/11/2026)" in call("guides", "--lang", "en").text()


def test_a_card_is_printed_with_its_facts() -> None:
    answer = call("guides", "momo", "--json")
    assert answer.status == 0
    head, *facts = answer.items
    assert head["fact"] is None and "1. Ra ngân hàng gần nhà" in head["text"]
    states = {fact["fact"]: fact["state"] for fact in facts}
    assert states["sample-old"] == "past" and states["sample-fee"] == "unknown"
    assert states["sample-anyone"] == "ok"
    text = call("guides", "MOMO").text()
    assert "xem ngày 22/11/2026" in text and "Nghị định thử" in text and "{" not in text


def test_old_facts_are_listed_and_the_call_says_so() -> None:
    answer = call("guides", "check", "--json")
    assert answer.status == 1
    assert all(set(item) == ITEM | {"kind"} for item in answer.items)
    assert {item["fact"] for item in answer.items} >= {"sample-old"}
    assert {item["state"] for item in answer.items} == {"past"}
    assert answer.summary["past"] == len(answer.items) and answer.summary["dead"] == 0
    assert "momo: sample-old (đã quá ngày, 30/06/2026; bài thử)" in call("guides", "check").text()


@pytest.mark.usefixtures("fresh")
def test_all_fresh_is_a_good_end() -> None:
    answer = call("guides", "check", "--json")
    assert (answer.status, answer.items) == (0, [])


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(("state", "status"), [("dead", 1), ("answers", 0)])
def test_links_are_asked_only_on_request(monkeypatch: pytest.MonkeyPatch, state: str, status: int) -> None:
    asked: list[str] = []
    monkeypatch.setattr(check, "PAUSE_S", 0)
    monkeypatch.setattr(check, "asker", lambda _session: lambda url: asked.append(url) or state)
    assert call("guides", "check").status == 0 and asked == []
    answer = call("guides", "check", "--links", "--json")
    assert answer.status == status and len(asked) == 2
    assert {item["state"] for item in answer.items} == ({"dead"} if status else set())
    assert ("xem máy có mạng không" in call("guides", "check", "--links").text()) == (state == "dead")


@pytest.mark.usefixtures("fresh")
def test_one_dead_source_is_no_missing_network(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(("dead", "answers"))
    monkeypatch.setattr(check, "PAUSE_S", 0)
    monkeypatch.setattr(check, "asker", lambda _session: lambda _url: next(answers))
    text = call("guides", "check", "--links").text()
    assert "mất nguồn" in text and "xem máy có mạng không" not in text


@pytest.mark.parametrize("words", [["no-such"], ["--links"], ["momo", "--links"], ["momo", "x"]])
def test_calls_that_cannot_be_meant_do_nothing(words: list[str]) -> None:
    answer = call("guides", *words, "--json")
    assert answer.status == 2 and answer.items == [] and answer.error["fix"]


def test_an_unknown_card_gets_the_names_there_are() -> None:
    assert "momo" in call("guides", "no-such").text()


def test_the_programs_own_guides_can_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    answer = call("guides", "check", "--json")
    due = {f.fact for f in check.past(load.bundled(), date.today())}
    assert answer.status == (1 if due else 0) and {item["fact"] for item in answer.items} == due
