"""A live sale: products get numbers, a board and words to say; nothing of another shop comes in."""

from __future__ import annotations

from web.more.conftest import Stall

SHOW = "Xem lời nói và bảng giá"


def test_from_the_shop_to_what_is_said_and_the_board(stall: Stall) -> None:
    other = stall.sell(name="Rượu nếp cái", sku="RUOU", price=90_000, unit="chai", special="Thơm, êm")
    page = stall.client.read(stall.shop).follow("Bán qua live")
    assert page.forms[0].action == f"{stall.shop}/live/script" and SHOW in page.forms[0].buttons()
    page = stall.client.read(f"{page.forms[0].action}?item={stall.listing_id}&item={other}")
    assert "M1 · Áo len rib" in page.text and "M2 · Rượu nếp cái" in page.text
    assert "giá một trăm năm mươi nghìn đồng một cái" in page.text and "Mềm, không xù." in page.text
    assert "Giấy tờ để sẵn, Rượu, bia: chưa rõ, hỏi nơi bán:" in page.text
    board = page.follow("Bảng giá để in, để chiếu")
    assert "M2Rượu nếp cái90.000 đ/chai" in board.text.replace(" M2", "M2")


def test_nothing_chosen_is_said(stall: Stall) -> None:
    page = stall.client.read(f"{stall.shop}/live/script")
    assert "Chưa chọn món nào" in page.text


def test_only_products_with_name_and_price_are_offered(stall: Stall) -> None:
    stall.tell(price=None)
    assert "Chưa có món nào có tên và giá bán" in stall.client.read(f"{stall.shop}/live").text
    page = stall.client.read(f"{stall.shop}/live/board?item={stall.listing_id}&item=../x")
    assert page.url.endswith("/live")


def test_variants_are_one_line_of_the_board(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    board = stall.client.read(f"{stall.shop}/live/board?item={stall.listing_id}")
    assert len(list(board.find("li"))) == 1
    said = stall.client.read(f"{stall.shop}/live/script?item={stall.listing_id}")
    assert "Màu: Đỏ, Xanh." in said.text
