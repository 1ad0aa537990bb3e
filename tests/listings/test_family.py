"""Variants that were made from a product say what it says; those of a sheet speak for themselves."""

from __future__ import annotations

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import OWN, SHARED, completed, families, option_words, with_shared
from merchant_helper.listings.model import Listing

PARENT = Facts(
    name="Áo",
    price=1000,
    sku="AO-1",
    photos=("p1", "p2"),
    group="AO",
    asked=frozenset({"name", "price", "sku", "photos", "group"}),
)


def variant(**told: object) -> Facts:
    return Facts(**{"group": "ao", **told}, asked=frozenset({"group", *told}))  # type: ignore[arg-type]


def listing(name: str, copied_from: str | None = None) -> Listing:
    return Listing(id=name, shop_id="s", number=1, copied_from=copied_from, answers=[])


def test_a_variant_has_all_but_its_own_from_the_first() -> None:
    facts = with_shared(variant(price=2000), PARENT)
    assert (facts.name, facts.price, facts.sku, facts.photos) == ("Áo", 2000, None, ("p1",))
    assert facts.answered("name") and not facts.answered("sku") and not OWN & SHARED


def test_what_it_says_itself_counts_also_that_it_is_not_known() -> None:
    facts = with_shared(variant(name=None, photos=("p2",)), PARENT)
    assert (facts.name, facts.photos) == (None, ("p2",))


def test_only_a_variant_of_the_same_group_is_completed() -> None:
    rows = [
        (listing("main"), PARENT),
        (listing("made", "main"), variant()),
        (listing("of a sheet"), variant()),
        (listing("like it", "main"), variant(group="OTHER")),
    ]
    assert [facts.name for _one, facts in completed(rows)] == ["Áo", "Áo", None, None]
    assert [len(family) for family in families(rows)] == [3, 1]


def test_a_variant_is_named_by_its_options() -> None:
    assert option_words(Facts(option1_value="Đỏ", option2_value="M")) == "Đỏ, M"
    assert option_words(Facts()) == ""
