"""Whatever a product holds, it is filled in or held with a reason, in every template."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from channels.fill.filled import ANSWERS, PLACES, drawn, read_back
from channels.test_any_product import many, sku_of
from merchant_helper.channels.fill import fill
from merchant_helper.channels.tidy import shown
from merchant_helper.listings.product import Product

SKU = {
    "shopee": ("ps_sku_short", "ps_sku_parent_short"),
    "tiktok": ("seller_sku",),
    "lazada": ("sku.SellerSku",),
}


@given(many)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("place", PLACES)
def test_rows_in_are_rows_out_and_rows_held(place: str, given_products: list[Product]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = drawn(folder, place)
        answers = {
            **ANSWERS[place],
            **({"category": ANSWERS[place]["category.food"]} if place == "tiktok" else {}),
        }
        report = fill(given_products, template, answers, folder / "ra")
        rows = read_back(template, folder / "ra" / f"{place}.xlsx")
    assert report.rows_in == len(given_products) == report.rows_out + report.rows_held
    assert len(rows) == report.rows_out
    blocked = Counter(p.sku for p in report.problems if p.issue.severity == "block")
    assert all(blocked[shown(product.sku)] for product in report.held)
    for problem in report.problems:
        assert problem.issue.message()[:6] != "issue:" and problem.issue.fix()[:4] != "fix:"
    held = Counter(map(sku_of, report.held))
    columns = SKU.get(place, ("Mã SKU", "Mã hàng"))
    sold = Counter(next(str(row[key]) for key in columns if key in row) for row in rows)
    assert sold + held == Counter(map(sku_of, given_products))
