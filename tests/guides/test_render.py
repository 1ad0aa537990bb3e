"""Lines become clean HTML: spoken to her, facts dated, greyed when old, hard words linked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from merchant_helper.guides.model import Guides
from merchant_helper.guides.render import Renderer, clean, plain_card, used_facts, used_terms
from merchant_helper.i18n import Address, in_language


def test_a_fact_stands_in_its_sentence_with_day_and_certainty(renderer: Renderer) -> None:
    line = renderer.line("Bán quá {fact:sample-threshold} thì khai.")
    assert line == (
        'Bán quá <span class="fact">1 tỷ đồng một năm</span> <small>(22/11/2026)</small> thì khai.'
    )


def test_an_old_fact_is_greyed_and_says_so_from_the_day_after(renderer: Renderer) -> None:
    last = replace(renderer, today=date(2027, 1, 31)).line("{fact:sample-threshold}")
    after = replace(renderer, today=date(2027, 2, 1)).line("{fact:sample-threshold}")
    assert "stale" not in last and 'class="fact stale"' in after
    assert "có thể đã đổi" in after and "có thể đã đổi" not in last


def test_an_unknown_fact_gives_the_question_to_ask(renderer: Renderer) -> None:
    line = renderer.line("Phí: {fact:sample-fee}")
    assert "hỏi ngân hàng: “Tài khoản hộ kinh doanh mất phí gì mỗi tháng?”" in line
    with in_language("en"):
        assert "ask the bank: “What does the account cost" in renderer.line("{fact:sample-fee}")


def test_a_hard_word_leads_to_its_meaning_on_the_same_page(renderer: Renderer) -> None:
    assert renderer.line("Đọc [mã OTP](term:otp).") == 'Đọc <a class="term" href="#term-otp">mã OTP</a>.'


@pytest.mark.parametrize(
    ("line", "with_her", "without"),
    [
        ("{Co} mở [mã](term:otp) [của {co}].", "Cô mở MÃ của cô.", "Mở MÃ."),
        ("[{Co} ơi, ]xem [mã](term:otp) nhé.", "Cô ơi, xem MÃ nhé.", "Xem MÃ nhé."),
        ("[mã](term:otp) là của {co}.", "MÃ là của cô.", "MÃ là của."),
    ],
)
def test_spoken_with_and_without_a_pronoun(guides: Guides, line: str, with_her: str, without: str) -> None:
    link = '<a class="term" href="#term-otp">mã</a>'
    for co, wanted in (("cô", with_her), ("", without)):
        renderer = Renderer(guides, date(2026, 11, 29), Address(co))
        assert renderer.line(line) == wanted.replace("MÃ", link)


@pytest.mark.parametrize(
    "evil",
    [
        "<script>x()</script>",
        '<a href="https://x.example">x</a>',
        '<img src="x" onerror="x()">',
        "<b onclick=x>",
    ],
)
def test_nothing_else_leaves(renderer: Renderer, evil: str) -> None:
    for made in (renderer.line(evil), clean(evil)):
        assert not any(bad in made for bad in ("<script", "<img", '<a href="http', "<b "))


def test_links_within_the_page_pass_and_nothing_that_runs(renderer: Renderer) -> None:
    assert (
        clean('<a href="#term-otp" class="term" onclick="x">y</a>')
        == '<a href="#term-otp" class="term">y</a>'
    )
    assert "javascript" not in clean('<a href="javascript:x()">y</a>')
    assert "href" not in renderer.line("[x](javascript:alert)")


def test_signs_of_markdown_in_a_fact_stay_signs(guides: Guides) -> None:
    odd = guides.facts["sample-anyone"].model_copy(update={"vi": "a *b* & (term:otp)"})
    changed = replace(guides, facts={**guides.facts, "sample-anyone": odd})
    line = Renderer(changed, date(2026, 11, 29)).line("{fact:sample-anyone}", dated=False)
    assert line == '<span class="fact">a *b* &amp; (term:otp)</span>'


def test_a_card_in_plain_text_holds_all_its_words(guides: Guides, renderer: Renderer) -> None:
    text = "\n".join(plain_card(guides.cards["vietqr-personal"], renderer))
    assert "1. Ra ngân hàng gần nhà. Cô hỏi phí: hỏi ngân hàng" in text and "- Bán quá 1 tỷ đồng" in text
    assert not any(sign in text for sign in ("**", "{", "](", "term:"))


def test_what_a_line_uses_is_named_in_its_order(guides: Guides) -> None:
    page = guides.cards["vietqr-personal"].page()
    assert used_terms(page) == ["vietqr", "otp"]
    assert used_terms(page, [page.steps[2]]) == ["vietqr"]
    assert used_facts(page.lines) == ["sample-fee", "sample-threshold", "sample-old"]
