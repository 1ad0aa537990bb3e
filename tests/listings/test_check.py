"""What a listing lacks, and the status that follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from merchant_helper.listings.check import STATUSES, check, status
from merchant_helper.listings.facts import Facts

WHOLE = Facts(
    photos=("a",),
    name="Mắm",
    price=45000,
    unit="hũ",
    kind="food",
    places=("zalo",),
    special="Thơm",
    weight_g=500,
    checked=True,
    version=9,
)


def test_a_whole_listing_lacks_nothing() -> None:
    assert check(WHOLE) == []


@pytest.mark.parametrize(
    ("lack", "code", "severity"),
    [
        ({"photos": ()}, "listing.no_photo", "block"),
        ({"name": None}, "listing.no_name", "block"),
        ({"price": None}, "listing.no_price", "block"),
        ({"unit": None}, "listing.no_unit", "block"),
        ({"places": ()}, "listing.no_place", "block"),
        ({"special": None}, "listing.no_words", "warn"),
        ({"weight_g": None}, "listing.no_weight", "hint"),
    ],
)
def test_each_lack_is_named(lack: dict[str, object], code: str, severity: str) -> None:
    assert [(i.code, i.severity) for i in check(replace(WHOLE, **lack))] == [(code, severity)]


def test_a_price_of_nothing_is_not_a_lack_of_price() -> None:
    assert check(replace(WHOLE, price=0)) == []


def test_a_service_has_no_weight() -> None:
    assert check(replace(WHOLE, kind="service", weight_g=None)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"version": 0, "checked": False}, "empty"),
        ({"checked": False}, "started"),
        ({"price": None}, "missing"),
        ({}, "ready"),
        ({"outcome": "posted"}, "posted"),
        ({"outcome": "refused"}, "refused"),
    ],
)
def test_the_six_statuses_are_derived(change: dict[str, object], expected: str) -> None:
    assert status(replace(WHOLE, **change)) == expected
    assert expected in STATUSES


@pytest.mark.parametrize(
    ("told", "lighter"),
    [
        ({"unit_size": "500 g", "weight_g": 500}, False),
        ({"unit_size": "nửa ký", "weight_g": 450}, True),
        ({"unit_size": "1 lít", "weight_g": 700}, True),
        ({"unit_size": "1 lít", "weight_g": 950}, False),
        ({"unit": "kg", "unit_size": None, "weight_g": 600}, True),
        ({"unit_size": "cỡ M", "weight_g": 5}, False),
        ({"unit_size": "500 g", "weight_g": None}, False),
    ],
)
def test_a_parcel_lighter_than_its_content_is_asked_about(told: dict[str, object], lighter: bool) -> None:
    found = [i for i in check(replace(WHOLE, **told)) if i.code == "listing.parcel_lighter"]  # type: ignore[arg-type]
    assert bool(found) == lighter
    assert all(i.severity == "hint" and i.field == "weight_g" for i in found)
