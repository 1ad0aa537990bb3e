"""Read the texts that were written before the rules."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from merchant_helper.listings.lint import Policy

TEXTS = Path(__file__).parent / "texts"
PLACES = {
    "shopee": Policy({"external_contact": "block"}, own=frozenset({"shopee"})),
    "tiktok": Policy(own=frozenset({"tiktok", "tiktokshop"}), own_in_title=False),
    "lazada": Policy(own=frozenset({"lazada"})),
}


def read(path: Path) -> list[dict[str, Any]]:
    return tomllib.loads(path.read_text("utf-8"))["text"]


@cache
def clean() -> list[dict[str, Any]]:
    return read(TEXTS / "clean.toml")


@cache
def hits() -> list[tuple[str, dict[str, Any]]]:
    """Give every text that must be hit, with the group that hits it."""
    return [(path.stem, text) for path in sorted((TEXTS / "hits").iterdir()) for text in read(path)]


def texts(row: dict[str, Any]) -> dict[str, str]:
    """Give a row's texts by their fields, taken apart into letters and marks where it says so."""
    form = (lambda text: normalize("NFD", text)) if row.get("nfd") else str
    return {"name": form(row.get("title", "")), "description": form(row.get("description", ""))}
