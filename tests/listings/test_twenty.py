"""Twenty products, told as owners tell: what every title and description of them keeps to."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from merchant_helper.listings.describe import plain, sentences
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.titles import title_for, variants

ROWS = tomllib.loads((Path(__file__).parent / "texts" / "twenty.toml").read_text("utf-8"))["products"]
TWENTY = [Facts(**{**row, "traits": tuple(row.get("traits", ()))}) for row in ROWS]
ODD = re.compile(r"  |\.\.|,,|;;| [,.;:](?!\d)|[,;:]$|\{|\}", re.MULTILINE)


def test_they_are_of_all_kinds_but_the_last() -> None:
    assert len(TWENTY) == 20
    assert {facts.kind for facts in TWENTY} == kinds().keys() - {"other"}


@pytest.mark.parametrize("facts", TWENTY, ids=lambda facts: str(facts.name))
def test_title_and_description_read_well(facts: Facts) -> None:
    for each in variants(facts, 100):
        assert len(each.text) <= 100 and not ODD.search(each.text)
        assert each.text[:1].isupper() and not each.text.isupper()
    made = sentences(facts)
    text = plain(made)
    assert text and not ODD.search(text)
    labels = [each.text.partition(":")[0] for each in made if each.place == "list"]
    assert len(set(labels)) == len(labels)
    assert all(each.text.endswith((".", "!", "?")) for each in made if each.place != "list")
    assert title_for(facts) == variants(facts)[0].text
