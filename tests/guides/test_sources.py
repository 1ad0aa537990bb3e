"""Sources are named in the language of the page, or carry the language that they are in."""

from __future__ import annotations

import re

from merchant_helper.guides.load import bundled
from merchant_helper.guides.sources import in_english, source_text
from merchant_helper.i18n import in_language

# Laws, papers and addresses are names; what is said about sources is not.
NAMES = re.compile(r"^(Nghị định|Nghị quyết|Luật|Thông tư|Quyết định|[a-z0-9]+[.][a-z.]+|[A-Z])")


def test_what_is_said_of_a_source_is_said_in_english_too() -> None:
    said = {fact.source for fact in bundled().facts.values() if not NAMES.match(fact.source)}
    assert said - in_english().keys() == set()


def test_every_row_is_used() -> None:
    guides = bundled()
    used = {fact.source for fact in guides.facts.values()} | {c.source for c in guides.contacts.values()}
    assert in_english().keys() - used - {day.source for day in guides.days.values()} == set()


def test_a_source_carries_its_language() -> None:
    assert source_text("không tìm thấy trang chính thức")[1] == "vi"
    with in_language("en"):
        assert source_text("không tìm thấy trang chính thức") == ("no official page was found", "en")
        assert source_text("Nghị định 68/2026/NĐ-CP")[1] == "vi"
