"""Call the program as a person or a script does, in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from merchant_helper.cli.program import program

ISSUE_KEYS = {"code", "field", "severity", "message", "fix"}


@dataclass(frozen=True)
class Answer:
    """Hold what a call gave back."""

    status: int
    out: bytes
    err: bytes

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Read stdout as JSON Lines, holding every line to the rules."""
        assert b"\r" not in self.out
        found = [json.loads(line) for line in self.out.decode("utf-8").splitlines()]
        for line in found:
            check_line(line)
        assert [line["kind"] for line in found[:-1]].count("summary") == 0, "the summary comes last"
        return found

    @property
    def items(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["kind"] == "item"]

    @property
    def summary(self) -> dict[str, Any]:
        last = self.lines[-1]
        assert last["kind"] == "summary"
        return last

    @property
    def error(self) -> dict[str, Any]:
        (found,) = [line for line in self.lines if line["kind"] == "error"]
        return found

    def text(self) -> str:
        return self.out.decode() + self.err.decode()


def check_line(line: dict[str, Any]) -> None:
    assert line["kind"] in ("item", "summary", "error")
    if line["kind"] == "summary":
        assert line["version"] == 1
    if line["kind"] == "error":
        assert set(line) >= ISSUE_KEYS and line["message"] and not line["message"].startswith("issue:")
    for issue in line.get("issues", []):
        assert set(issue) == ISSUE_KEYS and issue["severity"] in ("block", "warn", "hint")
        assert not issue["message"].startswith("issue:") and not issue["fix"].startswith("fix:")


def call(*words: object, env: Mapping[str, str] | None = None) -> Answer:
    """Run one call in this process."""
    result = CliRunner().invoke(program, [str(word) for word in words], env=env, prog_name="merchant-helper")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "merchant_helper", *(str(word) for word in words)]


def environment(**more: str) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MERCHANT_HELPER_")}
    # Compiled once for all the processes that a run of the tests starts.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    compiled = str(Path(tempfile.gettempdir()) / "merchant-helper-tests-compiled")
    return {**kept, "PYTHONPATH": root, "PYTHONPYCACHEPREFIX": compiled, **more}


def process(*words: object, cwd: Path | None = None, timeout: float = 120, **env: str) -> Answer:
    """Run one call in a process of its own."""
    done = subprocess.run(
        command(*words), cwd=cwd, env=environment(**env), capture_output=True, timeout=timeout, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)
