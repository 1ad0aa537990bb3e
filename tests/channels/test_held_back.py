"""What was found before, what is to be mended, and files that would take down what is sold."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from merchant_helper import channels
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product

from .samples import BASKET, BLUE, FISH_SAUCE, RED, codes, photo, read

UNREAD = replace(
    BASKET, price=None, found=(Issue("price.unreadable", "price", "block", {"seen": "liên hệ"}),)
)
FEED = channels.load("woocommerce").model_copy(update={"replaces_all": True})


def run(out: Path, *products: Product, **options: Any) -> channels.Report:
    return channels.export(products, channels.load("woocommerce"), out, **options)


def reasons(report: channels.Report, sku: str) -> list[str]:
    return [p.issue.code for p in report.problems if p.sku == sku and p.issue.severity == "block"]


def test_a_row_that_could_not_be_read_is_held_with_that_reason_alone(tmp_path: Path) -> None:
    report = run(tmp_path, FISH_SAUCE, UNREAD)
    assert [p.row for p in report.held] == [3] and reasons(report, "GIO-1") == ["price.unreadable"]


def test_a_code_that_could_not_be_read_is_not_also_taken(tmp_path: Path) -> None:
    unread = replace(BASKET, sku="NM-01", found=(Issue("sku.form", "sku", "block", {"seen": "NM 01"}),))
    report = run(tmp_path, FISH_SAUCE, unread)
    assert report.rows_held == 1 and reasons(report, "NM-01") == ["sku.form"]


def test_an_unreadable_variant_holds_its_group(tmp_path: Path) -> None:
    report = run(tmp_path, RED, replace(BLUE, found=UNREAD.found, price=None))
    assert reasons(report, "AO-XANH-M") == ["price.unreadable"]
    assert reasons(report, "AO-DO-S") == ["channel.sibling_held"]


def test_a_file_to_mend_goes_out_with_the_others(tmp_path: Path) -> None:
    def mend(folder: Path, report: channels.Report) -> None:
        assert (folder / "woocommerce.csv").is_file() and not (folder / "report.json").exists()
        (folder / "fix-these.xlsx").write_text(" ".join(str(product.row) for product in report.held))

    run(tmp_path, FISH_SAUCE, UNREAD, fixes=mend)
    assert (tmp_path / "fix-these.xlsx").read_text() == "3"
    later = run(tmp_path, FISH_SAUCE)
    assert not (tmp_path / "fix-these.xlsx").exists()
    assert [path for path in later.set_aside if path.startswith("earlier/fix-these-")]


def test_a_file_without_a_product_is_not_written(tmp_path: Path) -> None:
    run(tmp_path, FISH_SAUCE)
    report = run(tmp_path, UNREAD)
    assert report.files == [] and not (tmp_path / "woocommerce.csv").exists()
    assert [path for path in report.set_aside if path.startswith("earlier/woocommerce-")]


def test_a_feed_that_would_take_down_held_rows_is_not_written(tmp_path: Path) -> None:
    good = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    report = channels.export([good, UNREAD], FEED, tmp_path / "out")
    said = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert (said["rows_in"], said["rows_out"], said["rows_held"], said["files"]) == (2, 1, 1, [])
    why = said["problems"][0]
    assert (why["code"], why["severity"], why["row"], why["sku"]) == ("channel.feed_held", "block", None, "")
    assert not (tmp_path / "out" / "woocommerce.csv").exists()
    assert (tmp_path / "out" / report.images[0].path).is_file()


@pytest.mark.parametrize(
    ("products", "options"),
    [
        ((FISH_SAUCE, UNREAD), {"allow_removals": True}),
        ((FISH_SAUCE, UNREAD), {"allow_removals": [UNREAD.sku, "OTHER"]}),
        ((FISH_SAUCE,), {}),
    ],
)
def test_a_feed_is_written_when_nothing_is_held_or_removals_are_meant(
    tmp_path: Path, products: tuple[Product, ...], options: Any
) -> None:
    report = channels.export(products, FEED, tmp_path, **options)
    assert [row["SKU"] for row in read((tmp_path / "woocommerce.csv").read_bytes())] == ["NM-01"]
    assert "channel.feed_held" not in codes(report.problems)
