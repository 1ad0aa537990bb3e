"""What the tools really wrote when something failed, and the sentence it must lead to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import start

PIP_OFFLINE = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(Failed to establish a new \
connection: [Errno -3] Temporary failure in name resolution)': /alembic/
ERROR: Could not find a version that satisfies the requirement alembic==1.20.1 (from versions: none)
ERROR: No matching distribution found for alembic==1.20.1"""
UV_OFFLINE = """\
  cause: error sending request for url
  cause: client error (Connect)
  cause: dns error
  cause: failed to lookup address information: Temporary failure in name resolution"""
PIP_HASH = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
UV_HASH = "error: Failed to read `alembic==1.20.1`\n  Caused by: Hash mismatch for `alembic==1.20.1`"
DEBIAN_VENV = "The virtual environment was not created successfully because ensurepip is not available."
NO_DLL = "ImportError: DLL load failed while importing onnxruntime_pybind11_state: The specified module"
NO_WHEEL = "ERROR: No matching distribution found for onnxruntime==1.32.0"
LONG_PATH = "ERROR: Could not install: [WinError 206] The filename or extension is too long"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (PIP_OFFLINE, "Chưa có mạng"),
        (UV_OFFLINE, "Chưa có mạng"),
        ("[WinError 10060] connection timed out", "Chưa có mạng"),
        ("ERROR: [Errno 28] No space left on device", "đã đầy"),
        ("error: failed to write: No space left on device (os error 28)", "đã đầy"),
        ("OSError: [WinError 112] There is not enough space on the disk", "đã đầy"),
        (PIP_HASH, "không đúng bản đã khóa"),
        (UV_HASH, "không đúng bản đã khóa"),
        (DEBIAN_VENV, "python3-venv"),
        ("/usr/bin/python3: No module named venv", "python3-venv"),
        (NO_DLL, "Visual C++"),
        (NO_WHEEL, "chưa có gói cài sẵn"),
        (LONG_PATH, "Đường dẫn thư mục dài quá"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate is not yet valid", "ngày giờ"),
        ("PermissionError: [WinError 32] The process cannot access the file", "cửa sổ khác"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "Không ghi được"),
        ("OSError: [Errno 30] Read-only file system: '.venv'", "Không ghi được"),
    ],
)
def test_failure_has_its_sentence(output: str, words: str) -> None:
    stop = start.explained(f"Collecting alembic\n{output}\n")
    assert stop is not None
    assert words in stop.vi


def test_new_failure_has_no_wrong_sentence() -> None:
    assert start.explained("ValueError: something nobody has seen yet") is None


@pytest.mark.parametrize("failure", start.FAILURES, ids=lambda failure: failure[0][:20])
def test_sentences_are_kind(failure: tuple[str, str, str]) -> None:
    _, vi, en = failure
    assert not any(word in vi.lower() for word in ("không hợp lệ", "bắt buộc", "vui lòng", "rất tiếc", "lỗi"))
    assert vi.endswith(".")
    assert en.endswith(".")
    assert len(vi) < 110


def test_failed_command_is_explained_and_kept_in_the_log(here: Path) -> None:
    start.VENV.mkdir()
    with pytest.raises(start.Stop) as failed:
        start.run_logged([sys.executable, "-c", "import sys; sys.exit('No space left on device – đầy')"])
    assert "đã đầy" in failed.value.vi
    assert failed.value.in_log
    assert "No space left on device – đầy" in start.log_path().read_text("utf-8")


def test_unknown_failure_names_the_command(here: Path) -> None:
    start.VENV.mkdir()
    with pytest.raises(start.Stop, match=r"This step failed \(python\S* -c "):
        start.run_logged([sys.executable, "-c", "raise SystemExit(7)"])


def test_environment_leads_nowhere_else(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start.VENV.mkdir()
    for name in ("PYTHONPATH", "PIP_TARGET", "PIP_USER"):
        monkeypatch.setenv(name, "astray")
    said = start.run_logged([sys.executable, "-c", "import os; print(*os.environ.values())"])
    assert "astray" not in said
    assert start.clean_environment()["ORT_DISABLE_TELEMETRY"] == "1"  # else it writes and sends a device id
    assert os.environ["PATH"] in said


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "Đã cài – nước mắm 40°…"),
        ("cp1258", "Da cai - nuoc mam 40..."),
        ("cp437", "Da cai - nuoc mam 40..."),
        (None, "Da cai - nuoc mam 40..."),
        ("no-such-code-page", "Da cai - nuoc mam 40..."),
    ],
)
def test_console_without_marks_gets_plain_letters(encoding: str | None, shown: str) -> None:
    assert start.printable("Đã cài – nước mắm 40°…", encoding) == shown


def test_text_a_console_can_show_is_kept() -> None:
    assert start.printable("Mơ ước", "cp1258") == "Mo uoc"  # ớ is not one letter there
    assert start.printable("Nam Bô", "cp1258") == "Nam Bô"


def test_red_only_where_colours_are_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    start.say("Hỏng", "Broken", red=True)
    monkeypatch.setenv("CI", "true")
    start.say("Hỏng", "Broken", red=True)
    assert capsys.readouterr().out == "Hỏng\n      Broken\n\033[31mHỏng\n      Broken\033[0m\n"
