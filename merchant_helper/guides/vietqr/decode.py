"""Read a payment code: what it says, and everything about it that is not as it should be.

Reading is lenient, judging is strict. ``bank`` and ``account`` are given only when the text can be taken
apart in one way: a scanner that guesses pays somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from merchant_helper.guides.vietqr import emv, rules
from merchant_helper.guides.vietqr.account import ACCOUNT
from merchant_helper.guides.vietqr.banks import BANKS
from merchant_helper.guides.vietqr.encode import GUID, MAX_AMOUNT
from merchant_helper.issues import Issue, Severity
from merchant_helper.text import group_digits

ISSUE_CODES = (
    "vietqr.empty",
    "vietqr.too_long",
    "vietqr.not_a_code",
    "vietqr.broken",
    "vietqr.checksum",
    "vietqr.checksum_case",
    "vietqr.repeated",
    "vietqr.missing",
    "vietqr.value",
    "vietqr.letters",
    "vietqr.longer",
    "vietqr.other_scheme",
    "vietqr.bank_not_listed",
    "vietqr.amount_dot",
    "vietqr.amount_high",
    "vietqr.static_amount",
)
# What makes a text no code at all; any other issue is about what a whole code says.
UNSOUND = frozenset(
    (
        "vietqr.empty",
        "vietqr.too_long",
        "vietqr.not_a_code",
        "vietqr.broken",
        "vietqr.checksum",
        "vietqr.repeated",
    )
)
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]*)?")
Method = Literal["static", "dynamic"]


@dataclass(frozen=True)
class Decoded:
    """Hold what a code says.

    ``fields`` are its outermost objects, ``additional`` those of tag 62. ``bank`` is a BIN. The name that a
    code carries is not among the rest: anybody can write any name into one.
    """

    payload: str
    issues: tuple[Issue, ...] = ()
    fields: tuple[emv.Field, ...] = ()
    method: Method | None = None
    bank: str | None = None
    account: str | None = None
    service: str | None = None
    amount: int | None = None
    additional: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell a VietQR transfer code that breaks no rule."""
        return not any(issue.severity == "block" for issue in self.issues)

    @property
    def sound(self) -> bool:
        """Tell a whole payment code of any scheme: it can be taken apart and its sum is right."""
        return not any(issue.code in UNSOUND for issue in self.issues)

    @property
    def purpose(self) -> str:
        """Give the words that go with the money."""
        return self.additional.get("08", "")

    @property
    def bank_name(self) -> str:
        """Give the bank's name by our own list, empty when it is not there."""
        return BANKS[self.bank].name if self.bank and self.bank in BANKS else ""

    def value(self, tag: str) -> str:
        """Give the value of an outermost object, empty when there is none."""
        return next((field.value for field in self.fields if field.tag == tag), "")


def decode(payload: str) -> Decoded:
    """Read a payload; never raises and never takes long, whatever it is given."""
    if not payload:
        return _refused(payload, "vietqr.empty")
    if len(payload) > emv.MAX_PAYLOAD:
        return _refused(payload[: emv.MAX_PAYLOAD], "vietqr.too_long", limit=emv.MAX_PAYLOAD)
    if not re.match("00[0-9]{2}", payload):
        return _refused(payload, "vietqr.not_a_code")
    try:
        fields = emv.read(payload)
    except emv.Broken as broken:
        return _refused(payload, "vietqr.broken", at=broken.at + 1)
    return _Reading(payload, fields).decoded()


def _refused(payload: str, code: str, **params: int) -> Decoded:
    return Decoded(payload, (_issue(code, "block", **params),))


def _issue(code: str, severity: Severity, **params: str | int) -> Issue:
    return Issue(code, "payload", severity, params)


class _Reading:
    """Go through the objects once and collect what is said and what is wrong."""

    def __init__(self, payload: str, fields: list[emv.Field]) -> None:
        self.payload = payload
        self.fields = fields
        self.issues: list[Issue] = []
        self.values = self._once(fields, "")

    def decoded(self) -> Decoded:
        """Judge everything and give the whole."""
        self._check_frame()
        self._check_counts()
        bank, account, service = self._account_information()
        additional = self._template("62") if "62" in self.values else {}
        self._check_texts(additional)
        method = self._method()
        amount = self._amount(method)
        if any(issue.code in UNSOUND for issue in self.issues):
            bank = account = service = None
        return Decoded(
            self.payload, tuple(self.issues), tuple(self.fields), method, bank, account, service, amount,
            MappingProxyType(additional),
        )  # fmt: skip

    def _say(self, code: str, severity: Severity, **params: str | int) -> None:
        self.issues.append(_issue(code, severity, **params))

    def _once(self, fields: Iterable[emv.Field], inside: str) -> dict[str, str]:
        """Map tags to values; a tag that stands there twice can be read in two ways."""
        values: dict[str, str] = {}
        for part in fields:
            if part.tag in values:
                self._say("vietqr.repeated", "block", tag=inside + part.tag)
            values.setdefault(part.tag, part.value)
        return values

    def _template(self, tag: str, value: str | None = None) -> dict[str, str]:
        """Take apart the value of an object that is made of objects."""
        text = self.values[tag] if value is None else value
        try:
            return self._once(emv.read(text), f"{tag}-")
        except emv.Broken:
            self._say("vietqr.value", "block", tag=tag)
            return {}

    def _check_frame(self) -> None:
        """Hold the code to its first object, its last one and what every code must say."""
        if self.values["00"] != "01":
            self._say("vietqr.value", "block", tag="00")
        self._check_sum()
        for tag, wanted in rules.MUST_BE.items():
            if tag not in self.values:
                self._say("vietqr.missing", "block", tag=tag)
            elif self.values[tag] != wanted:
                self._say("vietqr.value", "block", tag=tag)
        for tag, shape in rules.SHAPES.items():
            if tag in self.values and not shape.fullmatch(self.values[tag]):
                self._say("vietqr.value", "block", tag=tag)

    def _check_sum(self) -> None:
        last = self.fields[-1]
        given, right = last.value, emv.checksum(self.payload[:-4])
        if last.tag != "63" or len(given) != 4 or given.upper() != right:
            self._say("vietqr.checksum", "block")
        elif given != right:
            self._say("vietqr.checksum_case", "hint")

    def _check_counts(self) -> None:
        """Refuse letters that hide another payee from us: who counts them otherwise would pay there."""
        if self.payload.isascii():
            return
        hidden = (part.tag for part in emv.by_other_counts(self.payload)
                  if rules.pays(part.tag) and self.values.get(part.tag) != part.value)  # fmt: skip
        words = (tag for tag, value in self.values.items() if not value.isascii() and rules.SCHEME in value)
        for tag in [*hidden, *words][:1]:
            self._say("vietqr.repeated", "block", tag=tag)

    def _account_information(self) -> tuple[str | None, str | None, str | None]:
        """Read bank, account and service from NAPAS's template; all None when the code has none of it."""
        if not self.values.get("38", "").startswith(f"0010{GUID}"):
            self._say("vietqr.other_scheme", "block")
            return None, None, None
        parts = self._template("38")
        service = parts.get("02")
        if service is None:
            self._say("vietqr.missing", "warn", tag="38-02")
        elif service not in rules.SERVICES:
            self._say("vietqr.value", "warn", tag="38-02")
        if parts.keys() - {"00", "01", "02"}:
            self._say("vietqr.value", "block", tag="38")
        if "01" not in parts:
            self._say("vietqr.missing", "block", tag="38-01")
            return None, None, service
        return *self._beneficiary(parts["01"]), service

    def _beneficiary(self, text: str) -> tuple[str | None, str | None]:
        """Read BIN and account; anything that is not exactly both is none of them."""
        parts = self._template("38-01", text)
        bank, account = parts.get("00", ""), parts.get("01", "")
        if not parts:
            return None, None
        if parts.keys() != {"00", "01"} or not rules.BIN.fullmatch(bank) or not ACCOUNT.fullmatch(account):
            self._say("vietqr.value", "block", tag="38-01")
            return None, None
        if bank not in BANKS:
            self._say("vietqr.bank_not_listed", "warn", bank=bank)
        return bank, account

    def _check_texts(self, additional: Mapping[str, str]) -> None:
        """Look at the letters and lengths of what is written for people."""
        for tag, value in self.values.items():
            if not value.isascii():
                self._say("vietqr.letters", "warn" if tag in rules.TEXTS else "block", tag=tag)
        limits = {**rules.LONGEST, **{f"62-{tag}": limit for tag, limit in rules.LONGEST_ADDITIONAL.items()}}
        said = {**self.values, **{f"62-{tag}": value for tag, value in additional.items()}}
        for tag, limit in limits.items():
            if len(said.get(tag, "")) > limit:
                self._say("vietqr.longer", "warn", tag=tag, limit=limit)

    def _method(self) -> Method | None:
        if "01" not in self.values:
            self._say("vietqr.missing", "warn", tag="01")
            return None
        method = rules.METHODS.get(self.values["01"])
        if method is None:
            self._say("vietqr.value", "block", tag="01")
        return method

    def _amount(self, method: Method | None) -> int | None:
        """Read the amount as the standard does: the dot of 1.000 is a decimal one, and it says one đồng."""
        text = self.values.get("54")
        if text is None:
            return None
        number = (
            Decimal(text) if _AMOUNT.fullmatch(text) and text.isascii() and len(text) <= 13 else Decimal()
        )
        if number <= 0 or number != number.to_integral_value():
            self._say("vietqr.value", "block", tag="54")
            return None
        amount = int(number)
        if "." in text:
            self._say("vietqr.amount_dot", "warn", amount=group_digits(amount))
        if amount > MAX_AMOUNT:
            self._say("vietqr.amount_high", "warn", amount=group_digits(amount))
        if method == "static":
            self._say("vietqr.static_amount", "hint", amount=group_digits(amount))
        return amount
