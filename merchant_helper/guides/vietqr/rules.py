"""Hold what the standard says about single objects of a payment code, as data.

NAPAS, format of VietQR codes v1.0 (09/2021); EMVCo, merchant-presented codes.
"""

from __future__ import annotations

import re
from typing import Literal

BIN = re.compile("[0-9]{6}")
METHODS: dict[str, Literal["static", "dynamic"]] = {"11": "static", "12": "dynamic"}
# To an account, to a card, to a shop with a contract, and money from a machine.
SERVICES = frozenset(("QRIBFTTA", "QRIBFTTC", "QRPUSH", "QRCASH"))
# Currency (ISO 4217) and country.
MUST_BE = {"53": "704", "58": "VN"}
SHAPES = {
    "52": re.compile("[0-9]{4}"),
    "55": re.compile("0[1-3]"),
    "56": re.compile(r"[0-9.]{1,13}"),
    "57": re.compile(r"[0-9.]{1,5}"),
}
# Words for people; Vietnamese letters are foreseen in 64 alone but do stand in others.
TEXTS = frozenset(("59", "60", "61", "62", "64", *(str(tag) for tag in range(80, 100))))
LONGEST = {"59": 25, "60": 15, "61": 10}
LONGEST_ADDITIONAL = {**{f"{tag:02}": 25 for tag in range(1, 9)}, "09": 3}
# How the names of NAPAS's schemes begin; in words for people it has no business.
SCHEME = "A0000007"


def pays(tag: str) -> bool:
    """Tell an object that says where the money goes, whatever its scheme."""
    return "02" <= tag <= "51"
