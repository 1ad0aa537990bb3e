"""The volunteer's page for cutting out: the way, the models, adding and fetching, with scripts off."""

from __future__ import annotations

import hashlib
import io
import time
from pathlib import Path

import onnx_stub
import pytest
from flask import Flask
from shop import Manners, open_shop

from merchant_helper.photos.cutout import download, known, shelf
from merchant_helper.photos.cutout.known import KnownModel
from merchant_helper.photos.cutout.shelf import ModelShelf
from merchant_helper.web import engines
from merchant_helper.web.db import Services
from web.page_reader import Client, Page

PAGE = "/settings/cutout"
MODEL = onnx_stub.red_finder()


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    """Publish a small model that works as u2netp, and have nothing on sticks."""
    model = KnownModel(
        "u2netp", hashlib.md5(MODEL).hexdigest(), "Apache-2.0", len(MODEL), "http://127.0.0.1:9/u2netp.onnx"
    )
    for module in (known, shelf, engines):
        monkeypatch.setattr(module, "KNOWN", (model,))
    monkeypatch.setattr(engines.usb, "drives", list)
    monkeypatch.setattr(engines, "usual_folders", list)
    monkeypatch.setattr(download, "PAUSES_S", (0.0,))
    return model


@pytest.fixture
def models(services: Services) -> ModelShelf:
    return ModelShelf(services.folder.models)


def add(models: ModelShelf, tmp_path: Path) -> None:
    (tmp_path / "u2netp.onnx").write_bytes(MODEL)
    models.add(tmp_path / "u2netp.onnx")


def ended(client: Client) -> Page:
    """Look again until nothing is being fetched."""
    for _ in range(300):
        page = client.read(PAGE)
        if "Đang tải" not in page.text:
            return page
        time.sleep(0.1)
    raise AssertionError(page.text)


def test_the_page_is_reached_from_the_first_and_says_what_to_do_without_a_model(client: Client) -> None:
    page = client.read("/").follow("Chọn cách tách nền")
    assert page.url == PAGE and page.h1 == "Tách nền ảnh bằng cách nào?"
    assert [i.get("value") for i in page.find("input", name="way")] == ["plain"]
    assert (
        "Thêm từ tệp hoặc tải về ở dưới" in page.text and "Chưa có mẫu thì cách Nhanh vẫn chạy" in page.text
    )
    assert "Apache-2.0" in page.text and "Tải 1 kB từ 127.0.0.1, cần Internet." in page.text


def test_with_a_model_there_and_no_network_it_is_ready_and_can_be_chosen(
    client: Client, models: ModelShelf, tmp_path: Path
) -> None:
    add(models, tmp_path)
    page = client.read(PAGE)
    assert "Sẵn sàng, đã kiểm tra, chạy không cần mạng" in page.text and "Tải u2netp về" not in page.text
    assert page.forms[0].values()["way"] == ["u2netp"]
    page = page.submit({"way": "plain"}, press="Dùng cách này")
    assert "Đã nhớ" in page.text and models.best() is None
    page = page.submit({"way": "u2netp"}, press="Dùng cách này")
    assert models.best() == "u2netp"
    assert "chạy tốt khi không có mạng: u2netp" in page.submit(press="Kiểm tra lại các mẫu").text


def test_a_chosen_model_that_is_spoilt_is_said_and_work_goes_on(
    client: Client, models: ModelShelf, tmp_path: Path
) -> None:
    add(models, tmp_path)
    models.choose("u2netp")
    (models.folder / "u2netp.onnx").write_bytes(b"spoilt")
    page = client.read(PAGE)
    assert "mẫu này chưa sẵn sàng" in page.text and "Tệp hỏng hoặc bị đổi" in page.text
    assert page.forms[0].values()["way"] == ["plain"]
    assert page.submit(press="Kiểm tra lại các mẫu").status == 200


@pytest.mark.parametrize("way", ["u2net", "rembg", "", "../x", "bria-rmbg"])
def test_a_way_that_is_not_ready_is_not_taken(way: str, client: Client, models: ModelShelf) -> None:
    page = client.read(PAGE).submit({"way": way}, press="Dùng cách này")
    assert "Cách này chưa sẵn sàng" in page.text and models.chosen() is None


def test_a_file_is_sent_or_named_and_tried_out(client: Client, models: ModelShelf, tmp_path: Path) -> None:
    page = client.read(PAGE).submit({"model": (io.BytesIO(MODEL), "C:\\x\\m.onnx")}, press="Thêm mẫu")
    assert "Đã thêm mẫu u2netp, đã kiểm tra" in page.text and models.best() == "u2netp"
    for name, words in (
        ("ảnh.onnx", "không phải là mẫu tách nền"),
        ("none.onnx", "Không thấy tệp none.onnx"),
    ):
        if name != "none.onnx":
            (tmp_path / name).write_bytes(b"\xff\xd8\xff\xe0 a photo")
        page = client.read(PAGE).submit({"path": f'"{tmp_path / name}"'}, press="Thêm mẫu")
        assert words in page.text
    assert "Chưa chọn tệp nào" in client.read(PAGE).submit(press="Thêm mẫu").text
    for odd in ("\0", "~nobody/x", "/" + "x" * 5000, "u2netp.onnx", str(tmp_path)):
        assert client.read(PAGE).submit({"path": odd}, press="Thêm mẫu").status == 200
    assert [state.name for state in models.list()] == ["u2netp"]


def test_a_file_on_a_stick_is_offered(
    client: Client, models: ModelShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Không thấy tệp mẫu nào" in client.read(PAGE).follow("Tìm trên USB và thư mục Tải về").text
    (tmp_path / "USB").mkdir()
    (tmp_path / "USB" / "u2netp.onnx").write_bytes(MODEL)
    monkeypatch.setattr(engines.usb, "drives", lambda: [tmp_path / "USB"])
    offered = client.read(f"{PAGE}?look=1")
    assert offered.submit(press="Thêm tệp này").status == 200 and models.best() == "u2netp"
    (tmp_path / "USB" / "u2netp.onnx").unlink()
    gone = client.send(f"{PAGE}/add", {"found": "0123456789abcdef"})
    assert "Không còn thấy tệp đó" in gone.text


def test_fetching_happens_only_when_pressed_and_shows_how_far_it_is(
    client: Client, app: Flask, models: ModelShelf
) -> None:
    manners = Manners(MODEL)
    with open_shop(manners) as address:
        app.config["MODEL_MIRROR"] = address
        page = client.read(PAGE)
        assert manners.asked == []
        page.submit(press="Tải u2netp về")
        page = ended(client)
    assert "Sẵn sàng" in page.text and models.best() == "u2netp"
    assert client.raw.get(f"{PAGE}?part=1").status_code == 286


def test_without_a_network_the_page_says_what_to_do(client: Client) -> None:
    client.read(PAGE).submit(press="Tải u2netp về")
    page = ended(client)
    assert "cần Internet" in page.text and "qua USB" in page.text and "Traceback" not in page.html


def test_a_slow_fetch_can_be_stopped_and_gone_on_with(
    client: Client, app: Flask, models: ModelShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = MODEL + bytes(400_000)
    model = KnownModel("u2netp", hashlib.md5(body).hexdigest(), "Apache-2.0", len(body))
    for module in (known, shelf, engines):
        monkeypatch.setattr(module, "KNOWN", (model,))
    manners = Manners(body, slow=0.3)
    with open_shop(manners) as address:
        app.config["MODEL_MIRROR"] = address
        page = client.read(PAGE).submit(press="Tải u2netp về")
        page = client.read(PAGE)
        assert "Đang tải u2netp:" in page.text
        assert client.raw.get(f"{PAGE}?part=1").status_code == 200
        time.sleep(1.0)
        page.submit(press="Dừng tải u2netp")
        page = ended(client)
        kept = download.arrived(models, model)
        assert 0 < kept < len(body) and "tải tiếp phần còn lại" in page.text
        manners.slow = 0.0
        page.submit(press="Tải tiếp u2netp")
        ended(client)
    assert manners.asked[-1] == f"bytes={kept}-" and models.best() == "u2netp"


def test_only_known_models_are_fetched(client: Client) -> None:
    client.read(PAGE)
    assert client.send(f"{PAGE}/fetch", {"name": "bria-rmbg"}).status == 404
