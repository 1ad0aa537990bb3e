"""Make a code for being paid: asked one by one, read back, verified, tried, and only then without a band."""

from __future__ import annotations

import io
import logging
import re

import pytest
from flask import Flask
from PIL import Image

from merchant_helper.guides.vietqr import picture
from merchant_helper.shops.pay_codes import MOST_CODES, PayCode
from web.page_reader import Page, words
from web.pay.counter import ACCOUNT, ALL_SEEN, BIN, HOLDER, PayWalk, account_of, new_pay_walk, payload

BAND = "Chưa thử – chưa dùng"
CARD = "9704 0000 0000 0018"


def errors(page: Page) -> str:
    return " ".join(words(e) for e in page.find("p", class_="error"))


def test_the_way_from_the_shop_to_a_tried_code(walk: PayWalk) -> None:
    page = walk.client.read(walk.shop).follow("Mã nhận tiền")
    assert page.h1 == "Mã nhận tiền của Bánh tráng Cô Tư"
    page = page.submit(press="Làm một mã mới")
    steps = [page.step]
    for told in (
        {"bank": BIN},
        {"account": "0011 0123 45678"},
        {"holder": HOLDER},
        {"amount": "", "purpose": ""},
    ):
        page = page.submit(told, press="Lưu và sang bước sau")
        steps.append(page.step)
    assert steps == ["pay-bank", "pay-account", "pay-holder", "pay-extra", "pay-read"]
    for told in ("Vietcombank", "0011 0123 4567 8", HOLDER, "Không ghi sẵn, khách tự gõ", "Bước 5/6"):
        assert told in page.text or told in words(next(page.dom.iter("nav")))
    page = page.submit(press="Đúng hết, làm mã")
    assert page.step == "pay-try" and "Chuyển 1.000 đồng" in page.text and 'class="qr"' in page.html
    page = page.submit(ALL_SEEN)
    assert page.h1 == "Vietcombank •••• 5678" and "Đã thử ngày" in page.text
    (code,) = walk.codes()
    assert account_of(code) == (BIN, ACCOUNT) and code.made_here and code.tried_at


def test_the_amount_is_read_back_in_words(walk: PayWalk) -> None:
    page = walk.list().submit(press="Làm một mã mới")
    page = walk.answers(page, amount="1tr2", purpose="Tiền hàng tháng 12")
    assert "1.200.000 đồng – một triệu hai trăm nghìn đồng" in page.text
    assert "Tien hang thang 12" in page.text


def test_a_code_shows_its_sum_in_words_and_where_to_look_for_the_money(walk: PayWalk) -> None:
    walk.tried(amount="45k", purpose="DH1")
    page = walk.client.read(f"{walk.shop}/pay/{walk.codes()[0].id}")
    assert "45.000 đồng – bốn mươi lăm nghìn đồng" in page.text
    assert "Chỉ giao hàng khi thấy tiền trong ứng dụng ngân hàng của mình." in page.text


def test_a_large_amount_is_said_and_still_made(walk: PayWalk) -> None:
    page = walk.list().submit(press="Làm một mã mới")
    page = walk.answers(page, amount="20tr")
    assert "quét khuôn mặt" in page.text or "khuôn mặt" in page.text
    assert page.submit(press="Đúng hết, làm mã").step == "pay-try"


def test_banks_are_found_without_marks_and_without_scripts(walk: PayWalk) -> None:
    page = walk.list().submit(press="Làm một mã mới")
    assert len(list(page.find("input", name="bank"))) == 8
    found = walk.client.read(f"{page.url}?q=nong nghiep")
    assert "Agribank" in found.text and "VietinBank" not in found.text
    assert "Không thấy ngân hàng nào" in walk.client.read(f"{page.url}?q=zzz").text
    assert len(list(walk.client.read(f"{page.url}?all=1").find("input", name="bank"))) > 30


@pytest.mark.parametrize("bank", ["", "999999", "971025", "x" * 5000])
def test_a_bank_has_to_be_one_of_the_list(walk: PayWalk, bank: str) -> None:
    page = walk.list().submit(press="Làm một mã mới").submit({"bank": bank}, press="Lưu và sang bước sau")
    assert page.step == "pay-bank" and errors(page)
    assert walk.codes()[0].bank is None


@pytest.mark.parametrize("account", ["", "  ", "12-34", "1" * 20, "số tài khoản", "１２３"])
def test_an_account_is_refused_and_never_cut(walk: PayWalk, account: str) -> None:
    page = walk.list().submit(press="Làm một mã mới").submit({"bank": BIN}, press="Lưu và sang bước sau")
    page = page.submit({"account": account})
    assert page.step == "pay-account" and errors(page)
    assert walk.codes()[0].account is None


def test_a_card_number_is_asked_about_and_only_kept_when_it_is_an_account(walk: PayWalk) -> None:
    page = walk.list().submit(press="Làm một mã mới").submit({"bank": BIN}, press="Lưu và sang bước sau")
    page = page.submit({"account": CARD})
    assert "giống số in trên thẻ" in errors(page) and walk.codes()[0].account is None
    page = page.submit({"account": CARD}, press="Đúng là số tài khoản, không phải số thẻ")
    assert page.step == "pay-holder" and walk.codes()[0].account == CARD.replace(" ", "")


@pytest.mark.parametrize("secret", ["OTP 482913", "mã pin 482913", CARD])
def test_secrets_are_neither_kept_nor_shown_again(
    walk: PayWalk, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = walk.list().submit(press="Làm một mã mới").submit({"bank": BIN}, press="Lưu và sang bước sau")
    page = page.submit({"account": ACCOUNT})
    with caplog.at_level(logging.DEBUG):
        page = page.submit({"holder": secret})
        assert "Chưa lưu gì cả" in errors(page)
        assert page.forms[0].values()["holder"] == [""] and secret not in page.html
        page = page.submit({"holder": HOLDER}).submit({"amount": "", "purpose": secret})
    assert "Chưa lưu gì cả" in errors(page) and secret not in page.html
    (code,) = walk.codes()
    assert (code.holder, code.purpose) == (HOLDER, "")
    assert secret not in caplog.text


def test_a_name_that_cannot_be_printed_is_told(walk: PayWalk) -> None:
    page = walk.list().submit(press="Làm một mã mới").submit({"bank": BIN}, press="Lưu và sang bước sau")
    page = page.submit({"account": ACCOUNT})
    assert "“陳”" in errors(page.submit({"holder": "陳 THI SAU"}))
    assert "Chưa có tên" in errors(page.submit({"holder": "123"}))
    assert "Dài quá" in errors(page.submit({"holder": "A" * 70}))


def test_pages_open_in_their_order_only(walk: PayWalk) -> None:
    page = walk.list().submit(press="Làm một mã mới")
    for step in ("account", "holder", "extra", "read"):
        assert walk.client.read(page.url.replace("/bank", f"/{step}")).step == "pay-bank"
    assert walk.client.read(page.url.replace("/bank", "/nowhere"), 404)
    # A second press goes on where she stopped.
    page.submit({"bank": BIN}, press="Lưu và sang bước sau")
    assert walk.list().submit(press="Làm một mã mới").step == "pay-account"
    assert len(walk.codes()) == 1 and "••••" not in walk.list().text


def test_a_code_that_does_not_read_back_is_not_shown(walk: PayWalk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "verified", lambda payload: False)
    page = walk.made()
    assert page.step == "pay-read" and "đọc lại không khớp" in page.text
    assert walk.codes()[0].is_begun


@pytest.mark.parametrize("seen", [[], ["name"], ["name", "money"], ["money", "aloud"]])
def test_a_code_counts_as_tried_only_when_all_was_seen(walk: PayWalk, seen: list[str]) -> None:
    page = walk.made().submit({"seen": seen})
    assert page.step == "pay-try" and "Còn điều chưa thấy" in errors(page)
    assert walk.codes()[0].tried_at is None


def test_without_a_network_there_is_a_way_on(walk: PayWalk) -> None:
    page = walk.made()
    assert "chưa có mạng" in page.text
    page = page.follow("Để thử sau, xem các bản in")
    assert BAND in page.text and page.follow("Thử mã này").step == "pay-try"
    assert BAND in walk.list().text


def test_a_code_with_an_amount_is_tried_with_a_thousand(walk: PayWalk) -> None:
    page = walk.made(amount="45k")
    assert "ghi sẵn 1.000 đồng" in page.text
    assert walk.codes()[0].amount == 45_000


@pytest.mark.parametrize("name", ["a5.pdf", "a6.pdf", "tent.pdf", "code.png", "code.svg"])
def test_files_carry_the_band_until_the_code_was_tried(walk: PayWalk, name: str) -> None:
    untried = walk.made()
    address = f"{walk.shop}/pay/{walk.codes()[0].id}/{name}"
    before = walk.client.raw.get(address)
    untried.submit(ALL_SEEN)
    after = walk.client.raw.get(address)
    assert before.status_code == after.status_code == 200 and before.data != after.data
    assert before.headers["Cache-Control"] == "no-store"
    if name == "code.svg":
        assert BAND in before.text and BAND not in after.text
    if name == "code.png":
        for data in (before.data, after.data):
            Image.open(io.BytesIO(data)).verify()
            assert picture.shows(data, walk.codes()[0].payload)
    if name.endswith("pdf"):
        assert before.data.startswith(b"%PDF") and "attachment" in before.headers["Content-Disposition"]


def test_unknown_files_are_not_there(walk: PayWalk) -> None:
    walk.made()
    for name in ("a3.pdf", "code.jpg", "..%2fcode.png"):
        assert walk.client.raw.get(f"{walk.shop}/pay/{walk.codes()[0].id}/{name}").status_code == 404


def test_a_changed_code_has_to_be_tried_again(walk: PayWalk) -> None:
    page = walk.tried().follow("Sửa mã này (sửa rồi phải thử lại)")
    assert page.step == "pay-read"
    page = walk.client.read(page.links["Sửa Tên chủ tài khoản"]).submit({"holder": "NGUYEN THI BAY"})
    assert page.step == "pay-read"
    assert walk.codes()[0].tried_at is None and walk.codes()[0].is_begun
    assert BAND in page.submit(press="Đúng hết, làm mã").follow("Để thử sau, xem các bản in").text


def test_reading_back_again_changes_nothing(walk: PayWalk) -> None:
    page = walk.tried().follow("Sửa mã này (sửa rồi phải thử lại)")
    page.submit(press="Đúng hết, làm mã")
    assert walk.codes()[0].tried_at is not None


def test_a_code_that_is_made_again_is_the_same_one(walk: PayWalk) -> None:
    walk.tried()
    assert walk.made().step == "pay-try"
    (code,) = walk.codes()
    assert code.tried_at is not None
    walk.made(holder="NGUYEN THI BAY")
    (code,) = walk.codes()
    assert (code.holder, code.tried_at) == ("NGUYEN THI BAY", None)


def test_a_code_that_was_enrolled_first_is_hers_once_it_is_made(walk: PayWalk) -> None:
    walk.enrolled(payload())
    assert walk.made().step == "pay-try"
    (code,) = walk.codes()
    assert code.made_here and code.enrolled_at and code.tried_at is None and code.holder == HOLDER


def test_the_account_is_whole_on_her_own_pages_only(walk: PayWalk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page = walk.tried()
        where = (f"{walk.shop}/pay", f"{walk.shop}/pay/check", f"{walk.shop}/pay/round", walk.shop, page.url)
        for address in where:
            assert ACCOUNT not in walk.client.read(address).html, address
    assert "•••• 5678" in walk.list().text
    assert ACCOUNT not in caplog.text and not re.search(r"0011 ?0123", caplog.text)


def test_a_code_is_deleted_after_one_question(walk: PayWalk) -> None:
    page = walk.tried().follow("Xóa mã này")
    assert page.h1 == "Xóa mã “Vietcombank •••• 5678”?" and len(walk.codes()) == 1
    assert "Đã xóa mã" in page.submit(press="Xóa mã này").text
    assert walk.codes() == []


def test_nothing_is_kept_before_she_agreed(app: Flask) -> None:
    walk = new_pay_walk(app, agreed=False)
    page = walk.list()
    assert "chưa đồng ý" in page.text and "Làm một mã mới" not in page.text
    walk.client.send(f"{walk.shop}/pay", {})
    assert walk.codes() == []
    assert "chưa đồng ý" in walk.client.read(f"{walk.shop}/pay/enrol").text


def test_a_code_of_another_shop_is_not_there(app: Flask, walk: PayWalk) -> None:
    walk.tried()
    other = new_pay_walk(app)
    for end in ("", "/try", "/delete", "/a5.pdf", "/make/read"):
        other.client.read(f"{other.shop}/pay/{walk.codes()[0].id}{end}", 404)


def test_more_codes_than_the_shops_file_holds_are_not_taken(walk: PayWalk) -> None:
    shop_id = walk.shop.rsplit("/", 1)[1]
    with walk.services.database.write() as session:
        session.add_all(PayCode(shop_id=shop_id, kind="text", payload=f"{n}") for n in range(MOST_CODES))
    assert f"Đã có {MOST_CODES} mã" in walk.list().submit(press="Làm một mã mới").text
    assert f"Đã có {MOST_CODES} mã" in walk.enrolled(payload()).text
    assert len(walk.codes()) == MOST_CODES


def test_a_bank_is_kept_by_its_number_alone(walk: PayWalk) -> None:
    walk.list().submit(press="Làm một mã mới")
    page = f"{walk.shop}/pay/{walk.codes()[0].id}/make/bank"
    for sent in ("Vietcombank", f"{BIN} "):
        told = {"csrf_token": walk.client.token, "bank": sent}
        answer = walk.client.raw.post(page, data=told, headers={"Origin": "http://localhost"})
        assert answer.status_code == 200
    assert walk.codes()[0].bank is None
