"""What stands in the rows, place by place; texts and numbers come back as they were told."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from channels.fill import templates
from channels.fill.books import Page, book, rule
from channels.fill.filled import ANSWERS, GOODS, PLACES, drawn, filled, read_back
from channels.samples import FISH_SAUCE
from merchant_helper import channels
from merchant_helper.channels.fill import Filling, fill, open_template
from merchant_helper.channels.fill.content import Number
from merchant_helper.channels.fill.opening import opened
from merchant_helper.channels.fill.patch import patched
from merchant_helper.channels.fill.sheet import read_sheet
from merchant_helper.channels.fill.words import weight_unit
from merchant_helper.listings.product import Picture, Product

GOLDEN = Path(__file__).parents[1] / "golden" / "fill"
SAUCE = GOODS[0]
BASE = "https://tiem.vn/anh/"
TEXTS = (
    *("0812345678", "0012345", "8934563138165", "=1+1", "Bánh tráng – 500 g", "+84 909 000 111", "@SUM(A1)"),
    *(
        "-2+3",
        '<b>&amp;</b> "x"',
        "_x000D_ và _x0041_",
        "dòng một\ndòng hai",
        "Nước mắm 😀",
        "1.250.000",
        "TRUE",
    ),
)


@pytest.mark.parametrize("place", PLACES)
def test_rows_are_as_they_were_looked_at(place: str, tmp_path: Path) -> None:
    report, rows = filled(tmp_path, place)
    held = [[p.sku, p.issue.code] for p in report.problems if p.issue.severity == "block"]
    seen = {"held": held, "rows": rows}
    assert seen == json.loads((GOLDEN / f"{place}.json").read_text("utf-8"))


@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_texts_and_numbers_keep_their_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A telephone number in a name is held there; how it would be written is asked here.
    monkeypatch.setattr(sys.modules["merchant_helper.channels.check"], "check_words", lambda *_both: [])
    goods = [
        replace(SAUCE, sku=f"S-{n}", gtin=None, name=f"{t} x", description=t) for n, t in enumerate(TEXTS)
    ]
    short = [replace(p, description=p.description.ljust(20, "!")) for p in goods]
    report, rows = filled(tmp_path, "tiktok", short)
    assert report.rows_held == 0
    told = [(row["product_name"], row["product_description"], row["price"]) for row in rows]
    assert told == [(p.name, p.description, 150000.0) for p in short]
    sheet = load_workbook(tmp_path / "ra" / "tiktok.xlsx")["Template"]
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=6, max_row=6 + len(short) - 1) for cell in row}
    assert kinds == {"inlineStr", "n"} or kinds == {"s", "n"}, "no formula, nothing taken for a date"


def test_codes_keep_their_zeros(tmp_path: Path) -> None:
    _report, rows = filled(tmp_path, "sapo", [replace(SAUCE, sku="0012345", gtin="00012348")])
    assert (rows[0]["Mã SKU"], rows[0]["Barcode"]) == ("0012345", "00012348")
    _report, rows = filled(tmp_path, "sapo", [replace(SAUCE, sku="0812345678")])
    assert (rows[0]["Mã SKU"], rows[0]["Barcode"]) == ("0812345678", "8934563138165")


def test_a_code_in_a_column_of_numbers_loses_nothing(tmp_path: Path) -> None:
    page = Page(
        "Hàng", {1: {1: "Tên hàng", 2: "Mã"}}, rules=[rule("whole", "B2:B99", "0", "99999999999999999")]
    )
    (tmp_path / "x.xlsx").write_bytes(book([page]))
    template = open_template(tmp_path / "x.xlsx", channels.load("template"))
    goods = [
        replace(SAUCE, sku=sku, gtin=None)
        for sku in ("0012345", "AB-1", "8934563138165", "12345678901234567")
    ]
    fill(goods, template, {"match.name": "Tên hàng", "match.sku": "Mã"}, tmp_path / "ra")
    found = [row["Mã"] for row in read_back(template, tmp_path / "ra" / "template.xlsx")]
    assert found == ["0012345", "AB-1", 8934563138165.0, "12345678901234567"]


def test_what_a_cell_cannot_hold_is_held(tmp_path: Path) -> None:
    long = replace(SAUCE, description="x" * 32_768)
    report, rows = filled(
        tmp_path,
        "tiktok",
        [long, replace(SAUCE, sku="B", gtin=None, name="Mắm hai", description="x" * 32_767)],
    )
    assert [(p.sku, p.issue.code) for p in report.problems if p.issue.severity == "block"] == [
        ("NM-01", "channel.column_too_long")
    ]
    assert len(rows) == 1


def test_control_characters_do_not_get_in(tmp_path: Path) -> None:
    _report, rows = filled(tmp_path, "tiktok", [replace(SAUCE, description="mắm\0\x07 ngon lắm\ufffe")])
    assert rows[0]["product_description"] == "mắm ngon lắm"


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (("Trọng lượng kiện hàng(g)",), "g"),
        (("Cân nặng", "Nhập cân nặng (gram)"), "g"),
        (("Cân nặng", "Từ 0.01 đến 500 kg"), "kg"),
        (("Berat", "Masukkan berat produk (gram) dengan bilangan positif"), "g"),
        (("Cân nặng", "1kg = 1000g"), None),
        (("Cân nặng", "Gói hàng trước khi cân"), None),
    ],
)
def test_the_unit_of_weights_is_read_from_the_file(texts: tuple[str, ...], unit: str | None) -> None:
    assert weight_unit(texts) == unit


def pictured(folder: Path, product: Product, *colours: str) -> Product:
    pictures = []
    for colour in colours:
        Image.new("RGB", (900, 900), colour).save(folder / f"{product.sku}-{colour}.png")
        pictures.append(Picture(folder / f"{product.sku}-{colour}.png"))
    return replace(product, pictures=tuple(pictures))


def test_pictures_stand_there_by_address_alone(tmp_path: Path) -> None:
    goods = [pictured(tmp_path, SAUCE, "red", "blue", "green")]
    report, rows = filled(tmp_path, "tiktok", goods)
    assert "main_image" not in rows[0] and len(report.images) == 3
    report, rows = filled(tmp_path, "tiktok", goods, image_base_url=BASE)
    assert str(rows[0]["main_image"]).startswith(f"{BASE}NM-01_1-")
    assert str(rows[0]["image_2"]).startswith(f"{BASE}NM-01_2-"), "as many as the file has columns for"


def test_variants_share_pictures_and_each_option_has_its_own(tmp_path: Path) -> None:
    red, blue = (
        pictured(tmp_path, product, colour)
        for product, colour in zip(GOODS[1:4:2], ("red", "blue"), strict=True)
    )
    _report, rows = filled(tmp_path, "shopee", [red, blue], image_base_url=BASE)
    assert rows[0]["ps_item_cover_image"] == rows[1]["ps_item_cover_image"] != rows[0]["ps_item_image_1"]
    assert [str(row["et_title_image_per_variation"])[len(BASE) :][:5] for row in rows] == ["AO-DO", "AO-XA"]
    _report, rows = filled(tmp_path, "shopee", [red, replace(blue, pictures=())], image_base_url=BASE)
    assert not any("et_title_image_per_variation" in row for row in rows), "all options or none"


def test_the_sheet_of_a_category_is_chosen_and_a_branch_too(tmp_path: Path) -> None:
    (tmp_path / "l.xlsx").write_bytes(templates.lazada(("Nước mắm", "Giỏ")))
    template = open_template(tmp_path / "l.xlsx")
    (asked,) = Filling(template, {}).open_questions(GOODS, addresses=False)
    assert (asked.key, asked.choices) == ("sheet", ("Nước mắm", "Giỏ"))
    answers = {**ANSWERS["lazada"], "sheet": "Giỏ"}
    assert Filling(template, answers).plan.form.ref.name == "Giỏ"
    (tmp_path / "s.xlsx").write_bytes(templates.sapo(("Chợ", "Nhà")))
    template = open_template(tmp_path / "s.xlsx")
    asked = Filling(template, ANSWERS["sapo"]).open_questions(GOODS, addresses=False)[0]
    assert (asked.key, asked.choices) == (
        "column.stock",
        ("Cửa hàng chính_Tồn kho", "Chợ_Tồn kho", "Nhà_Tồn kho"),
    )
    answers = {**ANSWERS["sapo"], "column.stock": "Nhà_Tồn kho"}
    fill([SAUCE], template, answers, tmp_path / "ra")
    assert read_back(template, tmp_path / "ra" / "sapo.xlsx")[0]["Nhà_Tồn kho"] == 24.0


def test_names_of_elements_may_have_a_prefix(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(book([Page("Hàng", {1: {1: "Tên hàng", 2: "Giá"}})], prefix="x:"))
    template = open_template(tmp_path / "x.xlsx", channels.load("template"))
    fill([SAUCE], template, {"match.name": "Tên hàng", "match.price": "Giá"}, tmp_path / "ra")
    rows = read_back(template, tmp_path / "ra" / "template.xlsx")
    assert rows == [{"Tên hàng": FISH_SAUCE.name, "Giá": 150000.0}]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_sheet_without_rows_gets_them(prefix: str, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(book([Page("Hàng", raw=f"<{prefix}sheetData/>")], prefix=prefix))
    opened_book = opened(tmp_path / "x.xlsx")
    sheet = patched(read_sheet(opened_book, "xl/worksheets/sheet1.xml"), 3, [{1: "a", 2: Number("5")}])
    with (tmp_path / "y.xlsx").open("wb") as file:
        opened_book.archive.write(file, "xl/worksheets/sheet1.xml", sheet)
    found = load_workbook(tmp_path / "y.xlsx")["Hàng"]
    assert (found["A3"].value, found["B3"].value) == ("a", 5)


@pytest.mark.parametrize(
    "raw",
    [
        "<sheetData><row><c><v>1</v></c></row></sheetData>",
        '<sheetData><row r="2" spans="1:1"/>'
        '<row r="4"><c r="C4" t="inlineStr"><is><t>z</t></is></c></row></sheetData>',
        '<sheetData><row r="3"><c r="A3" s="1"/><c r="B3" s="1"></c><c r="D3"><v>7</v></c></row></sheetData>',
    ],
)
def test_rows_and_cells_that_were_there_stay(raw: str, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(book([Page("Hàng", raw=raw)]))
    opened_book = opened(tmp_path / "x.xlsx")
    rows: list[dict[int, str]] = [{2: "b"}, {1: "a"}]
    sheet = patched(read_sheet(opened_book, "xl/worksheets/sheet1.xml"), 2, rows)
    with (tmp_path / "y.xlsx").open("wb") as file:
        opened_book.archive.write(file, "xl/worksheets/sheet1.xml", sheet)
    old, new = (load_workbook(tmp_path / name)["Hàng"] for name in ("x.xlsx", "y.xlsx"))
    assert (new["B2"].value, new["A3"].value) == ("b", "a")
    for row in old.iter_rows():
        for cell in row:
            if cell.value is not None:
                assert new[cell.coordinate].value == cell.value


def test_the_same_file_comes_out_twice(tmp_path: Path) -> None:
    filled(tmp_path, "tiktok")
    first = (tmp_path / "ra" / "tiktok.xlsx").read_bytes()
    template = drawn(tmp_path, "tiktok")
    report = fill(GOODS, template, ANSWERS["tiktok"], tmp_path / "ra")
    assert (tmp_path / "ra" / "tiktok.xlsx").read_bytes() == first and report.set_aside == []
