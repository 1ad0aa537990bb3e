"""Make small sheets as spreadsheets, editors and ill-wishers write them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.read import Sheet, read
from merchant_helper.listings.product import Product

HEADS = ("sku", "name", "price")
ROW = ("B-1", "Bánh tráng", "85000")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return stream.getvalue()


def csv_file(folder: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", **options: str) -> Path:
    path = folder / "bang.csv"
    path.write_bytes(csv_text(rows, **options).encode(encoding))
    return path


def book(path: Path, *rows: Sequence[Any], name: str = "bang.xlsx") -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path / name)
    return path / name


def parts(sheet: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """Give the parts of the smallest workbook; further ones, or other ones, are named by their path."""
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}'
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{relation}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Bảng" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relation}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }


def sealed(folder: Path, parts: Mapping[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "bang.xlsx"
    with zipfile.ZipFile(path, "w", packed) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(*rows: str) -> str:
    """Give a worksheet whose first two rows are a header and a product, with further rows as XML."""
    first = "".join(
        f'<row r="{number}">{"".join(map(cell, (f"{letter}{number}" for letter in "ABC"), row))}</row>'
        for number, row in enumerate((HEADS, ROW), start=1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{first}{"".join(rows)}</sheetData></worksheet>'


def products(path: Path, **options: Any) -> list[Product]:
    return list(read(path, **options).products())


def one(folder: Path, **cells: Any) -> Product:
    """Give the only product of a workbook with these cells."""
    told = {"name": "Bánh tráng", "sku": "B-1", **cells}
    (product,) = products(book(folder, list(told), list(told.values())))
    return product


def codes(product: Product) -> list[str]:
    return [issue.code for issue in product.found]


def blocks(product: Product) -> list[str]:
    return [issue.code for issue in product.found if issue.severity == "block"]


def refused(path: Path, **options: Any) -> str:
    """Read everything, and give the code of the refusal."""
    try:
        products(path, **options)
    except SheetRefused as refusal:
        assert refusal.issue.message() and refusal.issue.fix()
        assert not refusal.issue.message().startswith("issue:"), refusal.issue.code
        return refusal.issue.code
    raise AssertionError("was read")


def grid_rows(sheet: Sheet) -> Iterator[list[Any]]:
    return (list(cells) for _number, cells in sheet.grid.rows())
