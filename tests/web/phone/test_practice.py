"""The owner practises on her own phone, and what she learned is her shop's."""

from __future__ import annotations

from merchant_helper.guides.practice import scenarios
from web.phone.counter import Counter, Phone


def test_she_practises_on_her_phone(counter: Counter, phone: Phone) -> None:
    key, scenario = next(iter(scenarios().items()))
    page = phone.read(counter.shop).follow("Tập xử lý khi gặp kẻ gian")
    page = page.follow("Bắt đầu tập").submit({"choice": str(scenario.right)})
    assert "Làm vậy là an toàn" in page.text
    card = page.follow("Xem thẻ ghi nhớ")
    assert scenario.lesson.vi in card.text and "Chụp màn hình" in card.text
    assert "(đã tập)" in counter.laptop.read(f"{counter.shop}/practice").text and key
