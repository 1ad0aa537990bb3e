"""Totals below a list are no products, and names with lost letters are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_helper.bulk.sheet.names import judge_name
from tests.bulk.sheet.made import blocks, book, products

_VNI = "Nöôùc maém Phuù Quoác"
_TCVN3 = "N­íc m¾m Phó Quèc"


@pytest.mark.parametrize(
    "name", ["TỔNG CỘNG", "Tổng", "tổng cộng:", "Cộng", "Tổng số lượng", "Total", "Tổng cộng (3 món)"]
)
def test_a_total_without_a_code_is_held(tmp_path: Path, name: str) -> None:
    path = book(tmp_path, ("STT", "Tên hàng", "Giá"), (1, "Kẹo", 5000), ("", name, 92_000))
    sold, total = products(path)
    assert (blocks(sold), blocks(total)) == ([], ["sheet.total_row"])


def test_what_has_a_code_is_a_product_whatever_its_name(tmp_path: Path) -> None:
    (product,) = products(book(tmp_path, ("sku", "name", "price"), ("TC", "Tổng cộng", 5000)))
    assert blocks(product) == []


@pytest.mark.parametrize("name", ["Tống biệt", "Cộng hòa", "Tổng hợp trái cây sấy", "Total 8 lạng", "Sumo"])
def test_names_that_begin_like_a_total_stay(name: str) -> None:
    assert judge_name(name, has_code=False) == []


@pytest.mark.parametrize("name", [_VNI, _TCVN3, "B?nh tráng ph?i s??ng", "Baùnh traùng phôi söông"])
def test_letters_of_an_old_font_or_lost_ones_are_told(name: str) -> None:
    (issue,) = judge_name(name, has_code=True)
    assert (issue.code, issue.severity) == ("sheet.letters_odd", "warn")


@pytest.mark.parametrize(
    "name",
    [
        *("Nước mắm Phú Quốc", "Häagen-Dazs kem", "Bánh crème brûlée à la française", "Sữa Nestlé"),
        *("Ai cũng thích? Bánh pía", "Áo L’Oréal 100 % – 35°", "Bò húc ® 250 ml", "Khô bò ±5 g, 1/2 kg ½"),
        *("Mì Ý", "TÚI ĐỎ", "Vòng tay µm", "Rượu Jägermeister Kräuter Việt"),
    ],
)
def test_names_that_are_right_are_left_alone(name: str) -> None:
    assert judge_name(name, has_code=True) == []
