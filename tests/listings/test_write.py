"""Only what the owner said, and all of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from merchant_helper import i18n
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import find_kind, kinds
from merchant_helper.listings.write import description, title

SAID = Facts(
    name="Nước mắm nhĩ",
    special="Độ đạm 40",
    made="Cá cơm, muối",
    use="Chấm trực tiếp!",
    unit="chai",
    unit_size="500 ml",
    expiry="24 tháng",
    weight_g=850,
)


def test_the_size_joins_the_title_once() -> None:
    assert title(SAID) == "Nước mắm nhĩ, chai 500 ml"
    assert title(Facts(name="Nước mắm 500ml", unit="chai", unit_size="500 ml")) == "Nước mắm 500ml"
    assert title(Facts(name="Mắm")) == "Mắm"


def test_every_answer_becomes_one_sentence() -> None:
    assert description(SAID).split("\n") == [
        "Độ đạm 40.",
        "Nguồn gốc, cách làm: Cá cơm, muối.",
        "Cách dùng, cách giữ: Chấm trực tiếp!",
        "Quy cách: chai 500 ml.",
        "Hạn dùng: 24 tháng.",
        "Cân nặng cả gói khi gửi: khoảng 850 g.",
    ]


def test_her_buyers_read_vietnamese_whatever_the_pages_speak() -> None:
    said = description(SAID)
    with i18n.in_language("en"):
        assert description(SAID) == said


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_nothing_said_gets_lost(words: str) -> None:
    assert words.strip() in description(Facts(special=words))


def test_nothing_said_is_nothing_written() -> None:
    assert description(Facts()) == ""


def test_kinds_are_found_by_key_and_by_either_name_without_marks() -> None:
    for kind in kinds().values():
        assert find_kind(kind.key) == find_kind(kind.name) == find_kind(kind.english) == kind
    assert find_kind("do an, dac san") == kinds()["food"]
    assert find_kind("xe hơi") is None
