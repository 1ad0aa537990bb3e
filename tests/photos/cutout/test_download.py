"""Fetching a model over bad networks, from a real server on this computer."""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from shop import Manners, open_shop

from merchant_helper.errors import DiskFull, ModelRefused
from merchant_helper.photos.cutout import download, shelf
from merchant_helper.photos.cutout.download import address_of, arrived, fetch, part_of
from merchant_helper.photos.cutout.known import KNOWN, KnownModel
from merchant_helper.photos.cutout.shelf import ModelShelf

CONTENT = random.Random(5).randbytes(300_000)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    """Publish a file of our own as u2netp."""
    md5 = hashlib.md5(CONTENT).hexdigest()
    known = KnownModel("u2netp", md5, "Apache-2.0", len(CONTENT), "http://127.0.0.1:9/u2netp.onnx")
    monkeypatch.setattr(shelf, "KNOWN", (known,))
    return known


@pytest.fixture
def place(models: Path) -> ModelShelf:
    return ModelShelf(models)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for a server that says nothing any longer than a moment."""
    monkeypatch.setattr(download, "READ_S", 1.0)
    monkeypatch.setattr(download, "LITTLE", 1_000)


def get(manners: Manners, model: KnownModel, place: ModelShelf, **more) -> str:
    with open_shop(manners) as address:
        return fetch(model, place, mirror=address, wait=lambda _s: None, **more).state


def refused(manners: Manners, model: KnownModel, place: ModelShelf) -> str:
    with pytest.raises(ModelRefused) as caught:
        get(manners, model, place)
    issue = caught.value.issue
    assert not issue.message().startswith("issue:") and not issue.fix().startswith("fix:")
    assert "{" not in str(caught.value)
    return issue.code


def test_a_good_network_brings_it_onto_the_shelf_with_progress(model: KnownModel, place: ModelShelf):
    told: list[tuple[int, int]] = []
    manners = Manners(CONTENT, slow=0.005, hops=2)
    assert get(manners, model, place, progress=lambda *done: told.append(done)) == "ready"
    assert told[-1] == (len(CONTENT), len(CONTENT)) and len(told) > 3
    assert (place.folder / "u2netp.onnx").read_bytes() == CONTENT
    assert place.best() == "u2netp" and arrived(place, model) == 0
    assert manners.asked == [""]


def test_a_link_that_breaks_is_gone_on_with(model: KnownModel, place: ModelShelf):
    manners = Manners(CONTENT, break_after=[100_000, 50_000, 0, 90_000])
    assert get(manners, model, place) == "ready"
    starts = [int(asked[6:-1]) for asked in manners.asked[1:]]
    assert manners.asked[0] == "" and starts == sorted(starts) and starts[2] == starts[1]
    assert [100_000 - start < 8_192 for start in starts[:1]] == [True]


def test_what_arrived_is_kept_for_the_next_time(model: KnownModel, place: ModelShelf):
    assert refused(Manners(CONTENT, break_after=[120_000, *[0] * 20]), model, place) == "model.broken_off"
    kept = arrived(place, model)
    assert 100_000 < kept <= 120_000 and place.best() is None
    manners = Manners(CONTENT)
    assert get(manners, model, place) == "ready"
    assert manners.asked == [f"bytes={kept}-"]


def test_stopping_keeps_the_part(model: KnownModel, place: ModelShelf):
    def stop(done: int, _whole: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(Manners(CONTENT), model, place, progress=stop)
    assert 100_000 < arrived(place, model) < len(CONTENT)
    assert get(Manners(CONTENT), model, place) == "ready"


@pytest.mark.parametrize("manners", [{"ranges": False}, {"lie_about_range": True}])
def test_a_server_that_cannot_go_on_begins_anew(model: KnownModel, place: ModelShelf, manners: dict):
    place.folder.mkdir(parents=True)
    part_of(place, model).write_bytes(b"x" * 70_000)
    assert get(Manners(CONTENT, **manners), model, place) == "ready"


def test_a_wrong_part_is_found_out_and_thrown_away(model: KnownModel, place: ModelShelf):
    place.folder.mkdir(parents=True)
    part_of(place, model).write_bytes(b"x" * 70_000)
    assert refused(Manners(CONTENT), model, place) == "model.wrong_sum"
    assert not part_of(place, model).exists() and place.best() is None
    assert get(Manners(CONTENT), model, place) == "ready"


@pytest.mark.parametrize(
    "body",
    [CONTENT[:-1] + b"?", CONTENT + b"more", b"<html>" * 100_000],
    ids=["changed", "longer", "another"],
)
def test_another_file_is_refused_and_not_kept(body: bytes, model: KnownModel, place: ModelShelf):
    assert refused(Manners(body), model, place) == "model.wrong_sum"
    assert [file.name for file in place.folder.iterdir() if file.suffix != ".fetching"] in ([], [".fetching"])


@pytest.mark.parametrize(
    ("manners", "code"),
    [
        (Manners(CONTENT, loop=True), "model.no_answer"),
        (Manners(CONTENT, status=[404]), "model.no_answer"),
        (Manners(CONTENT, status=[503] * 20), "model.broken_off"),
        (Manners(b"<html>Sign in</html>", kind="text/html; charset=utf-8"), "model.sign_in_page"),
        (Manners(CONTENT[:1000]), "model.wrong_sum"),
    ],
    ids=["redirects for ever", "gone", "overloaded", "sign-in page", "too short"],
)
def test_a_server_that_gives_no_file_gets_a_sentence(manners, code, model: KnownModel, place: ModelShelf):
    assert refused(manners, model, place) == code
    assert place.best() is None


@pytest.mark.parametrize("length", [50_000, 900_000])
def test_a_length_that_is_a_lie_ends_with_the_right_file_or_a_sentence(
    length: int, model: KnownModel, place: ModelShelf
):
    assert get(Manners(CONTENT, length=length), model, place) == "ready"


def test_a_moment_of_trouble_is_waited_out(model: KnownModel, place: ModelShelf):
    assert get(Manners(CONTENT, status=[503, 429, 200]), model, place) == "ready"


def test_without_a_network_it_says_what_to_do_instead(model: KnownModel, place: ModelShelf):
    with pytest.raises(ModelRefused, match="cần Internet") as caught:
        fetch(model, place, wait=lambda _s: None)
    assert caught.value.issue.code == "model.no_network" and "models add" in str(caught.value)


def test_a_full_disk_is_said_before_and_during(model, place, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage(1, 1, 1_000_000))
    with pytest.raises(DiskFull):
        get(Manners(CONTENT), model, place)
    monkeypatch.undo()

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(shelf.os, "fsync", full)
    monkeypatch.setattr(shelf, "KNOWN", (model,))
    with pytest.raises(DiskFull):
        get(Manners(CONTENT), model, place)


def test_one_fetch_at_a_time(model: KnownModel, place: ModelShelf):
    def second(_done: int, _whole: int) -> None:
        assert refused(Manners(CONTENT), model, place) == "model.being_fetched"

    assert get(Manners(CONTENT), model, place, progress=second) == "ready"


def test_only_the_published_addresses_are_known():
    assert [model.name for model in KNOWN] == ["u2netp", "u2net"]
    for model in KNOWN:
        assert address_of(model).startswith("https://github.com/danielgatis/rembg/releases/download/")
        assert address_of(model, "http://x/y/") == f"http://x/y/{model.name}.onnx"
        assert address_of(model, "http://x/z.onnx") == "http://x/z.onnx"
