"""Choosing how photos are cut out, in a real browser: without a model, while it is fetched, with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import onnx_stub
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from shop import Manners, open_shop
from web.house import running

from e2e.checks import OPEN_FOLDS, checked
from merchant_helper.photos.cutout import known, shelf
from merchant_helper.photos.cutout.known import KnownModel
from merchant_helper.web import engines

pytestmark = pytest.mark.browser
MODEL = onnx_stub.red_finder()
BODY = MODEL + bytes(400_000)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Publish a model of our own, so long that its fetching can be watched."""
    model = KnownModel(
        "u2netp", hashlib.md5(BODY).hexdigest(), "Apache-2.0", len(BODY), "http://127.0.0.1:9/m"
    )
    for module in (known, shelf, engines):
        monkeypatch.setattr(module, "KNOWN", (model,))
    monkeypatch.setattr(engines, "try_out", lambda *_names: None)
    monkeypatch.setattr("merchant_helper.web.model_fetch.try_out", lambda *_names: None)
    with running(tmp_path / "data") as app:
        yield app


def test_from_nothing_to_a_model_that_is_chosen(page: Page, app: Flask) -> None:
    page.goto("/")
    page.evaluate(OPEN_FOLDS)
    page.get_by_role("link", name="Chọn cách tách nền").click()
    page.get_by_role("heading", name="Tách nền ảnh bằng cách nào?").wait_for()
    checked(page)
    with open_shop(Manners(BODY, slow=0.4)) as address:
        app.config["MODEL_MIRROR"] = address
        page.get_by_role("button", name="Tải u2netp về").click()
        page.get_by_text("Đang tải u2netp:").first.wait_for()
        checked(page)
        # Nobody presses anything: the page finds out by itself.
        page.get_by_text("Sẵn sàng, đã kiểm tra, chạy không cần mạng").wait_for()
    checked(page)
    page.locator("label", has_text="Kỹ hơn").click()
    page.get_by_role("button", name="Dùng cách này").click()
    expect(page.locator("main")).to_contain_text("Đã nhớ cách tách nền")
    expect(page.get_by_label("Kỹ hơn")).to_be_checked()
    page.goto("/settings/cutout?look=1")
    checked(page)
