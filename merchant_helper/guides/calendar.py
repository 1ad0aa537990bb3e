"""Write the days of the calendar as an .ics file (RFC 5545) that phones and laptops take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from merchant_helper.guides.model import Day, Guides
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import language
from merchant_helper.text import format_date

LINE_BYTES = 75
HOST = "merchant-helper.invalid"
REMIND_DAYS = 7


def ics(guides: Guides, days: Iterable[Day] | None = None) -> bytes:
    """Write the calendar in the current language.

    The same day always has the same UID and stamp: taken in twice, it stands there once.
    """
    chosen = guides.days.values() if days is None else days
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"PRODID:-//Merchant Helper//Guides//{language().upper()}")
    name = _("Ngày cần nhớ của cửa hàng")
    lines.append(f"X-WR-CALNAME:{escape(name)}")
    for day in chosen:
        lines += _event(day)
    lines.append("END:VCALENDAR")
    return b"".join(b"\r\n".join(fold(line)) + b"\r\n" for line in lines)


def _event(day: Day) -> Iterator[str]:
    after = day.date + timedelta(days=1)
    told = [day.who.text(), _("Nguồn: {source}", source=day.source)]
    told.append(
        _(
            "Xem ngày {day}. Hỏi lại cơ quan thuế hoặc sàn trước khi làm theo.",
            day=format_date(day.checked_on),
        )
    )
    yield "BEGIN:VEVENT"
    yield f"UID:{day.key}@{HOST}"
    yield f"DTSTAMP:{day.checked_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day.date:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{escape(day.text())}"
    yield f"DESCRIPTION:{escape(chr(10).join(told))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escape(day.text())}"
    yield f"TRIGGER:-P{REMIND_DAYS}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """Write a text as RFC 5545 wants it inside a value."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def fold(line: str) -> list[bytes]:
    """Cut a line into pieces of at most 75 bytes, the later ones indented, never inside a letter."""
    pieces, piece = [], b""
    for letter in line:
        more = letter.encode()
        if len(piece) + len(more) > LINE_BYTES:
            pieces.append(piece)
            piece = b" "
        piece += more
    return [*pieces, piece]
