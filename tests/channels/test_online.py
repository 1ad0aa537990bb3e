"""A product whose picture cannot be fetched by its address is held, when that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from merchant_helper import channels
from merchant_helper.network.look import Looker, Reason, Seen

from .generated import BASE
from .samples import BASKET, BLUE, FISH_SAUCE, RED, codes, photo


class Told:
    """Answer for each address what the test wants; ``asked`` are those that were asked."""

    def __init__(self, reason: Reason, only: str = "") -> None:
        self.reason, self.only = reason, only
        self.asked: list[str] = []

    def look(self, addresses: Iterable[str]) -> Mapping[str, Seen]:
        wanted = list(addresses)
        self.asked += wanted
        return {a: Seen(self.reason if self.only in a else "", 404) for a in wanted}


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("no_answer", "channel.picture_no_answer"),
        ("refused", "channel.picture_not_there"),
        ("no_picture", "channel.picture_is_none"),
        ("private", "channel.picture_private"),
        ("odd", "channel.picture_private"),
        ("too_large", "channel.picture_heavy"),
    ],
)
def test_each_answer_is_told(tmp_path: Path, reason: Reason, code: str) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    looker = Told(reason, "NM-01_1")
    options = {"image_base_url": BASE, "looker": cast(Looker, looker)}
    report = channels.export([product, BASKET], channels.load("woocommerce"), tmp_path / "out", **options)  # type: ignore[arg-type]
    assert [held.sku for held in report.held] == ["NM-01"] and report.rows_out == 1
    (problem,) = [p for p in report.problems if p.issue.severity == "block"]
    assert problem.issue.code == code and looker.asked[0] in problem.issue.message()
    assert problem.issue.fix() and not list((tmp_path / "out").glob("images/NM-01*"))


def test_one_such_variant_holds_its_group(tmp_path: Path) -> None:
    colours = ((RED, "#803010"), (BLUE, "#103080"))
    pictured = [replace(p, pictures=(photo(tmp_path / f"{p.sku}.jpg", colour=c),)) for p, c in colours]
    looker = cast(Looker, Told("refused", "AO-XANH"))
    report = channels.export(
        pictured, channels.load("shopify"), tmp_path / "out", image_base_url=BASE, looker=looker
    )
    assert report.rows_held == 2 and {"channel.picture_not_there", "channel.sibling_held"} <= codes(
        report.problems
    )


def test_nothing_is_asked_without_an_address(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    looker = Told("refused")
    report = channels.export(
        [product], channels.load("woocommerce"), tmp_path / "out", looker=cast(Looker, looker)
    )
    assert (looker.asked, report.rows_out) == ([], 1)
