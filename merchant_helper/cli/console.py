"""Let no console, of whatever code page, end the program by a letter it lacks."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from functools import partial
from io import TextIOWrapper

from merchant_helper.text.letters import TONES, fold

# What old code pages miss and what comes closest.
NEAREST = {"–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "₫": "đ", "×": "x"}


def prepare() -> None:
    """Teach both streams to write the nearest letters where they cannot write the right ones."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_handler_for(stream.encoding))


def _handler_for(encoding: str) -> str:
    """Register an error handler that knows its code page (``exc.encoding`` only says *charmap*)."""
    name = f"nearest-letters-{encoding.lower()}"
    codecs.register_error(name, partial(_replace, encoding))
    return name


def _replace(encoding: str, error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(nearest(letter, encoding) for letter in missing), error.end


def nearest(letter: str, encoding: str) -> str:
    """Write one letter with what a code page has.

    Windows-1258 keeps ``ế`` as ``ê`` and a tone mark of its own; others get the bare letter, else ``?``.
    """
    near = NEAREST.get(letter, "")
    proposals = (letter, _tone_apart(letter), near, fold(letter), fold(near))
    return next((text for text in proposals if text and _writes(text, encoding)), "?")


def _tone_apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts[1:] if mark in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones


def _writes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def abandon_output() -> None:
    """Send what is still to be flushed at exit nowhere, after the reader of our output went away."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
