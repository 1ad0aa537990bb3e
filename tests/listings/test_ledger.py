"""Answers are added, never overwritten."""

from __future__ import annotations

from sqlalchemy.orm import Session

from merchant_helper.listings import ledger
from merchant_helper.listings.facts import derive
from merchant_helper.shops.model import Shop


def test_answers_are_numbered_and_keep_who_and_when(session: Session, shop: Shop) -> None:
    listing = ledger.start(session, shop.id)
    ledger.tell(listing, {"name": "Nước mắm", "kind": "drink"}, by="owner", page_version=0)
    ledger.tell(listing, {"name": "Nước mắm nhĩ", "kind": "drink"}, by="lan", page_version=2)
    session.flush()
    assert [(a.seq, a.field, a.value, a.given_by) for a in listing.answers] == [
        (1, "name", "Nước mắm", "owner"),
        (2, "kind", "drink", "owner"),
        (3, "name", "Nước mắm nhĩ", "lan"),
    ]


def test_a_double_press_writes_nothing(session: Session, shop: Shop) -> None:
    listing = ledger.start(session, shop.id)
    for _press in range(2):
        assert ledger.tell(listing, {"price": 45000}, by="owner", page_version=0) == {}
    assert len(listing.answers) == 1


def test_two_pages_never_overwrite_each_other_silently(session: Session, shop: Shop) -> None:
    listing = ledger.start(session, shop.id)
    ledger.tell(listing, {"price": 45000}, by="owner", page_version=0)
    ledger.tell(listing, {"price": 50000}, by="lan", page_version=1)
    assert ledger.tell(listing, {"price": 40000}, by="owner", page_version=1) == {"price": 50000}
    assert derive(listing.answers).price == 50000
    assert ledger.tell(listing, {"price": 40000}, by="owner", page_version=2) == {}
    assert derive(listing.answers).price == 40000


def test_one_more_like_it_takes_all_but_name_size_price_and_photos(session: Session, shop: Shop) -> None:
    first = ledger.start(session, shop.id)
    told = {
        "name": "Mắm",
        "kind": "food",
        "price": 45000,
        "unit": "hũ",
        "unit_size": "500 g",
        "photos": ["p"],
    }
    ledger.tell(first, told | {"made": "Cá cơm", "stock": "always"}, by="owner", page_version=0)
    session.flush()
    facts = derive(ledger.start(session, shop.id, copy_of=first).answers)
    assert (facts.kind, facts.unit, facts.made, facts.stock) == ("food", "hũ", "Cá cơm", "always")
    assert (facts.name, facts.price, facts.unit_size, facts.photos) == (None, None, None, ())


def test_codes_are_unique_in_a_shop_and_stay_when_the_name_changes(session: Session, shop: Shop) -> None:
    codes = []
    for _n in range(2):
        listing = ledger.start(session, shop.id)
        ledger.tell(listing, {"name": "Áo Bà Ba"}, by="owner", page_version=0)
        ledger.ensure_sku(session, listing)
        session.flush()
        codes.append(derive(listing.answers).sku)
    assert len({code.casefold() for code in codes if code}) == 2
    ledger.tell(listing, {"name": "Áo dài"}, by="owner", page_version=9)
    ledger.ensure_sku(session, listing)
    assert derive(listing.answers).sku == codes[1]


def test_what_the_shop_said_last_is_offered(session: Session, shop: Shop) -> None:
    for unit in ("chai", "kg"):
        listing = ledger.start(session, shop.id)
        ledger.tell(listing, {"unit": unit, "kind": "fresh"}, by="owner", page_version=0)
        session.flush()
    new = ledger.start(session, shop.id)
    said = ledger.offered(session, shop.id, besides=new.id)
    assert (said.unit, said.kind, said.stock) == ("kg", "fresh", None)


def test_numbers_count_up_within_a_shop(session: Session, shop: Shop) -> None:
    other = Shop(name="Khác", laptop_of="Lan", places=[])
    session.add(other)
    session.flush()
    assert [ledger.start(session, s).number for s in (shop.id, other.id, shop.id)] == [1, 1, 2]
