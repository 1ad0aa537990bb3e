"""Codes of a shop: found by shop alone, hidden but for four digits, each kept once."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from merchant_helper.db.base import utc_now
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import PayCode, begin_code, code_of, codes_of, enrol, hidden


def shop(session: Session) -> Shop:
    session.add(one := Shop(name="Bà Sáu", laptop_of="Lan"))
    session.flush()
    return one


@pytest.mark.parametrize(
    ("account", "shown"),
    [
        ("0011012346789", "•••• 6789"),
        ("12345678", "•••• 5678"),
        ("1234567", "•••• 4567"),
        ("1234", "•••• 34"),
        ("1", "•••• 1"),
        ("", ""),
    ],
)
def test_an_account_is_hidden_but_for_its_end(account: str, shown: str) -> None:
    assert hidden(account) == shown
    assert PayCode(account=account or None).tail == shown


def test_nothing_that_is_printed_by_accident_holds_the_account() -> None:
    code = PayCode(kind="vietqr", payload="0002-secret", account="0011012346789", holder="SAU")
    assert "6789" not in repr(code) and "0002" not in repr(code) and "SAU" not in str(code)


def test_a_begun_code_is_gone_on_with_and_not_listed(session: Session) -> None:
    hers, other = shop(session), shop(session)
    code = begin_code(session, hers.id)
    assert begin_code(session, hers.id) is code and begin_code(session, other.id) is not code
    assert code.is_begun and codes_of(session, hers.id) == []
    assert code_of(session, hers.id, code.id) is code
    assert code_of(session, other.id, code.id) is None


def test_a_code_is_kept_once(session: Session) -> None:
    hers = shop(session)
    first = enrol(session, PayCode(shop_id=hers.id, kind="momo", payload="A"), utc_now())
    again = enrol(session, PayCode(shop_id=hers.id, kind="momo", payload="A"), utc_now())
    assert again is first and codes_of(session, hers.id) == [first] and first.enrolled_at


def test_a_changed_code_is_no_longer_tried(session: Session) -> None:
    code = PayCode(
        shop_id=shop(session).id, kind="vietqr", payload="A", tried_at=utc_now(), enrolled_at=utc_now()
    )
    code.ask_again()
    assert (code.payload, code.tried_at, code.enrolled_at) == ("", None, None)
