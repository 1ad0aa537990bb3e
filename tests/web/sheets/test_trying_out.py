"""A sheet and a ZIP of photos go in; the file, the pictures and the rows to mend come out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from merchant_helper.web import sheet_rows
from merchant_helper.web.db import Services
from web.page_reader import Client
from web.sheets.errand import (
    FIXES,
    LOOK,
    MENDED,
    agreed_shop,
    mended,
    photo,
    sent,
    states,
    ten,
    ten_rows,
    unzipped,
    upload,
    xlsx,
    zipped,
)


@pytest.fixture
def shop(client: Client) -> str:
    return agreed_shop(client)


def errands(services: Services) -> list[Path]:
    return sorted((services.folder.cache / "exports").glob("*/sheets/*"))


def test_the_page_is_found_from_the_shop(client: Client, shop: str) -> None:
    page = client.read(shop).follow("Đưa cả bảng món hàng lên một lần")
    answer = client.raw.get(page.links["Lấy bảng trống để điền"])
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Món hàng"
    assert ".xlsx" in answer.headers["Content-Disposition"]


def test_sentences_stand_apart(client: Client, shop: str) -> None:
    rows = [("Bánh số 0", "B-0", "85000", None, None, None), ("Kẹo", "B-1", "liên hệ", None, None, None)]
    page = upload(client, shop, rows, None)
    assert "1 món còn thiếu được để riêng, không mất. 1 món đăng được nhưng nên xem lại." in page.text


def test_ten_rows_of_which_three_are_bad(client: Client, shop: str) -> None:
    page = ten(client, shop)
    assert page.h1 == "7 món đăng được, 3 món để riêng"
    assert "3 món còn thiếu được để riêng, không mất." in page.text
    assert "Sửa giá bán: 3 món" in page.text and "Dòng 9 · B-7:" in page.text
    assert states(page)[:3] == [("9", "Để riêng"), ("10", "Để riêng"), ("11", "Để riêng")]
    assert [number for number, _state in states(page)[3:]] == [str(n) for n in range(2, 9)]
    found = unzipped(client, page)
    report = json.loads(found["report.json"])
    assert (report["rows_in"], report["rows_out"], report["rows_held"]) == (10, 7, 3)
    rows = list(csv.DictReader(io.StringIO(found["woocommerce.csv"].decode("utf-8-sig"))))
    pictures = {name.removeprefix("images/") for name in found if name.startswith("images/")}
    assert {row["Images"] for row in rows} == pictures and len(pictures) == 7
    assert "fix-these.xlsx" in found


def test_mended_rows_go_out_without_their_photos_sent_again(client: Client, shop: str) -> None:
    page = ten(client, shop)
    fixes = client.raw.get(page.links[FIXES]).data
    assert "10 ảnh đã gửi vẫn còn đây" in page.text
    again = page.submit({"sheet": sent(mended(fixes), "fix-these.xlsx")}, press=MENDED)
    assert again.h1 == "3 món đăng được"
    assert len([name for name in unzipped(client, again) if name.startswith("images/")]) == 3
    # What went out first can still be taken.
    assert json.loads(unzipped(client, client.read(page.url))["report.json"])["rows_out"] == 7


def test_a_missing_photo_is_sent_alone(client: Client, shop: str) -> None:
    page = upload(client, shop, ten_rows()[:3], zipped(["p0.jpg", "p1.jpg"]))
    assert page.h1 == "2 món đăng được, 1 món để riêng"
    fixes = client.raw.get(page.links[FIXES]).data
    more = {
        "sheet": sent(fixes, "fix-these.xlsx"),
        "photos": [sent(photo(2), "P2.JPG"), sent(b"x", "x.docx")],
    }
    again = page.submit(more, press=MENDED)
    assert again.h1 == "1 món đăng được"
    assert "1 tệp không phải ảnh nên không lấy: x.docx" in again.text


def test_a_phone_kit_has_a_folder_for_each_product(client: Client, shop: str) -> None:
    page = upload(client, shop, ten_rows()[:2], zipped(["p0.jpg", "p1.jpg"]), channel="facebook")
    found = unzipped(client, page)
    assert {"kit/B-0/index.html", "kit/B-0/1.jpg", "kit/B-1/text.txt"} <= set(found)


def test_csv_without_photos(client: Client, shop: str) -> None:
    page = upload(client, shop, "sku;name;price\nA-1;Bánh;15000\n".encode("cp1258"), None)
    assert page.h1 == "1 món đăng được"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Bảng này chưa có gì"),
        (b"%PDF-1.7 ...", "không phải"),
        (xlsx(ten_rows())[:3000], "hỏng"),
        (xlsx([], ("Tên món", "Giá bán")), "Bảng này chưa có gì"),
        (zipped(["p1.jpg"]), "không phải"),
    ],
    ids=["empty", "pdf", "half", "no-rows", "photos"],
)
def test_refused_sheet_is_said_beside_its_box_and_the_rest_is_kept(
    client: Client, shop: str, data: bytes, sentence: str
) -> None:
    page = upload(client, shop, data, zipped(["p0.jpg"]), base_url="https://tiem.vn/a/", small="yes")
    assert page.title.startswith("Lỗi: ")
    (error,) = page.find("p", id="sheet-error")
    assert sentence in "".join(error.itertext())
    assert page.forms[0].values()["channel"] == ["woocommerce"]
    assert page.forms[0].values()["base_url"] == ["https://tiem.vn/a/"]
    assert page.forms[0].values()["small"] == ["yes"]
    assert "Đã có 1 ảnh từ lần gửi trước" in page.text
    again = page.submit({"sheet": sent(xlsx(ten_rows()[:1]), "s.xlsx")}, press=LOOK)
    assert again.h1 == "1 món đăng được"


def test_nothing_chosen_is_said(client: Client, shop: str, services: Services) -> None:
    page = client.read(f"{shop}/sheets").submit({"base_url": "chỗ này"}, press=LOOK)
    for words in ("Chưa chọn nơi bán", "Chưa chọn bảng nào", "Địa chỉ ảnh chưa đúng"):
        assert words in page.text
    assert errands(services) == []


def test_refused_photos_are_said_beside_their_box(client: Client, shop: str, services: Services) -> None:
    page = upload(client, shop, ten_rows(), zipped(["p1.jpg"])[:900])
    (error,) = page.find("p", id="photos-error")
    assert "bị hỏng" in "".join(error.itertext())
    assert errands(services) == []


def test_an_address_where_only_kits_are_taken_is_said(client: Client, shop: str) -> None:
    page = upload(client, shop, ten_rows(), None, channel="zalo", base_url="https://tiem.vn/a/")
    (error,) = page.find("p", id="base_url-error")
    assert "không nhận ảnh bằng địa chỉ" in "".join(error.itertext())


def test_small_prices_go_out_when_they_are_meant(client: Client, shop: str) -> None:
    rows = [("Kẹo", "K-1", 500, None, None, None)]
    assert "1 món để riêng" in upload(client, shop, rows, None).h1
    assert upload(client, shop, rows, None, small="yes").h1 == "1 món đăng được"


def test_many_rows_are_shown_in_pages(client: Client, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "ON_A_PAGE", 4)
    monkeypatch.setattr("merchant_helper.web.sheets.ON_A_PAGE", 4)
    page = ten(client, shop)
    assert len(states(page)) == 4 and "Dòng 1–4 trong 10" in page.text
    page = client.read(page.links["Các dòng sau"].partition("#")[0])
    assert "Dòng 5–8 trong 10" in page.text
    assert [s for _n, s in states(client.read(f"{page.url}?page=99"))] == ["Đăng được"] * 2


def test_names_are_words_and_nothing_else(client: Client, shop: str) -> None:
    page = upload(client, shop, [("<script>{n}</script>", "A-1", "=1+1", None, None, None)], None)
    assert "<script>{n}</script>" in page.text


def test_languages_change_what_was_found_as_well(client: Client, shop: str) -> None:
    page = ten(client, shop)
    client.send("/language", {"lang": "en", "next": page.url})
    assert client.read(page.url).h1 == "7 products can be posted, 3 put aside"
