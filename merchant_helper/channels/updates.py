"""Know the file that changes what is sold already, beside the one that brings what is new."""

from __future__ import annotations

from merchant_helper.channels.model import Channel


def for_update(channel: Channel) -> Channel | None:
    """Give the channel as its file for updates is written; None where there is no such file.

    Columns that only new products may have are left out: an empty cell would be read as well.
    """
    rule = channel.file
    if rule is None or rule.update_name is None:
        return None
    columns = tuple(column for column in channel.columns if not column.only_new)
    file = rule.model_copy(update={"name": rule.update_name})
    return channel.model_copy(update={"file": file, "columns": columns})
