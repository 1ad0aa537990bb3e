"""Lessons: read, three questions, why, again until right; kept per shop; one real step that opens."""

from __future__ import annotations

import pytest

from merchant_helper.guides.lessons import Lesson, lessons
from merchant_helper.i18n import Address, speak
from merchant_helper.shops.learned import Practised
from merchant_helper.shops.practising import practised
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.wizard.walk import Walk

CO = Address("cô")
PRESS = "Xem đúng chưa"
NAMES = ("first", "second", "third")
every = pytest.mark.parametrize("lesson", lessons().values(), ids=lessons())


@pytest.fixture
def shop(client: Client) -> str:
    """Give the address of a shop whose owner is spoken to as cô."""
    walk = Walk(client)
    walk.new_shop()
    return walk.shop


def rows(services: Services, shop: str) -> dict[str, Practised]:
    with services.database.read() as session:
        return practised(session, shop.rsplit("/", 1)[1])


def answers(lesson: Lesson, wrong: int = 0) -> dict[str, str]:
    """Answer right but for the first few questions."""
    numbers = [(q.right + (n < wrong)) % len(q.choice) for n, q in enumerate(lesson.question)]
    return dict(zip(NAMES, map(str, numbers), strict=True))


def get_right(client: Client, shop: str, lesson: Lesson) -> Page:
    return client.read(f"{shop}/practice/lessons/{lesson.key}/check").submit(answers(lesson))


@every
def test_a_lesson_is_read_asked_explained_and_kept(
    client: Client, services: Services, shop: str, lesson: Lesson
) -> None:
    page = client.read(f"{shop}/practice").follow(speak(lesson.title.vi, CO))
    assert page.h1 == lesson.title.vi and speak(lesson.can.vi, CO) in page.text
    assert all(speak(line.vi, CO) in page.text for line in lesson.text)
    page = page.follow("Trả lời ba câu hỏi")
    assert not any(speak(c.why.vi, CO) in page.text for q in lesson.question for c in q.choice)
    page = page.submit(answers(lesson, wrong=2), press=PRESS)
    assert "Còn 2 câu chọn lại" in page.text and "Đúng rồi." in page.text
    for number, question in enumerate(lesson.question):
        chosen = question.choice[int(answers(lesson, wrong=2)[NAMES[number]])]
        assert speak(chosen.why.vi, CO) in page.text
    assert page.forms[0].values().get("third") == [str(lesson.question[2].right)]
    assert "first" not in page.forms[0].values()
    assert rows(services, shop)[f"lesson-{lesson.key}"].right_at is None
    page = page.submit(answers(lesson), press=PRESS)
    assert "Cả ba câu đều đúng" in page.text
    row = rows(services, shop)[f"lesson-{lesson.key}"]
    assert row.tries == 2 and row.right_at is not None


@every
def test_the_real_step_and_every_card_open(client: Client, shop: str, lesson: Lesson) -> None:
    done = get_right(client, shop, lesson)
    client.read(done.links[speak(lesson.next.vi, CO)])
    for card in lesson.cards:
        assert f"{shop}/guides/{card}" in done.links.values()
        client.read(f"{shop}/guides/{card}")


def test_the_list_says_what_is_done_apart_from_the_practice(client: Client, shop: str) -> None:
    assert f"Đã xong 0 trên {len(lessons())} bài" in client.read(f"{shop}/practice").text
    first, second, *_rest = lessons().values()
    done = get_right(client, shop, first)
    assert done.links["Học bài tiếp theo"] == f"{shop}/practice/lessons/{second.key}"
    page = client.read(f"{shop}/practice")
    assert f"Đã xong 1 trên {len(lessons())} bài" in page.text and "Đã tập được 0 trên" in page.text
    assert f"{first.title.vi} (đã xong)" in page.links
    # A lesson is no line of the memory card.
    assert client.read(f"{shop}/practice/card").url == f"{shop}/practice"
    for lesson in lessons().values():
        last = get_right(client, shop, lesson)
    assert "Học bài tiếp theo" not in last.links


@pytest.mark.parametrize("nonsense", [None, "9", "-1", "x", "٣"])
def test_a_question_without_an_answer_is_no_try(
    client: Client, services: Services, shop: str, nonsense: str | None
) -> None:
    lesson = next(iter(lessons().values()))
    told = {**answers(lesson), "second": nonsense} if nonsense else {"first": answers(lesson)["first"]}
    page = client.read(f"{shop}/practice/lessons/{lesson.key}/check").submit(told, press=PRESS)
    assert "Câu này chưa chọn" in page.text and page.title.startswith("Lỗi:")
    assert page.forms[0].values()["first"] == [answers(lesson)["first"]]
    assert rows(services, shop) == {}


@pytest.mark.parametrize("asked", ["", "0", "0000", "9x0", "٠٠٠", "-10"])
def test_a_made_up_address_asks_the_questions(
    client: Client, services: Services, shop: str, asked: str
) -> None:
    key = next(iter(lessons()))
    page = client.read(f"{shop}/practice/lessons/{key}/check?chose={asked}")
    assert "Thử lại nhé" not in page.text and page.forms
    assert rows(services, shop) == {}


def test_the_day_it_was_learned_stays(client: Client, services: Services, shop: str) -> None:
    lesson = next(iter(lessons().values()))
    get_right(client, shop, lesson)
    first = rows(services, shop)[lesson.noted_as].right_at
    client.read(f"{shop}/practice/lessons/{lesson.key}/check").submit(answers(lesson, wrong=3))
    row = rows(services, shop)[lesson.noted_as]
    assert (row.tries, row.right_at) == (2, first)


def test_an_unknown_lesson_is_not_found(client: Client, shop: str) -> None:
    for path in ("no-such", "no-such/check"):
        assert client.raw.get(f"{shop}/practice/lessons/{path}").status_code == 404


def test_english_pages_say_the_same(client: Client, shop: str) -> None:
    client.raw.set_cookie("lang", "en")
    for lesson in lessons().values():
        page = client.read(f"{shop}/practice/lessons/{lesson.key}")
        assert page.h1 == lesson.title.en and lesson.text[0].en in page.text
        page = page.follow("Answer three questions").submit(answers(lesson, wrong=1))
        assert "That is right." in page.text
        assert "All three are right" in page.submit(answers(lesson)).text
