"""Add a kind of goods by one file, in a folder of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import pytest

from merchant_helper.listings import kinds as module
from merchant_helper.listings.kinds import folder, kinds

HONEY = """
[[questions]]
key = "flower"
ask.vi = "Ong lấy mật hoa gì?"
ask.en = "From which flowers?"
says = "Hoa"
example = "Hoa nhãn"
"""


@pytest.fixture
def honey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sell honey: like food, with one question of its own."""
    with as_file(folder()) as there:
        shutil.copytree(there, tmp_path / "kinds")
    food = (tmp_path / "kinds" / "food.toml").read_text("utf-8").partition("[[questions]]")[0]
    for old, new in (
        ("Đồ ăn, đặc sản", "Mật ong"),
        ("Food, local", "Honey,"),
        ("order = 1", "order = 0"),
        ('"name", "brand", "origin"', '"name", "flower"'),
    ):
        assert old in food
        food = food.replace(old, new)
    (tmp_path / "kinds" / "honey.toml").write_text(food + HONEY, "utf-8")
    monkeypatch.setattr(module, "folder", lambda: tmp_path / "kinds")
    kinds.cache_clear()
    yield
    kinds.cache_clear()
