"""Beside the questions: the words to sell under, more about a product, and what each place still wants."""

from __future__ import annotations

import pytest
from listings.new_kind import honey

from web.page_reader import Client, Page, words
from web.wizard.walk import Walk, first_product

__all__ = ["honey"]


@pytest.fixture
def walk(client: Client) -> Walk:
    return first_product(client)[0]


def title(walk: Walk) -> Page:
    return walk.open("title")


def stocked(walk: Walk) -> Page:
    """Tell more about the product."""
    told = {"q_origin": "Tây Ninh", "q_ingredients": "Gạo, muối", "q_brand": "không có"}
    return walk.open("details").submit(told)


def test_the_hub_leads_to_both_pages_and_says_what_each_place_wants(walk: Walk) -> None:
    hub = walk.open("check").follow("Làm thêm với món này")
    assert "Facebook: đủ để đăng" in hub.text
    assert hub.follow("Chọn tên bán hàng").text.startswith("Bán dưới tên nào?")
    assert "Ong" not in hub.follow("Thêm chi tiết").text


def test_a_title_is_chosen_and_counted_for_each_place(walk: Walk) -> None:
    stocked(walk)
    page = title(walk)
    assert "Bánh tráng phơi sương Tây Ninh, gói 500 g" in page.text
    assert "41 trên 100 ký tự ở Facebook" in page.text
    saved = page.submit({"choice": "full"})
    assert "Bánh tráng phơi sương Tây Ninh, dẻo, thơm mùi gạo, gói 500 g" in saved.text
    assert "Bánh tráng phơi sương Tây Ninh, dẻo, thơm mùi gạo, gói 500 g" in walk.open("kit").text
    walk.open("price").submit({"unit_size": "1 kg"})
    assert "Bánh tráng phơi sương Tây Ninh, dẻo, thơm mùi gạo, gói 1 kg" in walk.open("kit").text


def test_words_of_her_own_stand_and_a_long_one_is_told_of(walk: Walk) -> None:
    own = "Bánh tráng phơi sương Trảng Bàng nhà Cô Tư " + "dẻo thơm " * 8
    page = title(walk).submit({"choice": "own", "own": own})
    assert "Dài quá mức của Facebook" in page.text
    assert own.strip() in walk.open("check").text
    assert title(walk).submit({"choice": "own", "own": ""}).text.count("Chưa gõ tên.") == 2
    assert "Chưa chọn tên nào." in title(walk).submit({"choice": "nothing"}).text


def test_details_flow_into_the_words_and_are_tied_to_their_answers(walk: Walk) -> None:
    assert "Đã lưu." in stocked(walk).text
    details = walk.open("details")
    assert "Thành phần: gạo, muối" in details.text
    assert "Câu này lấy từ: Thành phần ghi trên nhãn là gì?" in details.text
    assert "Câu này lấy từ: Tên món" in details.text
    kit = walk.open("kit").text
    assert "Thành phần: gạo, muối" in kit
    assert "không có" not in kit
    cleared = {"q_ingredients": "", "q_origin": "", "q_brand": ""}
    walk.open("details").submit(cleared)
    assert "Thành phần: gạo" not in walk.open("kit").text


def test_the_questions_are_those_of_the_kind_and_old_answers_wait(walk: Walk) -> None:
    stocked(walk)
    walk.open("name").submit({"kind": "clothing"})
    details = walk.open("details")
    assert "Vải gì, chất liệu gì?" in details.text
    helper = words(details.dom)
    assert "Chất liệu: " in helper and "Merchant Center" in helper, "which places have a column of their own"
    details.submit({"q_color": "Tím than"})
    walk.open("name").submit({"kind": "food"})
    assert "Gạo, muối" in " ".join(str(form.values()) for form in walk.open("details").forms)


def test_the_helper_sees_which_papers_such_goods_may_need(walk: Walk) -> None:
    assert {label for label in walk.open("details").links if label.startswith("Giấy tờ")} == {
        "Giấy tờ cho “Đồ ăn, đồ uống đóng gói”"
    }


def test_another_page_changed_it_meanwhile(walk: Walk) -> None:
    old_title, old_details = title(walk), walk.open("details")
    stocked(walk)
    title(walk).submit({"choice": "bare"})
    assert "vừa được sửa ở một trang khác" in old_details.submit({"q_ingredients": "Nếp"}).text
    assert "vừa được sửa ở một trang khác" in old_title.submit({"choice": "own", "own": "Khác"}).text


def test_what_is_not_known_stays_in_sight_with_a_way_to_tell_it(walk: Walk) -> None:
    walk.open("places").submit({"places": ["shopee", "tiktok"]})
    hub = walk.open("more")
    assert "Shopee: đủ để đăng, 2 điều chưa biết" in hub.text
    assert "Thương hiệu: chưa biết. Ghi thêm" in hub.text
    walk.open("about").submit({"special": "", "made": "", "use": ""})
    hub = walk.open("more")
    assert "TikTok Shop: còn thiếu 1 mục, 2 điều chưa biết" in hub.text
    missing = next(a for label, a in hub.links.items() if label.startswith("Bổ sung (TikTok Shop"))
    assert missing == f"{walk.listing}/about?change=1"


@pytest.mark.parametrize("part", ["title", "details"])
def test_nobody_comes_here_before_the_name(client: Client, part: str) -> None:
    walk = Walk(client)
    walk.new_shop()
    walk.start()
    assert walk.open(part).step == "consent"
    address = f"{walk.listing}/{part}"
    assert client.send(address, {"choice": "own", "own": "x"}).step == "consent"


@pytest.mark.parametrize("part", ["title", "details"])
def test_another_shops_product_is_nobodys_here(client: Client, walk: Walk, part: str) -> None:
    listing = walk.listing.rsplit("/", 1)[1]
    other = Walk(client)
    other.new_shop(name="Giỏ mây")
    client.read(f"{other.shop}/listings/{listing}/{part}", status=404)


@pytest.mark.usefixtures("honey")
def test_a_kind_that_is_one_new_file_is_walked_like_the_others(client: Client) -> None:
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    page = walk.seen(walk.photos().submit(press="Không có, dùng các ảnh này"))
    assert "Mật ong" in page.text
    walk.finish(walk.questions(page, name="Mật ong rừng", kind="honey"))
    walk.open("details").submit({"q_flower": "Hoa nhãn"})
    assert "- Hoa nhãn" in walk.open("kit").text
    assert "Mật ong rừng, hoa nhãn, gói 500 g" in title(walk).text


def test_words_of_her_own_are_changed_where_they_are_kept(walk: Walk) -> None:
    walk.open("places").submit({"places": ["shopee"]})
    title(walk).submit({"choice": "own", "own": "Bánh tráng Cô Tư 0905123456"})
    assert walk.open("check").follow("Sửa Tên đăng bán").h1 == "Bán dưới tên nào?"
    hub = walk.open("more")
    lack = next(label for label in hub.links if label.startswith("Bổ sung") and "0905123456" in label)
    assert hub.follow(lack).h1 == "Xem lại lời văn"


def test_a_service_is_asked_for_nothing_that_it_has_not(walk: Walk) -> None:
    walk.open("stock").submit({"weight": "", "expiry": ""})
    walk.open("name").submit({"name": "Sửa quần áo", "kind": "service"})
    stock = walk.open("stock")
    assert "Lúc nào cũng nhận" in stock.text and "nặng" not in stock.text and "Hạn dùng" not in stock.text
    stock.submit({"stock": "always"})
    check = walk.open("check").text
    assert "Nhận làmLúc nào cũng nhận" in check and "Cân nặng" not in check and "Hạn dùng" not in check
    assert "Tình trạng" not in walk.open("kit").text
