"""Run all tests, with the browser that is found or fetched here; say in red what was not run.

``python3 start.py test`` calls it inside .venv; arguments go to pytest.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import start

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
# Each has a browser and a program of its own at times.
MOST_AT_ONCE = 4
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
FETCH_BY_APT = (
    ["apt-get", "update"],
    ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
)


def known_places() -> Iterator[str | None]:
    """Give the paths where a browser may be, the one named by the person first."""
    yield os.environ.get("MERCHANT_HELPER_CHROMIUM")
    yield from map(shutil.which, NAMES)
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
        if base := os.environ.get(variable):
            yield str(Path(base, "Google/Chrome/Application/chrome.exe"))
            yield str(Path(base, "Microsoft/Edge/Application/msedge.exe"))
    yield "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    yield start.run_logged([sys.executable, "-c", ASK_PLAYWRIGHT]).strip()


def find_chromium() -> str | None:
    """Give the first browser that is there and runs."""
    for path in known_places():
        if path and Path(path).is_file() and (start.WINDOWS or start.runs([path, "--version"])):
            return path
    return None


def fetch_chromium() -> None:
    """Fetch a browser: by apt on Debian as root, by Playwright's own download elsewhere."""
    start.say("Tải Chromium cho các bài thử bằng trình duyệt", "Fetch Chromium for the browser tests")
    by_apt = not start.WINDOWS and os.geteuid() == 0 and shutil.which("apt-get")
    commands = FETCH_BY_APT if by_apt else ([sys.executable, "-m", "playwright", "install", "chromium"],)
    try:
        for command in commands:
            start.run_logged(command)
    except start.Stop as problem:
        start.say(problem.vi, problem.en, red=True)


def side_by_side() -> list[str]:
    """Let the whole suite use the cores there are, a file of tests at a time, the browser's last as ever."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return (
        ["-n", str(min(cores, MOST_AT_ONCE)), "--dist", "loadfile", "--no-loadscope-reorder"]
        if cores > 1
        else []
    )


def main(arguments: list[str]) -> int:
    """Run pytest in the root of the checkout and give its exit code."""
    os.chdir(start.ROOT)
    if not arguments:
        arguments = side_by_side()
    chromium = find_chromium()
    if not chromium:
        fetch_chromium()
        chromium = find_chromium()
    if chromium:
        os.environ["MERCHANT_HELPER_CHROMIUM"] = chromium
    elif "-m" not in arguments:
        arguments = [*arguments, "-m", "not browser"]
    code = start.accompany([sys.executable, "-m", "pytest", *arguments])
    if not chromium:
        start.say(
            "CHƯA CHẠY các bài thử bằng trình duyệt: máy tính này không có Chromium.",
            "NOT RUN: the browser tests, because there is no Chromium here.",
            red=True,
        )
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
