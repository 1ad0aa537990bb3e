"""What a file asks and no listing tells is asked once, remembered, and checked against the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from channels.fill import templates
from channels.fill.books import Page, book
from channels.fill.filled import ANSWERS, GOODS, drawn, filled
from merchant_helper.channels.fill import (
    AnswersMissing,
    Filling,
    Memory,
    TemplateRefused,
    fill,
    open_template,
)
from merchant_helper.channels.fill.questions import Question

SAUCE = GOODS[0]


def asked(folder: Path, place: str, answers: dict[str, str], *, addresses: bool = False) -> list[Question]:
    return Filling(drawn(folder, place), answers).open_questions(GOODS, addresses=addresses)


def test_nothing_is_written_while_answers_are_missing(tmp_path: Path) -> None:
    with pytest.raises(AnswersMissing) as caught:
        fill(GOODS, drawn(tmp_path, "shopee"), {}, tmp_path / "ra")
    assert [(q.key, q.label, q.choices) for q in caught.value.questions] == [
        ("channel_id.5001", "Nhanh", ("Bật", "Tắt")),
        ("channel_id.5002", "Hàng Cồng Kềnh", ("Bật", "Tắt")),
    ]
    assert not (tmp_path / "ra").exists()


def test_at_least_one_carrier_is_on(tmp_path: Path) -> None:
    off = {"channel_id.5001": "Tắt", "channel_id.5002": "Tắt"}
    assert [q.wrong for q in asked(tmp_path, "shopee", off)] == ["Tắt", "Tắt"]
    assert asked(tmp_path, "shopee", {**off, "channel_id.5002": "Bật"}) == []


def test_answers_may_be_given_under_the_header(tmp_path: Path) -> None:
    assert asked(tmp_path, "shopee", {"nhanh": "bật", "Hàng Cồng Kềnh": "Tắt"}) == []
    with pytest.raises(TemplateRefused) as caught:
        asked(tmp_path, "shopee", {"Hỏa tốc": "Bật"})
    assert caught.value.issue.code == "template.no_such_column"


def test_what_the_file_does_not_allow_is_asked_again(tmp_path: Path) -> None:
    answers = {**ANSWERS["tiktok"], "category.food": "Đồ ăn", "quantity": "nhiều"}
    assert [(q.key, q.wrong) for q in asked(tmp_path, "tiktok", answers)] == [
        ("category.food", "Đồ ăn"),
        ("quantity", "nhiều"),
    ]


def test_a_category_brings_questions_of_its_own(tmp_path: Path) -> None:
    answers = {
        key: value for key, value in ANSWERS["tiktok"].items() if not key.startswith("product_property")
    }
    (question,) = asked(tmp_path, "tiktok", answers)
    assert (question.key, question.goods, question.choices) == (
        "product_property/100701.craft",
        "craft",
        ("Mây", "Tre"),
    )
    food = {**answers, "category": templates.CATEGORIES[0], "category.craft": templates.CATEGORIES[0]}
    assert asked(tmp_path, "tiktok", food) == [], "this category forbids it"


def test_addresses_answer_the_question_for_pictures(tmp_path: Path) -> None:
    answers = {key: value for key, value in ANSWERS["tiktok"].items() if key != "main_image"}
    assert [q.key for q in asked(tmp_path, "tiktok", answers)] == ["main_image"]
    assert asked(tmp_path, "tiktok", answers, addresses=True) == []


def test_a_stock_that_nobody_counts_is_asked_only_where_there_is_one(tmp_path: Path) -> None:
    answers = {key: value for key, value in ANSWERS["tiktok"].items() if key != "quantity"}
    filling = Filling(drawn(tmp_path, "tiktok"), answers)
    assert [q.key for q in filling.open_questions(GOODS, addresses=False)] == ["quantity"]
    counted = [replace(product, stock=1) for product in GOODS]
    assert filling.open_questions(counted, addresses=False) == []


def test_a_unit_that_the_file_does_not_tell_is_asked(tmp_path: Path) -> None:
    texts = templates.SHOPEE["ps_weight|1|1"]
    templates.SHOPEE["ps_weight|1|1"] = ("Cân nặng", "Bắt buộc", "", "")
    try:
        assert [(q.key, q.choices) for q in asked(tmp_path, "shopee", dict(ANSWERS["shopee"]))] == [
            ("weight_unit", ("g", "kg"))
        ]
        template = drawn(tmp_path, "shopee")
    finally:
        templates.SHOPEE["ps_weight|1|1"] = texts
    fill([SAUCE], template, {**ANSWERS["shopee"], "weight_unit": "kg"}, tmp_path / "ra")


def test_a_strangers_columns_are_matched_once(tmp_path: Path) -> None:
    (question,) = asked(tmp_path, "template", {})
    assert question.key == "match.name" and "Giá bán (đ)*" in question.choices
    assert [q.key for q in asked(tmp_path, "template", {"match.name": "tên hàng"})] == [
        "Giá bán (đ)*",
        "Nhóm*",
    ]
    with pytest.raises(TemplateRefused):
        asked(tmp_path, "template", {"match.name": "Tên gì đó"})
    with pytest.raises(TemplateRefused):
        asked(tmp_path, "template", {"match.nme": "Tên hàng*"})


def test_the_star_of_a_header_is_no_wildcard(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(book([Page("Hàng", {1: {1: "Tên*", 2: "Giá vốn", 3: "Giá*", 4: "*"}})]))
    filling = Filling(open_template(tmp_path / "x.xlsx"), {"match.name": "Tên*", "match.price": "Giá*"})
    assert {slot.value: slot.head.column for slot in filling.plan.slots} == {"name": 1, "price": 3}
    assert not filling.plan.several


def test_answers_are_remembered_for_files_of_the_same_headers(tmp_path: Path) -> None:
    template = drawn(tmp_path, "shopee")
    memory = Memory(tmp_path / "nhớ" / "answers.json")
    assert memory.answers(template) == {}
    memory.keep(template, {**ANSWERS["shopee"], "shop": "1", "empty": ""})
    again = Memory(tmp_path / "nhớ" / "answers.json")
    (tmp_path / "later.xlsx").write_bytes(templates.shopee(more={"xl/new.xml": b"<a/>"}))
    assert again.answers(open_template(tmp_path / "later.xlsx")) == ANSWERS["shopee"]
    assert again.answers(drawn(tmp_path, "tiktok")) == {}


def test_the_template_of_another_shop_is_noticed(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "answers.json")
    memory.keep(drawn(tmp_path, "shopee"), {})
    (tmp_path / "other.xlsx").write_bytes(templates.shopee("80005678"))
    other = open_template(tmp_path / "other.xlsx")
    assert (other.owner, memory.other_owner(other)) == ("80005678", "70001234")
    assert memory.other_owner(drawn(tmp_path, "shopee")) is None


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"templates": 5}', '{"templates": {"a": {"b": 1}}}'])
def test_a_spoiled_memory_counts_as_empty(text: str, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text(text)
    assert Memory(tmp_path / "answers.json").answers(drawn(tmp_path, "sapo")) == {}


def test_products_beyond_the_last_row_and_of_one_name_are_held(tmp_path: Path) -> None:
    same = [SAUCE, replace(SAUCE, sku="B", gtin=None, name=SAUCE.name.upper())]
    report, _rows = filled(tmp_path, "tiktok", same)
    assert [(p.sku, p.issue.code) for p in report.problems if p.issue.severity == "block"] == [
        ("B", "fill.name_repeated")
    ]
    many = [replace(SAUCE, sku=f"S-{n}", gtin=None) for n in range(298)]
    report, rows = filled(tmp_path, "template", many)
    assert (report.rows_out, report.rows_held, len(rows)) == (296, 2, 296)
    assert {p.issue.code for p in report.problems if p.issue.severity == "block"} == {"fill.full"}
