"""A shop's finished products go out; drafts and what is not complete stay, and are told."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import scenes

from cli.calls import Answer, call, process
from merchant_helper.db import DataFolder, open_database
from merchant_helper.listings import ledger
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop

READY: dict[str, Any] = {
    "kind": "drink", "price": 45_000, "unit": "chai", "unit_size": "500 ml", "special": "Cá cơm, muối",
    "stock": "always", "weight_g": 800, "places": ["facebook"], "checked": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return scenes.encode(scenes.draw(3).image)


@pytest.fixture
def shop(data: Path, jpeg: bytes) -> Path:
    """Give a folder with a shop of three products: finished, without a price, begun."""
    folder = DataFolder(data)
    database = open_database(folder)
    kept = FileStore(folder.files).keep(jpeg)
    with database.write() as session:
        shop = Shop(name="Nước mắm Bà Sáu", laptop_of="Lan", places=[])
        session.add_all([shop, Shop(name="Đồ tre Ông Tư", laptop_of="Lan", places=[])])
        session.flush()
        photo = Photo(
            shop_id=shop.id, sha256=kept.sha256, size=kept.size, width=1200, height=900, format="JPEG"
        )
        session.add(photo)
        session.flush()
        told = [READY, {**READY, "price": None}, {"kind": "drink"}]
        for number, facts in enumerate(told, start=1):
            listing = ledger.start(session, shop.id)
            own = {"name": f"Nước mắm {number}", "sku": f"NM-{number}", "photos": [photo.id]}
            ledger.write(listing, {**facts, **own}, by="local")
    database.close()
    return data


def export(shop: str, channel: str, out: Path, *more: object) -> Answer:
    return call("export", "--shop", shop, "--channel", channel, "--out", out, "--json", *more)


def test_the_report_is_the_summary_and_says_what_stayed(shop: Path, hard: Path) -> None:
    answer = export("Nước mắm Bà Sáu", "woocommerce", hard / "ra")
    report = answer.summary
    assert answer.status == 1, "a product was held"
    assert (report["rows_in"], report["rows_out"], report["rows_held"], report["drafts_left_out"]) == (
        2,
        1,
        1,
        1,
    )
    written = json.loads((hard / "ra" / "report.json").read_text("utf-8"))
    assert {key: report[key] for key in written} == written
    assert all((hard / "ra" / file["path"]).is_file() for file in report["files"] + report["images"])
    assert "NM-2" in answer.err.decode()


def test_the_file_holds_the_finished_product(shop: Path, hard: Path) -> None:
    export("nuoc mam ba sau", "woocommerce", hard / "ra", "--image-base-url", "https://tiem.vn/anh/")
    (path,) = (hard / "ra").glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["SKU"], row["Regular price"]) == ("NM-1", "45000")
    assert row["Images"].startswith("https://tiem.vn/anh/NM-1_1-")


def test_the_file_for_an_update_leaves_drafts_and_sales_as_they_are(shop: Path, hard: Path) -> None:
    answer = export("Nước mắm Bà Sáu", "woocommerce", hard / "ra", "--update")
    assert [file["path"] for file in answer.summary["files"]] == ["woocommerce-update.csv"]
    assert b"Published" not in (hard / "ra" / "woocommerce-update.csv").read_bytes()


def test_a_phone_kit_is_made_for_a_place_without_a_file(shop: Path, hard: Path) -> None:
    answer = export("NƯỚC MẮM BÀ SÁU", "zalo", hard / "ra", "--kit", "--lang", "en")
    assert (hard / "ra" / "kit" / "NM-1" / "index.html").is_file()
    assert answer.summary["channel"] == "zalo"


@pytest.mark.parametrize("place", ["buudien", "voso"])
def test_a_dossier_is_made_for_a_place_with_a_counter(shop: Path, hard: Path, place: str) -> None:
    answer = export("nuoc mam ba sau", place, hard / "ra", "--lang", "en")
    assert [file["path"] for file in answer.summary["files"]] == ["dossier/NM-1/index.html"]
    written = (hard / "ra" / "dossier" / "NM-1" / "index.html").read_text("utf-8")
    assert "Papers to bring" in written and not (hard / "ra" / "kit").exists()
    told = json.loads((hard / "ra" / "report.json").read_text("utf-8"))
    assert (told["channel"], told["rows_in"], told["rows_out"], told["rows_held"]) == (place, 2, 1, 1)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("Bà Bảy", "cli.no_such_shop", "“Nước mắm Bà Sáu”"), ("", "cli.no_such_shop", "“Đồ tre Ông Tư”")],
)
def test_a_shop_that_is_not_there_is_answered_with_those_that_are(
    shop: Path, hard: Path, name: str, code: str, said: str
) -> None:
    answer = export(name, "zalo", hard / "ra")
    assert (answer.status, answer.error["code"]) == (2, code)
    assert said in answer.error["fix"] and not (hard / "ra").exists()


def test_of_shops_that_sound_alike_the_exact_name_counts(shop: Path, hard: Path) -> None:
    database = open_database(DataFolder(shop))
    with database.write() as session:
        session.add(Shop(name="Nuoc mam ba sau", laptop_of="Lan", places=[]))
    database.close()
    assert export("NUOC MAM BA SAU", "zalo", hard / "ra").error["code"] == "cli.which_shop"
    assert export("Nuoc mam ba sau", "zalo", hard / "ra").summary["rows_in"] == 0


def test_what_a_place_does_not_take_is_refused(shop: Path, hard: Path) -> None:
    answer = export("Nước mắm Bà Sáu", "zalo", hard / "ra", "--image-base-url", "https://tiem.vn/")
    assert (answer.status, answer.error["code"]) == (2, "cli.not_exportable")
    assert export("Nước mắm Bà Sáu", "lazado", hard / "ra").status == 2


def test_another_form_of_a_file_and_one_that_is_not_there(shop: Path, hard: Path) -> None:
    answer = export("Nước mắm Bà Sáu", "shopify", hard / "ra", "--form", "old")
    assert answer.status == 1 and [file["path"] for file in answer.summary["files"]] == ["shopify-old.csv"]
    assert (
        export("Nước mắm Bà Sáu", "shopify", hard / "rb", "--form", "xml").error["code"]
        == "cli.not_exportable"
    )
    assert not (hard / "rb").exists()


def test_addresses_are_tried_before_the_file_is_made(
    shop: Path, hard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = export("Nước mắm Bà Sáu", "woocommerce", hard / "ra", "--verify-images")
    assert (answer.status, answer.error["code"]) == (2, "cli.verify_what")
    local = ("--image-base-url", "http://127.0.0.1:9/anh", "--verify-images")
    answer = export("Nước mắm Bà Sáu", "woocommerce", hard / "rb", *local)
    assert answer.status == 1 and answer.summary["files"] == []
    assert "channel.picture_private" in {problem["code"] for problem in answer.summary["problems"]}


def test_meta_gets_no_file_while_a_product_has_no_page(shop: Path, hard: Path) -> None:
    answer = export("Nước mắm Bà Sáu", "meta", hard / "ra")
    codes = {problem["code"] for problem in answer.summary["problems"]}
    assert answer.status == 1 and {"channel.no_link", "channel.no_picture_address"} <= codes


def test_without_data_nothing_is_made(data: Path, hard: Path) -> None:
    answer = export("x", "zalo", hard / "ra")
    assert (answer.status, answer.error["code"]) == (2, "cli.no_data")
    assert not data.exists() and not (hard / "ra").exists()


def test_it_reads_beside_a_running_program_but_not_an_older_folder(
    shop: Path, hard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with DataFolder(shop).lock("http://127.0.0.1:8123"):
        assert export("Đồ tre Ông Tư", "zalo", hard / "ra").status == 0
        monkeypatch.setattr("merchant_helper.cli.data.is_current", lambda _folder: False)
        assert export("Đồ tre Ông Tư", "zalo", hard / "ra").error["code"] == "data.busy"


def test_a_process_in_an_old_code_page(shop: Path, hard: Path) -> None:
    env = {"PYTHONIOENCODING": "cp1258", "MERCHANT_HELPER_DATA": str(shop)}
    answer = process(
        "export", "--shop", "nước mắm bà sáu", "--channel", "zalo", "--out", "ra", "--json", cwd=hard, **env
    )
    assert (answer.status, answer.summary["rows_out"]) == (1, 1)
