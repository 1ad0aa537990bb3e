"""Answers to be tapped: what the shop said before, then what fits goods of a kind."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from merchant_helper.issues import Issue
from merchant_helper.listings import ledger
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.model import Listing
from merchant_helper.listings.suggest import FIELDS, LONGEST, MOST, grams_in, suggestions
from merchant_helper.shops.model import Shop
from merchant_helper.text import parse_weight


@pytest.fixture
def shop(session: Session) -> Shop:
    shop = Shop(name="Bánh tráng Cô Tư", laptop_of="Lan")
    session.add(shop)
    session.flush()
    return shop


def told(session: Session, shop: Shop, **answers: object) -> Listing:
    listing = ledger.start(session, shop.id)
    ledger.write(listing, answers, by="owner")
    session.flush()
    return listing


def test_a_first_product_is_offered_what_fits_its_kind(session: Session, shop: Shop) -> None:
    offers = suggestions(session, told(session, shop), kinds()["food"])
    assert offers["special"] == list(kinds()["food"].suggest["special"])
    assert set(offers) == set(FIELDS)


def test_what_she_said_before_stands_first_the_last_thing_first(session: Session, shop: Shop) -> None:
    told(session, shop, special="Cay nhẹ", weight_g=750)
    told(session, shop, special="Ít đường", weight_g=250)
    offers = suggestions(session, told(session, shop), kinds()["food"])
    assert offers["special"] == ["Ít đường", "Cay nhẹ", kinds()["food"].suggest["special"][0]]
    assert offers["weight"][:2] == ["250 g", "750 g"]


def test_nothing_is_offered_twice_and_no_novel(session: Session, shop: Shop) -> None:
    same = kinds()["food"].suggest["made"][0]
    told(session, shop, made=same.upper(), use="x" * (LONGEST + 1), special="hai\ndòng")
    offers = suggestions(session, told(session, shop), kinds()["food"])
    assert [o.casefold() for o in offers["made"]].count(same.casefold()) == 1
    assert offers["use"] == list(kinds()["food"].suggest["use"])
    assert "hai\ndòng" not in offers["special"]


def test_a_product_is_not_offered_its_own_answers_nor_those_of_another_shop(
    session: Session, shop: Shop
) -> None:
    other = Shop(name="Tiệm khác", laptop_of="Lan")
    session.add(other)
    session.flush()
    told(session, other, special="Của tiệm khác")
    mine = told(session, shop, special="Của món này")
    offered = suggestions(session, mine, kinds()["food"])["special"]
    assert "Của tiệm khác" not in offered and "Của món này" not in offered


@pytest.mark.parametrize(
    ("size", "grams"),
    [("500 g", 500), ("nửa ký", 500), ("500", None), ("500 ml", None), ("cỡ M", None), ("", None)],
)
def test_a_size_that_is_a_weight_is_one(size: str, grams: int | None) -> None:
    assert grams_in(size) == grams


@pytest.mark.parametrize("kind", list(kinds().values()), ids=list(kinds()))
def test_what_a_kind_offers_is_short_and_can_be_read(kind: object) -> None:
    offered = kind.suggest  # type: ignore[attr-defined]
    assert set(offered) <= set(FIELDS)
    assert all(len(answers) <= MOST and len(set(answers)) == len(answers) for answers in offered.values())
    assert all(len(answer) <= LONGEST for answers in offered.values() for answer in answers)
    assert not [w for w in offered.get("weight", ()) if isinstance(parse_weight(w), Issue)]


def test_no_suggestion_claims_what_needs_a_paper() -> None:
    text = " ".join(a for kind in kinds().values() for answers in kind.suggest.values() for a in answers)
    assert [
        w for w in ("nhất", "chữa", "bảo quản", "sạch", "an toàn", "hữu cơ") if w in text.casefold()
    ] == []


def test_no_word_tells_two_kinds() -> None:
    words = [word for kind in kinds().values() for word in kind.words]
    assert sorted(words) == sorted(set(words))
    assert all(word == word.casefold() for word in words)
