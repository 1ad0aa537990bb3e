"""An export sends every product out or holds it with a reason, and loses nothing of an earlier one."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from merchant_helper import channels
from merchant_helper.channels import ExportRefused
from merchant_helper.channels import workplace as workplaces
from merchant_helper.errors import DiskFull
from merchant_helper.listings.product import Picture, Product

from .samples import ALL, BASKET, BLUE, FISH_SAUCE, RED, codes, cut_out, photo, read

WOO = "woocommerce"
KEYS = (
    "version channel spec_checked_on rows_in rows_out rows_held products_out problems files images "
    "photos_not_edited"
)


def run(out: Path, *products: Product, channel: str = WOO, **options: Any) -> channels.Report:
    return channels.export(products, channels.load(channel), out, **options)


def table(out: Path) -> list[dict[str, str]]:
    return read((out / "woocommerce.csv").read_bytes())


def reasons(report: channels.Report, sku: str) -> set[str]:
    return codes(p for p in report.problems if p.sku == sku and p.issue.severity == "block")


def test_the_report_is_as_promised(tmp_path: Path) -> None:
    photographed = replace(FISH_SAUCE, pictures=(cut_out(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    held = Product(sku="X", name="", row=9)
    run(tmp_path / "out", photographed, held)
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert list(report) == KEYS.split()
    assert (report["version"], report["channel"], report["spec_checked_on"]) == (1, WOO, "2026-11-22")
    assert (report["rows_in"], report["rows_out"], report["rows_held"], report["products_out"]) == (
        2,
        1,
        1,
        1,
    )
    assert {tuple(problem) for problem in report["problems"]} == {
        ("code", "field", "severity", "message", "fix", "row", "sku")
    }
    assert {(p["row"], p["sku"]) for p in report["problems"] if p["severity"] == "block"} == {(9, "X")}
    (file,) = report["files"]
    data = (tmp_path / "out" / file["path"]).read_bytes()
    assert file == {"path": "woocommerce.csv", "rows": 1, "sha256": hashlib.sha256(data).hexdigest()}


def test_pictures_are_named_by_content_and_match_the_file(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(cut_out(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg")))
    report = run(tmp_path / "out", product)
    cell = table(tmp_path / "out")[0]["Images"]
    assert cell.split(", ") == [Path(image.path).name for image in report.images]
    for number, image in enumerate(report.images, start=1):
        data = (tmp_path / "out" / image.path).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert image.path == f"images/NM-01_{number}-{digest[:8]}.jpg" and image.sha256 == digest
        with Image.open(tmp_path / "out" / image.path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (image.width, image.height))
            assert max(picture.size) <= 2560
    assert report.images[0].edits
    assert report.to_json()["photos_not_edited"] == [{"sku": "NM-01", "path": report.images[1].path}]


def test_pictures_by_address(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    report = run(tmp_path / "out", product, image_base_url="https://tiem.vn/%E1%BA%A3nh,1/")
    name = Path(report.images[0].path).name
    assert table(tmp_path / "out")[0]["Images"] == f"https://tiem.vn/%E1%BA%A3nh%2C1/{name}"


def test_without_pictures(tmp_path: Path) -> None:
    report = run(tmp_path, replace(FISH_SAUCE, pictures=(Picture(tmp_path / "gone.jpg"),)), pictures=False)
    assert (report.images, table(tmp_path)[0]["Images"]) == ([], "")


@pytest.mark.parametrize(
    "bad", ["tiem.vn/anh", "ftp://x/", "https://", "https://x/a b", "https://x/?q=1", "https://ảnh.vn/"]
)
def test_an_address_that_nobody_can_fetch_stops_before_anything(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ExportRefused, match="Địa chỉ ảnh"):
        run(tmp_path / "out", FISH_SAUCE, image_base_url=bad)
    assert not (tmp_path / "out").exists()


def test_a_kit_has_no_addresses(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        run(tmp_path / "out", FISH_SAUCE, channel="zalo", image_base_url="https://tiem.vn/")


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"sku": "nm-01", "gtin": None}, "channel.sku_repeated"),
        ({"sku": "NM-02", "gtin": "893-4563138165"}, "channel.gtin_repeated"),
        ({"sku": "NM-02", "gtin": "08934563138165"}, "channel.gtin_repeated"),
    ],
)
def test_a_code_that_was_used_holds_the_later_product(tmp_path: Path, second: Any, code: str) -> None:
    report = run(tmp_path, FISH_SAUCE, replace(FISH_SAUCE, **second), BASKET)
    assert [product.sku for product in report.held] == [second["sku"]]
    assert reasons(report, second["sku"]) == {code}
    assert [row["SKU"] for row in table(tmp_path)] == ["NM-01", "GIO-1"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"option1_value": None}, "channel.option_missing"),
        ({"option2_name": None}, "channel.option_missing"),
        ({"option1_value": "ĐỎ, đậm", "option2_value": "s"}, "channel.option_repeated"),
        ({"option1_name": "Loại"}, "channel.option_names_differ"),
        ({"price": None}, "channel.no_price"),
        ({"sku": "AO"}, "channel.group_is_sku"),
        ({"sku": "GIO-1"}, "channel.sku_repeated"),
    ],
)
def test_one_held_variant_holds_its_group(tmp_path: Path, changes: Any, code: str) -> None:
    bad = replace(BLUE, **changes)
    report = run(tmp_path, BASKET, RED, bad)
    assert code in reasons(report, bad.sku) and reasons(report, "AO-DO-S") == {"channel.sibling_held"}
    assert (report.rows_in, report.rows_out, report.rows_held, report.products_out) == (3, 1, 2, 1)
    assert [row["SKU"] for row in table(tmp_path)] == ["GIO-1"]


def test_a_product_called_like_a_group_is_held(tmp_path: Path) -> None:
    report = run(tmp_path, RED, BLUE, replace(BASKET, sku="ao"))
    assert reasons(report, "ao") == {"channel.sku_repeated"} and report.products_out == 1


def test_a_group_counts_once_and_writes_a_row_more(tmp_path: Path) -> None:
    report = run(tmp_path, *ALL)
    assert (report.rows_out, report.products_out, report.files[0].rows) == (4, 3, 5)


def test_broken_photos_become_problems(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "empty.jpg").touch()
    good = photo(tmp_path / "good.jpg")
    pictures = (
        Picture(tmp_path / "text.jpg"),
        Picture(tmp_path / "gone.jpg"),
        Picture(tmp_path / "empty.jpg"),
        good,
    )
    report = run(tmp_path / "out", replace(FISH_SAUCE, pictures=pictures))
    assert (report.rows_out, len(report.images)) == (1, 1)
    assert {"channel.picture_missing", "channel.picture_left_out"} <= codes(report.problems)
    assert {problem.issue.severity for problem in report.problems if problem.sku} == {"warn"}
    assert report.problems[-1].issue.params == {"count": 1}, "only what went out is to be looked at"


def test_a_kit_whose_only_photo_is_broken_is_held(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("not a picture")
    report = run(
        tmp_path / "out", replace(FISH_SAUCE, pictures=(Picture(tmp_path / "text.jpg"),)), channel="zalo"
    )
    assert (report.rows_in, report.rows_out, report.rows_held) == (1, 0, 1)
    assert "channel.picture_left_out" in reasons(report, "NM-01")
    assert not (tmp_path / "out" / "kit").exists()


def test_too_small_a_picture_is_left_out(tmp_path: Path) -> None:
    report = run(tmp_path / "out", replace(FISH_SAUCE, pictures=(photo(tmp_path / "s.jpg", (120, 90)),)))
    assert report.images == [] and {"photo.too_small_for_channel", "channel.picture_left_out"} <= codes(
        report.problems
    )


@pytest.mark.parametrize("damage", ["gone", "text", "other shape"])
def test_a_broken_cut_out_falls_back_to_the_photo_and_says_so(tmp_path: Path, damage: str) -> None:
    picture = cut_out(tmp_path / "a.jpg")
    mask = tmp_path / "a.mask.png"
    if damage == "gone":
        mask.unlink()
    elif damage == "text":
        mask.write_text("no mask")
    else:
        Image.new("L", (10, 300)).save(mask)
    report = run(tmp_path / "out", replace(FISH_SAUCE, pictures=(picture,)))
    assert "channel.mask_unreadable" in codes(report.problems) and len(report.images) == 1


def test_the_same_export_twice_is_the_same(tmp_path: Path) -> None:
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    first = run(tmp_path / "out", product, kit=True)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    second = run(tmp_path / "out", product, kit=True)
    assert (first.set_aside, second.set_aside) == ([], [])
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_another_export_is_set_aside_not_overwritten(tmp_path: Path) -> None:
    run(tmp_path, FISH_SAUCE)
    old = (tmp_path / "woocommerce.csv").read_bytes()
    report = run(tmp_path, BASKET)
    assert [row["SKU"] for row in table(tmp_path)] == ["GIO-1"]
    kept = [path for path in report.set_aside if path.startswith("earlier/woocommerce-")]
    assert [(tmp_path / path).read_bytes() for path in kept] == [old]


def test_a_kit_with_fewer_pictures_keeps_none_of_the_old(tmp_path: Path) -> None:
    one, two = photo(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg", colour="#004000")
    run(tmp_path / "out", replace(FISH_SAUCE, pictures=(one, two)), channel="facebook")
    report = run(tmp_path / "out", replace(FISH_SAUCE, pictures=(one,)), channel="facebook")
    names = sorted(path.name for path in (tmp_path / "out" / "kit" / "NM-01").iterdir())
    assert names == ["1.jpg", "index.html", "text.txt"]
    assert any(path.startswith("earlier/kit/NM-01/2-") for path in report.set_aside)


def test_a_failure_leaves_nothing_half_done(tmp_path: Path) -> None:
    def broken() -> Any:
        yield FISH_SAUCE
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        channels.export(broken(), channels.load(WOO), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_swept_after_a_day(tmp_path: Path) -> None:
    for name, age in ((".export-old", 90_000), (".export-new", 60)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    run(tmp_path, FISH_SAUCE)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".export-new", "report.json", "woocommerce.csv"]


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_options: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workplaces.tempfile, "mkdtemp", full)
    with pytest.raises(DiskFull, match="Ổ đĩa đã đầy"):
        run(tmp_path, FISH_SAUCE)


def test_nothing_to_export(tmp_path: Path) -> None:
    report = run(tmp_path)
    assert (report.rows_in, report.rows_out, report.rows_held, report.files) == (0, 0, 0, [])
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
