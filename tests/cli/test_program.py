"""Every call ends with the status that the contract promises, and says why in two languages."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from cli.calls import call, command, environment, process
from merchant_helper import errors
from merchant_helper.cli import channels as channels_verb
from merchant_helper.cli.calling import VERBS
from merchant_helper.cli.outcome import Status, problem_of
from merchant_helper.cli.program import program
from merchant_helper.issues import Issue

WRONG = [
    (["serv"], "Không có lệnh serv. Có phải là serve?", "There is no command serv. Did you mean serve?"),
    (["channels", "--bla"], "Không có tùy chọn --bla.", "There is no option --bla."),
    (["channels", "--data"], "Sau --data còn thiếu giá trị.", "--data needs a value after it."),
    (["channels", "--json=1"], "--json đứng một mình", "--json stands alone"),
    (["channels", "a", "b"], "Thừa phần này: b.", "This is too much: b."),
    (["clean", "x", "--out", "o", "--workers", "0"], "--workers là số nguyên từ 1 đến 64.", "from 1 to 64."),
    (["clean", "x", "--out", "o", "--workers", "đôi"], "--workers là số nguyên", "takes a whole number"),
    (["inspect"], "Còn thiếu PHOTO...", "PHOTO... is missing."),
    (["clean", "x"], "Còn thiếu --out.", "--out is missing."),
    (["inspect", "không-có.jpg"], "Không thấy không-có.jpg.", "không-có.jpg is not there."),
    (["channels", "lazado"], "Chưa có nơi bán “lazado”. Chọn một trong: ", "Choose one of: buudien"),
    (["clean", ".", "--out", "o", "--channel", "x"], "Chưa có nơi bán “x”", "no selling place"),
    (["clean", ".", "--out", "o", "--engine", "bria"], "Chưa có cách tách nền “bria”", "auto, plain"),
    (["serve", "--host", "0.0.0.0"], "Địa chỉ 0.0.0.0 mở cho máy khác vào", "would let other machines in"),
    (["serve", "--port", "70000"], "--port là số nguyên từ 0 đến 65535.", "from 0 to 65535"),
    (["--json"], "Còn thiếu tên lệnh.", "The command is missing."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "vi", "en"), WRONG)
def test_a_wrong_call_does_nothing_and_is_explained(words: list[str], vi: str, en: str) -> None:
    for language, sentence in (("vi", vi), ("en", en)):
        answer = call("--lang", language, *words)
        assert answer.status == Status.WRONG_CALL
        assert sentence in answer.err.decode()


def test_help_speaks_both_languages_and_needs_no_folder(data: Path) -> None:
    assert "Tách hàng khỏi nền" in call("--help").text()
    english = call("--help", "--lang", "en")
    assert (english.status, "Cut products out" in english.text()) == (0, True)
    assert not data.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_without_a_foreign_word(verb: str) -> None:
    vietnamese, english = call(verb, "--help").text(), call(verb, "--help", "--lang", "en").text()
    assert vietnamese.startswith("Cách dùng: merchant-helper") and english.startswith(
        "Usage: merchant-helper"
    )
    assert "Show this" not in vietnamese and "Thư mục dữ liệu" not in english
    assert all(option in vietnamese for option in ("--data", "--json", "--lang"))


def test_without_words_the_help_is_shown() -> None:
    answer = call()
    assert (answer.status, answer.out) == (2, b"")
    assert "channels" in answer.err.decode()


def test_common_options_stand_before_or_after_the_verb() -> None:
    before, after = call("--json", "--lang", "en", "channels"), call("channels", "--json", "--lang", "en")
    assert before.lines == after.lines
    assert before.summary["channels"] == len(before.items) >= 3


def test_in_json_a_wrong_call_is_one_error_line() -> None:
    answer = call("--json", "channels", "nowhere", "--lang", "en")
    assert answer.status == 2
    assert [line["kind"] for line in answer.lines] == ["error"]
    assert (answer.error["code"], answer.error["field"]) == ("cli.no_such_channel", "channel")
    assert answer.error["message"] in answer.err.decode()


def test_json_asked_for_after_a_mistake_is_still_heard() -> None:
    assert call("channels", "--bla", "--json").error["code"] == "cli.usage"


TROUBLE = [
    (errors.DataFolderBusy("bận", "http://127.0.0.1:8000"), 3, "data.busy"),
    (errors.DataFolderTooNew("mới"), 3, "data.too_new"),
    (errors.DiskFull("đầy"), 3, "cli.disk_full"),
    (errors.BackupBroken("hỏng"), 2, "backup.broken"),
    (errors.EngineUnavailable("không"), 3, "engine.unavailable"),
    (OSError(errno.ENOSPC, "full", "/x"), 3, "cli.disk_full"),
    (PermissionError(errno.EACCES, "no", "/x"), 3, "cli.not_allowed"),
    (OSError(errno.EIO, "bad", "/x"), 3, "cli.file_trouble"),
    (errors.PhotoUnreadable(Issue("photo.empty", "photo", "block")), 1, "photo.empty"),
    (KeyboardInterrupt(), 130, "cli.interrupted"),
    (ZeroDivisionError("1/0"), 3, "cli.our_fault"),
]


@pytest.mark.parametrize(("error", "status", "code"), TROUBLE)
def test_all_trouble_has_a_status_and_a_sentence(
    error: BaseException, status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_channel: object) -> None:
        raise error

    monkeypatch.setattr(channels_verb, "in_short", fail)
    answer = call("channels", "--json", "--lang", "en")
    assert (answer.status, answer.error["code"]) == (status, code)


def test_the_address_of_the_running_program_is_told() -> None:
    problem = problem_of(errors.DataFolderBusy("bận", "http://127.0.0.1:8001"))
    assert problem.to_json()["address"] == "http://127.0.0.1:8001"


def test_a_database_without_room_is_a_full_disk() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count=1")
        try:
            database.execute("CREATE TABLE t (x)").execute("CREATE TABLE u (x)").execute("CREATE TABLE v (x)")
        except sqlite3.OperationalError as error:
            wrapped = RuntimeError("from a library")
            wrapped.__cause__ = error
    assert (problem_of(wrapped).status, problem_of(wrapped).issue.code) == (3, "cli.disk_full")


def test_our_own_fault_leaves_a_trace_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels_verb, "in_short", lambda _channel: {}["no such key"])
    answer = call("channels")
    assert answer.status == 3
    assert "Traceback" in answer.err.decode() and "Phần đã xong vẫn còn" in answer.err.decode()


def test_the_entry_point_and_the_module_are_one(hard: Path) -> None:
    answer = process("channels", "--json", cwd=hard)
    assert (answer.status, answer.summary["channels"] >= 3) == (0, True)
    assert program.name == "program"


def test_the_code_page_of_a_vietnamese_windows_breaks_nothing(hard: Path) -> None:
    told = process("--help", cwd=hard, PYTHONIOENCODING="cp1258")
    assert (told.status, b"?" in told.out) == (0, False)
    assert "Tách hàng" in unicodedata.normalize("NFC", told.out.decode("cp1258"))
    listed = process("channels", "--json", cwd=hard, PYTHONIOENCODING="cp1258")
    assert listed.summary["channels"] == len(listed.items)
    assert process("không-lệnh-🐟", cwd=hard, PYTHONIOENCODING="ascii").status == 2


def test_a_reader_that_goes_away_is_no_crash(hard: Path) -> None:
    child = subprocess.Popen(
        command("channels", "--json"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert child.wait(60) == 3
    assert b"Traceback" not in said and b"Exception ignored" not in said
