"""Know which facts speak of the fees of a place of selling, and of the tax that it withholds."""

from __future__ import annotations

from collections.abc import Mapping

from merchant_helper.guides.load import bundled
from merchant_helper.guides.model import Fact

#: Facts by the channel's id.
FEES: Mapping[str, tuple[str, ...]] = {
    "shopee": (
        *("shopee-fixed-fee", "shopee-payment-fee", "shopee-order-fee"),
        *("shopee-extra-fees", "shopee-fee-table"),
    ),
    "tiktok": ("tiktok-transaction-fee", "tiktok-order-fee", "tiktok-commission"),
    "lazada": ("lazada-fees",),
    "facebook": ("facebook-fee",),
    "zalo": ("zalo-oa-fee",),
    "buudien": ("buudien-fees",),
}
# Places where goods are both ordered and paid for; elsewhere she declares her sales herself.
WITHHOLDING = frozenset({"shopee", "tiktok", "lazada", "buudien", "voso"})


def fee_facts(place: str) -> list[Fact]:
    """Give what is known of the fees of a place, and what is to be asked."""
    return [bundled().facts[key] for key in FEES.get(place, ())]


def tax_facts(place: str, *, service: bool = False) -> list[Fact]:
    """Give what is known of the tax that a place withholds; a new decree is named where it is contested."""
    if place not in WITHHOLDING:
        return [bundled().facts["own-page-declares"]]
    rate = "platform-withholding-services" if service else "platform-withholding-goods"
    return [bundled().facts[key] for key in (rate, "platform-withholding-new-start")]
