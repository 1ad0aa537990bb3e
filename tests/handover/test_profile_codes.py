"""Payment codes leave in the owner's file alone, and come back only when they say what they seem to say."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from little_shop import Laptop
from test_hostile_profile import Change, code_of, codes, edited

from merchant_helper.guides.vietqr import emv, encode
from merchant_helper.handover.profile import state_of
from merchant_helper.handover.profile_data import ProfileData
from merchant_helper.handover.read_back import read_profile
from merchant_helper.handover.read_back_plan import plan_import
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import MOST_CODES, PayCode, begin_code, codes_of

VNPAY = emv.sealed([emv.Field("00", "01"), emv.Field("26", "0010A00000077501041234")])
BIN, ACCOUNT, STICKER, HOLDER = "970436", "0011012345678", "0099887766554", "NGUYEN THI SAU"
TRIED = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
FIELDS = [name for name in PayCode.__table__.columns.keys() if name not in ("id", "shop_id")]  # noqa: SIM118


def payload(account: str = ACCOUNT, **more: Any) -> str:
    made = encode(BIN, account, **more)
    assert isinstance(made, str)
    return made


@pytest.fixture
def shop(lan: Laptop) -> Shop:
    """Make a shop with a code that was made and tried, one of a wallet, and one that is only begun."""
    shop = lan.shop()
    made = PayCode(
        shop_id=shop.id,
        kind="vietqr",
        payload=payload(amount=45_000, purpose="DH1"),
        bank=BIN,
        account=ACCOUNT,
    )
    made.holder, made.amount, made.purpose, made.made_here = HOLDER, 45_000, "DH1", True
    made.tried_at = TRIED
    wallet = PayCode(shop_id=shop.id, kind="vnpay", payload=VNPAY, enrolled_at=TRIED)
    lan.session.add_all([made, wallet])
    begin_code(lan.session, shop.id).account = STICKER
    lan.session.commit()
    return shop


def told(laptop: Laptop, shop_id: str) -> list[dict[str, Any]]:
    return [{name: getattr(code, name) for name in FIELDS} for code in codes_of(laptop.session, shop_id)]


def test_codes_come_back_on_another_laptop_to_be_tried_there(
    lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path
) -> None:
    file = lan.write(shop, tmp_path / "out.html")
    assert read_profile(file).issues == ()
    assert len(plan_import(minh.session, read_profile(file)).new_codes) == 2
    minh.take(file)
    again = [{**code, "tried_at": None, "enrolled_at": None} for code in told(lan, shop.id)]
    assert told(minh, shop.id) == again and len(again) == 2
    minh.take(file)
    assert len(told(minh, shop.id)) == 2
    assert plan_import(minh.session, read_profile(file)).changes_nothing


def test_a_code_alone_is_something_new(lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path) -> None:
    minh.take(lan.write(shop, tmp_path / "out.html"))
    lan.session.add(PayCode(shop_id=shop.id, kind="text", payload="0002 another"))
    plan = plan_import(minh.session, read_profile(lan.write(shop, tmp_path / "again.html")))
    assert not plan.changes_nothing and [code.kind for code in plan.new_codes] == ["text"]


def test_people_see_four_digits_and_the_file_holds_the_rest(lan: Laptop, shop: Shop, tmp_path: Path) -> None:
    page = lan.write(shop, tmp_path / "out.html").read_text("utf-8")
    data, words = page.split("</script>", 1)
    assert f"Vietcombank, •••• 5678, {HOLDER}" in words and "Mã nhận tiền" in words
    assert ACCOUNT not in words and ACCOUNT in data and STICKER not in page


def test_a_file_without_codes_says_nothing_of_them(lan: Laptop, tmp_path: Path) -> None:
    assert "Mã nhận tiền" not in lan.write(lan.shop(), tmp_path / "out.html").read_text("utf-8")


def test_a_new_code_makes_a_new_file(lan: Laptop, shop: Shop) -> None:
    before = state_of(lan.session, shop)
    codes_of(lan.session, shop.id)[0].enrolled_at = TRIED
    assert state_of(lan.session, shop) != before


def test_a_file_of_an_older_program_has_no_codes(lan: Laptop, shop: Shop, tmp_path: Path) -> None:
    file = edited(lan.write(shop, tmp_path / "out.html"), lambda data: data.pop("codes"))
    assert read_profile(file).data.codes == [] and codes(file) == []


CLASHES: dict[str, Change] = {
    "another account": lambda data: data["codes"][0].update(account=STICKER),
    "another payload": lambda data: data["codes"][0].update(payload=payload(STICKER)),
    "another amount": lambda data: data["codes"][0].update(amount=1),
    "another purpose": lambda data: data["codes"][0].update(purpose="khac"),
    "no account told": lambda data: data["codes"][0].update(account=None, bank=None),
    "an account of a wallet": lambda data: data["codes"][0].update(payload="0002 hers"),
    "broken": lambda data: data["codes"][0].update(payload=payload()[:-1] + "!"),
    "unseen letters": lambda data: data["codes"][0].update(payload=payload() + "\u200b"),
    "twice": lambda data: data["codes"].append(dict(data["codes"][0])),
}


@pytest.mark.parametrize("change", CLASHES.values(), ids=CLASHES)
def test_a_code_that_does_not_hold_together_stays_outside(
    lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path, change: Change
) -> None:
    file = edited(lan.write(shop, tmp_path / "out.html"), change)
    assert codes(file) == ["profile.codes_left_out"]
    (issue,) = read_profile(file).issues
    assert "1 mã nhận tiền" in issue.message() and STICKER not in issue.message() + issue.fix()
    minh.take(file)
    assert STICKER not in json.dumps([code["account"] for code in told(minh, shop.id)])


@pytest.mark.parametrize("resign", [False, True])
def test_no_file_tells_that_a_code_was_tried(
    lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path, resign: bool
) -> None:
    def pays_a_stranger(data: dict[str, Any]) -> None:
        data["codes"][0].update(payload=payload(STICKER), account=STICKER, amount=None, purpose="")

    minh.take(edited(lan.write(shop, tmp_path / "out.html"), pays_a_stranger, resign=resign))
    assert STICKER in [code["account"] for code in told(minh, shop.id)]
    assert {(code["tried_at"], code["enrolled_at"]) for code in told(minh, shop.id)} == {(None, None)}


def test_a_code_here_stays_tried_whatever_a_file_says(lan: Laptop, shop: Shop, tmp_path: Path) -> None:
    file = lan.write(shop, tmp_path / "out.html")
    lan.take(file)
    assert codes_of(lan.session, shop.id)[0].tried_at == TRIED


def test_a_code_goes_by_what_it_is(lan: Laptop, minh: Laptop, shop: Shop, tmp_path: Path) -> None:
    def called_a_wallet(data: dict[str, Any]) -> None:
        data["codes"][0].update(kind="momo", made_here=False)
        data["codes"][1].update(kind="vietqr")

    minh.take(edited(lan.write(shop, tmp_path / "out.html"), called_a_wallet))
    assert [code["kind"] for code in told(minh, shop.id)] == ["vietqr", "vnpay"]


BROKEN: dict[str, Change] = {
    "kind": lambda data: data["codes"][0].update(kind="<b>"),
    "long": lambda data: data["codes"][0].update(payload="1" * 1001),
    "empty": lambda data: data["codes"][0].update(payload=""),
    "bank": lambda data: data["codes"][0].update(bank="1"),
    "account": lambda data: data["codes"][0].update(account="1" * 41),
    "amount": lambda data: data["codes"][0].update(amount="45000"),
    "negative": lambda data: data["codes"][0].update(amount=-1),
    "moment": lambda data: data["codes"][0].update(tried_at="9999-01-01T00:00:00Z"),
    "flag": lambda data: data["codes"][0].update(made_here="yes"),
    "many": lambda data: data.update(codes=data["codes"] * MOST_CODES),
    "shape": lambda data: data.update(codes={"a": 1}),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_code_of_another_shape_breaks_the_file(
    lan: Laptop, shop: Shop, tmp_path: Path, change: Change
) -> None:
    assert code_of(edited(lan.write(shop, tmp_path / "out.html"), change)) == "profile.broken"


def test_more_codes_than_a_file_takes_do_not_stop_it(lan: Laptop, shop: Shop, tmp_path: Path) -> None:
    lan.session.add_all(
        PayCode(shop_id=shop.id, kind="text", payload=f"code {n}") for n in range(MOST_CODES + 5)
    )
    lan.session.flush()
    data: ProfileData = read_profile(lan.write(shop, tmp_path / "out.html")).data
    assert len(data.codes) == MOST_CODES
