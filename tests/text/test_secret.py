"""What nobody should ever type for us is known, and what only looks like it passes."""

from __future__ import annotations

import pytest

from merchant_helper.i18n import Address
from merchant_helper.text import has_card_number, secret_in

CODES = [
    "OTP 482913",
    "mã otp là 123456",
    "Smart OTP",
    "mật khẩu: abc123",
    "Mat khau ngan hang Sau1970",
    "mã PIN 1234",
    "pin: 482913",
    "MPIN-0000",
    "mã xác nhận 998877",
    "Mã xác thực của cô",
    "password hunter2",
    "CVV 123",
]
# Numbers made for trying payments out; they belong to nobody.
CARDS = [
    "4111 1111 1111 1111",
    "thẻ 5555-5555-5555-4444",
    "3530111333300000",
    "9704 0000 0000 0018",
    "x4242424242424242",
]
HARMLESS = [
    "",
    "NGUYEN THI SAU",
    "HỘ KINH DOANH PIN ĐIỆN THOẠI BÀ SÁU",
    "Pin tiểu 4 viên",
    "DH0012",
    "0987 123 456",
    "Thuê ki-ốt tháng 12",
    "1234567890123",
    "4111 1111 1111 1112",
    "spinach 1234",
    "20261122093000123456789",
]


@pytest.mark.parametrize("text", CODES)
def test_codes_are_refused(text: str) -> None:
    found = secret_in(text, "purpose")
    assert found is not None and (found.code, found.field, found.severity) == (
        "secret.code",
        "purpose",
        "block",
    )


@pytest.mark.parametrize("text", CARDS)
def test_card_numbers_are_refused(text: str) -> None:
    found = secret_in(text)
    assert found is not None and found.code == "secret.card"
    assert has_card_number(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_and_numbers_pass(text: str) -> None:
    assert secret_in(text) is None


@pytest.mark.parametrize("text", [CODES[0], CARDS[0]])
def test_what_is_said_repeats_nothing_of_it(text: str) -> None:
    found = secret_in(text)
    assert found is not None and not found.params
    said = found.message(Address("cô")) + found.fix(Address("cô"))
    assert "482913" not in said and "4111" not in said and "Chưa lưu" in said
