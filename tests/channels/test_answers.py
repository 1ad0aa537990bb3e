"""What a place answered: rows matched by SKU, reasons kept as text, and what they ask to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from merchant_helper.bulk.sheet.opening import opened
from merchant_helper.channels import answers
from merchant_helper.channels.answer_rules import AnswerRules, answer_rules, meaning
from merchant_helper.channels.answers import MOST_REASON, Reading, read_answer, rows_of_text

HERS = ("NM-1", "NM-2", "AO", "0012345")
# As a filled template comes back: keys, a row of the shop, labels, marks, then products.
SHOPEE = [
    ["ps_product_name|1|0", "ps_sku_parent_short|0|0", "ps_sku_short|0|0", "et_title_reason|0|0"],
    ["basic", "0f" * 16, "0", "12345"],
    ["Tên sản phẩm", "SKU sản phẩm", "SKU phân loại", "Lý do thất bại"],
    ["Bắt buộc", "Không bắt buộc", "Không bắt buộc", "Không bắt buộc"],
    ["Nước mắm", "", "NM-1", "Tên sản phẩm quá ngắn"],
    ["Nước mắm", "", "nm-2", ""],
    ["Áo", "AO", "AO-S", "Giá không nằm trong khoảng cho phép"],
    ["Của tiệm khác", "", "KHAC-9", "=HYPERLINK(1)"],
]
LOG = (
    "Product\tReason for failure\n"
    "Nước mắm, ID 208, SKU NM-1\tA product with this SKU already exists.\n"
    "Áo, đỏ, SKU AO\tUnable to use image “ao.jpg”.\n"
)
META = (
    "id,severity,summary,description\n"
    'NM-1,fatal,Missing for Property: image_link,"The image, link."\n'
    "NM-2,warning,Short title,It is short\n"
)


def numbered(rows: list[list[str]]) -> list[tuple[int, list[str]]]:
    return list(enumerate(rows, 1))


def test_a_returned_template_is_read_by_its_keys() -> None:
    reading = read_answer(numbered(SHOPEE), "shopee", HERS)
    assert reading.by_sku() == {
        "NM-1": ["Tên sản phẩm quá ngắn"],
        "AO": ["Giá không nằm trong khoảng cho phép"],
    }
    assert reading.strangers == ["KHAC-9"] and reading.strange_rows == 1 and reading.has_columns


def test_a_file_without_machine_keys_is_read_by_its_labels() -> None:
    assert read_answer(numbered(SHOPEE[2:]), "shopee", HERS).by_sku().keys() == {"NM-1", "AO"}


def test_a_pasted_log_is_read_as_a_table() -> None:
    reading = read_answer(rows_of_text(LOG), "woocommerce", HERS)
    assert reading.by_sku() == {
        "NM-1": ["A product with this SKU already exists."],
        "AO": ["Unable to use image “ao.jpg”."],
    }


def test_warnings_refuse_nothing() -> None:
    reading = read_answer(rows_of_text(META), "meta", HERS)
    assert reading.by_sku() == {"NM-1": ["The image, link. – Missing for Property: image_link"]}
    assert [refusal.sku for refusal in reading.refusals if refusal.mild] == ["NM-2"]


@pytest.mark.parametrize(
    ("line", "sku", "reason"),
    [
        ("Nước mắm NM-1: thiếu ảnh", "NM-1", "Nước mắm : thiếu ảnh"),
        ("sku nm-2 - price is wrong", "NM-2", "price is wrong"),
        ("0012345 bị trùng", "0012345", "bị trùng"),
    ],
)
def test_without_a_header_lines_are_searched_for_codes(line: str, sku: str, reason: str) -> None:
    assert read_answer(rows_of_text(line), "shopee", HERS).by_sku() == {sku: [reason]}


@pytest.mark.parametrize("line", ["NM-10 thiếu ảnh", "XNM-1 thiếu ảnh", "NM-1", "", "dòng 12 giá 12"])
def test_a_code_inside_another_word_is_none(line: str) -> None:
    assert read_answer(rows_of_text(line), "shopee", (*HERS, "12")).refusals == []


def test_a_csv_with_semicolons_opens_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    file.write_text('SKU;Lý do thất bại\n0012345;"Giá sai\nhai dòng"\n', "utf-8")
    reading = read_answer(opened(file).rows(), "shopee", HERS)
    assert reading.by_sku() == {"0012345": ["Giá sai hai dòng"]}


def test_hostile_texts_stay_text_and_short() -> None:
    rows = [["SKU", "Lý do thất bại"], ["NM-1", "<b>=cmd|\u202e" + "x" * 90_000], ["NM-2", '"']]
    found = read_answer(numbered(rows), "shopee", HERS).by_sku()
    assert found["NM-1"][0].startswith("<b>=cmd|x") and len(found["NM-1"][0]) == MOST_REASON


def test_rows_beyond_the_most_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS", 3)
    rows = [["SKU", "Lý do thất bại"], *([["NM-1", f"lý do {n}"] for n in range(50)])]
    reading = read_answer(numbered(rows), "shopee", HERS)
    assert reading.cut and len(reading.refusals) < 30


def test_a_file_of_another_shop_names_only_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["SKU", "Lý do thất bại"], *([[f"X-{n}", "sai"] for n in range(300)])]
    reading = read_answer(numbered(rows), "shopee", HERS)
    assert reading.refusals == [] and reading.strange_rows == 300
    assert len(reading.strangers) == answers.MOST_STRANGERS


@pytest.mark.parametrize("text", ["\t" * 500, '"' * 1000, "SKU\tLý do thất bại\n" + "NM-1\t" + "x" * 150_000])
def test_odd_pastes_are_survived(text: str) -> None:
    assert isinstance(read_answer(rows_of_text(text), "shopee", HERS), Reading)


@pytest.mark.parametrize(
    ("place", "reason", "fields", "guessed"),
    [
        ("woocommerce", "A product with this SKU already exists.", ("sku",), False),
        ("woocommerce", "Unable to use image “a.jpg”.", ("photos",), False),
        ("meta", "Missing for Property: image_link", ("photos",), False),
        ("shopee", "Tên sản phẩm quá ngắn", ("name",), True),
        ("shopee", "Giá không nằm trong khoảng", ("price",), True),
        ("shopee", "Sản phẩm bị đánh giá kém", (), False),
        ("sapo", "Ngành hàng không đúng, cân nặng trống", ("weight_g", "category"), True),
        ("lazada", "zzz", (), False),
    ],
)
def test_reasons_point_to_questions(place: str, reason: str, fields: tuple[str, ...], guessed: bool) -> None:
    found = meaning(reason, place)
    assert (found.fields, found.guessed) == (fields, guessed)


def test_a_carrier_is_no_question_of_ours_but_has_advice() -> None:
    found = meaning("Phải bật một đơn vị vận chuyển", "shopee")
    assert found.fields == () and "vận chuyển" in found.advice[0].text("vi")


def test_every_rule_is_dated_and_a_guess_says_so() -> None:
    rules = answer_rules()
    assert {file.id for file in rules.places} == {"shopee", "woocommerce", "meta"}
    assert all(rule.certainty == "D" for rule in rules.rules if not rule.places)
    assert all(file.source for file in rules.places)


@pytest.mark.parametrize("change", [{"fields": ["weather"]}, {"fits": ["("]}, {"colour": 1}, {"fits": []}])
def test_a_broken_rule_is_refused(change: dict[str, object]) -> None:
    rule = {"fits": ["giá"], "fields": ["price"], "certainty": "D", **change}
    with pytest.raises(ValidationError):
        AnswerRules.model_validate({"checked_on": "2026-11-22", "places": [], "rules": [rule]})
