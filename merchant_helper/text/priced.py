"""Take apart a price that is typed together with what it buys: 150k/kg, 45k một gói."""

from __future__ import annotations

import re

from merchant_helper.text.amounts import prepare
from merchant_helper.text.money import parse_vnd

_UNIT = r"(?P<unit>[^\W\d_]+(?: [^\W\d_]+)?)"
_BOUGHT = re.compile(rf"^(?P<price>.+?) ?(?:/ ?(?:1 ?|một |mỗi )?|(?: cho)? (?:1|một|mot|mỗi) ?){_UNIT}$")
_KILO = frozenset(("kg", "ký", "ki", "kí", "ky", "cân", "can", "ký lô", "kí lô", "kilo"))
# "1tr một" and "150 một trăm" are amounts of their own; so is a month's pay no price of goods.
_NO_UNIT = frozenset(
    ("trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "chỉ", "đồng", "đ", "vnd", "vnđ", "rưỡi", "k", "tr")
)


def split_price(text: str) -> tuple[str, str | None]:
    """Give the amount and the unit behind it (ký and cân are kg); no unit where there is none.

    What is no price in front of a unit (100k/3 gói) is left as it is.
    """
    match = _BOUGHT.match(prepare(text)) if len(text) <= 120 else None
    if match is None or match["unit"].split()[0] in _NO_UNIT:
        return text, None
    if not isinstance(parse_vnd(match["price"], allow_small=True), int):
        return text, None
    unit = match["unit"]
    return match["price"], "kg" if unit in _KILO else unit
