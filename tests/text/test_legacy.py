"""Text of old fonts is read anew where it surely is such text, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.text.legacy import Encoding, from_old, is_syllable, old_font, old_font_found, to_old

PLAIN = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđ"
SAID = (
    "Nước mắm nhĩ Phú Quốc 40 độ đạm, chai 500 ml",
    "Bánh tráng phơi sương Trảng Bàng",
    "Giỏ lục bình đan tay ở Cần Thơ.\nLau bằng khăn ẩm.",
    "mật ong rừng tràm nguyên chất",
    "Đường thốt nốt An Giang",
)
OTHERS = (
    "Crème brûlée à la façon d'où, goût août naïve",
    "Été 2026: garçon, château, forêt, Noël",
    "Größe über schön für Mädchen",
    "Café® Señor piñata mañana",
    "½ kg × 3 ©2026 ® 5°C",
    "Wool sweater, size M",
    "Bánh mì, cà phê, trà, bò, khoái",
    "hoà toà khoái loài",
    *SAID,
)
ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("letter", PLAIN)
def test_every_letter_comes_back(letter: str, encoding: Encoding) -> None:
    word = "đi" if letter == "đ" else f"n{letter}"
    # Letters before and after make the text surely an old one.
    text = f"đường mắm {word} đặng"
    old = to_old(text, encoding)
    assert old != text and from_old(old) == text


@pytest.mark.parametrize("letter", PLAIN.upper())
def test_every_capital_comes_back_from_vni(letter: str) -> None:
    text = f"đường mắm đặng đẹp đậm {letter}"
    assert from_old(to_old(text, "vni")) == text


@given(st.lists(st.sampled_from(" ".join(SAID).split()), min_size=1, max_size=3).map(" ".join))
def test_any_words_come_back(words: str) -> None:
    text = f"đường mắm đặng {words}".lower()
    for encoding in ENCODINGS:
        assert from_old(to_old(text, encoding)) == text


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", SAID[:4])
def test_names_of_goods_are_read(text: str, encoding: Encoding) -> None:
    assert old_font(to_old(text, encoding)) == encoding
    assert from_old(to_old(text, encoding)) == text


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_are_let_be(text: str) -> None:
    assert old_font(text) is None and old_font_found(text, "name") == (text, None)


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert from_old(text) is None or from_old(text) != text


@pytest.mark.parametrize(
    "word",
    [
        "nước",
        "đường",
        "bánh",
        "khoái",
        "loài",
        "quý",
        "giặt",
        "thủy",
        "nghiêng",
        "khuya",
        "rượu",
        "oai",
        "ĂN",
        "Độ",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["ñöôøng", "Baùnh", "maém", "Gioû", "luïc", "garçon", "strong", "nướcc", "mát1"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_who_reads_a_file_is_told() -> None:
    read, told = old_font_found(to_old(SAID[0], "tcvn3"), "name")
    assert read == SAID[0] and told is not None and told.severity == "warn"
    assert told.code == "text.old_font_read" and "Nước" in str(told.params["read"])
