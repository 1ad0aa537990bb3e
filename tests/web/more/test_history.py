"""What was told, by whom and when; a press goes back as a whole, and never over somebody else's words."""

from __future__ import annotations

from merchant_helper.listings import ledger
from merchant_helper.listings.goods import listings_of
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import ensure_owner
from web.more.conftest import Stall


def owner_tells(stall: Stall, **told: object) -> None:
    """Answer on the owner's phone."""
    with stall.services.database.write() as session:
        owner = ensure_owner(session, session.get_one(Shop, stall.shop_id))
        ledger.write(listings_of(session, stall.shop_id)[0][0], told, by=owner.id)


def buttons(page: object) -> list[str]:
    return [label for form in page.forms for label in form.buttons()]  # type: ignore[attr-defined]


def test_each_press_says_who_when_and_what(stall: Stall) -> None:
    owner_tells(stall, price=160_000, places=["shopee"])
    page = stall.client.read(f"{stall.listing}/more").follow("Đã ghi những gì")
    assert "chủ tiệm, trên điện thoại" in page.text and "trên máy tính của Lan" in page.text
    assert "Giá bán: 160.000 đồng (trước đó: 150.000 đồng)" in page.text
    assert "Nơi bán: Shopee" in page.text and page.text.index("160.000") < page.text.index("Mềm, không xù")


def test_sheet_and_program_are_named(stall: Stall) -> None:
    with stall.services.database.write() as session:
        listing = listings_of(session, stall.shop_id)[0][0]
        ledger.tell(listing, {"price": 99_000}, by="local", page_version=ledger.OF_A_SHEET)
        ledger.write(listing, {"sku": "AO-2"}, by="program")
    text = stall.open("history").text
    assert "từ bảng Excel" in text and "phần mềm ghi" in text


def test_a_press_goes_back_as_a_whole_and_comes_again(stall: Stall) -> None:
    stall.tell(price=160_000, unit="bộ")
    page = stall.open("history").submit()
    assert "Giá bán: 150.000 đồng" in page.text and "Đã trả lại như cũ." in page.text
    assert [(f.price, f.unit) for f in stall.facts()] == [(150_000, "cái")]
    page.submit()
    assert [(f.price, f.unit) for f in stall.facts()] == [(160_000, "bộ")]


def test_only_the_latest_twenty_can_go_back(stall: Stall) -> None:
    for price in range(1, 30):
        stall.tell(price=price * 1000)
    page = stall.open("history")
    for price in range(28, 8, -1):
        line = f"Giá bán: {price + 1}.000 đồng (trước đó: {price}.000 đồng)"
        page = page.submit(press=next(b for b in buttons(page) if line in b))
        assert stall.facts()[0].price == price * 1000
    assert not [b for b in buttons(page) if "9.000 đồng (trước đó: 8.000 đồng)" in b]


def test_who_was_quicker_is_named_and_nothing_is_overwritten(stall: Stall) -> None:
    stall.tell(price=160_000)
    page = stall.open("history")
    owner_tells(stall, price=155_000)
    page = page.submit()
    assert "155.000 đồng" in page.text and stall.facts()[0].price == 155_000
    older = stall.open("history")
    owner_tells(stall, stock=3)
    older.submit()
    assert (stall.facts()[0].price, stall.facts()[0].stock) == (160_000, 3)


def test_all_variants_go_back_at_once(stall: Stall) -> None:
    stall.open("variants/options").submit({"name1": "Màu", "values1": "Đỏ, Xanh"})
    stall.open("variants/prices").submit({"all_price": "99.000"}, press="Giá này cho tất cả")
    page = stall.open("history")
    assert "Giá bán: 99.000 đồng (trước đó: 150.000 đồng) (2 phân loại)" in page.text
    assert "Thêm phân loại: Xanh" in page.text
    page = page.submit()
    assert [f.price for f in stall.facts()] == [150_000, 150_000]
    made = next(form for form in page.forms if any("Thêm phân loại" in b for b in form.buttons()))
    page.submit(press=next(iter(made.buttons())))
    assert [(f.group, f.removed) for f in stall.facts()] == [(None, False), (None, True)]
    assert "phân loại" not in stall.client.read(stall.shop).text
    again = stall.open("history").submit()
    assert [f.option1_value for f in stall.facts()] == ["Đỏ", "Xanh"], again.text


def test_a_press_of_another_shop_is_not_reached(stall: Stall) -> None:
    page = stall.open("history")
    form = page.forms[0]
    sent = {"step": "nothing:1", "seen": form.values()["seen"][0]}
    stall.client.send(form.action, sent, status=200)
    assert stall.facts()[0].price == 150_000


def test_a_post_taken_back_is_made_of_the_answers_again(stall: Stall) -> None:
    stall.tell(description="Áo len cũ, giá cũ")
    page = stall.open("history")
    page = page.submit(press=next(one for one in buttons(page) if "Áo len cũ" in one))
    assert "Đã trả lại như cũ. Bài viết: ghép từ các câu đã trả lời" in page.text
    assert "mềm, không xù" in stall.open("kit").text.lower()
