"""Titles: her words in the kind's order, whole words, within the limit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.phrasing import put_right, words
from merchant_helper.listings.titles import title_for, variants

SAUCE = Facts(
    name="nước mắm nhĩ phú quốc",
    kind="drink",
    brand="Bà Sáu",
    origin="Phú Quốc",
    special="Độ đạm 40, màu cánh gián",
    unit="chai",
    unit_size="500 ml",
)
SHIRT = Facts(
    name="Áo bà ba may sẵn",
    kind="clothing",
    special="Mát, không nhăn",
    unit="cái",
    unit_size="cỡ M",
    traits=("material=Lụa pha", "color=Tím than", "fits=45–55 kg"),
)
# One word a text may be made of; none is longer than the limits that are tried.
WORD = st.text("aăâbcđêghikôơpưxáàảãạ0123456789", min_size=1, max_size=9)
SAID = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


def test_a_product_can_be_called_in_several_ways_the_best_first() -> None:
    assert [each.text for each in variants(SAUCE)] == [
        "Nước mắm nhĩ Phú Quốc, Bà Sáu, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc, Bà Sáu, độ đạm 40, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc, độ đạm 40, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc",
    ]
    full = variants(SHIRT)[1]
    assert full.text == "Áo bà ba may sẵn, lụa pha, tím than, mát, không nhăn, cỡ M"
    assert full.fields == ("name", "material", "color", "feature", "size")


def test_the_least_useful_part_goes_first_and_no_word_is_cut() -> None:
    chosen = Facts(**{**vars(SAUCE), "title": "x", "title_form": "full"})
    assert [title_for(chosen, longest) for longest in (60, 50, 40, 30, 18, 12, 3)] == [
        "Nước mắm nhĩ Phú Quốc, Bà Sáu, độ đạm 40, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc, Bà Sáu, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc, chai 500 ml",
        "Nước mắm nhĩ Phú Quốc",
        "Nước mắm nhĩ Phú",
        "Nước mắm nhĩ",
        "Nước",
    ]
    assert title_for(Facts(name="Bánh tráng phơi sương của Tây Ninh"), 26) == "Bánh tráng phơi sương"


def test_what_she_chose_counts_and_follows_her_later_answers() -> None:
    chosen = {**vars(SAUCE), "title": "Nước mắm nhĩ Phú Quốc, chai 500 ml", "title_form": "plain"}
    assert title_for(Facts(**chosen)) == "Nước mắm nhĩ Phú Quốc, chai 500 ml"
    assert title_for(Facts(**{**chosen, "unit_size": "1 lít"})) == "Nước mắm nhĩ Phú Quốc, chai 1 lít"
    own = Facts(**{**chosen, "title": "Mắm nhĩ BÀ SÁU  40 độ đạm", "title_form": None})
    assert title_for(own) == "Mắm nhĩ BÀ SÁU 40 độ đạm"
    assert title_for(own, 15) == "Mắm nhĩ BÀ SÁU"
    gone = Facts(**{**chosen, "title_form": "no-such"})
    assert title_for(gone) == variants(SAUCE)[0].text


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"name": "Mật ong 0,5 lít", "unit": "chai", "unit_size": "500 ml"}, "Mật ong 0,5 lít"),
        ({"name": "Gạo ST25 1.000 g", "unit": "túi", "unit_size": "1 kg"}, "Gạo ST25 1.000 g"),
        ({"name": "Gạo ST25", "unit": "kg", "unit_size": "1 kg"}, "Gạo ST25, 1 kg"),
        ({"name": "Trứng gà ta", "unit": "chục", "unit_count": 12}, "Trứng gà ta, chục 12"),
        ({"name": "Trứng gà ta", "unit": "chục", "unit_count": 10}, "Trứng gà ta"),
        ({"name": "Áo size M", "unit": "cái", "unit_size": "cỡ M"}, "Áo size M"),
        ({"name": "Mâm cỗ", "unit": "mâm", "unit_size": "10 người"}, "Mâm cỗ, 10 người"),
        ({"name": "Mắm ruốc", "origin": "Việt Nam"}, "Mắm ruốc"),
        ({"name": "Mắm ruốc", "brand": "Không có"}, "Mắm ruốc"),
        ({"name": "Mắm cá linh", "brand": "Mắm Cô Năm"}, "Mắm cá linh Cô Năm"),
        ({"name": "Mắm", "origin": "Số 5 đường Lê Lợi"}, "Mắm"),
        ({"name": "Mắm", "origin": "Xã Mỹ Lợi A, huyện Cái Bè, Tiền Giang"}, "Mắm Cái Bè"),
    ],
)
def test_the_size_is_told_once_and_as_people_say_it(told: dict[str, object], title: str) -> None:
    assert title_for(Facts(**{"kind": "food", **told})) == title  # type: ignore[arg-type]


def test_a_name_in_capitals_gets_those_that_its_place_and_maker_have() -> None:
    told = {"name": "MẮM CÁ LINH CHÂU ĐỐC", "kind": "food"}
    assert title_for(Facts(**told)) == "Mắm Cá Linh Châu Đốc"
    assert title_for(Facts(**told, origin="Châu Đốc, An Giang")) == "Mắm cá linh Châu Đốc"
    assert title_for(Facts(**told, origin="Châu Đốc", brand="Cô Năm")) == "Mắm cá linh Châu Đốc, Cô Năm"


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("  bánh   tráng ,phơi sương !!! ", "Bánh tráng, phơi sương"),
        ("NƯỚC MẮM NHĨ 500ML", "Nước Mắm Nhĩ 500ml"),
        ("ÁO THUN OCOP CỠ XL", "Áo Thun OCOP Cỡ XL"),
        ("iPhone cũ", "iPhone cũ"),
        ("- ★ Giỏ mây…", "★ Giỏ mây…"),
        ("Gạo 1,5 kg; mới", "Gạo 1,5 kg; mới"),
        ("Ca\u0300 phe\u0302", "Cà phê"),
        ("!!!", "!"),
    ],
)
def test_spaces_marks_and_capitals_are_put_right(typed: str, right: str) -> None:
    assert put_right(typed) == right


@settings(max_examples=50)
@given(
    told=st.fixed_dictionaries(
        {"name": SAID, "special": SAID, "brand": SAID, "origin": SAID, "unit": WORD, "unit_size": SAID}
    ),
    kind=st.sampled_from(sorted(kinds())),
    traits=st.lists(SAID, min_size=5, max_size=5),
    longest=st.integers(9, 120),
)
def test_every_title_fits_and_says_only_her_words(
    told: dict[str, str], kind: str, traits: list[str], longest: int
) -> None:
    said = [f"{q.key}={text}" for q, text in zip(kinds()[kind].questions, traits, strict=False)]
    facts = Facts(kind=kind, traits=tuple(said), **told)  # type: ignore[arg-type]
    hers = {word for text in (*told.values(), *traits) for word in words(text)}
    for each in variants(facts, longest):
        assert len(each.text) <= longest
        assert set(words(each.text)) <= hers
    assert title_for(facts, longest) == variants(facts, longest)[0].text


def test_what_variants_differ_by_stands_in_no_title() -> None:
    varied = SHIRT.__class__(**{**vars(SHIRT), "option1_name": "Màu", "option2_name": "Cỡ"})
    said = " ".join(each.text for each in variants(varied))
    assert "mát" in said and "tím than" not in said.lower() and "cỡ" not in said
