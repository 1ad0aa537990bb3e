"""A CSV is read in the encodings and with the delimiters that spreadsheets here write."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.read import read
from tests.bulk.sheet.made import HEADS, ROW, codes, csv_file, csv_text, products, refused

STORY = "Dẻo, thơm; làm\ttại nhà.\nGói 500 g – “ngon”"
FULL = [("Mã hàng", "Tên món", "Giá bán", "Mô tả"), ("BT-01", "Bánh tráng Đức Thọ", "85.000", STORY)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_delimiters_that_spreadsheets_write(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    (product,) = products(csv_file(tmp_path, FULL, encoding, delimiter=delimiter))
    assert (product.sku, product.name, product.price, product.description, product.row) == (
        *("BT-01", "Bánh tráng Đức Thọ", 85_000),
        *(STORY.replace("\t", " "), 2),
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(("\ufeff" + csv_text(FULL)).encode(encoding))
    assert products(path)[0].name == "Bánh tráng Đức Thọ"


def test_windows_1258_is_composed(tmp_path: Path) -> None:
    data = b"sku;name;price\r\nNM-1;" + _cp1258("Nước mắm cá cơm") + b";85000\r\n"
    path = tmp_path / "b.csv"
    path.write_bytes(data)
    (product,) = products(path)
    assert product.name == "Nước mắm cá cơm"
    ((_number, cells),) = read(path).originals()
    assert cells[1] == "Nước mắm cá cơm", "what is given back is composed, too"


def _cp1258(text: str) -> bytes:
    """Write as Windows does: a base letter with its hat, then its tone."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            decomposed = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in decomposed[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


def test_decomposed_text_is_composed(tmp_path: Path) -> None:
    rows = [[unicodedata.normalize("NFD", text) for text in row] for row in FULL]
    (product,) = products(csv_file(tmp_path, rows))
    assert product.name == "Bánh tráng Đức Thọ"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_line_end(tmp_path: Path, end: str) -> None:
    rows = [HEADS, ROW, ("B-2", "Kẹo", "9000")]
    assert [p.row for p in products(csv_file(tmp_path, rows, end=end))] == [2, 3]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_the_line_that_excel_is_told_the_delimiter_with_is_no_row(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "b.csv"
    path.write_text(f"sep={sign}\r\n" + csv_text([HEADS, ROW], sign), encoding="utf-8-sig", newline="")
    (product,) = products(path)
    assert (product.row, product.sku) == (2, "B-1")


def test_a_record_with_line_breaks_counts_once_and_a_blank_line_as_a_row(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text('sku,name,description,price\nA,Một,"1\n2\n\n3",5000\n\n,,,\nB,Hai,x,6000', "utf-8")
    assert [(p.row, p.sku, p.description) for p in products(path)] == [(2, "A", "1\n2\n\n3"), (5, "B", "x")]


def test_a_header_of_commas_in_a_sheet_of_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text('name;"Ghi chú, riêng, của tiệm";price\nKẹo, mè;1,2,3,4;9.000\n', "utf-8")
    (product,) = products(path)
    assert (product.name, product.price) == ("Kẹo, mè", 9_000)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('sku,name,price\nA,"Một,1000\nB,Hai,2000\nC,Ba,3000\n', 2),
        ('sku,name,price\nA,Một,5000\nB,"Hai,2000\nC,"Ba",3000\n', 3),
        ('sku,name,price\nA,"Một,1000', 2),
        ('sep=,\nsku,name,price\nA,"Một,1000', 2),
    ],
    ids=["to the end", "to the next one", "last line", "behind sep"],
)
def test_a_quotation_mark_left_open_swallows_no_row(tmp_path: Path, text: str, row: int) -> None:
    path = tmp_path / "b.csv"
    path.write_text(text, "utf-8")
    assert refused(path) == "sheet.quote_open"
    with pytest.raises(SheetRefused) as caught:
        products(path)
    assert caught.value.issue.params["row"] == row


def test_a_quotation_mark_inside_a_line_is_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text('sku,name,price\nA,Nồi 5" gang,5000\nB,"Gạo ""ST25"" ngon",6000\n', "utf-8")
    assert [p.name for p in products(path)] == ['Nồi 5" gang', 'Gạo "ST25" ngon']


def test_a_cell_beyond_the_header_is_held_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("sku,name,price,description\nA,Một,5000,Dẻo, thơm\nB,Hai,6000,Giòn,,\n", "utf-8")
    slipped, fine = products(path)
    assert "sheet.cells_beyond" in codes(slipped)
    assert codes(fine) == []


def test_a_stray_zero_does_not_make_utf_16_of_it(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes("sku,name,price\nA,M\0ột,5000\n".encode())
    (product,) = products(path)
    assert (product.name, codes(product)) == ("Một", ["text.removed"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "sheet.empty"),
        (b"\xff\xfe", "sheet.empty"),
        (b"%PDF-1.7 sku,name", "sheet.not_a_sheet"),
        (b"<!DOCTYPE html><table>", "sheet.not_a_sheet"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "sheet.not_a_sheet"),
        ("\ufeffsku,name,price\nA".encode("utf-16-le")[:-1], "sheet.encoding"),
        (b"\xef\xbb\xbfsku,name,price\nA,\xff\xfe,1", "sheet.encoding"),
        (b"hello, world\n1,2\n", "sheet.no_header"),
    ],
)
def test_what_is_no_sheet_is_said_in_a_sentence(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(data)
    assert refused(path) == code


def test_99_999_rows_are_read_and_one_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    lines = "".join(f"B{n},Kẹo,5000\n" for n in range(99_999))
    path.write_text("sku,name,price\n" + lines + "\n" * 50 + ",,\n", "utf-8")
    count = sum(1 for _cells in read(path).grid.rows())
    assert count >= 100_000
    path.write_text("sku,name,price\n" + lines + "MORE,Kẹo,5000\n", "utf-8")
    assert refused(path) == "sheet.too_many_rows"


def test_200_columns_are_read_and_one_more_is_not(tmp_path: Path) -> None:
    heads = [*HEADS, *(f"Riêng {n}" for n in range(197))]
    assert len(products(csv_file(tmp_path, [heads, [*ROW, *"x" * 197]]))) == 1
    assert products(csv_file(tmp_path, [[*heads, "", ""], ROW]))
    assert refused(csv_file(tmp_path, [[*heads, "Riêng"], ROW])) == "sheet.too_many_columns"


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(b"sku,name,price\n" + b"," * 9_000_000)
    assert refused(path) == "sheet.too_many_columns"


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    with path.open("wb") as stream:
        stream.truncate(60_000_001)
    assert refused(path) == "sheet.file_too_large"


def test_headers_that_lost_their_letters_are_told_from_none(tmp_path: Path) -> None:
    rows = [["M? h?ng", "T?n m?n", "Gi? b?n"], ["A", "B?nh tr?ng", "85000"]]
    assert refused(csv_file(tmp_path, rows)) == "sheet.encoding"
    assert refused(csv_file(tmp_path, [["Ai?", "Gì?"], ["A", "B"]])) == "sheet.no_header"
