"""What programs like to spoil stands in our workbooks as text, and a reader of another make sees it so."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import tracked


@pytest.fixture(scope="module")
def readers() -> ModuleType:
    """Load the script that compares readers."""
    path = tracked.ROOT / "benchmarks" / "readers.py"
    spec = importlib.util.spec_from_file_location("readers", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["readers"] = module
    spec.loader.exec_module(module)
    return module


def test_every_workbook_keeps_what_was_written(readers: ModuleType, tmp_path: Path) -> None:
    books = readers.books(tmp_path, [])
    assert len(books) == 6
    for book in books:
        rows = readers.by_calamine(book)[book.first - 1 : book.first + 2]
        texts = {cell for row in rows for cell in row if isinstance(cell, str)}
        assert set(readers.CODES) | {readers.NAMES[0]} <= texts, book.name
        if book.name.partition(" ")[0] in ("shopee", "tiktok", "lazada", "sapo"):
            assert readers.NAMES[1] in texts and readers.TOLD in texts, book.name
        assert not {812345678.0, 12345.0} & {c for row in rows for c in row if isinstance(c, float)}


def test_a_cell_that_changed_is_named(readers: ModuleType) -> None:
    wrote = [["0812345678", "150000", "=1+1"], ["0012345"]]
    assert readers.differences(wrote, [["0812345678", "150000.0", "=1+1"], ["0012345", ""]]) == []
    seen = readers.differences(wrote, [["812345678", "150000", "2"], ["12345"]])
    assert len(seen) == 3 and "'0012345' became '12345'" in seen[2]
    assert readers.differences(wrote, [wrote[0]]) == ["1 rows are missing"]


def test_a_short_workbook_keeps_its_texts_in_the_list_that_all_readers_know(tmp_path: Path) -> None:
    import zipfile

    from merchant_helper import channels
    from merchant_helper.listings.product import Product

    goods = [Product("0012345", "Bánh tráng", 1000), Product("NM", "Mắm", 2000)]
    channels.export(goods, channels.load("kiotviet"), tmp_path, pictures=False)
    with zipfile.ZipFile(tmp_path / "kiotviet.xlsx") as archive:
        assert b"0012345" in archive.read("xl/sharedStrings.xml")
        assert b"inlineStr" not in archive.read("xl/worksheets/sheet1.xml")
