"""The command line puts pictures into a store and takes them out again; saying so is the consent."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from network.small_store import small_store

from cli import test_export_verb
from cli.calls import call

shop, jpeg = test_export_verb.shop, test_export_verb.jpeg
PREFIX = "MERCHANT_HELPER_STORE_"


@pytest.fixture
def sheet(hard: Path, jpeg: bytes) -> Path:
    (hard / "ảnh").mkdir()
    (hard / "ảnh" / "a.jpg").write_bytes(jpeg)
    row = "sku,name,price,description,photos\nNM-1,Nước mắm,45000,Ngon,a.jpg\n"
    (hard / "bảng.csv").write_text(row, "utf-8")
    return hard / "bảng.csv"


def words(sheet: Path, *more: object) -> tuple[object, ...]:
    places = ("--out", sheet.parent / "ra", "--photos", sheet.parent / "ảnh")
    return ("export", sheet, "--channel", "shopify", *places, *more, "--json")


@pytest.mark.skipif(find_spec("obstore") is None, reason="obstore is not installed here (extra: store)")
def test_pictures_go_into_the_store_and_out_again(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_store() as store:
        monkeypatch.setenv(f"{PREFIX}URL", "s3://anh")
        monkeypatch.setenv(f"{PREFIX}PUBLIC_URL", "https://anh.vn")
        monkeypatch.setenv(f"{PREFIX}ENDPOINT", store.url)
        monkeypatch.setenv(f"{PREFIX}KEY_ID", "name")
        monkeypatch.setenv(f"{PREFIX}SECRET", "key")
        report = call(*words(sheet, "--publish")).summary
        assert report["rows_out"] == 1 and len(store.kept) == len(report["images"])
        for image in report["images"]:
            assert image["address"] == f"https://anh.vn/{image['sha256']}.jpg"
            assert f"/anh/{image['sha256']}.jpg" in store.kept
            assert image["address"] in (sheet.parent / "ra" / "shopify.csv").read_text("utf-8")
        done = call("unpublish", sheet.parent / "ra" / "report.json", "--json")
        assert (done.status, done.summary["removed"], store.kept) == (0, len(report["images"]), {})


def test_without_a_store_nothing_is_done(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCHANT_HELPER_PUBLIC_URL", "https://anh.vn")
    assert call(*words(sheet, "--publish")).error["code"] == "cli.no_store"
    both = call(*words(sheet, "--publish", "--image-base-url", "https://anh.vn/"))
    assert both.error["code"] == "cli.publish_or_url" and not (sheet.parent / "ra").exists()
    monkeypatch.setenv(f"{PREFIX}URL", "ftp://anh")
    assert call(*words(sheet, "--publish")).error["code"] == "cli.wrong_setting"
    assert call("unpublish", sheet, "--json").error["code"] == "cli.not_a_report"
