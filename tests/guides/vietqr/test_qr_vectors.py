"""Every published and every own vector is read as it says and, where we may make it, made the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from merchant_helper.guides.vietqr import BANKS, decode, emv, encode

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))["vectors"]
every = pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
valid = pytest.mark.parametrize(
    "vector", [v for v in VECTORS if v["expect"] == "valid"], ids=lambda v: v["id"]
)
# Objects that our encoder has no argument for.
NOT_OURS = {"52", "60", "62-01", "62-05", "62-07"}


def test_there_are_all_of_them() -> None:
    kinds = [v["expect"] for v in VECTORS]
    assert [kinds.count(k) for k in ("valid", "invalid", "not-vietqr", "warn")] == [23, 5, 1, 1]


@every
def test_the_verdict_is_the_one_given(vector: dict[str, Any]) -> None:
    said = decode(vector["payload"])
    assert said.ok == (vector["expect"] in ("valid", "warn"))
    warned = [issue.code for issue in said.issues if issue.severity == "warn"]
    assert (vector["expect"] == "valid" and warned == []) or said.issues


@valid
def test_what_it_says_is_what_was_written(vector: dict[str, Any]) -> None:
    said, given = decode(vector["payload"]), vector["decoded"]
    assert (said.bank, said.account, said.service) == (given["bin"], given["account"], given["service"])
    assert (said.method, said.amount) == (given["method_meaning"], int(given.get("amount", 0)) or None)
    assert dict(said.additional) == given.get("additional_62", {})
    assert said.bank_name == BANKS[given["bin"]].name


@every
def test_the_checksum_is_computed_as_given(vector: dict[str, Any]) -> None:
    assert emv.checksum(vector["payload"][:-4]) == vector["crc_computed"]
    codes = {issue.code for issue in decode(vector["payload"]).issues}
    assert vector["crc_ok"] or codes & {"vietqr.checksum", "vietqr.broken"}


@valid
def test_what_we_may_make_comes_out_the_same(vector: dict[str, Any]) -> None:
    said = decode(vector["payload"])
    tags = {f.tag for f in said.fields} | {f"62-{tag}" for tag in said.additional}
    ours = not tags & NOT_OURS and (said.method == "dynamic") == (said.amount is not None)
    if ours:
        card = said.service == "QRIBFTTC"
        made = encode(said.bank or "", said.account or "", said.amount, said.purpose, card=card)
        assert made == vector["payload"]
    else:
        assert emv.sealed(said.fields[:-1]) == vector["payload"]


@every
def test_no_account_is_read_from_a_code_that_is_broken(vector: dict[str, Any]) -> None:
    said = decode(vector["payload"])
    if vector["expect"] == "invalid":
        assert (said.bank, said.account) == (None, None)
