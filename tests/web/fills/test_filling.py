"""A template goes in, its questions are answered once, and it comes out filled."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from channels.fill import templates
from channels.fill.filled import parts
from flask import Flask
from sqlalchemy import select

from merchant_helper.shops.place_files import PlaceFile
from merchant_helper.web.db import Services
from merchant_helper.web.exports import forget_exports
from web.page_reader import Client, Page, words
from web.wizard.walk import Walk, first_product

LOOK, FILL = "Xem mẫu này", "Điền 1 món vào mẫu"
DONE = "Tải mẫu đã điền và ảnh về"


@pytest.fixture
def shop(client: Client) -> str:
    return first_product(client)[0].shop


def send(client: Client, shop: str, data: bytes) -> Page:
    """Choose a template and press the button."""
    return client.read(f"{shop}/fill").submit(
        {"template": (io.BytesIO(data), "mẫu của tôi.xlsx")}, press=LOOK
    )


def choose(page: Page, **told: str) -> dict[str, str]:
    """Give the fields of questions whose label begins with these words (_ for a space)."""
    labels = {words(label): label.get("for", "") for label in page.dom.iter("label")}
    names = {
        field.get("id"): field.get("name") for field in page.dom.iter() if field.tag in ("select", "input")
    }
    found = {}
    for begin, value in told.items():
        key = next(f for text, f in labels.items() if text.startswith(begin.replace("_", " ")))
        found[str(names[key])] = value
    return found


def unzipped(client: Client, page: Page) -> dict[str, bytes]:
    answer = client.raw.get(page.links[DONE])
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_template_is_found_from_the_export_and_filled(
    client: Client, shop: str, services: Services
) -> None:
    page = client.read(f"{shop}/export").follow("Điền mẫu tải từ gian hàng")
    assert page.url.endswith("/fill")
    page = send(client, shop, templates.shopee())
    assert page.h1 == "Điền mẫu của Shopee" and "“mẫu của tôi.xlsx”" in page.text
    page = page.submit(choose(page, Nhanh="Bật", Hàng="Tắt"), press=FILL)
    assert page.h1 == "1 món đã vào tệp", page.text
    files = unzipped(client, page)
    assert {"shopee.xlsx", "report.json"} <= set(files) and any(name.startswith("images/") for name in files)
    old, new = parts(templates.shopee()), parts(files["shopee.xlsx"])
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet2.xml"]
    assert not list((services.folder.cache / "exports").rglob("template.xlsx")), (
        "the seller's file is not kept"
    )


def test_what_comes_after_stands_beside_the_filled_template(
    client: Client, shop: str, services: Services
) -> None:
    page = send(client, shop, templates.shopee())
    page = page.submit(choose(page, Nhanh="Bật", Hàng="Tắt"), press=FILL)
    assert "Trước hết: đăng nhập an toàn" in page.text and "bộ ảnh" not in page.text
    assert page.follow("Đọc câu trả lời, ghi đã đăng").h1 == "Shopee trả lời thế nào"
    with services.database.read() as session:
        assert list(session.scalars(select(PlaceFile.place))) == ["shopee"], (
            "the visit asks about signing out"
        )


def test_answers_stand_there_the_next_time(client: Client, shop: str) -> None:
    page = send(client, shop, templates.shopee())
    page.submit(choose(page, Nhanh="Bật", Hàng="Tắt"), press=FILL)
    page = send(client, shop, templates.shopee())
    first = page.url
    assert page.submit(press=FILL).h1 == "1 món đã vào tệp"
    assert client.read(first).url.endswith("/result"), "the way back leads on"


def test_what_is_missing_is_said_at_its_place(client: Client, shop: str) -> None:
    page = send(client, shop, templates.shopee()).submit(press=FILL)
    assert "Còn 2 chỗ cần sửa" in page.text and "Nhanh: chọn một điều ở đây." in page.text
    page = page.submit(choose(page, Nhanh="Tắt", Hàng="Tắt"), press=FILL)
    assert "cần bật ít nhất một đơn vị giao hàng" in page.text


def test_a_category_brings_questions_and_they_are_asked_on_the_same_page(client: Client, shop: str) -> None:
    page = send(client, shop, templates.tiktok())
    told = choose(page, Hạng_mục=templates.CATEGORIES[1], Hình_chính="later", Số_lượng="9")
    page = page.submit(told, press=FILL)
    assert "Vật liệu cho nhóm hàng" in page.text and "chọn một điều ở đây" in page.text
    page = page.submit(choose(page, Vật_liệu="Tre"), press=FILL)
    assert page.h1 == "1 món đã vào tệp", page.text
    book = openpyxl.load_workbook(io.BytesIO(unzipped(client, page)["tiktok.xlsx"]), read_only=True)
    row = next(book["Template"].iter_rows(min_row=6, max_row=6, values_only=True))
    assert (row[0], row[-1]) == (templates.CATEGORIES[1], "Tre")
    assert str(row[2]).startswith("Bánh tráng phơi sương")
    book.close()


def test_a_strangers_template_is_matched_on_the_page_and_guessed_at(client: Client, shop: str) -> None:
    page = send(client, shop, templates.stranger())
    assert page.h1 == "Ghép cột của mẫu này"
    page = page.submit(
        choose(page, **{"Cột_“Tên_hàng": "name", "Cột_“Giá": "price", "Cột_“Mã": "sku"}), press=FILL
    )
    assert "Nhóm" in page.text and "chọn một điều ở đây" in page.text
    page = page.submit(choose(page, Nhóm="Thực phẩm"), press=FILL)
    assert page.h1 == "1 món đã vào tệp", page.text
    page = send(client, shop, templates.stranger())
    assert page.submit(press=FILL).h1 == "1 món đã vào tệp"


def test_two_columns_for_one_thing_are_asked_about(client: Client, shop: str) -> None:
    heads = (*templates.HEADS[:2], "Tên sản phẩm", *templates.HEADS[2:])
    book = openpyxl.Workbook()
    book.active.append(heads)
    stream = io.BytesIO()
    book.save(stream)
    page = send(client, shop, stream.getvalue())
    assert "cũng giống “Tên món”. Chọn cho một cột thôi." in page.text
    both = choose(page, **{"Cột_“Tên_hàng": "name", "Cột_“Tên_sản": "name"})
    page = page.submit(both, press=FILL)
    assert "Cột “Tên hàng*” và cột “Tên sản phẩm” cùng ghi một điều" in page.text


def test_another_shop_there_is_confirmed_first(client: Client, shop: str) -> None:
    page = send(client, shop, templates.shopee())
    page.submit(choose(page, Nhanh="Bật", Hàng="Tắt"), press=FILL)
    page = send(client, shop, templates.shopee("80005678"))
    assert "80005678" in page.text and "70001234" in page.text
    page = page.submit(press=FILL)
    assert "Chưa xác nhận gian hàng" in page.text
    page = page.submit({"confirm": "y"}, press=FILL)
    assert page.h1 == "1 món đã vào tệp"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Chưa chọn mẫu nào"),
        (b"a,b", "không phải mẫu Excel"),
        (templates.shopee(more={"xl/vbaProject.bin": b"x"}), "macro"),
        (templates.tiktok("all_information"), "sửa hàng đã đăng"),
    ],
)
def test_what_is_no_template_is_said_and_not_kept(
    client: Client, shop: str, services: Services, data: bytes, said: str
) -> None:
    page = send(client, shop, data) if data else client.read(f"{shop}/fill").submit(press=LOOK)
    assert said in page.text and page.status == 200
    assert not list((services.folder.cache / "exports").glob("*/fills/*"))


def test_a_filled_template_says_so_instead_of_a_blank(client: Client, shop: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(templates.sapo()))
    book.active.append(["", "Có rồi"])
    out = io.BytesIO()
    book.save(out)
    page = send(client, shop, out.getvalue())
    page = page.submit(choose(page, Hiển="Có"), press=FILL)
    assert "Tải một mẫu trống" in page.text and page.url.endswith("/fill")


def test_a_shop_without_products_is_told(client: Client) -> None:
    walk = Walk(client)
    walk.new_shop()
    assert "Chưa có món nào được xem lại xong" in client.read(f"{walk.shop}/fill").text


def test_another_shops_errand_is_not_found(client: Client, shop: str) -> None:
    run = send(client, shop, templates.shopee()).url
    other = Walk(client)
    other.new_shop(name="Đồ tre Ông Tư")
    address = f"{other.shop}/fill/{run.rsplit('/', 1)[1]}"
    for path in (
        address,
        f"{address}/result",
        f"{address}/all.zip",
        f"{shop}/fill/{'x' * 16}",
        f"{shop}/fill/..%2f",
    ):
        assert client.raw.get(path).status_code == 404


def test_it_goes_with_the_shop(client: Client, shop: str, services: Services) -> None:
    page = send(client, shop, templates.shopee())
    page.submit(choose(page, Nhanh="Bật", Hàng="Tắt"), press=FILL)
    exports: Path = services.folder.cache / "exports"
    assert list(exports.rglob("template-answers.json"))
    client.read(f"{shop}/delete").submit()
    assert not list(exports.rglob("*.json"))


def test_what_was_answered_outlives_the_files_that_are_deleted(client: Client, shop: str, app: Flask) -> None:
    page = send(client, shop, templates.shopee())
    page.submit(choose(page, Nhanh="Bật", Hàng="Tắt"), press=FILL)
    with app.app_context():
        forget_exports(shop.rsplit("/", 1)[1], "0" * 64)
    page = send(client, shop, templates.shopee())
    assert page.submit(press=FILL).h1 == "1 món đã vào tệp"
