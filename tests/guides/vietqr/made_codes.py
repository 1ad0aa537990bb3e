"""Make invented codes of every scheme for the tests; no account here is anybody's."""

from __future__ import annotations

from merchant_helper.guides.vietqr import emv, encode


def transfer(
    bank: str = "970436", account: str = "0123456789", amount: int | None = None, words: str = ""
) -> str:
    payload = encode(bank, account, amount, words)
    assert isinstance(payload, str)
    return payload


def napas(bank: str, account: str, *, service: str = "QRIBFTTA", more: str = "", before: str = "") -> str:
    """Write a code with NAPAS's template that our encoder would not make; ``more`` goes to its end."""
    inner = emv.write([emv.Field("00", bank), emv.Field("01", account)])
    parts = [emv.Field("00", "A000000727"), emv.Field("01", inner), emv.Field("02", service)]
    head = emv.write([emv.Field("00", "01"), emv.Field("01", "11")]) + before
    body = head + emv.write(
        [emv.Field("38", emv.write(parts)), emv.Field("53", "704"), emv.Field("58", "VN")]
    )
    return _closed(body + more)


def other(template: str, *, category: str = "5812", name: str = "QUAN COM") -> str:
    """Write a code of another scheme, whose account information stands in tag 26."""
    fields = [
        emv.Field("00", "01"), emv.Field("01", "11"), emv.Field("26", template), emv.Field("52", category),
        emv.Field("53", "704"), emv.Field("58", "VN"), emv.Field("59", name),
    ]  # fmt: skip
    return emv.sealed(fields)


def _closed(body: str) -> str:
    return body + emv.CRC_HEAD + emv.checksum(body + emv.CRC_HEAD)


HERS = transfer()
HER_SECOND = transfer("970422", "0987654321")
OTHERS = transfer("970415", "100000000001")
CARD = napas("970436", "9704360000000001", service="QRIBFTTC")
MERCHANT = napas("970436", "0101234567", service="QRPUSH")
OTHER_MERCHANT = napas("970436", "0107654321", service="QRPUSH")
MOMO = napas("971025", "PSP123456789000000", more="62190515MOMOW2W12345678")
OTHER_MOMO = napas("971025", "PSP123456789000000", more="62190515MOMOW2W87654321")
OLD_MOMO = napas("970454", "99MM00000M00000000", more="8003123")
ZALOPAY = napas("970454", "99ZP00000M00000000")
VIETTEL = napas("971005", "0900000000")
VNPT = napas("971011", "0900000000")
VNPAY = other("0010A00000077501100000000000")
OTHER_VNPAY = other("0010A00000077501101111111111")
AIRPAY = other("0013vn.airpay.www0104abcd")
EVN = other("000200011401001011140000", category="4900", name="EVN DIEN LUC")
SHOP_ABROAD = other("0010A0000001110104abcd")
ADDRESS = "https://example.invalid/qr?id=1"
