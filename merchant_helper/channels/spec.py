"""Read what a place of selling asks for from its dated spec file, ``specs/<id>.toml``.

An unknown key, a missing date or source and every broken rule are told at once.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import ValidationError

from merchant_helper.channels.model import Channel
from merchant_helper.errors import NoSuchChannel, SpecBroken

__all__ = ["Channel", "all_channels", "load", "parse", "stale"]

FRESH_DAYS = 180


def parse(text: str, place: str) -> Channel:
    """Read a spec from TOML.

    Raises SpecBroken with every broken rule, each on its line.
    """
    try:
        return Channel.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SpecBroken(f"{place}: {error}") from error
    except ValidationError as error:
        rules = [f"{'.'.join(map(str, e['loc'])) or 'spec'}: {e['msg']}" for e in error.errors()]
        raise SpecBroken(f"{place}:\n" + "\n".join(rules)) from error


@cache
def load(channel_id: str) -> Channel:
    """Load one channel by its id.

    Raises NoSuchChannel, SpecBroken.
    """
    path = files("merchant_helper.channels").joinpath("specs", f"{channel_id}.toml")
    if not re.fullmatch("[a-z][a-z0-9]*", channel_id) or not path.is_file():
        raise NoSuchChannel(channel_id)
    channel = parse(path.read_text("utf-8"), path.name)
    if channel.id != channel_id:
        raise SpecBroken(f"{path.name}: id is {channel.id!r}")
    return channel


def all_channels() -> list[Channel]:
    """Load every channel, by id."""
    folder = files("merchant_helper.channels").joinpath("specs")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return [load(name.removesuffix(".toml")) for name in names]


def stale(channel: Channel, today: date) -> bool:
    """Tell whether the spec was last checked more than half a year ago."""
    return (today - channel.checked_on).days > FRESH_DAYS
