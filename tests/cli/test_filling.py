"""A seller's own template from the command line: what it asks, what it remembers, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from channels.fill import templates
from channels.fill.filled import ANSWERS
from openpyxl import Workbook

from cli import test_export_verb
from cli.calls import ISSUE_KEYS, Answer, call
from merchant_helper.channels.fill import open_template

HEADS = ("name", "sku", "price", "description", "stock", "weight_g", "category")
ROW = ("Bánh tráng phơi sương", "BT-1", 45_000, "Dẻo, thơm, phơi sương đêm.", 8, 500, "food")


@pytest.fixture
def sheet(hard: Path) -> Path:
    """Give two rows: one good, one whose name is too short for the template."""
    book = Workbook()
    book.active.append(HEADS)
    book.active.append(ROW)
    book.active.append(("Mắm", "M-2", *ROW[2:]))
    book.save(hard / "bảng.xlsx")
    (hard / "shopee.xlsx").write_bytes(templates.shopee())
    return hard / "bảng.xlsx"


shop, jpeg = test_export_verb.shop, test_export_verb.jpeg


def export(sheet: Path, *more: object, channel: str = "shopee", template: str = "shopee.xlsx") -> Answer:
    file = sheet.parent / template
    return call(
        "export",
        sheet,
        "--channel",
        channel,
        "--template",
        file,
        "--out",
        sheet.parent / "ra",
        "--json",
        *more,
    )


def answers(place: str) -> list[str]:
    return [word for key, value in ANSWERS[place].items() for word in ("--answer", f"{key}={value}")]


def test_missing_answers_are_told_with_cell_and_choices(sheet: Path) -> None:
    answer = export(sheet)
    assert (answer.status, answer.error["code"]) == (2, "cli.answers_missing")
    assert [(item["key"], item["column"], item["choices"]) for item in answer.items] == [
        ("channel_id.5001", "Nhanh", ["Bật", "Tắt"]),
        ("channel_id.5002", "Hàng Cồng Kềnh", ["Bật", "Tắt"]),
    ]
    assert all(item.keys() >= ISSUE_KEYS and '--answer "channel_id' in item["fix"] for item in answer.items)
    assert not (sheet.parent / "ra").exists()


def test_check_judges_by_the_template_as_the_export_does(sheet: Path) -> None:
    template = ("--channel", "shopee", "--template", sheet.parent / "shopee.xlsx")
    told = call("check", sheet, *template, *answers("shopee"), "--json")
    held = {item["row"]: item["code"] for item in told.items if item["severity"] == "block"}
    assert (told.status, held) == (1, {3: "fill.too_short"})
    report = export(sheet, *answers("shopee")).summary
    assert (told.summary["rows_out"], told.summary["rows_held"]) == (report["rows_out"], report["rows_held"])
    people = call("check", sheet, *template, *answers("shopee")).out.decode()
    assert "Viết dài thêm tên món: 1 món: dòng 3" in people
    assert call("check", sheet, *template, "--json").error["code"] == "cli.answers_missing"


def test_two_columns_for_one_field_are_asked_about(sheet: Path) -> None:
    (sheet.parent / "lạ.xlsx").write_bytes(templates.stranger())
    twice = ("--match", "name=Tên hàng*", "--match", "name=Ghi chú")
    answer = export(sheet, *twice, channel="template", template="lạ.xlsx")
    assert (answer.status, answer.error["code"]) == (2, "cli.told_twice")


def test_it_is_filled_and_what_is_held_comes_back_as_a_sheet(sheet: Path) -> None:
    answer = export(sheet, *answers("shopee"))
    report = answer.summary
    assert answer.status == 1
    assert (report["rows_in"], report["rows_out"], report["rows_held"]) == (2, 1, 1)
    assert [file["path"] for file in report["files"]] == ["shopee.xlsx", "fix-these.xlsx"]
    assert [p["code"] for p in report["problems"] if p["severity"] == "block"] == ["fill.too_short"]
    assert open_template(sheet.parent / "shopee.xlsx").owner == "70001234"


def test_answers_are_remembered_in_a_file(sheet: Path) -> None:
    kept = sheet.parent / "nhớ.json"
    assert export(sheet, *answers("shopee"), "--answers", kept).status == 1
    assert "channel_id.5001" in kept.read_text("utf-8")
    assert export(sheet, "--answers", kept).status == 1
    wrong = export(sheet, "--answers", kept, "--answer", "Nhanh=Có")
    assert (wrong.status, [item["code"] for item in wrong.items]) == (2, ["cli.answer_wrong"])


def test_answers_are_remembered_in_the_data_folder_where_there_is_one(sheet: Path, data: Path) -> None:
    assert export(sheet, *answers("shopee")).status == 1 and not data.exists()
    data.mkdir()
    assert export(sheet, *answers("shopee")).status == 1
    assert export(sheet).status == 1


def test_the_template_of_another_shop_is_refused_until_it_is_confirmed(sheet: Path) -> None:
    kept = ("--answers", sheet.parent / "nhớ.json")
    export(sheet, *answers("shopee"), *kept)
    (sheet.parent / "other.xlsx").write_bytes(templates.shopee("80005678"))
    answer = export(sheet, *kept, template="other.xlsx")
    assert (answer.status, answer.error["code"]) == (2, "cli.other_shop")
    assert export(sheet, *kept, "--answer", "shop=80005678", template="other.xlsx").status == 1


def test_a_strangers_template_is_matched(sheet: Path) -> None:
    (sheet.parent / "lạ.xlsx").write_bytes(templates.stranger())
    told = {"channel": "template", "template": "lạ.xlsx"}
    answer = export(sheet, **told)
    assert (answer.status, [item["code"] for item in answer.items]) == (2, ["cli.match_missing"])
    match = ("--match", "name=Tên hàng", "--match", "sku=Mã hàng", "--match", "price=Giá bán (đ)")
    answer = export(sheet, *match, "--answer", "Nhóm=Thực phẩm", **told)
    assert (answer.status, answer.summary["rows_out"]) == (0, 2)


@pytest.mark.parametrize(
    ("more", "channel", "code"),
    [
        (("--answer", "Nhanh"), "shopee", "cli.not_a_pair"),
        (("--update",), "shopee", "cli.only_without_template"),
        ((), "zalo", "cli.no_template_place"),
        ((), "tiktok", "template.other_place"),
        (("--answer", "Hỏa tốc=Bật"), "shopee", "template.no_such_column"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    sheet: Path, more: tuple[str, ...], channel: str, code: str
) -> None:
    answer = export(sheet, *more, channel=channel)
    assert (answer.status, answer.error["code"]) == (2, code)
    assert not (sheet.parent / "ra").exists()


def test_without_a_template_it_is_said_what_is_needed(sheet: Path) -> None:
    plain = call("export", sheet, "--channel", "lazada", "--out", sheet.parent / "ra", "--json")
    assert (plain.status, plain.error["code"]) == (2, "cli.not_exportable")
    lone = call(
        "export", sheet, "--channel", "zalo", "--answer", "a=b", "--out", sheet.parent / "ra", "--json"
    )
    assert lone.error["code"] == "cli.only_with_template"


def test_the_spec_is_shown_in_full() -> None:
    answer = call("channels", "tiktok", "--json")
    (told,) = answer.items
    assert told["fill"]["layout"] == "tiktok" and json.dumps(told)
    assert "parcel_weight  <- weight_g" in call("channels", "tiktok").text()


def test_a_shops_finished_listings_go_in_and_its_answers_go_with_it(shop: Path, hard: Path) -> None:
    (hard / "tiktok.xlsx").write_bytes(templates.tiktok())
    told = ("--shop", "nuoc mam ba sau", "--channel", "tiktok", "--template", hard / "tiktok.xlsx")
    answer = call("export", *told, "--out", hard / "ra", "--json")
    assert {item["code"] for item in answer.items} >= {"cli.value_missing", "cli.pictures_missing"}
    given = (
        "--answer",
        f"category={templates.CATEGORIES[0]}",
        "--answer",
        "quantity=3",
        "--answer",
        "main_image=later",
    )
    answer = call("export", *told, "--out", hard / "ra", "--json", *given)
    assert (answer.status, answer.summary["rows_out"], answer.summary["rows_held"]) == (1, 1, 1)
    assert {file["path"] for file in answer.summary["files"]} == {"tiktok.xlsx"}
    assert call("export", *told, "--out", hard / "again", "--json").status == 1, "answers are remembered"
    (kept,) = shop.rglob("template-answers.json")
    assert kept.parent.name != "sheets"
