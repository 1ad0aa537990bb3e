"""She learns on her own phone, and no lesson sends her to a page that is closed there."""

from __future__ import annotations

from merchant_helper.guides.lessons import lessons
from merchant_helper.i18n import Address, speak
from web.phone.counter import Counter, Phone
from web.test_lessons import answers

CO = Address("cô")


def test_she_learns_on_her_phone_and_is_sent_nowhere_that_is_closed(counter: Counter, phone: Phone) -> None:
    closed = {"pay", "check-code"}
    for lesson in lessons().values():
        page = phone.read(f"{counter.shop}/practice/lessons/{lesson.key}").follow("Trả lời ba câu hỏi")
        done = page.submit(answers(lesson))
        assert "Cả ba câu đều đúng" in done.text
        sent = done.links.get(speak(lesson.next.vi, CO))
        assert (sent is None) is (lesson.next.place in closed)
        assert sent is None or phone.raw.get(sent).status_code == 200
    counter.press("pay")
    paid = next(lesson for lesson in lessons().values() if lesson.next.place == "pay")
    done = phone.read(f"{counter.shop}/practice/lessons/{paid.key}/check").submit(answers(paid))
    assert phone.raw.get(done.links[speak(paid.next.vi, CO)]).status_code == 200
