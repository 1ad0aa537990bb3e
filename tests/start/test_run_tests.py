"""The tests run with a browser when there is one, and say it in red when there is none."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

import start

Calls = list[list[str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load tests/run.py, without a browser in any known place."""
    spec = importlib.util.spec_from_file_location("tests_run", Path(__file__).parents[1] / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "known_places", lambda: iter([None, "/nowhere/chromium"]))
    monkeypatch.setenv("MERCHANT_HELPER_CHROMIUM", "")
    return module


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Note which commands would run; pytest ends with 5."""
    noted: Calls = []
    monkeypatch.setattr(start, "run_logged", lambda command: noted.append(command) or "")
    monkeypatch.setattr(start, "accompany", lambda command: noted.append(command) or 5)
    monkeypatch.setenv("CI", "true")
    return noted


def test_without_a_browser_the_rest_runs(
    run: ModuleType, calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["-x"]) == 5
    assert calls[-1][1:] == ["-m", "pytest", "-x", "-m", "not browser"]
    assert "\033[31mCHƯA CHẠY các bài thử bằng trình duyệt" in capsys.readouterr().out


def test_own_choice_of_marks_is_kept(run: ModuleType, calls: Calls) -> None:
    run.main(["-m", "slow"])
    assert calls[-1][1:] == ["-m", "pytest", "-m", "slow"]


def test_failed_fetch_does_not_stop_the_tests(
    run: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(command: list[str]) -> str:
        raise start.Stop("Chưa có mạng.", "No network.")

    monkeypatch.setattr(start, "run_logged", fail)
    assert run.main([]) == 5
    out = capsys.readouterr().out
    assert out.index("Chưa có mạng.") < out.index("CHƯA CHẠY")


@pytest.mark.parametrize(("user", "tool"), [(0, "apt-get"), (1000, "playwright")])
def test_fetches_by_apt_as_root_and_by_playwright_else(
    run: ModuleType, calls: Calls, user: int, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    run.main([])
    assert tool in calls[0]


def test_named_browser_reaches_the_tests(
    run: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\nexit 0\n")
    browser.chmod(0o755)
    monkeypatch.setattr(run, "known_places", lambda: iter(["/nowhere/chromium", str(browser)]))
    assert run.main([]) == 5
    assert os.environ["MERCHANT_HELPER_CHROMIUM"] == str(browser)
    assert calls == [[run.sys.executable, "-m", "pytest", *run.side_by_side()]]


def test_browser_that_does_not_run_is_none(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setattr(run, "known_places", lambda: iter([str(tmp_path / "chromium")]))
    assert run.find_chromium() is None
