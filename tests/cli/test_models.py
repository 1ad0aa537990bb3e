"""The models of this computer on the command line; nothing is fetched unless it is asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import onnx_stub
import pytest
from shop import Manners, open_shop

from cli.calls import call
from merchant_helper.photos.cutout import known, shelf, usb
from merchant_helper.photos.cutout.known import KnownModel

ITEM = {"name", "licence", "size", "state"}
MODEL = onnx_stub.red_finder()


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    """Publish a small model that works, at an address where nobody answers."""
    monkeypatch.delenv("MERCHANT_HELPER_MODEL_MIRROR", raising=False)
    model = KnownModel(
        "u2netp", hashlib.md5(MODEL).hexdigest(), "Apache-2.0", len(MODEL), "http://127.0.0.1:9/u2netp.onnx"
    )
    for module in (known, shelf, usb):
        monkeypatch.setattr(module, "KNOWN", (model,))
    return model


@pytest.fixture
def file(hard: Path) -> Path:
    place = hard / "USB"
    place.mkdir()
    (place / "tải về (1).onnx").write_bytes(MODEL)
    return place / "tải về (1).onnx"


def test_the_list_names_each_with_licence_and_size_and_makes_nothing(data: Path) -> None:
    answer = call("models", "list", "--json")
    (item,) = answer.items
    assert item.keys() >= ITEM and (item["name"], item["licence"]) == ("u2netp", "Apache-2.0")
    assert (item["state"], item["size"], answer.status) == ("missing", len(MODEL), 0)
    assert answer.summary["auto"] == "plain" and not data.exists()


def test_the_programs_own_list_offers_only_what_a_shop_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    items = call("models", "list", "--json").items
    assert [(i["name"], i["licence"], i["size"]) for i in items] == [
        ("u2netp", "Apache-2.0", 4_574_861),
        ("u2net", "Apache-2.0", 175_997_641),
    ]


def test_a_known_file_is_ready_and_used_from_then_on(file: Path) -> None:
    answer = call("models", "add", file, "--json")
    (item,) = answer.items
    assert (answer.status, item["name"], item["state"], item["auto"]) == (0, "u2netp", "ready", True)
    assert "chạy không cần mạng" in call("models", "list").text()
    assert "works without a network" in call("models", "list", "--lang", "en").text()
    assert call("models", "verify").status == 0
    assert any("chạy không cần mạng" in i["message"] for i in call("doctor", "--json").items)


def test_a_stick_is_looked_through(file: Path, hard: Path) -> None:
    assert call("models", "add", file.parent, "--json").items[0]["state"] == "ready"
    (hard / "trống").mkdir()
    answer = call("models", "add", hard / "trống", "--json")
    assert (answer.status, answer.error["code"]) == (1, "cli.no_models_there")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"not a model", 1, "model.not_a_model"), (None, 2, "model.not_there"), (b"", 2, "model.not_there")],
)
def test_a_file_that_is_no_model_is_refused(content, status, code, hard: Path, data: Path) -> None:
    file = hard / "x.onnx"
    if content is not None:
        file.write_bytes(content)
    answer = call("models", "add", file, "--json")
    assert (answer.status, answer.error["code"], answer.items) == (status, code, [])
    assert answer.error["fix"] and list((data / "models").glob("*.onnx")) == []


def test_a_changed_file_is_found_by_verify(file: Path, data: Path) -> None:
    call("models", "add", file)
    (data / "models" / "u2netp.onnx").write_bytes(MODEL[:-1])
    answer = call("models", "verify", "--json")
    assert (answer.status, answer.items[0]["state"]) == (1, "broken")
    assert call("doctor", "--json").status == 1


def test_fetching_tells_from_where_and_brings_it_ready() -> None:
    with open_shop(Manners(MODEL)) as address:
        answer = call("models", "fetch", "u2netp", "--from", address, "--json")
    assert (answer.status, answer.items[0]["state"]) == (0, "ready")
    assert address in answer.err.decode()
    # It is there: nobody is asked again.
    assert call("models", "fetch", "u2netp", "--from", address, "--json").status == 0


def test_without_a_network_the_call_stops_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from merchant_helper.photos.cutout import download

    monkeypatch.setattr(download, "PAUSES_S", (0.0,))
    answer = call("models", "fetch", "u2netp", "--json")
    assert (answer.status, answer.error["code"]) == (3, "model.no_network")
    assert "models add" in answer.error["fix"]


def test_a_wrong_file_is_a_failure_and_not_kept(data: Path) -> None:
    with open_shop(Manners(b"x" * len(MODEL))) as address:
        answer = call("models", "fetch", "u2netp", "--json", env={"MERCHANT_HELPER_MODEL_MIRROR": address})
    assert (answer.status, answer.error["code"]) == (1, "model.wrong_sum")
    assert list((data / "models").glob("*.onnx*")) == []


@pytest.mark.parametrize(
    "words",
    ["add", "fetch", "list x", "verify x", "fetch bria-rmbg", "drop", "add x --from y"],
)
def test_calls_that_cannot_be_meant_do_nothing(words: str, data: Path) -> None:
    answer = call("models", *words.split(), "--json")
    assert answer.status == 2 and answer.error["fix"] and not data.exists()
