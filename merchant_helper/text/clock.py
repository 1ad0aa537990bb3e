"""Show moments as people here read them: Vietnam's time (UTC+7, no summer time), dd/mm/yyyy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

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
