"""What is left, in figures and words; a loss is said plainly, and fees are offered for the next product."""

from __future__ import annotations

import pytest

from web.more.conftest import Stall

FEES = {"percent": "14,5", "fixed": "3.000", "tax": "1,5", "packing": "2k", "cost": "20k"}


def test_what_is_left_is_told_in_figures_and_words(stall: Stall) -> None:
    stall.tell(price=45_000)
    page = stall.client.read(f"{stall.listing}/more").follow("Còn về tay").follow("Shopee").submit(FEES)
    assert "Còn về tay 12.800 đồng – mười hai nghìn tám trăm đồng." in page.text
    assert "Giá từ 29.763 đồng" in page.text and "− 6.525 đ" in page.text and "Chưa trừ" not in page.text
    facts = stall.facts()[0]
    assert (facts.cost, facts.packing_cost, facts.fees) == (20_000, 2_000, ("shopee=14.5,3000,1.5",))


def test_a_loss_is_said_plainly(stall: Stall) -> None:
    page = stall.open("takings?place=shopee").submit({**FEES, "cost": "200k"})
    assert "Bán giá này lỗ" in page.text and "đồng." in page.text


def test_what_was_not_told_takes_nothing_off_and_is_named(stall: Stall) -> None:
    page = stall.open("takings?place=tiktok").submit({"percent": "5"})
    assert "Còn về tay 142.500 đồng" in page.text
    assert "Chưa trừ: phí mỗi đơn, thuế, tiền đóng gói, giá vốn." in page.text


def test_our_figures_are_only_for_reference_with_day_and_doubt(stall: Stall) -> None:
    page = stall.open("takings?place=shopee")
    assert "4,91%" in page.text and "22/11/2026" in page.text and "hỏi lại nơi bán" in page.text
    assert "1,5% trên mỗi đơn bán được" in page.text
    assert not [v for values in page.forms[0].values().values() for v in values if "4,91" in v]
    assert "bán trên Facebook, Zalo hay trang của mình thì tự khai" in stall.open("takings?place=zalo").text


def test_the_next_product_is_offered_the_fees_of_the_place(stall: Stall) -> None:
    stall.open("takings?place=shopee").submit(FEES)
    other = stall.sell(name="Khăn", sku="KHAN", price=90_000)
    page = stall.client.read(f"{stall.shop}/listings/{other}/takings?place=shopee")
    values = page.forms[0].values()
    assert [values[n] for n in ("percent", "fixed", "tax", "packing", "cost")] == [
        ["14,5"],
        ["3.000"],
        ["1,5"],
        ["2.000"],
        [""],
    ]
    assert "− " not in page.text
    zalo = stall.client.read(f"{stall.shop}/listings/{other}/takings?place=zalo").forms[0].values()
    assert zalo["percent"] == [""]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"percent": "mười"}, "chưa đọc được thành phần trăm"),
        ({"tax": "100"}, "Trừ “100” phần trăm thì hết cả giá"),
        ({"cost": "liên hệ"}, "liên hệ"),
        ({"packing": "-5"}, "-5"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_stays(stall: Stall, told: dict[str, str], said: str) -> None:
    page = stall.open("takings").submit(told)
    assert page.title.startswith("Lỗi:") and said in page.text
    assert {name: page.forms[0].values()[name] for name in told} == {n: [v] for n, v in told.items()}
    assert not stall.facts()[0].fees


def test_two_tabs_never_overwrite_silently(stall: Stall) -> None:
    old = stall.open("takings?place=shopee")
    stall.tell(cost=30_000)
    page = old.submit(FEES)
    assert "Giá vốn: 30.000 đồng" in page.text and stall.facts()[0].cost == 30_000
    page.submit()
    assert stall.facts()[0].cost == 20_000


def test_without_a_price_it_leads_to_the_price(stall: Stall) -> None:
    stall.tell(price=None)
    page = stall.open("takings")
    assert page.follow("Ghi giá bán").step == "price"
