"""Reading says what a code says, and everything that is wrong with it; it never guesses and never hangs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_helper.guides.vietqr import decode, emv

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))["vectors"]
GOOD = [v["payload"] for v in VECTORS if v["expect"] == "valid"]
PLAIN = "00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN63046A15"


def said_of(payload: str) -> set[str]:
    return {issue.code.removeprefix("vietqr.") for issue in decode(payload).issues}


def sealed(**changes: str | None) -> str:
    """Write the plain code with some objects changed, added or left out, and its sum right."""
    values = {field.tag: field.value for field in emv.read(PLAIN)[:-1]}
    wanted = {**values, **{tag.lstrip("t"): value for tag, value in changes.items()}}
    return emv.sealed(emv.Field(tag, value) for tag, value in wanted.items() if value is not None)


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=500)
def test_any_changed_character_is_caught_or_read_as_it_stands(payload: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(payload) - 1))
    letter = data.draw(st.characters(codec="ascii") | st.characters())
    changed = payload[:at] + letter + payload[at + 1 :]
    said = decode(changed)
    if said.ok:
        assert emv.write(said.fields) == changed
        assert changed[:-4] == payload[:-4], "only the case of the checksum may differ"
    elif changed != payload:
        assert not said.sound or not said.ok


@pytest.mark.parametrize("payload", GOOD)
def test_every_digit_and_letter_in_every_place_is_caught(payload: str) -> None:
    for at, old in enumerate(payload[:-4]):
        for letter in "0123456789AZaz ":
            if letter != old:
                assert not decode(payload[:at] + letter + payload[at + 1 :]).sound


@pytest.mark.parametrize("payload", GOOD)
def test_a_character_too_many_or_too_few_is_caught(payload: str) -> None:
    for at in range(len(payload)):
        assert not decode(payload[:at] + payload[at + 1 :]).ok
        assert not decode(payload[:at] + "0" + payload[at:]).ok


def test_a_checksum_in_small_letters_is_read() -> None:
    said = decode(PLAIN[:-4] + "6a15")
    assert said.ok and said.account == "0123456789"
    assert [(issue.code, issue.severity) for issue in said.issues] == [("vietqr.checksum_case", "hint")]


@given(
    st.text(max_size=600)
    | st.text("0123456789", max_size=600)
    | st.text("0123456789", max_size=90).map("0002".__add__)
)
def test_nothing_at_all_makes_it_fail(text: str) -> None:
    said = decode(text)
    assert isinstance(said.ok, bool) and said.payload == text[:512]
    assert all(issue.message() and issue.fix() for issue in said.issues)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("0" * 8_000_000, "too_long"), ("00", "not_a_code"), ("https://x.vn", "not_a_code"),
     ("0002", "broken"), ("000201 6304", "broken"), ("00020101000063041234", "broken"),
     ("0002013899", "broken"),
     ("٠٠٠٢٠١", "not_a_code"), (PLAIN + "\n", "broken"), ("\ufeff" + PLAIN, "not_a_code")],
)  # fmt: skip
def test_hostile_texts_are_refused(text: str, code: str) -> None:
    assert said_of(text) == {code}
    assert not decode(text).sound and decode(text).account is None


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"t53": "840"}, {"value"}),
        ({"t53": None}, {"missing"}),
        ({"t58": "LA"}, {"value"}),
        ({"t00": "02"}, {"value"}),
        ({"t01": "13"}, {"value"}),
        ({"t01": None}, {"missing"}),
        ({"t54": "0"}, {"value"}),
        ({"t54": "1,000"}, {"value"}),
        ({"t54": "12.5"}, {"value"}),
        ({"t54": "99999999999999"}, {"value"}),
        ({"t54": "1.000", "t01": "12"}, {"amount_dot"}),
        ({"t54": "500000000", "t01": "12"}, {"amount_high"}),
        ({"t52": "541"}, {"value"}),
        ({"t59": "Đỗ Sáu"}, {"letters"}),
        ({"t59": "a" * 26}, {"longer"}),
        ({"t62": "0899abc"}, {"value"}),
        ({"t62": "0826" + "a" * 26}, {"longer"}),
        ({"t62": "0801a0801b"}, {"repeated"}),
        ({"t38": None}, {"other_scheme"}),
        ({"t38": "0010A0000007270208QRIBFTTA"}, {"missing"}),
        ({"t38": "0010A0000007270124000697043601100123456789"}, {"missing"}),
        ({"t38": "0010A00000072701240006970436011001234567890204QR99"}, {"value"}),
        ({"t38": "0010A00000072701240006970436011001234567890301x"}, {"value", "missing"}),
        ({"t38": "0010A00000072701240006999999011001234567890208QRIBFTTA"}, {"bank_not_listed"}),
        ({"t38": "0010A0000007270123000597043011001234567890208QRIBFTTA"}, {"value"}),
        ({"t38": "0010A000000727012400069704360110012345678 0208QRIBFTTA"}, {"value"}),
    ],
)
def test_each_rule_is_held(changes: dict[str, str | None], wanted: set[str]) -> None:
    assert said_of(sealed(**changes)) == wanted


def test_the_dot_of_a_thousand_is_read_as_the_standard_reads_it() -> None:
    assert decode(sealed(t54="1.000", t01="12")).amount == 1


def test_a_tag_that_stands_twice_gives_no_account() -> None:
    fields = emv.read(PLAIN)[:-1]
    other = emv.Field("38", fields[2].value.replace("0123456789", "9876543210"))
    said = decode(emv.sealed([*fields, other]))
    assert not said.sound and (said.bank, said.account) == (None, None)


def test_the_checksum_of_the_standard() -> None:
    assert emv.checksum("123456789") == "29B1"
