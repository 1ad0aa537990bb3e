"""Variants on their pages: made from what is typed, priced one by one or all at once, never overwritten."""

from __future__ import annotations

import pytest

from merchant_helper.listings.goods import listings_of
from web.more.conftest import Stall

TWO_BY_THREE = {"name1": "Màu", "values1": "Đỏ, Xanh", "name2": "Cỡ", "values2": "M, L, XL"}
SAVE, MAKE = "Lưu các phân loại", "Lưu và xem giá từng loại"


def boxes(stall: Stall, what: str) -> list[str]:
    """Give the names of the boxes of one column."""
    return [name for name in stall.open("variants/prices").forms[0].values() if name.endswith(f"-{what}")]


def sold(stall: Stall) -> list[tuple[str | None, int | None]]:
    return [(f.option1_value, f.price) for f in stall.facts() if not f.removed]


def test_two_by_three_makes_six_codes_that_stand_in_one_row_of_the_shop(stall: Stall) -> None:
    page = stall.client.read(f"{stall.listing}/more").follow("Phân loại (màu, cỡ)").submit(TWO_BY_THREE)
    assert page.h1 == "Phân loại (màu, cỡ)" and "Có 6 phân loại" in page.text
    values = page.forms[0].values()
    assert [values[name][0] for name in values if name.endswith("-sku")][::5] == [
        "AO-LEN-RIB-DO-M",
        "AO-LEN-RIB-XANH-XL",
    ]
    shop = stall.client.read(stall.shop)
    assert len(list(shop.find("li", class_="card product"))) == 1 and "6 phân loại" in shop.text


def test_one_price_leaves_the_others_and_one_price_fills_all(stall: Stall) -> None:
    stall.open("variants/options").submit(TWO_BY_THREE)
    page = stall.open("variants/prices")
    page.submit({boxes(stall, "price")[1]: "170k"}, press=SAVE)
    assert sorted(price or 0 for _value, price in sold(stall)) == [150_000] * 5 + [170_000]
    assert "150.000 – 170.000 đ" in stall.client.read(stall.shop).text
    filled = stall.open("variants/prices").submit({"all_price": "99.000"}, press="Giá này cho tất cả")
    assert "Đã ghi 6 phân loại" in filled.text
    assert {price for _value, price in sold(stall)} == {99_000}


def test_every_variant_may_show_a_photo_of_its_own(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    photos = stall.facts()[0].photos
    stall.open("variants/prices").submit({boxes(stall, "photo")[0]: "2"}, press=SAVE)
    assert [f.photos for f in stall.facts()] == [photos, photos[1:]]


def test_a_photo_that_no_page_offered_is_none(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    form = stall.open("variants/prices").forms[0]
    for forged in ("9" * 5_000, "٢", "-1", "0"):
        sent = {**{k: v[0] for k, v in form.values().items()}, boxes(stall, "photo")[0]: forged}
        assert stall.client.raw.post(f"{stall.listing}/variants/prices", data=sent).status_code == 303
    assert stall.facts()[1].photos == stall.facts()[0].photos[:1]


def test_what_cannot_be_kept_is_said_beside_its_box_and_stays_typed(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    stall.sell(name="Khác", sku="KHAC")
    prices, codes, stocks = (boxes(stall, what) for what in ("price", "sku", "stock"))
    wrong = {prices[0]: "12.5", codes[0]: "ÁO 01", codes[1]: "khac", stocks[1]: "nửa"}
    page = stall.open("variants/prices").submit(wrong, press=SAVE)
    assert page.title.startswith("Lỗi:") and "Mã “khac” đã dùng" in page.text
    assert page.forms[0].values()[prices[0]] == ["12.5"]
    assert {f.price for f in stall.facts()} == {150_000}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name1": "Màu"}, "Chưa có loại nào cho “Màu”"),
        ({"values1": "Đỏ"}, "Chưa ghi khác nhau về điều gì"),
        ({"name1": "Cỡ", "values1": ",".join(map(str, range(60)))}, "nhiều nhất là 50"),
        ({**TWO_BY_THREE, "name2": "màu"}, "Hai điều cùng tên"),
    ],
)
def test_options_that_do_not_go_are_explained(stall: Stall, told: dict[str, str], said: str) -> None:
    page = stall.open("variants/options").submit(told)
    assert said in page.text and len(stall.facts()) == 1


def test_a_name_too_long_for_a_place_is_told_and_kept(stall: Stall) -> None:
    long = {"name1": "Màu sắc của áo len", "values1": "Xanh lá cây đậm như rừng, Đỏ"}
    page = stall.open("variants/options").submit(long)
    assert page.text.count("dài quá mức của Shopee") == 2 and len(stall.facts()) == 2


def test_a_price_without_its_thousands_is_asked_about(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    page = stall.open("variants/prices").submit({boxes(stall, "price")[1]: "200"}, press=SAVE)
    assert "Xanh: giá 200 đồng – hai trăm đồng. Có phải cô muốn ghi 200.000 đồng?" in page.text


def test_two_tabs_never_overwrite_silently(stall: Stall) -> None:
    first, second = stall.open("variants/options"), stall.open("variants/options")
    first.submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    page = second.submit({"name1": "Cỡ", "values1": "M, L"})
    assert "vừa có trang khác ghi" in page.text and [v for v, _p in sold(stall)] == ["Đỏ", "Xanh"]

    here, there = stall.open("variants/prices"), stall.open("variants/prices")
    box = boxes(stall, "price")[0]
    here.submit({box: "160k"}, press=SAVE)
    page = there.submit({box: "140k"}, press=SAVE)
    assert "Giá bán: 160.000 đồng" in page.text and page.forms[0].values()[box] == ["140k"]
    assert sold(stall)[0] == ("Đỏ", 160_000)
    page.submit(press=SAVE)
    assert sold(stall)[0] == ("Đỏ", 140_000)


def test_a_variant_put_away_meanwhile_is_named(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    old = stall.open("variants/prices")
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ"}, press=MAKE)
    page = old.submit({boxes(stall, "price")[0]: "1tr"}, press=SAVE)
    assert "vừa được cất đi" in page.text and sold(stall) == [("Đỏ", 150_000)]


def test_the_kit_tells_of_all_variants_and_putting_away_takes_them_along(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    stall.open("variants/prices").submit({boxes(stall, "price")[1]: "170k"}, press=SAVE)
    kit = stall.open("kit?place=facebook")
    assert "150.000 – 170.000 đ/cái" in kit.text and "Màu: Xanh – 170.000 đ/cái" in kit.text
    away = stall.client.read(stall.shop).submit(press="Cất món này đi")
    assert "Món đã cất (1)" in away.text and sold(stall) == []
    away.submit(press="Lấy lại")
    assert len(sold(stall)) == 2


def test_without_options_it_is_one_product_again(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    page = stall.open("variants/options").submit({"name1": "", "values1": ""}, press=MAKE)
    assert "không còn phân loại" in page.text
    shop = stall.client.read(stall.shop)
    assert "phân loại" not in shop.text and "Món đã cất" not in shop.text


def test_a_variant_leads_to_its_product(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    with stall.services.database.read() as session:
        other = [one.id for one, _f in listings_of(session, stall.shop_id)][1]
    page = stall.client.read(f"{stall.shop}/listings/{other}/variants")
    assert page.url == f"{stall.listing}/variants/prices"
    assert "Áo len rib" in stall.client.read(f"{stall.shop}/listings/{other}/check").text


def test_no_page_contradicts_what_the_variants_tell(stall: Stall) -> None:
    stall.tell(traits=["color=Tím than", "pattern=Trơn"], unit_size="cỡ M")
    stall.open("variants/options").submit(
        {"name1": "Màu", "values1": "Đỏ, Xanh", "name2": "Cỡ", "values2": "S"}
    )
    page = stall.open("variants/prices")
    page.submit({boxes(stall, "price")[0]: "200k"})
    for kit in (stall.open("kit").text, stall.open("share").text):
        assert "Hoa văn: trơn" in kit and "tím than" not in kit and "Cỡ: M" not in kit
    check = stall.open("check")
    assert "150.000 – 200.000 đ một cái, 2 phân loại" in check.text
    assert check.follow("Sửa Giá bán").h1 == "Phân loại (màu, cỡ)"
    assert "150.000 – 200.000 đ/cái, 2 phân loại" in stall.client.read(f"{stall.shop}/live").text
    assert "Màu gì?" not in stall.open("details").text
    assert "Quy cách: chưa biết" not in stall.open("more").text
    assert "Đặc điểm: Màu: Tím than; Hoa văn: Trơn" in stall.open("history").text
