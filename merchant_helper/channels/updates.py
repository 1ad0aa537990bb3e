"""Know the other files a channel takes: for what is sold already, without pictures, and in other forms."""

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


def in_form(channel: Channel, form_id: str) -> Channel | None:
    """Give the channel as another form of its file is written; None where there is no such form."""
    rule, form = channel.file, next((form for form in channel.forms if form.id == form_id), None)
    if rule is None or form is None:
        return None
    by_id = {column.id: column for column in channel.columns}
    columns = tuple(by_id[name].model_copy(update={"header": text}) for name, text in form.headers.items())
    file = rule.model_copy(update={"name": form.name, "format": form.format, "update_name": None})
    return channel.model_copy(update={"file": file, "columns": columns or channel.columns})


PICTURES = frozenset(
    ("pictures", "picture", "picture_number", "own_picture", "first_picture", "more_pictures")
)


def without_pictures(channel: Channel) -> Channel:
    """Give the channel as its file is written without pictures: an empty cell could wipe what is there.

    Columns stay where the place wants them, or knows its own file by them.
    """
    rule = channel.file
    if rule is None or rule.all_columns or channel.requires.picture_address:
        return channel
    columns = tuple(c for c in channel.columns if c.value not in PICTURES or c.required)
    return channel.model_copy(update={"columns": columns})
