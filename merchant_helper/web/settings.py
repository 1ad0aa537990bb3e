"""List every setting of the web application once, each with its sentence.

People set them as ``MERCHANT_HELPER_<NAME>``; only the shells read the environment, the core takes arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

PREFIX = "MERCHANT_HELPER_"


class Setting(NamedTuple):
    """Describe one setting: what it is called, what holds when nobody sets it, what it does."""

    name: str
    default: str | int | bool
    sentence: str


SETTINGS = (
    Setting("DATA", "", "the data folder; empty means the usual place of this computer"),
    Setting(
        "DATABASE_URL", "", "a PostgreSQL address for several machines; empty means SQLite in the data folder"
    ),
    Setting("SECRET_KEY", "", "signs the cookies; empty means the key kept in the data folder"),
    Setting("ALLOWED_HOSTS", "", "further host names this program answers to, separated by commas"),
    Setting("PHONE_PORT", 8001, "the port for phones, open only while the volunteer lets them in"),
    Setting("PROXIES", 0, "how many proxies of ours stand in front and may tell the visitor's address"),
    Setting("SECURE_COOKIES", False, "send cookies over https only; switch it on behind a TLS proxy"),
    Setting(
        "MODEL_MIRROR",
        "",
        "a web folder to fetch cut-out models from, in the place of the published one",
    ),
    Setting(
        "PUBLIC_URL",
        "",
        "a public address that leads to this program, for pictures that owners let go online; pictures only",
    ),
    Setting("STORE_URL", "", "where such pictures are put instead: s3://bucket/folder or file:///folder"),
    Setting("STORE_PUBLIC_URL", "", "the address under which everybody reads what lies in that store"),
    Setting("STORE_ENDPOINT", "", "the store's server, where it is not Amazon's own"),
    Setting("STORE_REGION", "", "the region of the store, where it asks for one"),
    Setting("STORE_KEY_ID", "", "the name of the key that may write into the store"),
    Setting("STORE_SECRET", "", "the key itself, shown nowhere and kept in no file of ours"),
    Setting(
        "MODEL_URL",
        "",
        "the base address (…/v1) of a language model that speaks OpenAI's protocol; empty means none",
    ),
    Setting("MODEL_NAME", "", "the name of that language model at its address"),
    Setting("MODEL_KEY", "", "the key for that address, where it wants one; never shown"),
    Setting("MAX_UPLOAD_MB", 400, "the most one form may carry, in megabytes"),
)

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class WrongSetting(ValueError):
    """Say which setting cannot be read, and what would be."""


def defaults() -> dict[str, str | int | bool]:
    """Give every setting at its default."""
    return {setting.name: setting.default for setting in SETTINGS}


def from_environment(environ: Mapping[str, str]) -> dict[str, str | int | bool]:
    """Read the settings that are set. Raises WrongSetting, so that a wrong value stops the start."""
    return {
        setting.name: _read(setting, environ[PREFIX + setting.name])
        for setting in SETTINGS
        if PREFIX + setting.name in environ
    }


def _read(setting: Setting, text: str) -> str | int | bool:
    text = text.strip()
    if isinstance(setting.default, bool):
        if text.lower() in YES | NO:
            return text.lower() in YES
        raise WrongSetting(f"{PREFIX}{setting.name}={text!r}: write 1 or 0 ({setting.sentence})")
    if isinstance(setting.default, int):
        if text.isascii() and text.isdigit():
            return int(text)
        raise WrongSetting(f"{PREFIX}{setting.name}={text!r}: write a whole number ({setting.sentence})")
    if setting.name == "MODEL_URL" and text and not text.startswith(("http://", "https://")):
        raise WrongSetting(f"{PREFIX}{setting.name}={text!r}: begin with http:// or https://")
    return text
