"""The set-up makes .venv once, does it again when it must, and never half."""

from __future__ import annotations

import shutil
import subprocess
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

import start

pytestmark = pytest.mark.slow
TOOLS = ["pip", "uv"]


@pytest.fixture
def quick(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make environments without pip, which nothing is installed with: a second instead of five."""
    run_logged = start.run_logged

    def without_pip(command: list[str]) -> str:
        return run_logged([*command, "--without-pip"] if command[1:3] == ["-m", "venv"] else command)

    monkeypatch.setattr(start, "run_logged", without_pip)
    monkeypatch.setattr(start, "install_packages", lambda uv, lock_file: None)
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    return here


def use_tool(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the set-up find uv, or not."""
    uv = shutil.which("uv")
    if tool == "uv" and not (uv and start.runs([uv, "--version"])):
        pytest.skip("uv is not here")
    monkeypatch.setattr(start.shutil, "which", lambda name: uv if tool == "uv" and name == "uv" else None)


def run_command(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command from another folder."""
    program = start.VENV / ("Scripts/merchant-helper.cmd" if start.WINDOWS else "bin/merchant-helper")
    return subprocess.run(
        [program, *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd="/",
        env=start.clean_environment(**env),
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_set_up_gives_the_command(tool: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tool(tool, monkeypatch)
    start.set_up("run")
    assert start.is_ready("run")
    assert not start.is_ready("test")
    result = run_command("--help", PYTHONIOENCODING="cp1258")
    assert (result.returncode, result.stderr) == (0, "")
    assert "serve" in result.stdout


def test_command_works_through_a_link_and_after_a_move(quick: Path) -> None:
    start.set_up("run")
    moved = quick.with_name("chuyển chỗ")
    quick.rename(moved)
    link = moved.parent / "link"
    link.symlink_to(moved / ".venv" / "bin" / "merchant-helper")
    result = subprocess.run(
        [link, "--help"], capture_output=True, encoding="utf-8", env=start.clean_environment(), cwd="/"
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_second_start_installs_nothing(
    quick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start.set_up("run")
    assert "[2/3]" in capsys.readouterr().out
    monkeypatch.setattr(start, "install", lambda *_, **__: pytest.fail("installed again"))
    start.set_up("run")
    assert capsys.readouterr().out == ""


def test_changed_lock_file_is_installed_over(quick: Path) -> None:
    start.set_up("test")
    assert start.is_ready("test")
    assert start.is_ready("run")
    (start.VENV / "mine.txt").touch()
    (quick / "requirements.lock").write_text("# changed\n", "utf-8")
    assert not start.is_ready("run")
    start.set_up("run")
    assert start.is_ready("run")
    assert (start.VENV / "mine.txt").exists()


def test_stopped_set_up_begins_anew(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(start, "install_packages", stop_here)
        start.set_up("run")
    (start.VENV / "half").mkdir()
    (start.VENV / "half" / "package.py").touch()
    assert not start.is_ready("run")
    start.set_up("run")
    assert start.is_ready("run")
    assert not (start.VENV / "half").exists()


def stop_here(*_: object) -> None:
    """Press Ctrl+C."""
    raise KeyboardInterrupt


def test_stop_while_installing_over_is_seen(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start.set_up("run")
    (quick / "requirements.lock").write_text("# changed\n", "utf-8")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(start, "install_packages", stop_here)
        start.set_up("run")
    assert start.made_from() == set()


def test_lost_python_makes_the_environment_anew(quick: Path) -> None:
    start.set_up("run")
    Path(start.python()).unlink()
    Path(start.python()).symlink_to("/nowhere/python")
    assert not start.is_ready("run")
    start.set_up("run")
    assert start.is_ready("run")


def test_environment_of_another_python_does_not_fit(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert start.python_fits()
    monkeypatch.setattr(start, "sys", SimpleNamespace(version_info=(3, 99, 1)))
    assert not start.python_fits()


def test_packages_that_do_not_start_are_no_finished_set_up(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        start, "IMPORTS", "raise ImportError('DLL load failed while importing _pydantic_core')"
    )
    with pytest.raises(start.Stop, match="Visual C"):
        start.set_up("run")
    assert not start.is_ready("run")


def test_full_disk_is_said_before_anything_is_fetched(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "ROOM_NEEDED", 10**18)
    assert start.main(["--setup-only", "--data", str(quick / "d")]) == 1
    assert not (start.VENV / "pyvenv.cfg").exists()


def test_second_window_waits_for_the_first(quick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start.VENV.mkdir()
    entered = threading.Event()
    with start.only_one():
        second = threading.Thread(target=enter, args=(entered,), daemon=True)
        second.start()
        assert not entered.wait(0.7)
    assert entered.wait(5)
    second.join()
    assert "Đang cài ở một cửa sổ khác" in capsys.readouterr().out


def enter(entered: threading.Event) -> None:
    """Take the lock and tell."""
    with start.only_one():
        entered.set()


def test_missing_engine_library_is_a_warning_and_tried_again(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start.mark_done(start.made_from() - {"onnxruntime"})
    (ready / "onnxruntime.py").write_text("raise ImportError('DLL load failed while importing x')")
    lent = next(start.VENV.rglob("lent.pth"))
    lent.rename(lent.with_suffix(".off"))
    start.set_up("run")
    assert "Visual C++" in capsys.readouterr().out
    (ready / "onnxruntime.py").write_text("")
    start.set_up("run")
    assert "onnxruntime" in start.made_from()
    assert capsys.readouterr().out == ""
