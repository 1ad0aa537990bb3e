"""Pages become plain text, lists and amounts become what a sheet holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.bulk.sheet.foreign_words import (
    amount,
    grams,
    last_level,
    listed,
    picture_name,
    plain_text,
    side,
)
from merchant_helper.channels.cells import paragraphs
from merchant_helper.text import clean_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a<br>b</p><p>c</p>", "a\nb\n\nc"),
        ("<p>Có:</p><ul><li>x</li><li>y</li></ul><p>Hết</p>", "Có:\n- x\n- y\n\nHết"),
        ("<div>a</div>\n  <div>b &amp; c</div>", "a\n\nb & c"),
        ("a<script>alert('<p>x</p>')</script>b<style>p{}</style><p>c</p>", "ab\n\nc"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\nb"),
        ("x < 5 và y > 3", "x < 5 và y > 3"),
        ("một\nhai", "một\nhai"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("<p>một\n hai</p>", "một hai"),
        ("<img src=x onerror=alert(1)>", ""),
        ("<p>không đóng", "không đóng"),
        ("<b>đậm</b> và <i>nghiêng</i>", "đậm và nghiêng"),
        ("", ""),
    ],
)
def test_a_page_is_read_as_a_person_reads_it(page: str, text: str) -> None:
    assert plain_text(page) == text


@given(st.text(max_size=200))
def test_no_page_makes_it_stumble(page: str) -> None:
    assert isinstance(plain_text(f"<p>{page}"), str)


@given(st.lists(st.text("ab <>&-+•\\1é", max_size=12), max_size=6).map("\n".join))
def test_what_was_written_as_a_page_reads_back_as_the_same_page(text: str) -> None:
    page = paragraphs(clean_text(text, multiline=True).text)
    assert paragraphs(plain_text(page)) == page


@pytest.mark.parametrize(
    ("text", "parts"),
    [(r"a\, b, c", ["a, b", "c"]), ("a, a , ,b", ["a", "b"]), ("", [])],
)
def test_escaped_commas_belong_to_a_word(text: str, parts: list[str]) -> None:
    assert listed(text, escaped=True) == parts


@pytest.mark.parametrize(
    ("text", "cell"),
    [("150000.00", "150000"), ("150000,0", "150000"), ("150.000", "150"), ("19.99", "19.99"), ("85k", "85k")],
)
def test_amounts_lose_their_empty_fraction(text: str, cell: str) -> None:
    if text == "150.000":
        assert amount(text) == text, "three digits behind a point are thousands"
    else:
        assert amount(text) == cell


def test_weights_sides_names_and_levels() -> None:
    assert (grams("0.5", 1000), grams("0"), grams("x"), grams("300")) == ("500", "", "x", "300")
    assert (side("7.50"), side("0"), side("7 cm")) == ("7.5", "", "7 cm")
    assert (
        picture_name("https://a.vn/x/%E1%BA%A3nh.jpg?v=1") == "ảnh.jpg"
        and picture_name("a b.jpg") == "a b.jpg"
    )
    assert picture_name("http://[::1") == "" and last_level("Đồ ăn >> Mắm") == "Mắm"
