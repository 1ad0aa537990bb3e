"""What is said live is made of her answers, takes no more than a minute, and names its number and price."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.live import MOST_SYLLABLES, items, price_words, script, syllables
from merchant_helper.listings.sharing import LONGEST_TAG, MOST_TAGS, hashtag, hashtags
from merchant_helper.text import vnd_in_words

WORDS = st.lists(st.sampled_from(["ngon", "dẻo", "gạo.", "nhà", "làm!", "\n", "500", "–"]), max_size=400)
OURS = {"mã", "m1", "giá", "một", "gói", "đến"}


@given(WORDS, WORDS, WORDS)
def test_it_never_takes_more_than_a_minute_and_says_only_what_was_told(
    special: list[str], made: list[str], use: list[str]
) -> None:
    facts = Facts(
        name="Bánh tráng",
        price=45_000,
        unit="gói",
        special=" ".join(special),
        made=" ".join(made),
        use=" ".join(use),
    )
    said = script("M1", [facts])
    assert syllables(said) <= MOST_SYLLABLES and "Mã M1" in said
    told = " ".join(["Bánh tráng", *special, *made, *use, vnd_in_words(45_000)])
    assert plain(said) <= plain(told) | OURS


def plain(text: str) -> set[str]:
    return {word for piece in text.casefold().split() if (word := piece.strip(".,:!?…–"))}


def test_products_are_numbered_and_variants_told_together() -> None:
    red = Facts(name="Áo", price=100_000, unit="cái", option1_name="Màu", option1_value="Đỏ")
    blue = Facts(name="Áo", price=120_000, unit="cái", option1_name="Màu", option1_value="Xanh")
    first, second = items([[red, blue], [Facts(name="Rượu nếp", price=90_000)]])
    assert (first.number, second.number) == ("M1", "M2")
    assert first.price == "100.000 – 120.000 đ" and "Màu: Đỏ, Xanh." in first.script
    assert "một trăm nghìn đồng đến một trăm hai mươi nghìn đồng một cái" in first.script
    assert [kind.key for kind in second.papers] == ["alcohol"] and first.papers == ()


def test_words_that_want_papers_are_named_until_she_has_them() -> None:
    bread = Facts(name="Bánh", kind="food", price=1000, special="Ngon nhất vùng, ngon nhất quê. Giòn hot!")
    assert [words.casefold() for words in items([[bread]])[0].not_to_say] == ["ngon nhất"]
    assert items([[replace(bread, papers=("ngon nhat",))]])[0].not_to_say == ()
    tea = Facts(name="Trà", kind="drink", price=1000, use="chữa bệnh")
    assert items([[tea]])[0].not_to_say == ("Chữa bệnh",)


def test_without_a_price_none_is_said() -> None:
    assert price_words([Facts(name="Áo")]) == "" and "giá" not in script("M1", [Facts(name="Áo")])


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("nước mắm nhĩ", "#NuocMamNhi"),
        ("Bánh tráng phơi sương Tây Ninh loại một", "#BanhTrangPhoiSuongTayNinhLoai"),
        ("500", None),
        ("🌾", None),
        ("x" * 40, None),
    ],
)
def test_a_hashtag_is_whole_words_without_marks(words: str, tag: str | None) -> None:
    assert hashtag(words) == tag


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=20), st.text(max_size=40))
def test_hashtags_are_few_and_each_once(name: str, tags: list[str], shop: str) -> None:
    found = hashtags(Facts(name=name, tags=tuple(tags)), shop)
    assert len(found) <= MOST_TAGS and len({tag.casefold() for tag in found}) == len(found)
    assert all(tag[1:].isascii() and tag[1:].isalnum() and len(tag) <= LONGEST_TAG + 1 for tag in found)
