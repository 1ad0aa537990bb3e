"""The dossier: one sheet to print, with what is known, room for what is not, and nothing that is private."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
import tracked

from merchant_helper import channels
from merchant_helper.channels.dossier_page import SHEET_STYLE
from merchant_helper.listings.product import Product

from .samples import BASKET, FISH_SAUCE, HOSTILE, cut_out, photo

GOLDEN = Path(__file__).parent / "golden"
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "div",
        "section",
        "h1",
        "h2",
        "p",
        "ol",
        "ul",
    ),
    *("li", "span", "img", "table", "tbody", "tr", "th", "td", "footer"),
}
PLACES = ("buudien", "voso")
X = "{http://www.w3.org/1999/xhtml}"


def written(product: Product, folder: Path, place: str = "buudien", language: str = "vi") -> str:
    home = channels.write_dossier(product, channels.load(place), folder, language)
    return (home / "index.html").read_text("utf-8")


@pytest.mark.parametrize("place", PLACES)
def test_the_folder_is_as_it_was_agreed(tmp_path: Path, place: str) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    page = written(product, tmp_path / "dossier", place)
    home = tmp_path / "dossier" / "NM-01"
    assert sorted(p.name for p in home.iterdir()) == ["1.jpg", "2.jpg", "index.html", "text.txt"]
    assert page.encode() == (GOLDEN / f"dossier-{place}.html").read_bytes()
    assert (home / "text.txt").read_text("utf-8").startswith("Tên món:\n")


@pytest.mark.parametrize("place", PLACES)
def test_an_export_writes_dossiers_and_reports_them(tmp_path: Path, place: str) -> None:
    good = replace(FISH_SAUCE, pictures=(cut_out(tmp_path / "a.jpg"),))
    report = channels.export([good, BASKET], channels.load(place), tmp_path / "out")
    assert (report.rows_in, report.rows_out, report.rows_held) == (2, 1, 1), "one has no picture"
    assert [file.path for file in report.files] == ["dossier/NM-01/index.html"]
    assert [image.path for image in report.images][:1] == ["dossier/NM-01/1.jpg"]
    assert all((tmp_path / "out" / image.path).is_file() for image in report.images)
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["channel"] == place


def test_an_earlier_dossiers_picture_is_set_aside(tmp_path: Path) -> None:
    two = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    for product in (two, replace(two, pictures=two.pictures[:1])):
        report = channels.export([product], channels.load("voso"), tmp_path / "out")
    assert any("dossier/NM-01/2" in path for path in report.set_aside)
    assert not (tmp_path / "out" / "dossier" / "NM-01" / "2.jpg").exists()


def test_a_phone_kit_is_not_promised(tmp_path: Path) -> None:
    with pytest.raises(channels.ExportRefused):
        channels.export([FISH_SAUCE], channels.load("buudien"), tmp_path / "out", kit=True)


def cells(page: str) -> dict[str, str]:
    document = html5lib.parse(page)
    rows = [list(row) for row in document.iter(f"{X}tr")]
    return {"".join(head.itertext()): "".join(cell.itertext()) for head, cell in rows}


def test_what_is_not_known_is_room_to_write(tmp_path: Path) -> None:
    told = cells(written(Product(sku="A", name="Bó rau"), tmp_path))
    assert told["Tên món"] == "Bó rau" and told["Giá bán"] == told["Xuất xứ"] == told["Điện thoại"] == ""
    assert "Phân loại" not in told and "Thương hiệu" not in told


def test_the_shop_is_named_where_it_is_known() -> None:
    voso = channels.load("voso")
    assert cells(channels.sheet(FISH_SAUCE, voso, [], "vi", "Mắm Bà Sáu"))["Cửa hàng"] == "Mắm Bà Sáu"
    assert cells(channels.sheet(FISH_SAUCE, voso, [], "vi"))["Cửa hàng"] == ""


def test_papers_follow_the_goods_and_unknown_ones_are_questions() -> None:
    post = channels.load("buudien")
    food, basket, unsure = (
        channels.sheet(product, post, [], "vi")
        for product in (FISH_SAUCE, BASKET, replace(BASKET, category=None))
    )
    assert "OCOP" in food and "OCOP" not in basket and "OCOP" in unsure
    assert post.dossier is not None
    for paper in post.dossier.papers:
        if paper.certainty == "unknown":
            assert "hỏi nhân viên bưu cục" in paper.vi and paper.vi in basket
    assert basket.count('class="answer"') == 2 + len(post.dossier.asks)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_holds_only_what_it_should(tmp_path: Path, text: str, language: str) -> None:
    fields = ("name", "description", "brand", "origin", "unit", "unit_size", "expiry", "category")
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),), **dict.fromkeys(fields, text))
    page = written(product, tmp_path, language=language)
    document = html5lib.HTMLParser(strict=True).parse(page)
    tags = {str(element.tag).removeprefix(X) for element in document.iter()}
    assert tags <= ALLOWED
    assert [image.get("src") for image in document.iter(f"{X}img")] == ["1.jpg"]
    clean = re.sub(r"<(?:td|title|h1)[^>]*>.*?</(?:td|title|h1)>|alt=\"[^\"]*\"", "", page, flags=re.DOTALL)
    assert not re.search(r"https?:|@import|url\(|<script|\son\w+=", clean, re.IGNORECASE)


def test_the_programs_own_page_shows_the_same_sheet() -> None:
    css = (tracked.ROOT / "static" / "css" / "dossier.css").read_text("utf-8")
    assert css.startswith(SHEET_STYLE + "\n")
