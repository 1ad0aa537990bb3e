"""Green, amber and red mean what the owner is told they mean; names in a code are told to nobody."""

from __future__ import annotations

import made_codes as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.guides.vietqr import Expected, Recognised, compare, emv, recognise
from merchant_helper.guides.vietqr.recognise import NAMES
from merchant_helper.i18n import in_language

BANKS = [made.HERS, made.HER_SECOND]
ALL = [*BANKS, made.MOMO, made.VNPAY, made.MERCHANT]
KINDS = {
    "vietqr": [made.HERS, made.CARD, made.HERS[:-4] + "0000", made.HERS[:-1]],
    "vietqrpay": [made.MERCHANT],
    "momo": [made.MOMO],
    "momo-old": [made.OLD_MOMO],
    "zalopay": [made.ZALOPAY],
    "viettel-money": [made.VIETTEL],
    "vnpt-money": [made.VNPT],
    "vnpay": [made.VNPAY],
    "shopeepay": [made.AIRPAY],
    "evn": [made.EVN],
    "emv": [made.SHOP_ABROAD, "000201"],
    "url": [made.ADDRESS, "WWW.example.invalid", "momo://pay?x=1"],
    "text": ["", "xin chào", "0123456789", "WIFI:S:quan;T:WPA;P:x;;", "x" * 3_000_000],
}


@pytest.mark.parametrize(("kind", "payload"), [(kind, p) for kind, all_ in KINDS.items() for p in all_])
def test_every_scheme_is_called_by_its_name(kind: str, payload: str) -> None:
    assert recognise(payload).kind == kind


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert KINDS.keys() == NAMES.keys()
    found = [recognise(payloads[0]) for payloads in KINDS.values()]
    with in_language("en"):
        english = [item.name for item in found]
    assert len({*english, *(item.name for item in found)}) == 2 * len(found)


@pytest.mark.parametrize(
    ("read", "enrolled", "result", "colour"),
    [
        (made.HERS, [made.HERS], "same", "green"),
        (made.HER_SECOND, BANKS, "same", "green"),
        (made.transfer(amount=50_000, words="DH0012"), BANKS, "same", "green"),
        (made.MOMO, ALL, "same", "green"),
        (made.VNPAY, ALL, "same", "green"),
        (made.ADDRESS, [made.ADDRESS], "same", "green"),
        (made.OTHERS, BANKS, "different", "red"),
        (made.OTHERS, ALL, "different", "red"),
        (made.transfer("970415"), BANKS, "different", "red"),
        (made.transfer(account="0123456788"), BANKS, "different", "red"),
        (made.transfer(account="123456789"), BANKS, "different", "red"),
        (made.OTHERS, [made.MOMO], "different", "red"),
        (made.CARD, BANKS, "different", "red"),
        (made.OTHER_MERCHANT, [made.MERCHANT], "different", "red"),
        (made.MERCHANT, BANKS, "cannot-compare", "amber"),
        (made.OTHER_MOMO, ALL, "cannot-compare", "amber"),
        (made.MOMO, BANKS, "cannot-compare", "amber"),
        (made.ZALOPAY, BANKS, "cannot-compare", "amber"),
        (made.OTHER_VNPAY, ALL, "cannot-compare", "amber"),
        (made.VNPAY, BANKS, "cannot-compare", "amber"),
        (made.HERS, [made.VNPAY], "cannot-compare", "amber"),
        (made.ADDRESS, BANKS, "cannot-compare", "amber"),
        (made.HERS, [], "cannot-compare", "amber"),
        (made.HERS[:-4] + "0000", BANKS, "unreadable", "grey"),
        (made.HERS[:-9], BANKS, "unreadable", "grey"),
        ("", [""], "unreadable", "grey"),
    ],
)
def test_each_verdict(read: str, enrolled: list[str], result: str, colour: str) -> None:
    verdict = compare(read, enrolled)
    assert (verdict.result, verdict.colour) == (result, colour)
    assert (verdict.matched is not None) == (result == "same")
    assert (verdict.issue is None) == (result == "same")
    assert result != "same" or enrolled[verdict.matched or 0] == read or read.startswith("000201010212")


def test_a_scheme_added_beside_her_account_is_not_waved_through() -> None:
    added = made.napas("970436", "0123456789", before="26280010A00000077501100000000000")
    verdict = compare(added, BANKS)
    assert verdict.result == "cannot-compare" and verdict.issue is not None
    assert verdict.issue.code == "vietqr.same_number"


@pytest.mark.parametrize(("letter", "count"), [("ế", 30), ("\U0001f4b0", 20)])
def test_a_payee_hidden_from_those_who_count_letters_is_not_green(letter: str, count: int) -> None:
    # Whoever counts bytes takes the letters alone for the name, and what follows them for the account.
    hers, sticker = made.HERS[12:70], made.napas("970436", "99887766")[12:68]
    name = letter * count + sticker + "80" + str(len(hers))
    assert len(name) == len((letter * count).encode())
    read = made.napas("970436", "0123456789", before=f"59{len(name)}{name}")
    assert not recognise(read).decoded.sound and recognise(read).account is None
    assert compare(read, BANKS).result == "unreadable"


def test_marks_in_a_name_are_no_reason_to_doubt_an_account() -> None:
    for name in ("5906Đỗ Sáu", "5911BÚN \U0001f35c CÔ BA"):
        assert compare(made.napas("970436", "0123456789", more=name), BANKS).result == "same"
        assert compare(made.napas("970436", "0123456789", before=name), BANKS).result == "same"


@pytest.mark.parametrize(
    "read",
    [
        made.napas("970436", "0123456789", service="QRPUSH"),
        made.napas("970436", "0123456789", service="QRIBFTTC"),
    ],
)
def test_the_same_number_of_another_kind_is_not_waved_through(read: str) -> None:
    assert compare(read, BANKS).result == "cannot-compare"


def test_a_part_added_inside_her_account_is_not_waved_through() -> None:
    template = emv.read(made.HERS)[2].value
    fields = [emv.Field("38", f"{template}0306970415") if f.tag == "38" else f for f in emv.read(made.HERS)]
    assert compare(emv.sealed(fields[:-1]), BANKS).result == "cannot-compare"


def test_small_letters_in_an_account_are_not_waved_through() -> None:
    assert compare(made.transfer(account="abc1"), [made.transfer(account="ABC1")]).result == "cannot-compare"


def test_an_account_known_without_its_code() -> None:
    assert compare(made.HERS, [Expected("0123456789", "970436")]).issue is None
    alone = compare(made.HERS, [Expected("0123456789")])
    assert alone.result == "same" and alone.issue and alone.issue.code == "vietqr.bank_not_compared"
    assert compare(made.HERS, [Expected("0123456789", "970415")]).result == "different"
    assert compare(made.HERS, [Expected("0123456788")]).result == "different"
    assert compare(made.VNPAY, [Expected("0123456789")]).result == "cannot-compare"


def test_a_damaged_code_that_was_enrolled_is_still_itself() -> None:
    assert compare(made.HERS[:-4] + "0000", [made.HERS[:-4] + "0000"]).result == "same"


@given(
    st.sampled_from([p for all_ in KINDS.values() for p in all_ if len(p) < 999]),
    st.lists(st.sampled_from(ALL)),
)
def test_green_only_for_what_is_enrolled_and_red_only_for_an_account(read: str, enrolled: list[str]) -> None:
    verdict = compare(read, enrolled)
    if verdict.result == "same":
        assert read in enrolled
    if verdict.result == "different":
        assert verdict.recognised.account and read not in enrolled


@pytest.mark.parametrize("read", [made.VNPAY, made.EVN, made.napas("970436", "1", more="5904LINH")])
def test_no_name_is_told_from_a_code(read: str) -> None:
    verdict = compare(read, BANKS)
    told = [issue for issue in (verdict.issue, *verdict.recognised.issues) if issue]
    said = " ".join(f"{issue.message()} {issue.fix()}" for issue in told) + verdict.recognised.name
    assert not [name for name in ("LINH", "QUAN COM", "DIEN LUC") if name in said]
    assert not {"holder", "merchant", "owner"} & set(vars(Recognised))
