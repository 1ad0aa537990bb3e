"""Say where the names of options or their values are longer than a place of selling takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from merchant_helper.channels.model import Channel
from merchant_helper.channels.tidy import shown
from merchant_helper.issues import Issue

ISSUE_CODES = ("channel.option_name_long", "channel.option_value_long")


def check_options(options: Iterable[tuple[str, Sequence[str]]], channel: Channel) -> Iterator[Issue]:
    """Warn of what is too long there; what nobody told of a place is not held to. Counts NFC letters."""
    most = {column.value: column.max_length for column in channel.fill.columns} if channel.fill else {}
    for place, (name, values) in enumerate(options, start=1):
        longest = most.get(f"option{place}_name")
        if longest and len(name) > longest:
            seen: dict[str, str | int] = {"seen": shown(name), "max": longest, "place": channel.title()}
            yield Issue("channel.option_name_long", f"name{place}", "warn", seen)
        longest = most.get(f"option{place}_value")
        for value in values:
            if longest and len(value) > longest:
                seen = {"seen": shown(value), "max": longest, "place": channel.title()}
                yield Issue("channel.option_value_long", f"values{place}", "warn", seen)
