"""Goods that may need papers are known by their names, before work starts; other goods are left in peace."""

from __future__ import annotations

import unicodedata

import pytest

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.goods import goods, parse, warn_about

KINDS = {
    "Rượu nếp cẩm Bà Ba, chai 500 ml": {"alcohol"},
    "RUOU NEP CAM": {"alcohol"},
    "Thuốc nam trị ho": {"medicine"},
    "Dầu gió xanh": {"medicine"},
    "TPCN đông trùng hạ thảo": {"supplement"},
    "Viên uống collagen": {"supplement"},
    "Thuốc lá cuốn tay": {"tobacco"},
    "Son dưỡng dầu dừa": {"cosmetics"},
    "Xà bông bồ kết": {"cosmetics"},
    "Bột ăn dặm gạo lứt": {"child-food"},
    "Bánh ăn dặm cho bé": {"child-food", "food"},
    "Nước mắm nhĩ Phú Quốc 40 độ": {"food"},
    "banh trang phoi suong": {"food"},
    "Rượu thuốc ngâm": {"alcohol", "medicine"},
}
PLAIN = (
    *(
        "Giỏ lục bình có quai",
        "Áo bà ba lụa",
        "Xoài cát Hòa Lộc",
        "Sơn tường nước",
        "Bìa sách",
        "Thuốc nhuộm vải",
    ),
    *("Ly rượu gốm", "Phin cà phê nhôm", "Khuôn bánh trung thu", "Bánh xe đẩy", "Ghế ăn dặm gỗ", "Thúng tre"),
    *("", "   ", "số 1", "🙂"),
)
GOOD = """
[some]
name = {vi = "Rượu", en = "Alcohol"}
words = ["rượu"]
except = []
certainty = "unknown"
ask = {vi = "Hỏi gì?", en = "What?"}
whom = ["platform"]
checked_on = 2026-11-22
source = "không tìm thấy"
"""


@pytest.mark.parametrize(("name", "kinds"), KINDS.items())
def test_a_name_tells_its_kinds(name: str, kinds: set[str]) -> None:
    assert {kind.key for kind in warn_about(name)} == kinds
    assert {kind.key for kind in warn_about(unicodedata.normalize("NFD", name.upper()))} == kinds


@pytest.mark.parametrize("name", PLAIN)
def test_other_goods_are_left_in_peace(name: str) -> None:
    assert warn_about(name) == []


def test_what_is_not_known_is_a_question() -> None:
    assert goods().keys() >= {"medicine", "alcohol", "supplement", "cosmetics", "child-food", "food"}
    for kind in goods().values():
        assert kind.ask.vi.endswith("?") and kind.ask.en.endswith("?")
        assert kind.is_known or kind.certainty == "unknown"
    assert [kind.key for kind in goods().values() if kind.is_known] == ["supplement"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('certainty = "unknown"', 'certainty = "C"', "have a certainty"),
        ('certainty = "unknown"', 'certainty = "D"\npapers = {vi = "Giấy", en = "Paper"}', "everybody knows"),
        ('["rượu"]', '["Rượu"]', "small"),
        ('["rượu"]', "[]", "at least 1"),
        ('whom = ["platform"]', 'whom = ["aunt"]', "whom"),
        ('source = "không tìm thấy"', "", "source"),
        ("except = []", "except = []\nextra = 1", "extra"),
        ("[some]", "[some", "Expected"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused(old: str, new: str, reason: str) -> None:
    assert parse(GOOD)["some"].fits("ruou")
    with pytest.raises(GuideBroken, match=reason):
        parse(GOOD.replace(old, new))
