"""Prices with their unit, volumes in the place of weights, and parcels lighter than what is in them."""

from __future__ import annotations

import pytest

from web.page_reader import Client
from web.wizard.walk import ABOUT, Walk


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the price."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos()
    walk.tell(walk.open("name"), name="Xoài cát", kind="fresh")
    return walk


def test_a_price_per_kg_tells_the_unit_as_well(walk: Walk) -> None:
    page = walk.tell(walk.open("price"), price="150k/ký", unit="bó")
    assert "cho một kg" in page.text
    known = walk.open("price").forms[0].values()
    assert (known["price"], known["unit"]) == (["150.000"], ["kg"])


def test_a_volume_is_no_weight(walk: Walk) -> None:
    page = walk.tell(walk.open("stock"), stock="always", weight="1 lít")
    assert page.step == "stock"
    assert "là dung tích" in page.text
    assert page.forms[0].values()["weight"] == ["1 lít"]


@pytest.mark.parametrize(("weight", "said"), [("450 g", True), ("550 g", False)])
def test_a_parcel_lighter_than_its_content_is_said_on_the_next_page(
    walk: Walk, weight: str, said: bool
) -> None:
    walk.tell(walk.open("price"), price="45k", unit="túi", unit_size="nửa ký")
    walk.tell(walk.open("about"), **ABOUT)
    page = walk.tell(walk.open("stock"), stock="always", weight=weight)
    assert ("nhẹ hơn phần bên trong (nửa ký)" in page.text) == said
