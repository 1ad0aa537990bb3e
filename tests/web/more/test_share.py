"""A post with hashtags of her own words, and a picture with the price."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from web.more.conftest import Stall


def test_the_post_holds_her_words_and_her_hashtags(stall: Stall) -> None:
    page = stall.client.read(f"{stall.listing}/more").follow("Bài chia sẻ, thẻ giá")
    post = next(e for e in page.find("div", id="post"))
    text = "".join(post.itertext())
    assert text.startswith("Áo len rib\n") and "150.000 đ/cái" in text and "mềm, không xù" in text
    assert text.splitlines()[-1] == "#AoLenRib #LenCoTu"
    assert "Zalo" in page.follow("Zalo").text


def test_the_card_is_a_square_picture_without_metadata(stall: Stall) -> None:
    page = stall.open("share")
    answer = stall.client.raw.get(page.links["Lưu thẻ giá"])
    picture = Image.open(BytesIO(answer.data))
    assert picture.size == (1200, 1200) and picture.format == "JPEG" and not picture.getexif()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="AO-LEN-RIB-gia.jpg"'


def test_without_a_price_there_is_no_card(stall: Stall) -> None:
    stall.tell(price=None)
    assert "Thẻ giá cần ảnh" in stall.open("share").text
    assert stall.client.raw.get(f"{stall.listing}/price-card.jpg").status_code == 404


def test_a_card_of_another_shop_is_not_there(stall: Stall) -> None:
    for page in ("price-card.jpg", "share", "takings", "history", "variants/prices", "aloud.wav"):
        assert stall.client.raw.get(f"/shops/other/listings/{stall.listing_id}/{page}").status_code == 404
