"""A file that was looked at and left lying holds a whole shop: no start of the program leaves it there."""

from __future__ import annotations

from pathlib import Path

import tests.db.tables  # noqa: F401
from merchant_helper.cli.services import open_services
from merchant_helper.db import DataFolder


def test_a_start_takes_away_what_nobody_took_in(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data").ensure()
    profiles = folder.cache / "profiles"
    waits, torn, made = (
        profiles / "in" / "x.html",
        profiles / "shop" / ".ab.part",
        profiles / "shop" / "1.html",
    )
    for file in (waits, torn, made):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Bánh tráng Cô Tư")
    with open_services(folder):
        assert [waits.exists(), torn.exists(), made.exists()] == [False, False, True]
