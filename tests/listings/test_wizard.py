"""The order of the questions, without any web page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from merchant_helper.listings.facts import FIELDS, Facts
from merchant_helper.listings.wizard import (
    STEPS,
    Progress,
    may_open,
    next_step,
    place,
    previous_step,
    undecided,
)

DONE = Facts(
    photos=("a",),
    seen=("a",),
    name="Nước mắm",
    kind="drink",
    price=150000,
    unit="chai",
    cover="cutout",
    cover_of="a",
    checked=True,
    places=("zalo",),
    asked=frozenset(FIELDS),
)
READY = Progress(facts=DONE, agreed=True, sells_already="none")


def test_a_new_shop_is_asked_for_consent_first() -> None:
    assert next_step(Progress(Facts())).name == "consent"


def test_a_finished_product_leads_to_its_kit() -> None:
    assert next_step(READY).name == "kit"


@pytest.mark.parametrize(
    ("lack", "step"),
    [
        ({"photos": ()}, "photos"),
        ({"seen": ()}, "review"),
        ({"asked": DONE.asked - {"name"}}, "name"),
        ({"asked": DONE.asked - {"price"}}, "price"),
        ({"price": 200}, "price-doubt"),
        ({"asked": DONE.asked - {"use"}}, "about"),
        ({"asked": DONE.asked - {"expiry"}}, "stock"),
        ({"cover_of": "b"}, "cover"),
        ({"checked": False}, "check"),
        ({"places": ()}, "places"),
    ],
)
def test_each_lack_leads_to_its_question(lack: dict[str, object], step: str) -> None:
    assert next_step(replace(READY, facts=replace(DONE, **lack))).name == step


def test_a_doubtful_photo_is_asked_about_once() -> None:
    doubtful = replace(READY, doubtful=frozenset("a"))
    assert undecided(doubtful) == ["a"]
    assert next_step(doubtful).name == "photo-doubt"
    assert next_step(replace(doubtful, facts=replace(DONE, kept=("a",)))).name == "kit"


def test_a_confirmed_odd_price_is_not_asked_about_again() -> None:
    assert next_step(replace(READY, facts=replace(DONE, price=200, price_kept=200))).name == "kit"


def test_a_first_product_takes_at_most_fourteen_pages() -> None:
    assert place("consent")[0] == 1
    assert place("kit") == (12, 12)


def test_one_more_like_it_takes_seven_pages() -> None:
    copied = frozenset({"kind", "unit", "made", "special", "use", "stock", "weight_g", "expiry", "places"})
    facts = replace(DONE, asked=copied, name=None, price=None, photos=(), seen=(), checked=False, cover=None)
    walked, progress = [], replace(READY, facts=facts)
    answers = iter(
        [
            {"photos": ("b",)},
            {"seen": ("b",)},
            {"name": "Mắm ruốc", "asked": copied | {"name"}},
            {"price": 90000, "asked": copied | {"name", "price"}},
            {"cover": "original", "cover_of": "b"},
            {"checked": True},
        ]
    )
    while (step := next_step(progress)).name != "kit":
        walked.append(step.name)
        progress = replace(progress, facts=replace(progress.facts, **next(answers)))
    assert [*walked, "kit"] == ["photos", "review", "name", "price", "cover", "check", "kit"]


def test_going_on_after_a_step_never_goes_back() -> None:
    progress = replace(READY, facts=replace(DONE, seen=()))
    assert next_step(progress, after="name").name == "kit"
    assert next_step(progress).name == "review"


def test_nothing_but_consent_opens_before_consent() -> None:
    fresh = Progress(Facts())
    assert [s.name for s in STEPS if may_open(fresh, s.name)] == ["consent", "selling"]


def test_back_skips_doubts_and_what_the_shop_was_asked_once() -> None:
    assert previous_step(READY, "name").name == "review"
    assert previous_step(READY, "about").name == "price"
    assert previous_step(READY, "photos") is None
