"""When only the words stay, every page of the wizard still opens, and photos can be taken anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from web.house import running
from web.page_reader import Client
from web.wizard.walk import Walk, first_product, jpeg

from merchant_helper.handover.wipe import wipe
from merchant_helper.listings.wizard import STEPS


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    with running(tmp_path / "data", TESTING=True) as app:
        walk, _kit = first_product(Client(app.test_client()))
        at_hand = app.extensions["merchant_helper"]
        report = wipe(
            at_hand.folder,
            at_hand.database,
            at_hand.files,
            at_hand.jobs,
            walk.shop.rsplit("/", 1)[1],
            "words",
        )
        assert (report.files_deleted, report.left, report.finished) == (3, [], True)
        yield walk


def test_every_page_opens(walk: Walk) -> None:
    assert "Bánh tráng phơi sương" in walk.client.read(walk.shop).text
    for step in STEPS:
        page = walk.client.read(f"{walk.listing}/{step.name}")
        assert page.h1, step.name


def test_new_photos_go_on_as_if_they_were_the_first(walk: Walk) -> None:
    page = walk.photos([jpeg(5)])
    assert page.h1.startswith("Xem lại 1 ảnh")
    assert walk.open("check").h1
