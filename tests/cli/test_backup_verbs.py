"""Everything goes into one file and comes back; what cannot be done is said and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from cli.calls import call, process
from merchant_helper.db import DataFolder, open_database
from merchant_helper.shops.model import Shop


def names(folder: Path) -> list[str]:
    database = open_database(DataFolder(folder))
    try:
        with database.read() as session:
            return list(session.scalars(select(Shop.name)))
    finally:
        database.close()


@pytest.fixture
def shop(data: Path) -> Path:
    database = open_database(DataFolder(data))
    with database.write() as session:
        session.add(Shop(name="Nước mắm Bà Sáu", laptop_of="Lan"))
    database.close()
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / ("ab" + "0" * 62)).write_bytes(b"photo")
    return data


def test_what_was_kept_comes_back_into_another_folder(shop: Path, hard: Path) -> None:
    file, other = hard / "bản cất.zip", hard / "khác"
    kept = call("backup", file, "--json")
    assert (kept.status, kept.summary["shops"], kept.summary["path"]) == (0, 1, file.as_posix())
    assert len(kept.summary["sha256"]) == 64 and "ảnh gốc" in kept.err.decode()
    back = call("restore", file, "--data", other, "--json")
    assert (back.status, back.summary["sha256"]) == (0, kept.summary["sha256"])
    assert names(other) == ["Nước mắm Bà Sáu"]
    assert (other / "files/ab" / ("ab" + "0" * 62)).read_bytes() == b"photo"


def test_a_folder_with_data_is_replaced_only_when_asked(shop: Path, hard: Path) -> None:
    file = hard / "b.zip"
    assert call("backup", file).status == 0
    refused = call("restore", file, "--json")
    assert (refused.status, refused.error["code"]) == (2, "cli.has_data")
    assert "--replace" in refused.error["fix"]
    assert call("restore", file, "--replace").status == 0
    assert names(shop) == ["Nước mắm Bà Sáu"]
    assert len(list(shop.glob("before-restore-*"))) == 1


def test_a_backup_goes_on_beside_the_running_program_and_a_restore_does_not(shop: Path, hard: Path) -> None:
    with DataFolder(shop).lock("http://127.0.0.1:8123"):
        assert call("backup", hard / "b.zip").status == 0
        busy = call("restore", hard / "b.zip", "--replace", "--json")
    assert (busy.status, busy.error["code"]) == (3, "data.busy")
    assert busy.error["address"] == "http://127.0.0.1:8123"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_backup_changes_nothing(shop: Path, hard: Path, content: bytes) -> None:
    (hard / "x.zip").write_bytes(content)
    answer = call("restore", hard / "x.zip", "--replace", "--json")
    assert (answer.status, answer.error["code"]) == (2, "backup.broken")
    assert names(shop) == ["Nước mắm Bà Sáu"]


def test_wrong_places_are_said(data: Path, hard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("backup", hard / "b.zip", "--json").error["code"] == "cli.no_data"
    assert not data.exists(), "asking for a backup makes no data folder"
    assert call("backup", hard, "--json").error["code"] == "cli.is_a_folder"
    assert call("restore", hard / "none.zip", "--json").error["code"] == "cli.no_such_path"
    (hard / "tệp").write_text("?")
    assert call("backup", "x.zip", "--data", hard / "tệp", "--json").error["code"] == "cli.not_a_folder"
    monkeypatch.setenv("MERCHANT_HELPER_DATABASE_URL", "postgresql://u@h/db")
    assert call("backup", hard / "b.zip", "--json").error["code"] == "cli.on_a_server"


def test_a_process_under_a_hard_path_and_an_old_code_page(shop: Path, hard: Path) -> None:
    env = {"PYTHONIOENCODING": "cp1258", "MERCHANT_HELPER_DATA": str(shop)}
    kept = process("backup", "cất.zip", "--json", cwd=hard, **env)
    assert (kept.status, kept.summary["path"]) == (0, "cất.zip")
    assert process("restore", "cất.zip", "--replace", cwd=hard, **env).status == 0
