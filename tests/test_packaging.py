"""What leaves the house: wheel, lock files, lists of other people's work, and no trace of a machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
import third_party
import tracked
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import merchant_helper

ROOT = tracked.ROOT
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ["requirements.lock", "tests/requirements.lock"]
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".heic", ".svg", ".ico")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without a network."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed here: the wheel is not built")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_program(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {tracked.name(file) for file in tracked.below("merchant_helper")}
    ours |= {f"merchant_helper/web/{tracked.name(file)}" for file in tracked.below("static")}
    assert inside == ours


@pytest.mark.slow
def test_wheel_carries_the_licences_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = {name.split(".dist-info/")[1]: name for name in archive.namelist() if ".dist-info/" in name}
        assert {"licenses/LICENSE", "licenses/THIRD-PARTY.md"} <= about.keys()
        assert b"merchant-helper = merchant_helper.cli:main" in archive.read(about["entry_points.txt"])


@pytest.mark.slow
def test_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", "merchant_helper", "channels", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0
    assert '"id": "woocommerce"' in done.stdout
    where = [sys.executable, "-P", "-c", "import merchant_helper as m; print(m.__file__)"]
    assert str(tmp_path / "site") in subprocess.check_output(where, cwd=tmp_path, env=env, encoding="utf-8")


def pins(lock: str) -> list[tuple[Requirement, str]]:
    """Read a lock file: each requirement, and the lines that belong to it."""
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"(?m)^(?=[\w])", text)[1:]
    return [(Requirement(block.partition(" \\\n")[0]), block) for block in blocks]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_pins_by_sum_and_names_no_place(lock: str) -> None:
    found = pins(lock)
    assert len(found) > 50
    assert [r.name for r, _ in found if not re.fullmatch(r"==[\w.+!]+", str(r.specifier)) or r.url] == []
    assert [r.name for r, block in found if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)] == []
    assert not re.search(r"https?:|file:|--index|--extra|--find|^-", (ROOT / lock).read_text("utf-8"), re.M)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("tests/requirements.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]),
    ],
    ids=LOCKS,
)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_lock_file_covers_what_the_project_asks_for(
    lock: str, wanted: list[str], python: str, system: str
) -> None:
    there = {**default_environment(), "python_version": python, "python_full_version": f"{python}.9"}
    there["sys_platform"] = system
    valid = [r for r, _ in pins(lock) if r.marker is None or r.marker.evaluate(there)]
    versions = {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in valid}
    assert len(valid) == len(versions), "two versions at once"
    asked = [Requirement(line) for line in wanted]
    assert [
        r.name for r in asked if not r.specifier.contains(versions.get(canonicalize_name(r.name), "0"))
    ] == []


def test_tests_run_with_the_very_packages_of_the_program() -> None:
    run, test = ({str(requirement) for requirement, _ in pins(lock)} for lock in LOCKS)
    assert run <= test


def test_third_party_list_is_the_lock_file() -> None:
    rows = third_party.rows()
    listed = {row.name: row.version for row in rows}
    assert len(rows) == len(listed)
    assert listed == third_party.locked(ROOT / "requirements.lock")
    assert [row.name for row in rows if "?" in (row.licence, row.purpose) or not row.purpose] == []


def test_third_party_licences_are_those_the_packages_declare() -> None:
    assert {row.name: row.licence for row in third_party.rows()} == {
        row.name: third_party.licence(row.name) if third_party.declared_licence(row.name) else row.licence
        for row in third_party.rows()
    }


def test_everything_taken_over_has_its_licence_text_beside_it() -> None:
    document = third_party.DOCUMENT.read_text("utf-8")
    taken = tracked.below("static/fonts", "static/vendor", "static/icons")
    texts = {file for file in taken if file.name == "LICENSE"}
    assert len(taken) > len(texts) > 0
    assert [file for file in taken if not any(file.is_relative_to(text.parent) for text in texts)] == []
    assert [text for text in texts if f"`{tracked.name(text)}`" not in document] == []


def test_every_picture_is_listed_and_every_listed_one_is_there() -> None:
    listed = set(re.findall(r"(?m)^\| `([^`]+)` \|", (ROOT / "PICTURES.md").read_text("utf-8")))
    assert listed == {tracked.name(file) for file in tracked.files() if file.suffix.lower() in PICTURES}


def test_no_trace_of_a_machine_or_of_a_package_index() -> None:
    folders = "|".join((r"work/\w", r"root/\w", r"home/\w\w", r"Users/\w\w", "tmp/plan"))
    hosts = "|".join((r"pypi\.org/simple", "files.pythonhosted", r"index[-_]url\s*=", r"registry\.npmjs"))
    trace = re.compile(rf"(?<![\w.~])/({folders})|{hosts}".encode())
    own = {Path(__file__), *tracked.below("static/vendor", "static/fonts")}
    assert [tracked.name(f) for f in tracked.files() if f not in own and trace.search(f.read_bytes())] == []


def test_version_and_licence_are_told_alike_everywhere() -> None:
    version = merchant_helper.__version__
    assert re.search(rf"(?m)^## \[?{re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert PROJECT["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text("utf-8")


def test_check_command_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    listed = subprocess.run(["git", "ls-files", "-s", ".ci/run"], cwd=ROOT, capture_output=True, text=True)
    assert not listed.stdout or listed.stdout.startswith("100755")
