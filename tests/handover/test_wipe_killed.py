"""Wherever the power goes during a wipe, the next start of the program finishes it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from merchant_helper.bulk.model import PhotoBatch
from merchant_helper.cli.services import open_services
from merchant_helper.handover.wipe import is_begun
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop
from tests.handover.canaries import Planted
from tests.handover.search import ROOT, found

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux does")]


@pytest.mark.parametrize("step", ["delete_rows", "delete_files", "compact", "replace_backups", "image_of"])
def test_the_next_start_finishes_what_was_cut_off(tmp_path: Path, step: str) -> None:
    planted = Planted(tmp_path / "Bà Sáu – 40°")
    planted.plant()
    batches = planted.batches()
    # A batch that never reached the job engine must not be picked up again either.
    with planted.database.write() as session:
        session.add(PhotoBatch(shop_id=planted.hers, engine="plain"))
    planted.close()
    command = [sys.executable, "-m", "tests.handover.wiped_midway"]
    ended = subprocess.run([*command, str(planted.folder.path), planted.hers, step], cwd=ROOT, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    with open_services(planted.folder) as services:
        assert not is_begun(planted.folder, planted.hers)
        assert found(planted.folder, planted.hers, *batches) == []
        assert [services.jobs.progress(b) for b in batches] == [None]
        with services.database.read() as session:
            assert [shop.id for shop in session.scalars(select(Shop))] == [planted.other]
            (photo,) = session.scalars(select(Photo)).all()
        assert list(services.files.all_hashes()) == [photo.sha256]
        assert len(list(planted.folder.backups.iterdir())) == 2
