"""Show moments as people here read them: Vietnam's time (UTC+7, no summer time), dd/mm/yyyy."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_DAY = re.compile(r"([0-9]{1,2})[/.\-\s]+([0-9]{1,2})[/.\-\s]+([0-9]{4}|[0-9]{2})")
VIETNAM = timezone(timedelta(hours=7), "UTC+7")


def local(moment: datetime) -> datetime:
    """Move a moment to Vietnam's time; one without a zone is taken as UTC, as it is stored."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(VIETNAM)


def format_date(moment: date) -> str:
    """Write a moment or a plain date as 22/11/2026."""
    day = local(moment) if isinstance(moment, datetime) else moment
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_time(moment: datetime) -> str:
    """Write the time of day as 9:42."""
    clock = local(moment)
    return f"{clock.hour}:{clock.minute:02}"


def parse_date(text: str) -> date | None:
    """Read a day as typed here, day first (31/12/2026, 31-12-26, 5.1.2027); None when it is no day."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
