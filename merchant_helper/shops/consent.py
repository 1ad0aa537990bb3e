"""Agree, and take it back."""

from __future__ import annotations

from merchant_helper.db.base import utc_now
from merchant_helper.i18n import fill, speak
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import KEEP, ONLINE, SEND_WORDS, Consent, Shop
from merchant_helper.text import format_date


def words(shop: Shop) -> list[str]:
    """Say the four things that the owner agrees to: whose laptop, what is kept, until when, how to delete."""
    # Said so that it is true on both screens: on her phone "this computer" would be the phone.
    laptop = _("Máy tính đang dùng là của {name} (đội {team}).")
    if not shop.team:
        laptop = _("Máy tính đang dùng là của {name}.")
    until = _("Giữ tới hết ngày {day}.") if shop.agreed_until else _("Giữ tới hết buổi làm hôm nay.")
    lines = [
        laptop,
        _("Máy tính đó giữ ảnh và những điều {co} kể về món hàng. Chưa gửi đi đâu cả."),
        until,
        _("{Co} muốn xóa lúc nào cũng được: bấm “Xóa hết của cửa hàng này”."),
    ]
    day = format_date(shop.agreed_until) if shop.agreed_until else ""
    told = {"name": shop.laptop_of, "team": shop.team, "day": day}
    return [fill(speak(line, shop.address), told) for line in lines]


def agree(shop: Shop) -> None:
    """Record the owner's yes with the very words she saw; a second press changes nothing."""
    if not shop.has_agreed:
        shop.consents.append(Consent(about=KEEP, words="\n".join(words(shop))))


def withdraw(shop: Shop, about: str | None = None) -> None:
    """Record that the owner took her yes back: to one thing, or to all but pictures online.

    Those have a day of their own, and a page where they are taken down.
    """
    for consent in shop.consents:
        same = consent.about == about if about else consent.about != ONLINE
        if consent.withdrawn_at is None and same:
            consent.withdrawn_at = utc_now()


def sending_words(host: str) -> list[str]:
    """Say what the owner agrees to before any of her words leave: what is sent, where to, what never is."""
    return [
        _("Câu chữ về món hàng được gửi tới {host} để phần mềm ở đó viết thử.", host=host),
        _("Chỉ gửi: tên món, loại hàng, có gì hay, làm từ gì, dùng thế nào, cỡ."),
        _("Không gửi ảnh, tên người, số điện thoại, số tài khoản, giá."),
        _("Thôi lúc nào cũng được, ở ngay trang này."),
    ]


def agree_to_send(shop: Shop, host: str) -> None:
    """Record the owner's yes to sending words to one host, with the very words she saw."""
    if not agreed_to_send(shop, host):
        withdraw(shop, SEND_WORDS)
        shop.consents.append(Consent(about=SEND_WORDS, words="\n".join([host, *sending_words(host)])))


def agreed_to_send(shop: Shop, host: str) -> bool:
    """Tell whether her yes stands for this very host: another one is asked for anew."""
    standing = (one for one in shop.consents if one.about == SEND_WORDS and one.withdrawn_at is None)
    return any(one.words.partition("\n")[0] == host for one in standing)
