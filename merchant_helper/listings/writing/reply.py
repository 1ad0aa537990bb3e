"""Read what a model answered: one JSON object with a description, and nothing that is not text."""

from __future__ import annotations

import json
import re
from typing import Any

from merchant_helper.text import clean_text

MOST_LETTERS = 5_000
_FENCE = re.compile(r"^\s*```(?:json)?\s*(\{.*\})\s*```\s*$", re.DOTALL)


class Unreadable(ValueError):
    """Say that an answer is not in the form that was asked for."""


def read_reply(reply: Any) -> str:
    """Give the description of a chat completion; raises Unreadable."""
    try:
        content = reply["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise Unreadable("no message") from error
    if not isinstance(content, str):
        raise Unreadable("no text")
    fenced = _FENCE.match(content)
    try:
        told = json.loads(fenced[1] if fenced else content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(told, dict) or set(told) != {"description"} or not isinstance(told["description"], str):
        raise Unreadable("another form")
    text = clean_text(told["description"], multiline=True).text
    if not text or len(text) > MOST_LETTERS:
        raise Unreadable("empty or too long")
    return text
