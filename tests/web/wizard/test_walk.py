"""The whole way through the pages, counted."""

from __future__ import annotations

from web.page_reader import Client
from web.wizard.walk import Walk, first_product, jpeg


def test_a_first_product_reaches_its_kit_in_at_most_fourteen_pages(client: Client) -> None:
    walk, kit = first_product(client)
    assert walk.steps == [
        "consent",
        "selling",
        "photos",
        "review",
        "name",
        "price",
        "about",
        "stock",
        "cover",
        "check",
        "places",
        "kit",
    ]
    assert len(walk.steps) <= 14
    for words in ("Bánh tráng phơi sương", "45.000 đ", "dẻo, thơm mùi gạo.", "Lưu ảnh 3"):
        assert words in kit.text


def test_a_second_product_like_it_takes_seven_pages_and_asks_nothing_twice(client: Client) -> None:
    walk, kit = first_product(client)
    walk.steps.clear()
    page = walk.seen(kit.submit(press="Thêm món giống món này"))
    walk.listing = page.url.rsplit("/", 1)[0]
    page = walk.photos([jpeg(9)])
    page = walk.seen(page.submit(press="Không có, dùng các ảnh này"))
    page = walk.tell(page, name="Bánh tráng mè")
    page = walk.finish(walk.tell(page, price="50.000"))
    assert walk.steps == ["photos", "review", "name", "price", "cover", "check", "kit"]
    assert (
        "Bánh tráng mè" in page.text
        and "50.000 đ" in page.text
        and "Làm từ gạo nhà, phơi sương." in page.text
    )


def test_the_price_is_read_back_in_words(client: Client) -> None:
    walk = _at_questions(client)
    page = walk.tell(walk.open("price"), price="1tr2", unit="kg")
    assert "một triệu hai trăm nghìn đồng" in page.text


def test_two_hundred_is_questioned_and_either_answer_is_kept(client: Client) -> None:
    walk = _at_questions(client)
    page = walk.tell(walk.open("price"), price="200", unit="kg")
    assert page.step == "price-doubt" and "hai trăm nghìn đồng" in page.text
    page = page.submit(press="Giữ 200 đ")
    assert page.step == "about" and "hai trăm đồng" in page.text
    page = walk.tell(walk.open("price"), price="200", unit="kg")
    assert page.step == "about"


def test_nothing_is_lost_when_leaving_in_the_middle(client: Client) -> None:
    walk = _at_questions(client)
    walk.tell(walk.open("price"), price="45k", unit="gói")
    resumed = client.read(walk.listing)
    assert resumed.step == "about"
    assert client.read(walk.shop).links["Làm tiếp"] == walk.listing


def test_change_returns_to_the_answers(client: Client) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.listing}/price?change=1")
    page = page.submit({"price": "60.000"})
    assert page.step == "check"
    assert "60.000 đồng" in page.text and "Bánh tráng phơi sương" in page.text


def _at_questions(client: Client) -> Walk:
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    walk.photos([jpeg(1)]).submit(press="Không có, dùng các ảnh này")
    walk.tell(walk.open("name"), name="Bánh tráng", kind="food")
    return walk
