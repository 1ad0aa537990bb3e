"""Fetch the locked packages for other computers than this one, through pip, by their sums."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from merchant_helper.stick.targets import PLATFORMS, PYTHONS, SYSTEMS, Target
from merchant_helper.stick.telling import CannotMakeStick

#: pip and uv themselves, for the set-up on the stick.
TOOLS_LOCK = files("merchant_helper.stick").joinpath("tools.lock").read_text("utf-8")
SAVED = re.compile(r"(?m)^\s*(?:Saved|File was already downloaded) (.+\.whl)\s*$")
Command = Sequence[str]


def fetch_tools(folder: Path) -> set[str]:
    """Fetch the wheels of pip and of uv for every system, with whatever pip this computer has; name them."""
    with some_pip() as pip:
        return {
            name
            for system in SYSTEMS
            for name in download(pip, Target(system, PYTHONS[0]), TOOLS_LOCK, folder)
        }


def fetch(target: Target, lock: str, tools: Path, folder: Path) -> set[str]:
    """Fetch the packages for one kind of computer, with the pip of the stick, and name their files.

    A file that is there already and has the locked sum is not fetched again.
    """
    pip = next(tools.glob("pip-*.whl")) / "pip"
    return download([sys.executable, str(pip)], target, lock, folder)


def download(pip: Command, target: Target, lock: str, folder: Path) -> set[str]:
    """Run ``pip download`` and name the files. Raises CannotMakeStick with a sentence when pip fails."""
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place) / "wanted.txt"
        wanted.write_text(target.part_of(lock), "utf-8")
        options = [
            "--no-input",
            "--progress-bar=off",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
        ]
        options += ["--require-hashes", "--implementation=cp", f"--python-version={target.python}"]
        options += [f"--platform={name}" for name in PLATFORMS[target.system]]
        said = run([*pip, "download", *options, f"--dest={folder}", f"--requirement={wanted}"])
    return {re.split(r"[\\/]", path)[-1] for path in SAVED.findall(said)}


def run(command: Command) -> str:
    """Run a tool and give what it said."""
    done = subprocess.run(  # noqa: S603  (pip and uv, with arguments of our own)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise explained(done.stdout)
    return done.stdout


def explained(said: str) -> CannotMakeStick:
    """Turn what pip said into a sentence; its last lines follow where the cause is none of the usual."""
    if "No space left" in said or "Errno 28" in said or "WinError 112" in said:
        return CannotMakeStick(*full())
    if "DO NOT MATCH THE HASHES" in said:
        return CannotMakeStick(
            "Một gói tải về không đúng bản đã khóa (tải hỏng hoặc bị thay): đổi mạng khác rồi chạy lại.",
            "A downloaded package is not the locked one (damaged or exchanged): try another network.",
        )
    if "No matching distribution" in said or "connection broken" in said or "timed out" in said.lower():
        return CannotMakeStick(
            "Chưa tải được các gói: nối mạng rồi chạy lại, phần đã tải vẫn còn.",
            "The packages cannot be fetched: connect to a network and run again; what is there stays.",
        )
    last = " ".join(said.strip().splitlines()[-2:])
    return CannotMakeStick(f"Chưa tải được các gói: {last}", f"The packages cannot be fetched: {last}")


def full() -> tuple[str, str]:
    """Say that the stick is full."""
    return (
        "USB đã đầy: xóa bớt hoặc dùng USB lớn hơn, rồi chạy lại để làm tiếp.",
        "The stick is full: make room or take a larger one, then run again to go on.",
    )


@contextmanager
def some_pip() -> Iterator[Command]:
    """Lend a pip: of this environment, of the Python below it, or one made for the moment.

    An environment made by uv has none.
    """
    base = getattr(sys, "_base_executable", None) or sys.executable
    with tempfile.TemporaryDirectory() as place:
        for python in (sys.executable, base):
            if _works([python, "-m", "pip", "--version"]):
                yield [python, "-m", "pip"]
                return
        yield _made_pip(base, Path(place))


def _made_pip(base: str, place: Path) -> Command:
    """Make a pip by ensurepip, else by uv."""
    scripts = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    if _works([base, "-m", "venv", str(place / "venv")]):
        return [str(place / "venv" / scripts), "-m", "pip"]
    uv = shutil.which("uv")
    lock = place / "pip.txt"
    lock.write_text(TOOLS_LOCK[: TOOLS_LOCK.index("uv==")], "utf-8")
    if uv:
        target = ["--target", str(place / "pip"), "--require-hashes", "--requirement", str(lock)]
        run([uv, "pip", "install", "--quiet", "--python", sys.executable, *target])
        return [sys.executable, str(place / "pip" / "pip")]
    raise CannotMakeStick(
        "Python này thiếu pip và venv: chạy «sudo apt install python3-venv» rồi chạy lại.",
        "This Python has neither pip nor venv: run 'sudo apt install python3-venv' and start again.",
    )


def _works(command: Command) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
