"""What changed since it last went out, and what became of a product at each place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.outcomes import outcomes, reasons, told_of
from merchant_helper.listings.prints import changed, fingerprint
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.edits import Edits

PICTURE = Picture(Path("a"), sha256="1" * 64)
ONE = Product(sku="NM-1", name="Nước mắm", price=45_000, pictures=(PICTURE,), row=1)
RED = Product(sku="AO-R", name="Áo", group="AO", option1_name="Màu", option1_value="đỏ")
BLUE = replace(RED, sku="AO-B", option1_value="xanh")


@pytest.mark.parametrize(
    "change",
    [
        {"price": 46_000},
        {"description": "x"},
        {"pictures": ()},
        {"pictures": (replace(PICTURE, sha256="2" * 64),)},
        {"pictures": (replace(PICTURE, mask=Path("m")),)},
        {"pictures": (replace(PICTURE, edits=Edits(turn=90)),)},
        {"pictures": (PICTURE, PICTURE)},
    ],
)
def test_what_a_buyer_sees_changes_the_print(change: dict[str, object]) -> None:
    assert fingerprint(replace(ONE, **change)) != fingerprint(ONE)  # type: ignore[arg-type]


def test_where_it_lies_and_what_was_found_do_not() -> None:
    elsewhere = replace(ONE, row=9, found=(Issue("x.y"),), pictures=(replace(PICTURE, path=Path("/b")),))
    assert fingerprint(elsewhere) == fingerprint(ONE)


def test_only_what_went_out_before_and_differs_now_is_changed() -> None:
    sent = {product.sku: fingerprint(product) for product in (ONE, RED, BLUE)}
    new = Product(sku="NEW", name="Mới")
    assert changed([ONE, RED, BLUE, new], sent) == []
    assert changed([replace(ONE, price=1_000), RED, BLUE, new], sent) == [replace(ONE, price=1_000)]


def test_a_group_goes_whole() -> None:
    sent = {product.sku: fingerprint(product) for product in (RED, BLUE)}
    green = replace(RED, sku="AO-G", option1_value="lục")
    dearer = replace(RED, price=90_000)
    assert changed([ONE, dearer, BLUE, green], sent) == [dearer, BLUE, green]


def facts(**told: object) -> Facts:
    return Facts(**{name: tuple(v) if isinstance(v, list) else v for name, v in told.items()})  # type: ignore[arg-type]


def test_each_place_keeps_its_own_outcome_and_reasons() -> None:
    first = facts(**told_of(Facts(), "shopee", "refused", ["Giá = sai", "Giá = sai", "Ảnh"]))
    assert first.outcome == "refused" and reasons(first, "shopee") == ["Giá = sai", "Ảnh"]
    second = facts(**told_of(first, "facebook", "posted"))
    assert outcomes(second) == {"shopee": "refused", "facebook": "posted"}
    assert second.outcome == "refused" and reasons(second, "shopee") == ["Giá = sai", "Ảnh"]
    third = facts(**told_of(second, "shopee", "posted"))
    assert third.outcome == "posted" and reasons(third, "shopee") == [] and third.refusals == ()
    assert facts(**told_of(third, "shopee", None)).outcome == "posted"
    assert told_of(facts(outcomes=["shopee=posted"]), "shopee", None)["outcome"] is None
