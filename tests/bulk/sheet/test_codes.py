"""Codes are judged over the whole sheet: each once whatever its case, and made where there is none."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.bulk.sheet.made import blocks, book, codes, one, products


def _sheet(folder: Path, *rows: tuple[str, str, str]) -> dict[int, list[str]]:
    """Give what holds each row of (sku, group, name)."""
    return {
        p.row or 0: blocks(p)
        for p in products(book(folder, ("sku", "group", "name", "price"), *((*row, 5000) for row in rows)))
    }


@pytest.mark.parametrize("sku", ["A", "AO-01", "ao_01", "0812345678", "a" * 50, "9", "A--", 12345])
def test_codes_that_stand_as_they_are(tmp_path: Path, sku: str | int) -> None:
    product = one(tmp_path, sku=sku)
    assert (product.sku, codes(product)) == (str(sku), [])


@pytest.mark.parametrize(
    ("sku", "proposal"),
    [
        *(
            ("ÁO 01", "AO-01"),
            ("Đỏ/L", "Do-L"),
            ("-A", "A"),
            ("_A", "A"),
            ("a" * 51, "a" * 50),
            ("A.1", "A-1"),
        ),
        *(("A\u200b1", "A1"), ("#1", "1"), ("???", "MON-1"), (12.5, "12-5"), ("=1+1", "1-1")),
    ],
)
def test_other_codes_are_held_with_a_proposal(tmp_path: Path, sku: str | float, proposal: str) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["sku", "name"])
    workbook.active.append([sku, "Bánh"])
    if isinstance(sku, str):
        workbook.active["A2"].data_type = "s"  # or =1+1 would be a formula
    workbook.save(tmp_path / "b.xlsx")
    (product,) = products(tmp_path / "b.xlsx")
    assert blocks(product) == ["sku.form"]
    (issue,) = (issue for issue in product.found if issue.code == "sku.form")
    assert issue.params["proposal"] == proposal
    assert proposal in issue.fix()


def test_spaces_around_a_code_are_no_part_of_it(tmp_path: Path) -> None:
    assert one(tmp_path, sku="  AO-01 ").sku == "AO-01"


def test_a_code_that_comes_again_is_held_whatever_its_case(tmp_path: Path) -> None:
    held = _sheet(tmp_path, ("AO", "", "x"), ("B", "", "x"), ("ao ", "", "x"), ("Ao", "", "x"))
    assert held == {2: [], 3: [], 4: ["sheet.sku_repeated"], 5: ["sheet.sku_repeated"]}


def test_the_first_of_two_repeated_codes_is_named(tmp_path: Path) -> None:
    path = book(tmp_path, ("sku", "name"), ("B", "x"), ("AO", "x"), ("ao", "x"))
    (issue,) = products(path)[2].found
    assert issue.params == {"sku": "ao", "row": 3}


def test_codes_are_made_from_names_and_told(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ("sku", "name", "price"),
        *((None, "Bánh tráng"), (None, "bánh TRÁNG"), ("BANH-TRANG-2", "x"), (None, "Bánh tráng")),
        *((None, None, 5000), (None, "🍲"), ("banh-trang-4", "x"), ("x y", "x")),
    )
    first = [p.sku for p in products(path)]
    assert first == [p.sku for p in products(path)]
    assert first[0] == "BANH-TRANG"
    assert len({sku.casefold() for sku in first}) == len(first)
    assert first[1] == "BANH-TRANG-3" and first[3] == "BANH-TRANG-5"
    told = [p.sku for p in products(path) if "sheet.sku_made" in codes(p)]
    assert told == [*first[:2], *first[3:6]]


def test_a_made_code_is_no_reason_to_hold(tmp_path: Path) -> None:
    product = one(tmp_path, sku=None, name="Kẹo")
    assert [(i.code, i.severity, i.params["sku"]) for i in product.found] == [
        ("sheet.sku_made", "hint", "KEO")
    ]


def test_a_made_code_equals_no_group(tmp_path: Path) -> None:
    path = book(tmp_path, ("sku", "group", "name"), (None, None, "Áo"), ("AO-1", "AO", "x"))
    made, variant = products(path)
    assert made.sku == "AO-2" and blocks(variant) == []


def test_a_group_keeps_the_rule_of_codes_and_equals_no_row(tmp_path: Path) -> None:
    held = _sheet(
        tmp_path,
        *(("A-1", "AO", "x"), ("A-2", "AO", "x")),
        *(("B-1", "ÁO DÀI", "x"), ("C", "", "x"), ("C-1", "c", "x")),
    )
    assert held == {2: [], 3: [], 4: ["sku.form"], 5: [], 6: ["sheet.group_is_sku"]}
