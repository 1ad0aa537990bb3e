"""What the owner agrees to, and how she takes it back."""

from __future__ import annotations

from datetime import date

import pytest

from merchant_helper.shops.consent import agree, withdraw, words
from merchant_helper.shops.model import Shop


def shop(**fields: object) -> Shop:
    told: dict[str, object] = {"name": "Mắm", "co": "cô", "nghin": "nghìn", "laptop_of": "Lan", "team": ""}
    return Shop(**(told | fields))


def test_four_lines_name_laptop_what_until_when_and_how_to_delete() -> None:
    lines = words(shop(team="xã Tân Hòa", agreed_until=date(2026, 12, 31)))
    assert len(lines) == 4
    for line, part in zip(lines, ("Lan (đội xã Tân Hòa)", "giữ ảnh", "31/12/2026", "Xóa hết"), strict=True):
        assert part in line


def test_without_a_day_things_stay_to_the_end_of_the_visit() -> None:
    assert "hết buổi làm" in words(shop(agreed_until=None))[2]


@pytest.mark.parametrize("co", ["", "bác"])
def test_the_lines_read_well_with_and_without_a_pronoun(co: str) -> None:
    lines = words(shop(co=co))
    assert not any("{" in line or "  " in line for line in lines)
    assert all(line[0].isupper() for line in lines)


def test_typed_braces_stay_as_typed() -> None:
    assert "{co} {team}" in words(shop(laptop_of="{co} {team}"))[0]


def test_agreeing_twice_is_one_record_with_the_words_that_were_seen() -> None:
    owner = shop()
    agree(owner)
    agree(owner)
    assert len(owner.consents) == 1 and owner.consents[0].words == "\n".join(words(owner))


def test_a_consent_taken_back_is_asked_for_again() -> None:
    owner = shop()
    agree(owner)
    withdraw(owner)
    assert not owner.has_agreed
    agree(owner)
    assert owner.has_agreed and len(owner.consents) == 2
