"""Name what a code is: a bank's transfer code, a wallet's, another scheme's, an address, or plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from merchant_helper.guides.vietqr import emv
from merchant_helper.guides.vietqr.decode import UNSOUND, Decoded, decode
from merchant_helper.guides.vietqr.encode import GUID, MERCHANT
from merchant_helper.i18n import gettext, mark
from merchant_helper.issues import Issue

Kind = Literal[
    "vietqr", "vietqrpay", "momo", "momo-old", "zalopay", "viettel-money", "vnpt-money",
    "vnpay", "shopeepay", "evn", "emv", "url", "text",
]  # fmt: skip
NAMES: dict[Kind, str] = {
    "vietqr": mark("mã chuyển khoản VietQR"),
    "vietqrpay": mark("mã VIETQRPay của cửa hàng"),
    "momo": mark("mã MoMo"),
    "momo-old": mark("mã MoMo kiểu cũ"),
    "zalopay": mark("mã ZaloPay"),
    "viettel-money": mark("mã Viettel Money"),
    "vnpt-money": mark("mã VNPT Money"),
    "vnpay": mark("mã VNPAY-QR"),
    "shopeepay": mark("mã ShopeePay (AirPay)"),
    "evn": mark("mã hóa đơn tiền điện EVN"),
    "emv": mark("mã thanh toán loại khác"),
    "url": mark("địa chỉ trang mạng"),
    "text": mark("chữ thường, không phải mã thanh toán"),
}
WALLETS: frozenset[Kind] = frozenset(("momo", "momo-old", "zalopay", "viettel-money", "vnpt-money"))
NOT_PAYMENT: frozenset[Kind] = frozenset(("url", "text"))
_OF_BIN: dict[str, Kind] = {"971025": "momo", "971005": "viettel-money", "971011": "vnpt-money"}
# Wallets that receive through BVBank give every customer an account that begins so.
_BVBANK = "970454"
_OF_ACCOUNT: dict[str, Kind] = {"99MM": "momo-old", "99ZP": "zalopay"}
_VNPAY = "A000000775"
_ADDRESS = re.compile(r"\s*([a-z][a-z0-9+.-]{1,20}://|www\.)", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile("0002[0-9]{2}")


@dataclass(frozen=True)
class Recognised:
    """Hold what a code is.

    ``bank`` and ``account`` are there for transfer codes; a wallet's are its own inner ones. No name of a
    person is among this: a code may carry any.
    """

    kind: Kind
    decoded: Decoded

    @property
    def name(self) -> str:
        """Name the kind in the current language."""
        return gettext(NAMES[self.kind])

    @property
    def payload(self) -> str:
        """Give the whole text."""
        return self.decoded.payload

    @property
    def bank(self) -> str | None:
        """Give the BIN."""
        return self.decoded.bank

    @property
    def account(self) -> str | None:
        """Give the account as it stands in the code."""
        return self.decoded.account

    @property
    def damaged(self) -> bool:
        """Tell a payment code that cannot be relied on: broken, or a transfer code without an account."""
        if self.kind in NOT_PAYMENT:
            return False
        transfer = self.kind in ("vietqr", "vietqrpay")
        return not self.decoded.sound or (transfer and self.decoded.account is None)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Give what is wrong with it as a code of its own kind."""
        if self.kind in NOT_PAYMENT:
            return ()
        other = self.kind not in ("vietqr", "vietqrpay", *WALLETS)
        found = self.decoded.issues
        # The rules of VietQR bind no other scheme; a broken text is broken in every one.
        return tuple(issue for issue in found if issue.code in UNSOUND) if other else found


def recognise(payload: str) -> Recognised:
    """Say what a code is, whatever was in it; never raises."""
    decoded = decode(payload)
    if not _LOOKS_LIKE_ONE.match(payload):
        return Recognised("url" if _ADDRESS.match(payload[:100]) else "text", decoded)
    return Recognised(_payment_kind(payload, decoded), decoded)


def _payment_kind(payload: str, decoded: Decoded) -> Kind:
    if not decoded.fields:
        return "vietqr" if GUID in payload[: emv.MAX_PAYLOAD] else "emv"
    if decoded.value("38").startswith(f"0010{GUID}"):
        return _transfer_kind(decoded)
    guids = [guid for field in decoded.fields if "26" <= field.tag <= "51" and (guid := _guid(field.value))]
    if _VNPAY in guids:
        return "vnpay"
    if any("airpay" in guid.lower() or "shopee" in guid.lower() for guid in guids):
        return "shopeepay"
    if decoded.value("52") == "4900" and decoded.value("59").upper().startswith("EVN"):
        return "evn"
    return "emv"


def _transfer_kind(decoded: Decoded) -> Kind:
    account = decoded.account or ""
    if decoded.bank in _OF_BIN:
        return _OF_BIN[decoded.bank]
    if decoded.bank == _BVBANK and account[:4] in _OF_ACCOUNT:
        return _OF_ACCOUNT[account[:4]]
    return "vietqrpay" if decoded.service == MERCHANT else "vietqr"


def _guid(value: str) -> str:
    """Read the first object of another scheme's template, whatever follows it."""
    length = int(value[2:4]) if re.match("00[0-9]{2}", value) else 0
    return value[4 : 4 + length]
