"""Answers from outside: those of ours pass unchanged, everything else stays out."""

from __future__ import annotations

from typing import Any

import pytest

from merchant_helper.listings.facts import FIELDS
from merchant_helper.listings.told import NotTold, clean_told

GOOD: dict[str, list[Any]] = {
    "photos": [["abc234"], []],
    "kept": [["abc234", "def567"]],
    "seen": [[]],
    "private_seen": [["abc234"], []],
    "shots": [["abc234=front", "def567=label"], []],
    "name": ["Bánh tráng 🌾 «Cô Tư»"],
    "sku": ["BANH-TRANG-2"],
    "kind": ["food", "other"],
    "price": [1, 45_000],
    "price_kept": [200],
    "unit": ["chục"],
    "unit_count": [12],
    "unit_size": ["500 g"],
    "made": ["Gạo nhà\n\nphơi sương"],
    "special": [""],
    "use": ["Cuốn rau"],
    "stock": ["always", 0, 7],
    "weight_g": [500],
    "expiry": ["3 tháng"],
    "cover": ["cutout", "original"],
    "cover_of": ["abc234"],
    "checked": [True, False],
    "places": [["facebook", "zalo"]],
    "pasted": [["line-name", "line_post"]],
    "outcome": ["posted", "refused"],
    "outcomes": [[], ["shopee=refused", "facebook=posted"]],
    "refusals": [[], ["shopee=Giá chưa đúng: =1+1 <b>"]],
    "outcome_reason": ["Ảnh mờ"],
    "removed": [True],
    "description": ["Dẻo, thơm.\n\n- 500 g", "x" * 100_000],
    "sale_price": [39_000],
    "length_cm": [12.5, 0.1],
    "width_cm": [10.0],
    "height_cm": [3.0],
    "brand": ["Cô Tư"],
    "gtin": ["8934563138165"],
    "condition": ["new", "used", "refurbished"],
    "origin": ["Tây Ninh"],
    "category": ["Đồ khô"],
    "group": ["AO-THUN"],
    "option1_name": ["Màu"],
    "option1_value": ["Đỏ"],
    "option2_name": ["Cỡ"],
    "option2_value": ["XL"],
    "tags": [["bánh tráng", "đặc sản"], []],
    "accepted": [["bánh tráng", "đặc sản"], []],
    "link": ["https://tiem.vn/banh-trang"],
    "traits": [["material=Lụa pha", "color=Tím = tím than"], []],
    "title": ["Nước mắm nhĩ Bà Sáu, chai 500 ml"],
    "title_form": ["maker"],
    "cost": [0, 30_000],
    "packing_cost": [2_000],
    "fees": [["shopee=14.5,3000,1.5", "zalo=,,"], []],
    "undone": [12],
    "papers": [["ngon nhat"], []],
}
BAD: dict[str, list[Any]] = {
    "shots": [["abc234"], ["abc234=Front"], ["=front"], "abc234=front", {"abc234": "front"}],
    "photos": ["abc", [1], ["../../x"], ["a"] * 301, [["a"]], {"a": 1}],
    "name": [1, ["a"], "x" * 1001, True, {}],
    "sku": ["ÁO 01", "", 5],
    "kind": ["weapons", 3],
    "price": [0, -5, 10**12, 1.5, True, "45000", 10**400],
    "unit_count": [-1, "12"],
    "stock": ["many", -1, True, 2.0],
    "weight_g": [10**9],
    "cover": ["white", ""],
    "cover_of": ["A B", "", "x" * 25],
    "checked": [1, "yes"],
    "places": [["../specs"], ["Facebook"]],
    "pasted": [["<b>"]],
    "outcome": ["sold"],
    "outcomes": [["shopee=sold"], ["../x=posted"], "shopee=posted"],
    "refusals": [["no place"], ["shopee="], [f"shopee={'x' * 1000}"]],
    "made": ["x" * 6001],
    "description": ["x" * 100_001, ["a"]],
    "length_cm": [0, -1.0, "12", True, float("nan"), 1e9],
    "condition": ["old", 1],
    "group": ["ÁO 01"],
    "tags": ["a", [1], ["a"] * 301],
    "accepted": ["a", [1], ["a"] * 301],
    "option1_value": [4],
    "cost": [-1, 1.5, "30000"],
    "fees": [["shopee"], ["shopee=1,2"], ["Shopee=1,2,3"], ["shopee=a,1,1"], "shopee=1,2,3"],
    "undone": [0, -3, True],
    "version": [3],
    "asked": [["name"]],
    "traits": [["Màu=đỏ"], ["color"], "color=đỏ", [f"color={'x' * 1000}"], [1]],
    "title": [3, "x" * 1001],
    "title_form": ["", "Maker", "a b"],
    "__class__": ["x"],
    "given_by": ["owner"],
}


@pytest.mark.parametrize("field", sorted(GOOD))
def test_what_an_owner_told_passes_unchanged(field: str) -> None:
    assert [clean_told(field, value) for value in GOOD[field]] == GOOD[field]
    assert clean_told(field, None) is None


@pytest.mark.parametrize("field", sorted(BAD))
def test_what_no_owner_told_stays_out(field: str) -> None:
    for value in BAD[field]:
        with pytest.raises(NotTold):
            clean_told(field, value)


def test_every_field_is_known() -> None:
    assert set(GOOD) == FIELDS


def test_words_are_cleaned_at_the_door() -> None:
    assert clean_told("name", "  Ca\u0300 phe\u0302\u202e\x07\n x ") == "Cà phê x"
    assert clean_told("made", "một\r\nhai\u200b") == "một\nhai"
