"""A wipe takes the payment codes, whatever else may stay, and knows what to look for afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web.house import running

from merchant_helper.handover import rows
from merchant_helper.handover.begun import Begun
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import PayCode, begin_code

ACCOUNT, BEGUN, PAYLOAD = "0011012345678", "0099887766554", "000201010211 and so on"


@pytest.mark.parametrize("keep", ["nothing", "words"])
def test_no_code_is_left_in_the_database(tmp_path: Path, keep: Any) -> None:
    with running(tmp_path / "data") as app:
        database = app.extensions["merchant_helper"].database
        with database.write() as session:
            shops = [Shop(name="Bà Sáu", laptop_of="Lan"), Shop(name="Tiệm khác", laptop_of="Lan")]
            session.add_all(shops)
            session.flush()
            for shop in shops:
                session.add(PayCode(shop_id=shop.id, kind="vietqr", payload=PAYLOAD, account=ACCOUNT))
                begin_code(session, shop.id).account = BEGUN
            hers, other = (shop.id for shop in shops)
        begun = Begun(hers, keep)
        with database.write() as session:
            rows.note(session, begun)
            rows.delete_rows(session, begun)
        with database.read() as session:
            left = list(session.scalars(select(PayCode.shop_id)))
    assert {ACCOUNT, BEGUN, PAYLOAD} <= set(begun.words)
    assert left == [other, other]
