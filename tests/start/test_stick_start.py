"""A stick with a very small program, started by its own start.py where there is no network at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tiny_program
from start_checkouts import AWKWARD
from start_console import CP1258, free_port, read_until

import start
from merchant_helper.stick import build, wheels
from merchant_helper.stick.targets import Target
from merchant_helper.stick.telling import CannotMakeStick
from tests.stick.stick_parts import locked, make_wheel

pytestmark = pytest.mark.slow
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
NO_NETWORK = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fetch pip and uv for both systems, really."""
    folder = tmp_path_factory.mktemp("tools")
    try:
        names = wheels.fetch_tools(folder)
    except CannotMakeStick as problem:
        if "connect to a network" not in str(problem):
            raise
        pytest.skip("no package index can be reached: pip and uv are not fetched")
    assert sorted(name.partition("-")[0] for name in names) == ["pip", "uv", "uv"]
    return folder


@pytest.fixture
def usb(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a stick from a checkout of the very small program, which needs one package."""
    if not shutil.which("unshare") or subprocess.run([*NO_NETWORK, "true"], capture_output=True).returncode:
        pytest.skip("the network cannot be taken away here: unshare and ip are needed")
    checkout, wheel = tmp_path / "checkout", make_wheel(tmp_path)
    for name in ("README.md", "LICENSE", "THIRD-PARTY.md", "PICTURES.md", "CHANGELOG.md", "Bat-dau.cmd"):
        (checkout / "static").mkdir(parents=True, exist_ok=True)
        shutil.copy(start.ROOT / name, checkout)
    shutil.copytree(start.ROOT / "merchant_helper" / "stick", checkout / "merchant_helper" / "stick")
    (checkout / "merchant_helper" / "__init__.py").touch()
    (checkout / "merchant_helper" / "__main__.py").write_text(
        "from merchant_helper.cli import main\nmain()\n"
    )
    shutil.copy(tiny_program.__file__, checkout / "merchant_helper" / "cli.py")
    code = Path(start.__file__).read_text("utf-8")
    tiny = code.replace(start.IMPORTS, "import merchant_helper.cli, tiny_package")
    assert tiny != code
    (checkout / "start.py").write_text(tiny, "utf-8")
    (checkout / "requirements.lock").write_text(locked(wheel), "utf-8")
    monkeypatch.setattr(wheels, "fetch_tools", lambda folder: copied(tools, folder))
    monkeypatch.setattr(
        wheels, "fetch", lambda target, lock, _, folder: copied(wheel.parent, folder, wheel.name)
    )
    monkeypatch.setattr(os, "sync", lambda: None)  # it waits for everybody who writes to this disk
    stick = tmp_path / AWKWARD
    build.build(
        build.Order(stick, [Target("windows", HERE), Target("linux", HERE)], None, tmp_path, checkout)
    )
    shutil.rmtree(checkout)
    return stick


def copied(source: Path, target: Path, pattern: str = "*.whl") -> set[str]:
    """Copy wheels instead of fetching them."""
    target.mkdir(parents=True, exist_ok=True)
    return {Path(shutil.copy(wheel, target)).name for wheel in source.glob(pattern)}


@contextmanager
def started(stick: Path, *arguments: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    """Start from a stick without a network, without uv, from an empty home; leave nothing behind."""
    home = stick.parent / "home"
    home.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [*NO_NETWORK, sys.executable, str(stick / "start.py"), "--no-browser", *arguments], cwd="/",
        env={"HOME": str(home), "PATH": os.defpath, "PYTHONUTF8": "1", **env}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding=env.get("PYTHONIOENCODING", "utf-8"),
    )  # fmt: skip
    try:
        with process:
            yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def said_by(stick: Path, *arguments: str, **env: str) -> tuple[int, str]:
    """Run to the end and give the status and what was said."""
    with started(stick, *arguments, **env) as process:
        said = process.communicate(timeout=120)[0]
    return process.returncode, said


def place(stick: Path) -> Path:
    return stick.parent / "home" / ".cache" / "merchant-helper-program"


@pytest.mark.parametrize(("tool", "env"), [("uv", {}), ("pip", CP1258)], ids=["uv", "pip-cp1258"])
def test_starts_with_the_network_blocked(usb: Path, tool: str, env: dict[str, str]) -> None:
    if tool == "pip":
        for uv in (usb / "tools").glob("uv-*"):
            uv.write_bytes(b"damaged")
    before = {file for file in usb.rglob("*") if "__pycache__" not in file.parts}
    with started(usb, "--port", str(free_port()), **env) as process:
        assert "[2/3]" in read_until(process, "http://127.0.0.1:")
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 130
    assert (usb / "data" / "argv.txt").is_file()
    after = {file for file in usb.rglob("*") if "__pycache__" not in file.parts}
    assert after - before == {usb / "data" / "argv.txt"}
    assert [folder.name for folder in place(usb).iterdir()] == [f"py{HERE}"]
    log = (place(usb) / f"py{HERE}" / "start.log").read_text("utf-8")
    assert ("pip-" in log) == (tool == "pip")


def test_stick_under_another_letter_starts_at_once(usb: Path) -> None:
    status, said = said_by(usb, "--setup-only")
    assert (status, "[1/3]" in said) == (0, True)
    moved = usb.rename(usb.with_name("E – chỗ khác"))
    status, said = said_by(moved, "--setup-only")
    assert (status, "[1/3]" in said) == (0, False)
    program = place(moved) / f"py{HERE}" / "bin" / "merchant-helper"
    shown = subprocess.run([program, "--help"], capture_output=True, encoding="utf-8", cwd="/")
    assert (shown.returncode, shown.stderr) == (0, "")


@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_damaged_package_is_one_sentence_about_the_stick(usb: Path, tool: str) -> None:
    wheel = next((usb / "wheels").glob("*.whl"))
    wheel.write_bytes(wheel.read_bytes().replace(b"ANSWER = 42", b"ANSWER = 43"))
    if tool == "pip":
        for uv in (usb / "tools").glob("uv-*"):
            uv.write_bytes(b"damaged")
    status, said = said_by(usb, "--setup-only")
    assert status == 1
    assert "Tệp trên USB đã hỏng" in said
    assert "mạng khác" not in said
    assert [folder.name for folder in place(usb).iterdir()] == [f"py{HERE}"]


def test_lost_package_does_not_send_anybody_to_a_network(usb: Path) -> None:
    next((usb / "wheels").glob("*.whl")).unlink()
    status, said = said_by(usb, "--setup-only")
    assert (status, "USB này thiếu gói" in said) == (1, True)


def test_home_that_cannot_be_written_is_named(usb: Path) -> None:
    (usb.parent / "file").touch()
    status, said = said_by(usb, "--setup-only", XDG_CACHE_HOME=str(usb.parent / "file" / "cache"))
    assert status == 1
    assert f"Không ghi được vào {usb.parent / 'file' / 'cache'}" in said


@pytest.mark.parametrize("verb", ["stick", "test"])
def test_stick_makes_no_stick_and_runs_no_tests(usb: Path, verb: str) -> None:
    status, said = said_by(usb, verb, *(["/nowhere"] if verb == "stick" else []))
    assert status == 1
    assert "chép cả thư mục này sang" in said
    assert not place(usb).exists()


def test_unfinished_stick_installs_nothing(usb: Path) -> None:
    (usb / "stick.json").write_text('{"finished": false}', "utf-8")
    status, said = said_by(usb, "--setup-only")
    assert (status, "chưa làm xong" in said) == (1, True)
    assert not place(usb).exists()


def test_starter_hands_the_call_over(ready: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(start, "accompany", lambda command: calls.append(command) or 0)
    asked = ["stick", "/usb/hàng", "--python", "python.zip", "--for", "3.12"]
    assert start.main(["--data", str(tmp_path), *asked]) == 0
    assert calls[0][2:] == ["-m", "merchant_helper.stick", "--models", str(tmp_path / "models"), *asked[1:]]
