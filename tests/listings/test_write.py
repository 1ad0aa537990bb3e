"""Only what the owner said, and all of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper import i18n
from merchant_helper.listings.describe import Sentence, html, plain, sentences
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.phrasing import words
from merchant_helper.listings.write import Room, description, title

SAID = Facts(
    name="Nước mắm nhĩ",
    special="Độ đạm 40",
    made="Cá cơm, muối",
    use="Chấm trực tiếp!",
    unit="chai",
    unit_size="500 ml",
    expiry="24 tháng",
    weight_g=850,
)


def test_the_size_joins_the_title_once() -> None:
    assert title(SAID) == "Nước mắm nhĩ, chai 500 ml"
    assert title(Facts(name="Nước mắm 500ml", unit="chai", unit_size="500 ml")) == "Nước mắm 500ml"
    assert title(Facts(name="Mắm")) == "Mắm"


def test_every_answer_becomes_one_sentence() -> None:
    assert description(SAID).split("\n") == [
        "Nước mắm nhĩ – độ đạm 40. Làm từ cá cơm, muối.",
        "",
        "Cách dùng, cách giữ: chấm trực tiếp!",
        "",
        "- Quy cách: chai 500 ml",
        "- Hạn dùng: 24 tháng",
        "- Cân nặng cả gói khi gửi: khoảng 850 g",
    ]


def test_a_chat_gets_few_lines_and_no_name_again() -> None:
    assert description(SAID, Room(chat=True)).split("\n") == [
        "Độ đạm 40.",
        "Làm từ cá cơm, muối.",
        "Cách dùng, cách giữ: chấm trực tiếp!",
    ]


def test_every_sentence_tells_the_answers_it_is_made_of() -> None:
    told = [(each.fields, each.place) for each in sentences(SAID)]
    assert told == [
        (("name", "special"), "opening"),
        (("made",), "opening"),
        (("use",), "paragraph"),
        (("unit", "unit_size"), "list"),
        (("expiry",), "list"),
        (("weight_g",), "list"),
    ]


def test_her_own_description_stands_as_she_wrote_it() -> None:
    own = "Mắm nhà làm  từ 2010.\n\n* Đậm!!"
    assert description(Facts(name="Mắm", special="Độ đạm 40", description=own)) == own
    assert description(Facts(name="Mắm", description=own), Room(chat=True)) == own


def test_a_place_with_html_gets_paragraphs_and_a_list_of_four_tags() -> None:
    told = sentences(Facts(name="Mắm <b>", special="Ngon & sạch", use="Chấm\nNêm", expiry="3 tháng"))
    assert html(told) == (
        "<p>Mắm &lt;b&gt;: ngon &amp; sạch.</p>"
        "<p>Cách dùng, cách giữ: chấm<br>Nêm.</p><ul><li>Hạn dùng: 3 tháng</li></ul>"
    )


def test_sentences_vary_between_products_and_never_from_day_to_day() -> None:
    told = [plain(sentences(Facts(name=f"Mắm {n}", special="đậm"))) for n in "abcdefgh"]
    assert {text[5:] for text in told} == {": đậm.", " – đậm."}
    assert description(SAID) == description(SAID)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("Gạo, muối; Nhà tự tráng", "Bánh làm từ gạo, muối; nhà tự tráng."),
        ("Nhà tự làm", "Bánh: nhà tự làm."),
        ("Cái Bè, Tiền Giang", "Bánh.\n\nNguồn gốc, cách làm: Cái Bè, Tiền Giang."),
        ("Bà ngoại làm theo cách cũ", "Bánh: bà ngoại làm theo cách cũ."),
        ("Em út theo nghề", "Bánh.\n\nNguồn gốc, cách làm: em út theo nghề."),
        ("Nhà làm. Không phơi ngoài đường.", "Nhà làm. Không phơi ngoài đường."),
    ],
)
def test_what_it_is_made_of_reads_well_however_it_was_said(made: str, told: str) -> None:
    assert description(Facts(name="Bánh", kind="food", made=made)) == told


def test_what_grows_is_not_made_of_anything() -> None:
    facts = Facts(name="Cải ngọt", kind="fresh", made="Rau nhà trồng")
    assert description(facts) == "Cải ngọt.\n\nNguồn gốc: rau nhà trồng."


def test_a_material_with_a_place_goes_on_in_small_letters() -> None:
    facts = Facts(name="Áo dài", kind="clothing", made="Lụa Tân Châu", special="Bà Sáu may")
    assert description(facts) == "Áo dài: Bà Sáu may. Làm từ lụa Tân Châu."


def test_answers_to_the_questions_of_its_kind_stand_in_the_list() -> None:
    facts = Facts(
        name="Cây mai", kind="plant", traits=("pot=Chậu nhựa", "height=Cao 40 cm", "water=không", "color=Đỏ")
    )
    assert description(facts) == "Cây mai.\n\n- Chiều cao: 40 cm\n- Chậu nhựa"


def test_her_buyers_read_vietnamese_whatever_the_pages_speak() -> None:
    said = description(SAID)
    with i18n.in_language("en"):
        assert description(SAID) == said


@given(st.text(min_size=1, max_size=40).filter(lambda text: len(words(text)) > 1))
def test_nothing_said_gets_lost(said: str) -> None:
    assert set(words(said)) <= set(words(description(Facts(name="Mắm", special=said))))


def test_nothing_said_is_nothing_written() -> None:
    assert description(Facts()) == description(Facts(name="Mắm")) == ""
    assert plain([]) == html([]) == ""
    assert plain([Sentence("Hạn dùng: 3 tháng", ("expiry",))]) == "- Hạn dùng: 3 tháng"
