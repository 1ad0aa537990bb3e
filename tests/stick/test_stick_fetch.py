"""Packages are fetched by pip for other computers; what pip says becomes a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from merchant_helper.stick import wheels
from merchant_helper.stick.targets import Target
from merchant_helper.stick.telling import CannotMakeStick

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
flask==3.1.3 \\
    --hash=sha256:cc
"""
PIP = r"""
import pathlib, sys
options = dict(word.split("=", 1) for word in sys.argv[2:] if "=" in word)
dest = pathlib.Path(options["--dest"])
dest.mkdir(parents=True, exist_ok=True)
(dest / "asked.txt").write_text(" ".join(sys.argv[1:]) + "\n" + open(options["--requirement"]).read())
print("Collecting flask==3.1.3")
print(f"  Saved {dest}/flask-3.1.3-py3-none-any.whl")
print("  File was already downloaded C:\\Bà Sáu\\colorama-0.4.6-py3-none-any.whl")
"""


@pytest.fixture
def pip(tmp_path: Path) -> list[str]:
    """Be a pip that writes down what it was asked."""
    (tmp_path / "pip.py").write_text(PIP, "utf-8")
    return [sys.executable, "-X", "utf8", str(tmp_path / "pip.py")]


def test_pip_is_asked_for_wheels_of_that_computer_by_their_sums(pip: list[str], tmp_path: Path) -> None:
    names = wheels.download(pip, Target("windows", "3.12"), LOCK, tmp_path / "wheels")
    assert names == {"flask-3.1.3-py3-none-any.whl", "colorama-0.4.6-py3-none-any.whl"}
    asked = (tmp_path / "wheels" / "asked.txt").read_text("utf-8")
    for option in ("--only-binary=:all:", "--require-hashes", "--no-deps", "--python-version=3.12"):
        assert option in asked
    assert "--platform=win_amd64 " in asked
    assert asked.endswith("colorama==0.4.6 \\\n    --hash=sha256:bb\nflask==3.1.3 \\\n    --hash=sha256:cc\n")


def test_linux_takes_wheels_of_every_older_system(pip: list[str], tmp_path: Path) -> None:
    wheels.download(pip, Target("linux", "3.12"), LOCK, tmp_path / "wheels")
    asked = (tmp_path / "wheels" / "asked.txt").read_text("utf-8")
    for platform in ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"):
        assert f"--platform={platform} " in asked
    assert "win_amd64" not in asked and "colorama" not in asked


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "đã đầy"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "không đúng bản đã khóa",
        ),
        ("ERROR: No matching distribution found for alembic==1.20.1", "nối mạng"),
        ("connection broken by NewConnectionError", "nối mạng"),
        ("first\nERROR: something new\n", "something new"),
    ],
)
def test_failure_of_pip_is_one_sentence(said: str, words: str) -> None:
    command = [sys.executable, "-c", f"import sys; print({said!r}); sys.exit(1)"]
    with pytest.raises(CannotMakeStick) as failed:
        wheels.run(command)
    assert words in failed.value.vi
    assert "\n" not in failed.value.vi


def test_pip_is_found_below_an_environment_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "_works", lambda command: command[0] == "/base/python")
    monkeypatch.setattr(sys, "_base_executable", "/base/python", raising=False)
    with wheels.some_pip() as pip:
        assert pip == ["/base/python", "-m", "pip"]


def test_uv_makes_a_pip_where_there_is_neither_pip_nor_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(wheels, "_works", lambda command: False)
    monkeypatch.setattr(wheels.shutil, "which", lambda name: "/bin/uv")
    monkeypatch.setattr(wheels, "run", lambda command: ran.append(command) or "")
    with wheels.some_pip() as pip:
        assert pip[0] == sys.executable
    assert ran[0][:3] == ["/bin/uv", "pip", "install"]
    assert "--require-hashes" in ran[0]


def test_nothing_to_fetch_with_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "_works", lambda command: False)
    monkeypatch.setattr(wheels.shutil, "which", lambda name: None)
    with pytest.raises(CannotMakeStick, match="python3-venv"), wheels.some_pip():
        pass
