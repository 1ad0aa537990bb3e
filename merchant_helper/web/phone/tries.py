"""Slow down whoever guesses codes, and write down that somebody does."""

from __future__ import annotations

import logging
from typing import cast

from flask import current_app

from merchant_helper.web.phone.codes import Guesses, JoinCodes

log = logging.getLogger(__name__)


def codes() -> JoinCodes:
    """Give the join codes of the running application."""
    return cast("JoinCodes", current_app.extensions["join_codes"])


def guesses() -> Guesses:
    """Give the count of wrong tries."""
    return cast("Guesses", current_app.extensions["join_guesses"])


def may_try(caller: str) -> bool:
    """Tell whether this caller may try a code now."""
    return guesses().may_try(caller)


def wrong_try(caller: str, told: str) -> None:
    """Count a wrong code; too many of them end every code that is still fresh.

    Whoever may try no more fills the log no more either. What was typed is written down nowhere.
    """
    if may_try(caller):
        log.warning("wrong code from %s", caller)
    if guesses().wrong(caller, told):
        log.warning("too many wrong codes: all join codes have ended")
        codes().end_all()
