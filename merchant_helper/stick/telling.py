"""Speak to the person who makes a stick: in Vietnamese, and under it in English, as ``start.py`` does."""

from __future__ import annotations

import sys


class CannotMakeStick(Exception):
    """Say in one sentence, in Vietnamese and in English, why there is no stick."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


def say(vi: str, en: str = "") -> None:
    """Print a sentence and its English. ``start.py`` made the console safe for letters that it lacks."""
    sys.stdout.write(f"{vi}\n      {en}\n" if en else f"{vi}\n")
    sys.stdout.flush()
