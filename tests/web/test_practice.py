"""Practice: choose, see why, again until right; remembered per shop; a card of what was learned."""

from __future__ import annotations

import pytest

from merchant_helper.guides.practice import scenarios
from merchant_helper.i18n import Address, speak
from merchant_helper.shops.learned import Practised
from merchant_helper.shops.practising import learned, practised
from merchant_helper.web.db import Services
from merchant_helper.web.practice import ON_CARD
from web.page_reader import Client, Page
from web.wizard.walk import Walk

CO = Address("cô")
FRAME = "Tập thử – không ảnh hưởng hàng thật"
PRESS = "Xem chuyện gì xảy ra"
KEYS = list(scenarios())


@pytest.fixture
def shop(client: Client) -> str:
    """Give the address of a shop whose owner is spoken to as cô."""
    walk = Walk(client)
    walk.new_shop()
    return walk.shop


def rows(services: Services, shop: str) -> dict[str, Practised]:
    with services.database.read() as session:
        return practised(session, shop.rsplit("/", 1)[1])


def order(page: Page) -> list[str]:
    return [field.get("value", "") for field in page.find("input", name="choice")]


def wrong(key: str) -> int:
    return (scenarios()[key].right + 1) % len(scenarios()[key].choice)


def get_right(client: Client, shop: str, key: str) -> Page:
    page = client.read(f"{shop}/practice/{key}")
    return page.submit({"choice": str(scenarios()[key].right)}, press=PRESS)


@pytest.mark.parametrize("key", KEYS)
def test_every_scenario_is_walked_from_each_wrong_choice_to_the_right_one(
    client: Client, services: Services, shop: str, key: str
) -> None:
    scenario = scenarios()[key]
    page = client.read(shop).follow("Tập xử lý khi gặp kẻ gian").follow(speak(scenario.title.vi, CO))
    assert page.h1 == speak(scenario.title.vi, CO) and speak(scenario.scene.vi, CO) in page.text
    assert not any(speak(choice.why.vi, CO) in page.text for choice in scenario.choice)
    for number in [n for n, choice in enumerate(scenario.choice) if not choice.right]:
        page = page.submit({"choice": str(number)}, press=PRESS)
        assert FRAME in page.text and "Thử lại nhé" in page.text
        assert speak(scenario.choice[number].why.vi, CO) in page.text
        assert rows(services, shop)[key].right_at is None
    page = page.submit({"choice": str(scenario.right)}, press=PRESS)
    assert FRAME in page.text and speak(scenario.choice[scenario.right].why.vi, CO) in page.text
    assert speak(scenario.lesson.vi, CO) in page.text
    row = rows(services, shop)[key]
    assert row.tries == len(scenario.choice) and row.right_at is not None
    again = page.follow("Tập lại chuyện này")
    assert again.forms and order(again)


def test_a_page_opened_again_shows_the_same_order_and_another_try_another(client: Client, shop: str) -> None:
    seen = set()
    for _try in range(8):
        page = client.read(f"{shop}/practice/{KEYS[0]}")
        assert order(page) == order(client.read(f"{shop}/practice/{KEYS[0]}"))
        seen.add(tuple(order(page)))
        page.submit({"choice": str(wrong(KEYS[0]))}, press=PRESS)
    assert len(seen) > 1 and {frozenset(one) for one in seen} == {frozenset(seen.pop())}


def test_nothing_chosen_is_asked_for_and_no_try(client: Client, services: Services, shop: str) -> None:
    page = client.read(f"{shop}/practice/{KEYS[0]}").submit(press=PRESS)
    assert "Chưa chọn cách nào" in page.text and page.title.startswith("Lỗi:")
    for nonsense in ("9", "-1", "x", "٣"):
        page = page.submit({"choice": nonsense}, press=PRESS)
        assert "Chưa chọn cách nào" in page.text
    assert rows(services, shop) == {}


@pytest.mark.parametrize("asked", ["", "9", "-1", "x", "1'"])
def test_a_made_up_address_shows_the_scene(client: Client, shop: str, asked: str) -> None:
    page = client.read(f"{shop}/practice/{KEYS[0]}?chose={asked}")
    assert "Thử lại nhé" not in page.text and order(page)


def test_an_unknown_scenario_is_not_found(client: Client, shop: str) -> None:
    assert client.raw.get(f"{shop}/practice/no-such").status_code == 404


def test_the_list_says_what_is_done_and_leads_to_the_next(client: Client, shop: str) -> None:
    page = client.read(f"{shop}/practice")
    assert f"Đã tập được 0 trên {len(KEYS)} chuyện" in page.text
    assert "Xem thẻ ghi nhớ" not in page.links
    after = get_right(client, shop, KEYS[0])
    assert after.links["Tập chuyện tiếp theo"] == f"{shop}/practice/{KEYS[1]}"
    page = client.read(f"{shop}/practice")
    assert f"Đã tập được 1 trên {len(KEYS)} chuyện" in page.text
    assert page.links["Tập chuyện tiếp theo"] == f"{shop}/practice/{KEYS[1]}"
    assert f"{speak(scenarios()[KEYS[0]].title.vi, CO)} (đã tập)" in page.links


def test_the_day_it_was_learned_stays_when_a_later_try_goes_wrong(
    client: Client, services: Services, shop: str
) -> None:
    get_right(client, shop, KEYS[0])
    first = rows(services, shop)[KEYS[0]].right_at
    client.read(f"{shop}/practice/{KEYS[0]}").submit({"choice": str(wrong(KEYS[0]))}, press=PRESS)
    row = rows(services, shop)[KEYS[0]]
    assert (row.tries, row.right_at) == (2, first)


def test_there_is_no_card_before_something_is_learned(client: Client, shop: str) -> None:
    assert client.read(f"{shop}/practice/card").url == f"{shop}/practice"


def test_the_cards_hold_every_lesson_once_the_newest_first(
    client: Client, services: Services, shop: str
) -> None:
    for key in KEYS:
        last = get_right(client, shop, key)
    assert "Tập chuyện tiếp theo" not in last.links
    page = last.follow("Xem thẻ ghi nhớ")
    sheets = -(-len(KEYS) // ON_CARD)
    assert speak(scenarios()[KEYS[-1]].lesson.vi, CO) in page.text
    told = " ".join(client.read(f"{shop}/practice/card?sheet={n}").text for n in range(1, sheets + 1))
    for scenario in scenarios().values():
        assert told.count(speak(scenario.lesson.vi, CO)) == 1
    for asked in ("0", str(sheets + 1), "x", "²"):
        assert client.read(f"{shop}/practice/card?sheet={asked}").text == page.text
    with services.database.read() as session:
        assert learned(session, shop.rsplit("/", 1)[1])[0] == KEYS[-1]


def test_each_shop_learns_by_itself(client: Client, services: Services, shop: str) -> None:
    get_right(client, shop, KEYS[0])
    other = Walk(client)
    other.new_shop(name="Cá khô Bà Bảy")
    assert "Đã tập được 0 trên" in client.read(f"{other.shop}/practice").text
    assert rows(services, other.shop) == {}


def test_a_scenario_of_another_version_is_no_trouble(client: Client, services: Services, shop: str) -> None:
    get_right(client, shop, KEYS[0])
    with services.database.write() as session:
        row = session.query(Practised).one()
        session.add(Practised(shop_id=row.shop_id, scenario="gone", tries=1, right_at=row.right_at))
    assert f"Đã tập được 1 trên {len(KEYS)}" in client.read(f"{shop}/practice").text
    assert client.read(f"{shop}/practice/card").status == 200


def test_english_pages_say_the_same(client: Client, shop: str) -> None:
    client.raw.set_cookie("lang", "en")
    for key in KEYS:
        page = client.read(f"{shop}/practice/{key}")
        assert page.h1 == scenarios()[key].title.en and scenarios()[key].scene.en in page.text
        page = page.submit({"choice": str(scenarios()[key].right)}, press="See what happens")
        assert scenarios()[key].lesson.en in page.text


def test_a_card_of_safety_leads_to_its_practice_and_back(client: Client, shop: str) -> None:
    scenario = scenarios()["forged-receipt"]
    page = client.read(f"{shop}/guides/{scenario.card}").follow(f"Tập thử: {scenario.title.vi}")
    assert page.url == f"{shop}/practice/{scenario.key}"
    page = page.submit({"choice": str(scenario.right)}, press=PRESS).follow("Tìm hiểu thêm về chuyện này")
    assert page.url == f"{shop}/guides/{scenario.card}"
    # Without a shop there is nobody to remember for.
    assert f"Tập thử: {scenario.title.vi}" not in client.read(f"/guides/{scenario.card}").links
