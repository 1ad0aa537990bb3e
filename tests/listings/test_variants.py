"""Options are read as typed, and each combination is one listing with a code of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.family import families, option_words
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.matrix import arrange, known_options, variants_of
from merchant_helper.listings.model import Listing
from merchant_helper.listings.variants import MOST, code, combinations, read_options, read_values
from merchant_helper.shops.model import Shop
from merchant_helper.text import is_sku

COLOURS, SIZES = ("Màu", "Đỏ, Xanh lá"), ("Cỡ", "M, L, XL")


def shirt(session: Session, shop: Shop) -> Listing:
    listing = ledger.start(session, shop.id)
    told = {"name": "Áo len rib", "kind": "clothing", "price": 150_000, "unit": "cái", "stock": 5}
    ledger.write(listing, told | {"photos": ["p1", "p2"], "places": ["facebook"], "checked": True}, by="lan")
    session.flush()
    return listing


def seen(session: Session, listing: Listing) -> dict[str, int]:
    session.flush()
    return {one.id: len(one.answers) for one, _facts in variants_of(session, listing)} | {
        listing.id: len(listing.answers)
    }


def put(session: Session, listing: Listing, *told: tuple[str, str]) -> list[Facts]:
    options, issues = read_options(told)
    assert not issues
    assert arrange(session, listing, options, by="lan", seen=seen(session, listing)) == {}
    session.flush()
    return [facts for _one, facts in variants_of(session, listing)]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("Đỏ, Xanh", ("Đỏ", "Xanh")),
        (" đỏ ;; xanh\nĐỎ, ", ("đỏ", "xanh")),
        ("S|M|L.", ("S", "M", "L")),
        ("39,5", ("39", "5")),
        ("", ()),
        (",,,", ()),
    ],
)
def test_values_are_read_as_typed(typed: str, values: tuple[str, ...]) -> None:
    assert read_values(typed) == values


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ([("Màu", "")], ["variants.no_values"]),
        ([("", "Đỏ, Xanh")], ["variants.no_name"]),
        ([("Màu", "Đỏ"), ("màu", "M")], ["variants.names_alike"]),
        (
            [("Màu", ",".join(map(str, range(8)))), ("Cỡ", ",".join(map(str, range(7))))],
            ["variants.too_many"],
        ),
        ([("Màu", ",".join(map(str, range(MOST))))], []),
        ([("", ""), ("Cỡ", "M")], []),
    ],
)
def test_what_stops_options_is_named(told: list[tuple[str, str]], codes: list[str]) -> None:
    assert [issue.code for issue in read_options(told)[1]] == codes


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=80)), max_size=2))
def test_whatever_is_typed_gives_options_or_a_reason(told: list[tuple[str, str]]) -> None:
    options, issues = read_options(told)
    assert issues or len(combinations(options)) <= MOST
    codes: list[str] = []
    for values in combinations(options)[:MOST]:
        codes.append(code("AO-RIB", values, codes))
    assert all(map(is_sku, codes)) and len({one.casefold() for one in codes}) == len(codes)


def test_a_code_is_the_parents_with_the_values_and_never_anothers() -> None:
    assert code("AO-RIB", ("Đỏ", "M"), ()) == "AO-RIB-DO-M"
    assert code("AO-RIB", ("Đỏ", "M"), {"ao-rib-do-m"}) == "AO-RIB-DO-M-2"
    assert code("AO-RIB", ("🌸", None), ()) == "AO-RIB-PL"


def test_two_colours_and_three_sizes_make_six_codes(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    rows = put(session, main, COLOURS, SIZES)
    assert [option_words(f) for f in rows][:2] == ["Đỏ, M", "Đỏ, L"] and len(rows) == 6
    assert len({f.sku for f in rows}) == 6 and rows[0].sku == "AO-LEN-RIB-DO-M"
    assert {f.group for f in rows} == {"AO-LEN-RIB"} and "AO-LEN-RIB" not in {f.sku for f in rows}
    assert {(f.price, f.stock, f.name, f.unit, f.checked) for f in rows} == {
        (150_000, 5, "Áo len rib", "cái", True)
    }
    assert [f.photos for f in rows][:2] == [("p1", "p2"), ("p1",)]
    assert len(families(listings_of(session, shop.id))) == 1


def test_one_price_edited_leaves_the_others(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, COLOURS, SIZES)
    third = variants_of(session, main)[2][0]
    assert ledger.tell_all({third: {"price": 170_000}}, by="lan", seen=seen(session, main)) == {}
    prices = [facts.price for _one, facts in variants_of(session, main)]
    assert prices == [150_000, 150_000, 170_000, 150_000, 150_000, 150_000]


def test_a_value_that_goes_is_put_away_and_comes_back_with_its_price(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, COLOURS)
    green = variants_of(session, main)[1][0]
    ledger.write(green, {"price": 99_000}, by="lan")
    assert [option_words(f) for f in put(session, main, ("Màu", "Đỏ"))] == ["Đỏ"]
    assert derive(green.answers).removed
    assert [f.price for f in put(session, main, COLOURS)] == [150_000, 99_000]


def test_the_first_listing_stays_when_its_value_goes(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, ("Màu", "Đỏ, Xanh lá, Vàng"))
    ledger.write(variants_of(session, main)[1][0], {"price": 99_000}, by="lan")
    rows = put(session, main, ("Màu", "Xanh lá, Vàng"))
    assert [(option_words(f), f.price, f.sku) for f in rows] == [
        ("Xanh lá", 99_000, "AO-LEN-RIB-XANH-LA"),
        ("Vàng", 150_000, "AO-LEN-RIB-VANG"),
    ]
    assert derive(main.answers).option1_value == "Xanh lá" and rows[0].photos == ("p1", "p2")
    again = put(session, main, ("Màu", "Đỏ, Xanh lá, Vàng"))
    assert len({f.sku for f in again}) == 3


def test_a_second_option_keeps_what_the_first_had(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, COLOURS)
    ledger.write(variants_of(session, main)[1][0], {"price": 99_000}, by="lan")
    rows = put(session, main, COLOURS, SIZES)
    assert [f.price for f in rows if option_words(f) == "Xanh lá, M"] == [99_000]
    assert len(put(session, main, COLOURS)) == 2


def test_a_value_under_another_name_keeps_its_price(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, COLOURS)
    green = variants_of(session, main)[1][0]
    ledger.write(green, {"price": 99_000}, by="lan")
    rows = put(session, main, ("Màu sắc", "Đỏ, Xanh rêu"))
    assert [(option_words(f), f.price) for f in rows] == [("Đỏ", 150_000), ("Xanh rêu", 99_000)]
    assert derive(green.answers).option1_name == "Màu sắc"


def test_without_options_it_is_one_product_again(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, COLOURS)
    assert put(session, main) == []
    facts = derive(main.answers)
    assert (facts.sku, facts.group, facts.option1_value) == ("AO-LEN-RIB", None, None)
    assert [f.removed for _one, f in listings_of(session, shop.id)] == [False, True]
    assert put(session, main) == []


def test_two_pages_never_overwrite_each_other(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    before = seen(session, main)
    put(session, main, COLOURS)
    count = len(listings_of(session, shop.id))
    other, _issues = read_options([("Màu", "Đen, Trắng")])
    clashes = arrange(session, main, other, by="owner", seen=before)
    assert clashes and len(listings_of(session, shop.id)) == count
    assert [option_words(f) for _one, f in variants_of(session, main)] == ["Đỏ", "Xanh lá"]


def test_variants_say_what_the_first_says_now(session: Session, shop: Shop) -> None:
    main = shirt(session, shop)
    put(session, main, COLOURS)
    ledger.write(main, {"name": "Áo len gân", "special": "Mềm"}, by="owner")
    green = variants_of(session, main)[1]
    ledger.write(green[0], {"special": "Màu rêu"}, by="owner")
    assert {(f.name, f.special) for _one, f in variants_of(session, main)} == {
        ("Áo len gân", "Mềm"),
        ("Áo len gân", "Màu rêu"),
    }
    ledger.write(main, {"removed": True}, by="owner")
    assert all(f.removed for _one, f in listings_of(session, shop.id))


def test_a_group_of_a_sheet_is_a_matrix_too(session: Session, shop: Shop) -> None:
    for number, value in enumerate(("Đỏ", "Xanh"), start=1):
        listing = ledger.start(session, shop.id)
        told = {"sku": f"AO-{number}", "group": "AO", "option1_name": "Màu", "option1_value": value}
        ledger.write(listing, {**told, "name": "Áo", "price": 1000 * number, "checked": True}, by="local")
        session.flush()
    main = listings_of(session, shop.id)[0][0]
    assert [(o.name, o.values) for o in known_options(variants_of(session, main))] == [
        ("Màu", ("Đỏ", "Xanh"))
    ]
    rows = put(session, main, ("Màu", "Đỏ, Xanh, Vàng"))
    assert [(f.sku, f.price) for f in rows] == [("AO-1", 1000), ("AO-2", 2000), ("AO-VANG", 1000)]
