"""A code is written whole or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.guides.vietqr import (
    MAX_AMOUNT,
    MAX_TEXT,
    PICKER,
    check,
    decode,
    emv,
    encode,
    masked,
    plain_purpose,
)
from merchant_helper.issues import Issue

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
banks = st.sampled_from([bank.bin for bank in PICKER])
accounts = st.text(ALPHABET, min_size=1, max_size=19)
amounts = st.none() | st.integers(1, MAX_AMOUNT)
purposes = st.text(ALPHABET + " .-/đĐăắơỹÂ", max_size=MAX_TEXT)


def codes(found: str | list[Issue]) -> list[str]:
    assert isinstance(found, list), "a code was written"
    return [issue.code.removeprefix("vietqr.") for issue in found]


@given(banks, accounts, amounts, purposes, st.text(ALPHABET + " ", max_size=25), st.booleans())
def test_reading_gives_back_what_was_written(
    bank: str, account: str, amount: int | None, purpose: str, name: str, card: bool
) -> None:
    payload = encode(bank, account, amount, purpose, name=name, card=card)
    written = plain_purpose(purpose)
    if purpose.strip() and not written:
        assert codes(payload) == ["purpose_empty"]
        return
    assert isinstance(payload, str) and payload.isascii()
    said = decode(payload)
    assert said.ok and said.issues == ()
    assert (said.bank, said.account, said.amount) == (bank, account, amount)
    assert (said.purpose, said.value("59")) == (written, " ".join(name.split()))


@pytest.mark.parametrize(
    ("account", "code"),
    [("", "account_missing"), (" ", "account_missing"), ("0123 456", "account_form"),
     ("12.34", "account_form"),
     ("1" * 20, "account_long"), ("đ123", "account_form"), ("１２３", "account_form"),
     ("123\n", "account_form"),
     ("x" * 3_000_000, "account_long")],
)  # fmt: skip
def test_an_account_is_taken_as_it_is_or_not_at_all(account: str, code: str) -> None:
    assert codes(encode("970436", account)) == [code]


@pytest.mark.parametrize("amount", [0, -1, 500_000_000, 10**40, True, 1.5, "50000"])
def test_an_amount_is_whole_dong_below_the_limit(amount: int) -> None:
    assert codes(encode("970436", "0123456789", amount)) == ["amount_range"]


def test_a_large_amount_is_written_and_warned_about() -> None:
    assert isinstance(encode("970436", "0123456789", 10_000_001), str)
    (issue,) = check("970436", "0123456789", 10_000_001)
    assert (issue.code, issue.severity) == ("vietqr.amount_face", "warn")
    assert check("970436", "0123456789", 10_000_000) == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Chuyển khoản", "Chuyen khoan"), ("đường Đ", "duong D"), ("  cà   phê,  sữa!", "ca phe sua"),
     ("DH_0012", "DH 0012"), ("bún\u0323 🍜 bò", "bun bo"), ("30/12 - A.", "30/12 - A.")],
)  # fmt: skip
def test_a_purpose_is_cleaned_and_folded(typed: str, written: str) -> None:
    payload = encode("970436", "0123456789", purpose=typed)
    assert isinstance(payload, str) and decode(payload).purpose == written
    told = [issue.params["written"] for issue in check("970436", "0123456789", purpose=typed)]
    assert told == ([] if typed == written else [written])


def test_a_purpose_is_measured_after_folding_and_never_cut() -> None:
    # 25 letters, more before they are composed and folded.
    fits = "ơ\u0323ờ" + "đ" * 23
    assert isinstance(encode("970436", "0123456789", purpose=fits), str)
    assert codes(encode("970436", "0123456789", purpose=fits + "a")) == ["purpose_long"]
    assert codes(encode("970436", "0123456789", purpose="x" * 4_000_000)) == ["purpose_long"]
    assert codes(encode("970436", "0123456789", purpose="🍜")) == ["purpose_empty"]


def test_a_name_stands_in_the_code_only_when_asked_for() -> None:
    without, with_name = (encode("970436", "0123456789", name=name) for name in ("", "Đỗ Thị Sáu"))
    assert isinstance(without, str) and isinstance(with_name, str)
    assert (decode(without).value("59"), decode(with_name).value("59")) == ("", "Do Thi Sau")
    assert codes(encode("970436", "0123456789", name="a" * 26)) == ["name_long"]
    assert codes(encode("970436", "0123456789", name="…")) == ["name_empty"]


def test_the_codes_of_a_wallet_are_not_made_here() -> None:
    assert codes(encode("971025", "PSP123456789000000")) == ["bank_wallet"]
    assert codes(encode("MoMo", "0912345678")) == ["bank_wallet"]


def test_a_bank_that_may_take_no_transfers_is_warned_about() -> None:
    assert isinstance(encode("999888", "0123456789"), str)
    assert [issue.code for issue in check("999888", "0123456789")] == ["vietqr.bank_unsure"]


def test_everything_in_the_way_is_told_at_once_and_no_digit_of_the_account() -> None:
    found = encode("nowhere", "0123-456789", 0, "x" * 26)
    assert codes(found) == ["bank_unknown", "account_form", "amount_range", "purpose_long"]
    said = " ".join(
        f"{issue.message()} {issue.fix()} {issue.params}" for issue in found if isinstance(issue, Issue)
    )
    assert "0123" not in said and "456789" not in said


def test_objects_that_cannot_be_written_are_our_mistake() -> None:
    for field in (emv.Field("00", ""), emv.Field("00", "x" * 100), emv.Field("1", "x")):
        with pytest.raises(ValueError, match="tag"):
            emv.write([field])


@pytest.mark.parametrize(
    ("account", "shown"),
    [("0123456789", "•••• 6789"), ("12345678", "•••• 5678"), ("12345", "•••• 45"), ("1", "•••• ")],
)
def test_an_account_is_shown_by_its_end(account: str, shown: str) -> None:
    assert masked(account) == shown
