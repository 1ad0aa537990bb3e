"""Everybody can read the guides at the laptop, and find what is looked for."""

from __future__ import annotations

import re

import pytest
from guides.sample import samples

from web.page_reader import Client, Page, words
from web.wizard.walk import Walk

PAGES = (
    *("", "/topics/ways", "/topics/first-order", "/topics/safety", "/paper/first-order"),
    *("/calendar", "/glossary", "/compare", "/compare?way=momo&way=cod", "/compare/ask"),
    *("/vietqr-personal", "/sample-pack", "/first-ten-minutes", "/vietqr-personal/steps/1"),
    "/compare/ask?where=far&registered=no&feature-phones=no&many=no",
)
FIRST_AID = "Vừa mất tiền? Làm ngay"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", ["vi", "en"])
def test_every_page_keeps_the_rules(client: Client, shop: str, path: str, code: str) -> None:
    client.raw.set_cookie("lang", code)
    for page in (client.read(f"/guides{path}"), client.read(f"{shop}/guides{path}")):
        inside = [href for href in page.links.values() if "/guides" in href]
        assert inside and all(href.startswith(page.url.split("/guides")[0] + "/guides") for href in inside)


@pytest.mark.parametrize("path", PAGES)
def test_help_after_a_loss_is_one_tap_away(client: Client, path: str) -> None:
    assert client.read(f"/guides{path}").links[FIRST_AID] == "/guides/first-ten-minutes"


def test_the_guides_open_from_the_first_page_and_from_a_shop(client: Client, shop: str) -> None:
    label = "Nhận tiền, bán trên mạng, giữ an toàn"
    assert client.read("/").follow(label).links["Quay lại"] == "/"
    assert client.read(shop).follow(label).links["Quay lại"] == shop


def test_topics_come_in_order_and_lead_to_their_cards(client: Client) -> None:
    page = client.read("/guides")
    first, *topics = [words(a) for a in page.find("a", class_="card")]
    assert first == "Mã VietQR của mình" and page.links[first] == "/guides/vietqr-personal"
    assert topics[0].startswith("Cách nhận tiền") and len(topics) == 3
    assert "Mã VietQR của mình" in client.read("/guides/topics/ways").links


@pytest.mark.parametrize("query", ["goi hang", "Gói hàng"])
def test_search_finds_with_and_without_marks(client: Client, query: str) -> None:
    page = client.read(f"/guides?q={query}")
    found = [words(a) for a in page.find("a", class_="card")]
    assert found[0] == "Gói hàng" and page.links["Gói hàng"] == "/guides/sample-pack"


def test_search_says_when_nothing_is_found_and_repeats_what_was_typed(client: Client) -> None:
    page = client.read("/guides?q=<script>zzz")
    assert "Chưa thấy" in page.text and "<script>zzz" not in page.html
    assert next(page.find("input", name="q")).get("value") == "<script>zzz"
    assert client.read("/guides?q=" + "x" * 5000).status == 200


def test_a_word_that_is_looked_for_is_explained(client: Client) -> None:
    assert "Loại mã vuông dùng chung" in client.read("/guides?q=ma vuong").text


def test_facts_show_their_day_old_ones_say_so_and_unknown_ones_ask(client: Client) -> None:
    text = client.read("/guides/vietqr-personal").text
    assert "1 tỷ đồng một năm" in text and "xem ngày 22/11/2026" in text
    assert "xem lần cuối ngày 05/01/2026, có thể đã đổi" in text
    assert "hỏi ngân hàng: “Tài khoản hộ kinh doanh mất phí gì mỗi tháng?”" in text
    assert "Nguồn: Nghị định thử, 29/04/2026" in text


def test_hard_words_open_their_meaning_without_a_script(client: Client) -> None:
    page = client.read("/guides/vietqr-personal")
    targets = {a.get("href", "") for a in page.find("a", class_="term")}
    assert targets == {"#term-vietqr", "#term-otp"}
    assert "Ai hỏi cũng không đọc" in words(next(page.find("div", id="term-otp")))


def test_who_to_ask_and_the_numbers_stand_on_the_card(client: Client) -> None:
    assert "Cơ quan thuế quản lý xã, phường" in client.read("/guides/momo").text
    page = client.read("/guides/first-ten-minutes")
    assert "156" in page.text and "Công an xã, phường" in page.text


NOWHERE = (
    *("/no-such", "/topics/no-such", "/paper/ways", "/momo/x"),
    *("/momo/steps/0", "/momo/steps/4", "/sample-pack/steps/1"),
)


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_not_found(client: Client, shop: str, path: str) -> None:
    for start in ("/guides", f"{shop}/guides"):
        assert client.raw.get(start + path).status_code == 404


def test_the_owner_is_spoken_to_as_her_shop_chose(client: Client, shop: str) -> None:
    assert "Cô in một mã vuông" in client.read(f"{shop}/guides/momo").text
    assert "In một mã vuông" in client.read("/guides/momo").text


def test_the_calendar_goes_along_as_a_file(client: Client) -> None:
    page = client.read("/guides/calendar")
    assert page.text.index("01/01/2027") < page.text.index("31/01/2027")
    answer = client.raw.get(page.links["Lấy các ngày này vào lịch của điện thoại"])
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.data.startswith(b"BEGIN:VCALENDAR\r\n") and b"20270131" in answer.data
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_glossary_follows_the_alphabet(client: Client) -> None:
    page = client.read("/guides/glossary")
    assert [words(dt) for dt in page.find("dt")] == ["mã OTP", "mã VietQR"]
    assert "còn gọi: mã vuông, mã quét" in page.text


def test_the_small_cards_are_printed_together(client: Client) -> None:
    page = client.read("/guides/topics/first-order").follow("In các thẻ nhỏ để bàn")
    assert len(list(page.find("section", class_="a6"))) == 1 and "Bọc chai đứng" in page.text


def steps_from(client: Client) -> list[Page]:
    page, seen = client.read("/guides/momo").follow("Làm từng bước"), []
    while page.step == "guide":
        seen.append(page)
        page = page.follow("Sang bước sau" if "Sang bước sau" in page.links else "Về lại thẻ")
    assert page.h1 == "Ví điện tử"
    return seen


def test_steps_can_be_walked_without_a_shop(client: Client) -> None:
    seen = steps_from(client)
    assert [page.h1 for page in seen] == [f"Bước {n}/3: Ví điện tử" for n in (1, 2, 3)]
    assert "Không cần Internet" in seen[1].text and "Xong bước này" not in seen[0].text
    assert client.raw.post("/guides/momo/steps/1").status_code in (400, 405)


def test_her_own_samples_hold_every_card(client: Client, shop: str) -> None:
    assert Walk and shop
    for key in samples().cards:
        page = client.read(f"{shop}/guides/{key}")
        assert not re.search(r"\{[a-zA-Z:-]+\}|term:|\*\*", page.text), key
