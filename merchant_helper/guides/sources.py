"""Say where a fact comes from in the language of the page; names of laws and papers stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from merchant_helper.i18n import language


@cache
def in_english() -> Mapping[str, str]:
    """Read what is said of sources in English, by the Vietnamese words."""
    text = files("merchant_helper.guides").joinpath("sources.en.toml").read_text("utf-8")
    return {source: str(said) for source, said in tomllib.loads(text).items()}


def source_text(source: str) -> tuple[str, str]:
    """Give a source's words and the language they are in."""
    said = in_english().get(source) if language() == "en" else None
    return (source, "vi") if said is None else (said, "en")
