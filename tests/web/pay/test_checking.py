"""Enrol codes from photos and look at them again: green, amber or red, with word and icon, nothing kept."""

from __future__ import annotations

import io
import logging
from datetime import date

import pytest
from flask import Flask
from PIL import Image

from merchant_helper.web import pay_round
from web.page_reader import Page, words
from web.pay.counter import (
    ACCOUNT,
    BIN,
    STICKER,
    PayWalk,
    new_pay_walk,
    nothing_kept,
    paper,
    payload,
    photo,
    vnpay,
)

GREEN, AMBER, RED = "good", "warn", "stop"
RED_WORDS = (
    "Mã này khác mã cô đã lưu. Khoan cho khách quét. Lấy điện thoại khác quét, đọc tên hiện lên. "
    "Không phải tên của cô: chụp lại, gỡ xuống, báo công an xã/phường và ban quản lý chợ."
)
NAMED = (
    "00020101021138570010A0000007270127000697043601130099887766554"
    "0208QRIBFTTA53037045802VN5912SAU MUOI LAM6304"
)


def verdicts(page: Page) -> list[tuple[str, str]]:
    """Read the notices about codes: colour and words; each has an icon and a word."""
    found = []
    for box in page.find("div"):
        kinds = (box.get("class") or "").split()
        if "notice" in kinds and any(word in words(box) for word in ("Đúng mã", "Khác mã", "Chưa chắc")):
            assert list(box.iter("{http://www.w3.org/2000/svg}svg")) and list(box.iter("strong"))
            found.append((kinds[1], words(box)))
    return found


def colours(page: Page) -> list[str]:
    return [colour for colour, _words in verdicts(page)]


def test_the_printed_paper_is_photographed_and_enrolled(walk: PayWalk) -> None:
    page = walk.tried().follow("Chụp tờ vừa in")
    assert page.h1 == "Ghi mã đang dùng ở quầy"
    page = walk.send("enrol", [paper(walk.codes()[0])])
    assert "Đã ghi: Vietcombank •••• 5678" in page.text and "Đã chụp bản in ngày" in page.text
    assert len(walk.codes()) == 1 and walk.codes()[0].enrolled_at


def test_the_same_code_is_green(walk: PayWalk) -> None:
    walk.tried()
    page = walk.send("check", [paper(walk.codes()[0])])
    assert verdicts(page) == [(GREEN, "Đúng mã cô đã lưu: Vietcombank, số cuối 5678.")]


def test_the_same_account_with_an_amount_is_green(walk: PayWalk) -> None:
    walk.tried()
    assert colours(walk.send("check", [photo(payload(amount=45_000, purpose="DH12"))])) == [GREEN]


def test_another_account_is_red_and_says_what_to_do(walk: PayWalk) -> None:
    walk.tried()
    ((colour, told),) = verdicts(walk.send("check", [photo(payload(STICKER))]))
    assert colour == RED and told == f"Khác mã: Vietcombank •••• 6554 {RED_WORDS}"


def test_the_same_number_at_another_bank_is_not_green(walk: PayWalk) -> None:
    walk.tried()
    assert colours(walk.send("check", [photo(payload(ACCOUNT, "970415"))])) == [RED]


def test_another_scheme_is_amber(walk: PayWalk) -> None:
    walk.tried()
    ((colour, told),) = verdicts(walk.send("check", [photo(vnpay())]))
    assert colour == AMBER
    assert "Chưa chắc là giả: cô lấy điện thoại khác quét, đọc tên hiện lên" in told


def test_an_enrolled_wallet_is_known_again_and_another_one_is_amber(walk: PayWalk) -> None:
    page = walk.enrolled(vnpay())
    assert "Mã VNPAY-QR" in page.text and walk.codes()[0].kind == "vnpay"
    assert walk.codes()[0].payload == vnpay() and not walk.codes()[0].made_here
    assert colours(walk.send("check", [photo(vnpay())])) == [GREEN]


def test_several_codes_in_one_photo_each_have_a_verdict(walk: PayWalk) -> None:
    walk.tried()
    page = walk.send("check", [photo(payload(), payload(STICKER), vnpay())])
    assert colours(page) == [RED, AMBER, GREEN]
    assert "Trong ảnh có 3 mã" in page.text


def test_nobodys_name_is_told_from_a_code(walk: PayWalk) -> None:
    from merchant_helper.guides.vietqr.emv import checksum

    walk.tried()
    page = walk.send("check", [photo(NAMED + checksum(NAMED))])
    assert colours(page) == [RED] and "MUOI LAM" not in page.html
    assert STICKER not in page.html


def test_before_anything_is_enrolled_it_says_so(walk: PayWalk) -> None:
    ((colour, told),) = verdicts(walk.send("check", [photo(payload())]))
    assert colour == AMBER and "Chưa ghi nhận mã nào" in told


def test_a_photo_without_a_code_says_how_to_take_one(walk: PayWalk) -> None:
    blank = io.BytesIO()
    Image.new("L", (400, 300), 200).save(blank, "JPEG")
    for where in ("check", "enrol"):
        blank.seek(0)
        page = walk.send(where, [(io.BytesIO(blank.getvalue()), "x.jpg")])
        assert "Chưa đọc được mã nào trong ảnh" in page.text and "thẳng trước mã" in page.text


def test_without_a_photo_it_asks_for_one(walk: PayWalk) -> None:
    for where in ("check", "enrol"):
        assert "Chưa có ảnh nào" in walk.send(where, []).text


def huge() -> bytes:
    out = io.BytesIO()
    Image.new("1", (7_200, 7_200)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n%\xe2\xe3", b"not a picture", b"\xff\xd8\xff" + b"0" * 500, huge()],
    ids=["empty", "pdf", "words", "torn", "50 MP"],
)
def test_files_that_are_no_photos_are_told_and_the_others_read(walk: PayWalk, data: bytes) -> None:
    walk.tried()
    for where in ("check", "enrol"):
        page = walk.send(where, [(io.BytesIO(data), "IMG_9.jpg")])
        assert "IMG_9.jpg" in page.text and not verdicts(page)
    page = walk.send("check", [(io.BytesIO(data), "IMG_9.jpg"), photo(payload())])
    assert "IMG_9.jpg" in page.text and colours(page) == [GREEN]


def test_photos_and_accounts_leave_no_trace(walk: PayWalk, caplog: pytest.LogCaptureFixture) -> None:
    walk.tried()
    with caplog.at_level(logging.DEBUG), nothing_kept(walk):
        walk.send("check", [photo(payload(STICKER)), photo(payload())])
        walk.send("enrol", [photo(payload(STICKER))])
    assert STICKER not in caplog.text and len(walk.codes()) == 1


def test_a_code_is_enrolled_only_when_she_says_it_is_hers(walk: PayWalk) -> None:
    page = walk.send("enrol", [photo(payload(), payload(STICKER))])
    boxes = list(page.find("input", name="payload"))
    assert len(boxes) == 2 and not [b for b in boxes if b.get("checked") is not None]
    assert "Chưa ghi mã nào" in page.submit(press="Đúng tên, ghi lại").text and walk.codes() == []
    page = walk.send("enrol", [photo(payload())])
    assert [b.get("checked") for b in page.find("input", name="payload")] == [""]
    page = page.submit(press="Đúng tên, ghi lại")
    assert "Đã ghi: Vietcombank •••• 5678" in page.text
    assert walk.codes()[0].account == ACCOUNT and walk.codes()[0].bank == BIN


def test_what_is_sent_as_a_code_is_judged_again(walk: PayWalk) -> None:
    page = walk.send("enrol", [photo(payload())])
    for odd in ("", payload()[:-1] + "!", "x" * 1001, "a\x00b"):
        page.submit({"payload": [odd]}, press="Đúng tên, ghi lại")
    assert walk.codes() == []


def test_a_page_that_was_open_too_long_does_not_show_the_code(walk: PayWalk) -> None:
    page = walk.send("enrol", [photo(payload())])
    walk.client.token = ""
    address = next(f.action for f in page.forms if f.action.endswith("keep"))
    late = walk.client.send(address, {"payload": payload(), "csrf_token": "old"}, 400)
    assert ACCOUNT not in late.text and late.forms[0].values()["payload"] == [payload()]


def test_a_code_that_is_not_hers_may_be_deleted_and_has_no_poster(walk: PayWalk) -> None:
    page = walk.enrolled(vnpay())
    page = walk.client.read(f"{walk.shop}/pay/{walk.codes()[0].id}")
    assert "Bản để in" not in page.text and "Đã chụp ngày" in page.text
    assert walk.client.raw.get(f"{page.url}/a5.pdf").status_code == 404
    assert walk.client.raw.get(f"{page.url}/try").status_code == 404
    assert walk.client.raw.get(f"{page.url}/make/read").status_code == 404


def states(page: Page) -> list[str]:
    return [words(s) for s in page.find("span") if (s.get("class") or "").startswith("status ")]


def test_the_morning_round_goes_from_code_to_code(walk: PayWalk) -> None:
    walk.tried()
    walk.enrolled(vnpay())
    page = walk.list().follow("Soi lần lượt các mã sáng nay")
    assert states(page) == ["Chưa soi", "Chưa soi"]
    first = next(c for c in walk.codes() if c.made_here)
    page = walk.client.read(next(a.get("href", "") for a in page.find("a") if "Chụp mã này" in words(a)))
    assert page.h1 == f"Soi mã: Vietcombank {first.tail}"
    page = walk.client.send(page.forms[0].action, {"photos": [photo(payload(STICKER))]})
    page = page.follow("Xem còn mã nào chưa soi")
    assert states(page) == ["Khác mã", "Chưa soi"]
    walk.send("check", [photo(payload(), vnpay())])
    page = walk.client.read(f"{walk.shop}/pay/round")
    assert states(page) == ["Đúng mã", "Đúng mã"] and "Hôm nay đã soi đủ 2 mã" in page.text


def test_a_strange_code_beside_hers_keeps_the_round_from_being_done(walk: PayWalk) -> None:
    walk.tried()
    walk.send("check", [photo(payload())])
    walk.send("check", [photo(payload(), payload(STICKER))])
    page = walk.client.read(f"{walk.shop}/pay/round")
    assert "Gỡ mã đó xuống" in page.text and "đã soi đủ" not in page.text
    walk.send("check", [photo(payload())])
    page = walk.client.read(f"{walk.shop}/pay/round")
    assert "Gỡ mã đó xuống" not in page.text and "đã soi đủ" in page.text


def test_the_round_begins_anew_each_day(walk: PayWalk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.tried()
    walk.send("check", [photo(payload())])
    assert states(walk.client.read(f"{walk.shop}/pay/round")) == ["Đúng mã"]
    monkeypatch.setattr(pay_round, "today", lambda: date(2030, 1, 2))
    assert states(walk.client.read(f"{walk.shop}/pay/round")) == ["Chưa soi"]


def test_an_unreadable_answer_leaves_the_round_open(walk: PayWalk) -> None:
    walk.tried()
    code = walk.codes()[0].id
    blank = io.BytesIO()
    Image.new("L", (400, 300), 200).save(blank, "PNG")
    walk.send(f"check?code={code}&round=1", [(blank, "x.png")])
    assert states(walk.client.read(f"{walk.shop}/pay/round")) == ["Chưa soi"]
    walk.send(f"check?code={code}&round=1", [photo(vnpay())])
    assert states(walk.client.read(f"{walk.shop}/pay/round")) == ["Chưa chắc"]


def test_an_empty_round_leads_on(walk: PayWalk) -> None:
    assert "Chưa ghi mã nào" in walk.client.read(f"{walk.shop}/pay/round").text


def test_codes_of_another_shop_are_not_compared(app: Flask, walk: PayWalk) -> None:
    walk.tried()
    other = new_pay_walk(app)
    assert colours(other.send("check", [photo(payload())])) == [AMBER]
