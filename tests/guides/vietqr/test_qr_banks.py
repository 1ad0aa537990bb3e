"""A bank is found by whatever people call it, and never guessed between two."""

from __future__ import annotations

import re

import pytest

from merchant_helper.guides.vietqr import BANKS, PICKER, Bank, bank_list, find_banks, the_bank
from merchant_helper.issues import Issue


def test_the_list_is_whole_dated_and_sourced() -> None:
    assert (len(BANKS), len(PICKER)) == (71, 51)
    assert bank_list().checked_on.year == 2026 and len(bank_list().sources) == 3
    assert all(re.fullmatch("[0-9]{6}", bin_) for bin_ in BANKS)
    assert [bank.name for bank in PICKER[:3]] == ["Vietcombank", "VietinBank", "BIDV"]


@pytest.mark.parametrize(
    ("typed", "bin_"),
    [
        ("970436", "970436"),
        ("vcb", "970436"),
        ("Ngân hàng Quân đội", "970422"),
        ("quan doi", "970422"),
        ("MB", "970422"),
        ("mb bank", "970422"),
        ("OceanBank", "970414"),
        ("Đông Á", "970406"),
        ("LIENVIETPOSTBANK", "970449"),
        ("viet capital bank", "970454"),
        ("AGRIBANK", "970405"),
        ("cake", "546034"),
    ],
)
def test_names_old_names_and_codes(typed: str, bin_: str) -> None:
    found = the_bank(typed)
    assert isinstance(found, Bank) and found.bin == bin_
    assert find_banks(typed)[0].bin == bin_


def test_a_code_of_two_banks_is_asked_about() -> None:
    found = the_bank("BVB")
    assert isinstance(found, Issue) and found.code == "vietqr.bank_unclear"
    assert "970438" in found.message() and "970454" in found.message()


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "missing"), ("  ", "missing"), ("Ngân hàng Sao Hoả", "unknown"), ("ngân hàng", "unknown"),
     ("97043", "unknown"), ("970499", "unknown"), ("viet", "unclear"), ("Vietcombank Sacombank", "unknown")],
)  # fmt: skip
def test_what_is_no_bank_or_more_than_one(typed: str, code: str) -> None:
    found = the_bank(typed)
    assert isinstance(found, Issue) and found.code == f"vietqr.bank_{code}"
    assert found.message() and found.fix()


def test_every_bank_is_found_by_each_of_its_names() -> None:
    lost = [name for bank in BANKS.values() for name in bank.names() if bank not in find_banks(name)]
    assert lost == []


def test_megabytes_of_text_find_nothing() -> None:
    assert find_banks("x" * 5_000_000) == []
