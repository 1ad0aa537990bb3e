"""An XLSX is read as a spreadsheet shows it, and what is none is refused with a sentence."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.read import read
from tests.bulk.sheet.made import (
    HEADS,
    MAIN,
    ROW,
    blocks,
    book,
    cell,
    codes,
    one,
    parts,
    products,
    refused,
    sealed,
    sheet_xml,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["C3"] = "Bảng hàng của Bà Sáu"
    for row, cells in ((5, HEADS), (7, ROW), (9, ("B-2", "Kẹo", 9000))):
        for column, value in enumerate(cells, start=3):
            sheet.cell(row, column, value)
    workbook.save(tmp_path / "b.xlsx")
    opened = read(tmp_path / "b.xlsx")
    assert opened.header_row == 5
    assert [(p.row, p.name, p.price) for p in opened.products()] == [
        (7, "Bánh tráng", 85_000),
        (9, "Kẹo", 9_000),
    ]


def test_numbers_as_text_and_text_as_numbers(tmp_path: Path) -> None:
    product = one(
        tmp_path, sku=12345, name=2024, price="85000", gtin=8934563138165, stock="12", brand="0012345"
    )
    assert (product.sku, product.name, product.price) == ("12345", "2024", 85_000)
    assert (product.gtin, product.stock, product.brand) == ("8934563138165", 12, "0012345")


@pytest.mark.parametrize("text", ["0812345678", "0012345", "=1+1", "Bánh tráng – 500 g", "_x0041_", "TRUE"])
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, text: str) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["sku", "name", "price", "description"])
    workbook.active.append(["A", "x", "5000", "x"])
    for place in ("B2", "D2"):
        workbook.active[place].value = text.replace("_x", "_x005F_x")
        workbook.active[place].data_type = "s"
    workbook.save(tmp_path / "b.xlsx")
    (product,) = products(tmp_path / "b.xlsx")
    assert (product.name, product.description) == (text, text)


def test_a_value_merged_downwards_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (("group", *HEADS), ("AO", "A-1", "Áo bà ba", 5000), (None, "A-2", "x", None), (None,) * 4):
        sheet.append(row)
    sheet.append(("KHAC", "K-1", "Kẹo", 7000))
    for merged in ("A2:A4", "D2:D4", "C2:C3"):
        sheet.merge_cells(merged)
    workbook.save(tmp_path / "b.xlsx")
    assert [(p.row, p.group, p.sku, p.name, p.price) for p in products(tmp_path / "b.xlsx")] == [
        (2, "AO", "A-1", "Áo bà ba", 5000),
        (3, "AO", "A-2", "Áo bà ba", 5000),
        (5, "KHAC", "K-1", "Kẹo", 7000),
    ]


def test_formulas_give_their_values_and_what_was_never_worked_out_is_held(tmp_path: Path) -> None:
    rows = (
        f'<row r="3">{cell("A3", "F-1")}{cell("B3", "Có")}<c r="C3"><f>1000*5</f><v>5000</v></c></row>',
        f'<row r="4">{cell("A4", "F-2")}{cell("B4", "Chưa tính")}<c r="C4"><f>1000*5</f><v></v></c></row>',
        f'<row r="5">{cell("A5", "F-3")}{cell("B5", "Chưa tính")}<c r="C5"><f>1000*5</f></c></row>',
        f'<row r="6">{cell("A6", "F-4")}{cell("B6", "Lỗi")}<c r="C6" t="e"><f>A1</f><v>#DIV/0!</v></c></row>',
        f'<row r="7">{cell("A7", "F-5")}<c r="B7" t="str"><f>"Bánh"&amp;1</f><v>Bánh1</v></c>'
        '<c r="C7" t="str"><f>IF(1,"","")</f><v></v></c></row>',
    )
    found = {p.sku: p for p in products(sealed(tmp_path, parts(sheet_xml(*rows))))}
    assert found["F-1"].price == 5000 and blocks(found["F-1"]) == []
    assert blocks(found["F-2"]) == blocks(found["F-3"]) == ["sheet.formula_empty"]
    assert blocks(found["F-4"]) == ["sheet.cell_error"]
    assert (found["F-5"].name, found["F-5"].price, blocks(found["F-5"])) == ("Bánh1", None, [])


def test_a_sheet_of_formulas_that_openpyxl_writes_without_results(tmp_path: Path) -> None:
    (product,) = products(book(tmp_path, HEADS, ("F", "=A2", "=1000*85")))
    assert blocks(product) == ["sheet.formula_empty", "sheet.formula_empty"]
    assert {issue.field for issue in product.found} == {"name", "price"}


def test_the_first_visible_sheet_with_a_header_is_read_and_others_are_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Ghi chép"
    workbook.active.append(["Gọi cho chị Tư"])
    for name, state in (
        ("Ẩn", "hidden"),
        ("Rất ẩn", "veryHidden"),
        ("Món & hàng", "visible"),
        ("Cũ", "visible"),
    ):
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(list(HEADS))
        sheet.append([f"S{len(workbook.sheetnames)}", name, 5000])
    workbook.save(tmp_path / "b.xlsx")
    opened = read(tmp_path / "b.xlsx")
    assert [p.name for p in opened.products()] == ["Món & hàng"]
    assert [(i.code, i.params["others"]) for i in opened.notes] == [("sheet.other_sheets", "Cũ")]


def test_a_workbook_with_macros_is_read_and_nothing_of_it_run(tmp_path: Path) -> None:
    path = sealed(tmp_path, parts(sheet_xml(), **{"xl/vbaProject.bin": OLE + b"Auto_Open"}))
    opened = read(path)
    assert [i.code for i in opened.notes] == ["sheet.macros"]
    assert [p.sku for p in opened.products()] == ["B-1"]


def _ole(name: str) -> bytes:
    """Make an OLE file of one sector of directory behind its head, which names one stream."""
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + (len(encoded) + 2).to_bytes(2, "little") + bytes(62)
    return OLE + bytes(504) + entry.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_ole("EncryptedPackage"), "sheet.encrypted"),
        (_ole("Workbook"), "sheet.old_excel"),
        (b"PK\5\6" + bytes(18), "sheet.not_a_sheet"),
        (b"PK\3\4" + bytes(50), "sheet.broken"),
    ],
)
def test_other_workbooks_are_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(data)
    assert refused(path) == code


@pytest.mark.parametrize("name", ["mimetype", "xl/workbook.bin"])
def test_open_document_and_binary_workbooks_are_refused(tmp_path: Path, name: str) -> None:
    assert (
        refused(sealed(tmp_path, {name: "application/vnd.oasis.opendocument.spreadsheet"}))
        == "sheet.old_excel"
    )


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, HEADS, *[(f"B{n}", "Kẹo", n * 1000) for n in range(1, 500)])
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refused(path) == "sheet.broken"


def test_bytes_that_were_turned_anywhere_are_noticed_or_do_not_matter(tmp_path: Path) -> None:
    path = book(tmp_path, HEADS, *[(f"B{n}", "Kẹo", n * 1000) for n in range(1, 200)])
    whole, right = path.read_bytes(), products(path)
    refusals = 0
    for at in range(0, len(whole), 37):
        turned = bytearray(whole)
        turned[at] ^= 0x55
        path.write_bytes(turned)
        try:
            assert products(path) == right
        except SheetRefused:
            refusals += 1
    assert refusals > 30


@pytest.mark.parametrize("rows", [[], [[""]], [["Bảng hàng"], ["của Bà Sáu"]]])
def test_a_workbook_without_a_table_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    assert refused(book(tmp_path, *rows)) in ("sheet.empty", "sheet.no_header")


def test_a_header_alone_is_a_sheet_without_products(tmp_path: Path) -> None:
    assert products(book(tmp_path, HEADS)) == []


def test_a_sheet_with_a_prefix_and_one_without_places(tmp_path: Path) -> None:
    def inline(text: str, mark: str = "") -> str:
        return f'<{mark}c t="inlineStr"><{mark}is><{mark}t>{text}</{mark}t></{mark}is></{mark}c>'

    for mark, space in (("", f'xmlns="{MAIN}"'), ("x:", f'xmlns:x="{MAIN}"')):
        rows = "".join(
            f"<{mark}row>{''.join(inline(text, mark) for text in row)}</{mark}row>" for row in (HEADS, ROW)
        )
        rows += (
            f'<{mark}row>{inline("B-2", mark)}<{mark}c t="e"><{mark}v>#N/A</{mark}v></{mark}c></{mark}row>'
        )
        xml = f"<{mark}worksheet {space}><{mark}sheetData>{rows}</{mark}sheetData></{mark}worksheet>"
        first, second = products(sealed(tmp_path, parts(xml)))
        assert (first.sku, first.name, first.price, first.row) == ("B-1", "Bánh tráng", 85_000, 2)
        assert (second.row, blocks(second)) == (3, ["sheet.cell_error"])


def test_dates_times_and_booleans_are_held_where_words_or_amounts_belong(tmp_path: Path) -> None:
    day = datetime.date(2026, 4, 3)
    held = one(tmp_path, price=day, stock=True, option1_value=day, name="Áo", unit_size=datetime.time(3, 4))
    assert sorted(blocks(held)) == ["count.unreadable", *["sheet.became_date"] * 3]
    fine = one(tmp_path, price=5000, expiry=datetime.datetime(2026, 12, 31), description=day)
    assert (fine.expiry, fine.description, blocks(fine)) == ("31/12/2026", "03/04/2026", [])


def test_control_characters_are_removed_and_reported(tmp_path: Path) -> None:
    product = one(
        tmp_path, name="Bánh_x0007_ tráng", price="85_x0000_000", description="a\n\tb", tags="x_x0008_|y"
    )
    assert (product.name, product.price, product.tags) == ("Bánh tráng", 85_000, ("x", "y"))
    assert {issue.field for issue in product.found if issue.code == "text.removed"} == {
        "name",
        "price",
        "tags",
    }
    assert codes(product).count("text.removed") == 3
