"""Draw the picture and the number that both screens show when a phone joins: "con gà 482".

Two people see at once whether it is the same; the drawings are ``static/img/pairs/KEY.svg``.
"""

from __future__ import annotations

import secrets

from merchant_helper.i18n import gettext, mark

PAIRS = {
    "ga": mark("con gà"),
    "vit": mark("con vịt"),
    "ca": mark("con cá"),
    "meo": mark("con mèo"),
    "cho": mark("con chó"),
    "trau": mark("con trâu"),
    "voi": mark("con voi"),
    "rua": mark("con rùa"),
    "cua": mark("con cua"),
    "buom": mark("con bướm"),
    "chim": mark("con chim"),
    "oc": mark("con ốc"),
}
LOWEST, NUMBERS = 100, 900


def draw_pair() -> tuple[str, int]:
    """Draw the key of a picture and a number from 100 to 999, so that nobody can foresee them."""
    return secrets.choice(tuple(PAIRS)), LOWEST + secrets.randbelow(NUMBERS)


def pair_words(key: str, number: int) -> str:
    """Say what the picture shows and the number: "con gà 482". Raises KeyError for an unknown picture."""
    return f"{gettext(PAIRS[key])} {number}"
