"""Agree that pictures go online: which, where and until when; and take it back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from merchant_helper.db.base import utc_now
from merchant_helper.i18n import fill, speak
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import ONLINE, Consent, Shop
from merchant_helper.text import format_date, local

# Long enough for a place to fetch them again, short enough that nobody forgets them there.
DAYS = 90


def last_day() -> date:
    """Give the last day of a consent that is given today."""
    return _today() + timedelta(days=DAYS)


def _today() -> date:
    return local(utc_now()).date()


@dataclass(frozen=True)
class Online:
    """Be a consent that stands: under which address pictures may be, to the end of which day."""

    where: str
    until: date


def words(shop: Shop, where: str, until: date) -> list[str]:
    """Say what she agrees to."""
    lines = [
        _("Chỉ ảnh của các món được đưa vào tệp cho nơi bán mới lên mạng. Ảnh khác ở lại máy tính."),
        _("Ảnh nằm ở {where}. Ai có địa chỉ ảnh cũng xem được. Địa chỉ không có tên tiệm, không có tên món."),
        _("Ảnh ở đó tới hết ngày {day}, rồi tự lấy xuống."),
        _(
            "{Co} muốn lấy xuống lúc nào cũng được: bấm “Lấy hết ảnh xuống”. "
            "Bản nơi bán đã chép thì còn ở đó."
        ),
    ]
    told = {"where": where, "day": format_date(until)}
    return [fill(speak(line, shop.address), told) for line in lines]


def let_online(shop: Shop, where: str, until: date) -> None:
    """Record her yes with the very words she saw; it takes the place of an earlier one."""
    take_back(shop)
    shop.consents.append(
        Consent(about=ONLINE, words="\n".join([f"{until.isoformat()} {where}", *words(shop, where, until)]))
    )


def take_back(shop: Shop) -> None:
    """Record that she took it back; what she agreed to besides stays."""
    for consent in shop.consents:
        if consent.about == ONLINE and consent.withdrawn_at is None:
            consent.withdrawn_at = utc_now()


def online(shop: Shop, where: str) -> Online | None:
    """Give the consent that stands today for an address, if there is one."""
    for consent in shop.consents:
        if consent.about == ONLINE and consent.withdrawn_at is None:
            found = _read(consent)
            if found is not None and found.where == where and found.until >= _today():
                return found
    return None


def _read(consent: Consent) -> Online | None:
    until, _space, where = consent.words.partition("\n")[0].partition(" ")
    with suppress(ValueError):
        return Online(where, date.fromisoformat(until))
    return None
