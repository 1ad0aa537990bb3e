"""Start, stop and start again, as a person does it at a console."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
import tiny_program
from start_console import CP1258, Stranger, free_port, read_until, started, web_server

import start

pytestmark = pytest.mark.skipif(start.WINDOWS, reason="ends programs by the signals of a POSIX console")


@pytest.mark.parametrize("env", [{}, CP1258], ids=["utf-8", "cp1258"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_starts_says_where_and_ends_quietly(
    ready: Path, tmp_path: Path, env: dict[str, str], end: signal.Signals
) -> None:
    port, data = free_port(), tmp_path / "Bà Sáu – nước mắm 40°" / "dữ liệu"
    address = f"http://127.0.0.1:{port}"
    with started(ready, "--port", str(port), "--data", str(data), **env) as process:
        read_until(process, address)
        assert start.answers(address)
        if end == signal.SIGINT:
            os.killpg(process.pid, end)  # as a console does: to everything in it
        else:
            process.send_signal(end)
        rest = process.communicate(timeout=15)[0]
    assert process.returncode == 130
    assert "Traceback" not in rest
    assert rest == ""
    assert not start.answers(address)
    assert (data / "argv.txt").read_text("utf-8").splitlines()[-1] == str(data)


def test_taken_port_gives_the_next_one_and_says_so(ready: Path, tmp_path: Path) -> None:
    with web_server(Stranger) as stranger:
        port = int(stranger.rsplit(":", 1)[1])
        with started(ready, "--port", str(port), "--data", str(tmp_path / "d")) as process:
            said = read_until(process, "http://127.0.0.1:")
    assert f"Cổng {port} đang bận, dùng cổng {port + 1}" in said
    assert said.rstrip().endswith(f"http://127.0.0.1:{port + 1}")


def test_second_program_shows_the_first_one(
    ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(start, "open_browser", shown.append)
    data = tmp_path / "d"
    data.mkdir()
    (data / "taken").touch()
    with web_server(tiny_program.Health) as first:
        (data / "address.txt").write_text(f"{first}\n", "utf-8")
        assert start.serve(free_port(), data, browser=True) == 0
        assert start.serve(free_port(), data, browser=False) == 0
    assert shown == [first]


def test_browser_opens_when_the_program_answers(
    ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []

    def close_at_once(address: str) -> None:
        shown.append(start.answers(address))
        raise start.Terminated

    monkeypatch.setattr(start, "open_browser", close_at_once)
    assert start.serve(free_port(), tmp_path, browser=True) == 130
    assert shown == [True]


@pytest.mark.parametrize(("state", "code"), [("taken", 3), ("broken", 1)])
def test_exit_status_of_the_program_is_passed_on(ready: Path, tmp_path: Path, state: str, code: int) -> None:
    data = tmp_path / "d"
    data.mkdir()
    (data / state).touch()
    with started(ready, "--port", str(free_port()), "--data", str(data)) as process:
        said = process.communicate(timeout=20)[0]
    assert process.returncode == code
    assert (f"xóa thư mục {ready / '.venv'}" in said) == (state == "broken")


def test_setup_only_makes_the_data_folder_and_starts_nothing(ready: Path, tmp_path: Path) -> None:
    with started(ready, "--setup-only", "--data", str(tmp_path / "dữ liệu"), **CP1258) as process:
        said = process.communicate(timeout=20)[0]
    assert process.returncode == 0
    assert "Xong, da cai du." in said
    assert list((tmp_path / "dữ liệu").iterdir()) == []


def test_data_folder_that_cannot_be_is_one_sentence(
    ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tệp").touch()
    assert start.main(["--setup-only", "--data", str(tmp_path / "tệp" / "con")]) == 1
    assert "chọn chỗ khác bằng --data" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "http://127.0.0.1:1", "javascript:1", "\x00"])
def test_dead_or_strange_address_is_not_opened(tmp_path: Path, address: str) -> None:
    (tmp_path / "address.txt").write_text(address, "utf-8")
    assert start.running_elsewhere(tmp_path) is None


def test_address_of_another_program_is_not_opened(tmp_path: Path) -> None:
    with web_server(Stranger) as stranger:
        (tmp_path / "address.txt").write_text(stranger, "utf-8")
        assert start.running_elsewhere(tmp_path) is None


def test_no_address_file_and_a_damaged_one(tmp_path: Path) -> None:
    assert start.running_elsewhere(tmp_path) is None
    (tmp_path / "address.txt").write_bytes(b"\xff\xfe\xff")
    assert start.running_elsewhere(tmp_path) is None


def test_proxy_is_not_asked_about_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with web_server(tiny_program.Health) as address:
        assert start.answers(address)


def test_port_closed_a_moment_ago_is_free() -> None:
    with web_server(tiny_program.Health) as address:
        assert start.answers(address)  # leaves a connection that waits for its end
    port = int(address.rsplit(":", 1)[1])
    assert start.free_port(port) == port


@pytest.mark.parametrize(("screen", "opened"), [({"DISPLAY": ":0"}, 1), ({}, 0)])
def test_browser_opens_where_there_is_a_screen(
    screen: dict[str, str], opened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in screen.items():
        monkeypatch.setenv(name, value)
    calls: list[str] = []
    monkeypatch.setattr(start.webbrowser, "open", calls.append)
    start.open_browser("http://127.0.0.1:8000")
    assert calls == ["http://127.0.0.1:8000"] * opened


def test_data_folder_by_default(here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MERCHANT_HELPER_DATA", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(start.sys, "platform", "linux")
    assert start.read_options([]).data == tmp_path / ".local/share/merchant-helper"
    monkeypatch.setattr(start.sys, "platform", "darwin")
    assert start.read_options([]).data == tmp_path / "Library/Application Support/merchant-helper"
    monkeypatch.setenv("MERCHANT_HELPER_DATA", "~/shop")
    assert start.read_options([]).data == tmp_path / "shop"
    (here / "data").mkdir()
    assert start.default_data() == here / "data"
    assert start.read_options(["--data", "/x"]).data == Path("/x")


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--port", "70000"], ["--port", "a"], ["walk"]])
def test_wrong_call_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        start.read_options(arguments)
    assert ended.value.code == 2
    assert "usage: start.py" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["cp1258", "ascii", "utf-8"])
def test_help_is_shown_on_every_console(ready: Path, encoding: str) -> None:
    with started(ready, "--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0") as process:
        said = process.communicate(timeout=20)[0]
    assert process.returncode == 0
    assert "--setup-only" in said
