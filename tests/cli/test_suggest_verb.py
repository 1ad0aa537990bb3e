"""Words for the empty cells of a sheet: written from its other columns, and marked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from cli.calls import call
from merchant_helper.bulk.sheet.read import read
from merchant_helper.bulk.sheet.suggesting import suggest_sheet

HEADS = ("sku", "group", "name", "category", "description", "price", "brand", "unit", "unit_size", "expiry")
HEADS = (*HEADS, "option1_name", "option1_value", "Ghi chú riêng")
ROWS: list[tuple[Any, ...]] = [
    ("NM", "", "Nước mắm nhĩ", "drink", "", 85000, "Bà Sáu", "chai", "500 ml", "24 tháng", "", "", "giữ"),
    ("BT", "", "Bánh tráng", "", "Dẻo.\nThơm.", "32k", "", "gói", "500 g", "", "", "", ""),
    ("AO-1", "AO", "Áo bà ba", "clothing", "", "150.000", "", "cái", "", "", "Cỡ", "M", ""),
    ("AO-2", "AO", "", "clothing", "", "150.000", "", "cái", "", "", "Cỡ", "L", ""),
    ("", "", "", "food", "", "10.000", "", "", "", "", "", "", ""),
    ("LOI", "", "#REF!", "food", "", "1.000", "Bà Sáu", "", "", "", "", "", ""),
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = Workbook()
    for row in (HEADS, *ROWS):
        book.active.append(row)
    book.save(tmp_path / "bảng.xlsx")
    return tmp_path / "bảng.xlsx"


def rows(path: Path) -> list[dict[str, str]]:
    values = [
        [str(cell or "") for cell in row] for row in load_workbook(path).active.iter_rows(values_only=True)
    ]
    return [dict(zip(values[0], row, strict=True)) for row in values[1:]]


def test_empty_cells_are_filled_and_marked_and_nothing_else_changes(sheet: Path) -> None:
    answer = call("suggest", sheet, "--out", sheet.parent / "ra.xlsx", "--json")
    assert answer.status == 1, "one row has no name, and nothing to make one of"
    sauce, second = answer.items[0], answer.items[2]
    assert {key: sauce[key] for key in ("row", "sku", "fields", "title")} == {
        **{"row": 2, "sku": "NM", "fields": ["description"], "title": None}
    }
    assert "- Quy cách: chai 500 ml\n- Hạn dùng: 24 tháng" in sauce["description"]
    assert (second["title"], second["fields"][0]) == ("Áo bà ba, L", "name")
    assert [i["code"] for i in answer.items[-2]["issues"]] == [
        "sheet.no_name_to_make",
        "sheet.nothing_to_tell",
    ]
    counts = {
        key: answer.summary[key] for key in ("rows_in", "rows_out", "rows_held", "titles", "descriptions")
    }
    assert counts == {"rows_in": 6, "rows_out": 6, "rows_held": 1, "titles": 1, "descriptions": 2}
    made, before = rows(sheet.parent / "ra.xlsx"), rows(sheet)
    assert [row.pop("phần mềm viết") for row in made] == ["Mô tả", "", "", "Tên món", "", "Mô tả"]
    for new, old in zip(made[:5], before, strict=False):
        assert all(new[key] == old[key] for key in old if old[key])
    assert made[5]["name"] == "#N/A", "what could not be read is left for a person to mend"
    assert made[1]["description"] == "Dẻo.\nThơm."


def test_filled_again_nothing_changes_and_the_marks_stay(sheet: Path) -> None:
    first, second = sheet.parent / "1.xlsx", sheet.parent / "2.xlsx"
    call("suggest", sheet, "--out", first)
    again = call("suggest", first, "--out", second, "--json")
    assert (again.summary["titles"], again.summary["descriptions"]) == (0, 0)
    assert rows(first) == rows(second)
    assert not [note for note in read(second).notes if note.code != "sheet.column_unknown"]
    assert [note.field for note in read(second).notes] == ["Ghi chú riêng"]


def test_a_sheet_without_these_columns_gets_them(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("name;brand;expiry\nMắm;Bà Sáu;3 tháng\n", "utf-8")
    done = suggest_sheet(read(tmp_path / "b.csv"), tmp_path / "b.xlsx")
    assert [each.written for each in done] == [
        {"description": "Mắm.\n\n- Thương hiệu: Bà Sáu\n- Hạn dùng: 3 tháng"}
    ]
    assert rows(tmp_path / "b.xlsx")[0]["Mô tả"] == done[0].written["description"]


def test_a_wrong_call_touches_nothing(sheet: Path) -> None:
    before = sheet.read_bytes()
    assert call("suggest", sheet, "--out", sheet, "--json").error["code"] == "cli.same_file"
    assert call("suggest", sheet, "--out", sheet.parent / "x.xlsx", "--channel", "nope").status == 2
    assert call("suggest", sheet.parent / "none.xlsx", "--out", sheet.parent / "x.xlsx").status == 2
    assert sheet.read_bytes() == before and not (sheet.parent / "x.xlsx").exists()


def test_columns_named_after_the_questions_make_the_description(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text(
        "name,category,price,Có gì hay?,Làm từ gì,Cách dùng\n"
        "Áo bà ba lụa,clothing,150000,mát,lụa tơ tằm,giặt tay\nÁo thun,clothing,90000,,,\n",
        "utf-8",
    )
    silk, plain = call("suggest", path, "--out", tmp_path / "ra.xlsx", "--json").items
    assert {"mát", "lụa tơ tằm", "giặt tay"} <= set(
        re.findall(r"mát|lụa tơ tằm|giặt tay", silk["description"])
    )
    assert plain["description"] is None
    assert rows(tmp_path / "ra.xlsx")[0]["Có gì hay?"] == "mát"
