"""Know the five ways a call can end, and which trouble leads to which."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from merchant_helper import errors
from merchant_helper.issues import Issue

ISSUE_CODES = (
    "cli.usage",
    "cli.no_such_path",
    "cli.interrupted",
    "cli.disk_full",
    "cli.not_allowed",
    "cli.file_trouble",
    "cli.our_fault",
    "data.busy",
    "data.too_new",
    "data.trouble",
    "engine.unavailable",
    "channel.unknown",
    "channel.spec_broken",
    "guides.unknown",
    "guides.broken",
    "backup.broken",
    "jobs.trouble",
)


class Status(IntEnum):
    """Name the exit statuses of the contract."""

    DONE = 0
    HELD = 1
    WRONG_CALL = 2
    STOPPED = 3
    INTERRUPTED = 130


@dataclass(frozen=True)
class Problem:
    """Say why a call ended early: in words, and with a code for scripts.

    ``more`` holds further facts for scripts (the address of the running program, say).
    """

    issue: Issue
    status: Status = Status.WRONG_CALL
    said: str = ""
    more: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Give the sentence of whoever raised it, else the one of the catalogue."""
        return self.said or self.issue.message()

    def to_json(self) -> dict[str, object]:
        """Give an issue with whatever else is known."""
        return {**self.issue.to_json(), "message": self.message, **self.more}


class Ended(Exception):
    """End a verb with a problem that the program already has a sentence for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.issue.code)
        self.problem = problem


def wrong_call(code: str, field: str | None = None, **params: str | int) -> Ended:
    """Make the end of a call that cannot be meant like this; nothing has been done."""
    return Ended(Problem(Issue(code, field, "block", params)))


def stopped(code: str, **params: str | int) -> Ended:
    """Make the end of a call that had to stop; what is finished stays."""
    return Ended(Problem(Issue(code, None, "block", params), Status.STOPPED))


# Ours, most special first: the exception, the code that scripts see, the status.
KNOWN: tuple[tuple[type[errors.MerchantHelperError], str, Status], ...] = (
    (errors.DataFolderBusy, "data.busy", Status.STOPPED),
    (errors.DataFolderTooNew, "data.too_new", Status.STOPPED),
    (errors.DiskFull, "cli.disk_full", Status.STOPPED),
    (errors.DataFolderError, "data.trouble", Status.STOPPED),
    (errors.EngineUnavailable, "engine.unavailable", Status.STOPPED),
    (errors.NoSuchChannel, "channel.unknown", Status.WRONG_CALL),
    (errors.SpecBroken, "channel.spec_broken", Status.STOPPED),
    (errors.NoSuchCard, "guides.unknown", Status.WRONG_CALL),
    (errors.GuideBroken, "guides.broken", Status.STOPPED),
    (errors.BackupBroken, "backup.broken", Status.WRONG_CALL),
    (errors.JobError, "jobs.trouble", Status.STOPPED),
)

# A file that was looked at and refused is an item that was held; what came before that is named here.
MODEL_STATUS = {
    "model.not_there": Status.WRONG_CALL,
    **dict.fromkeys(
        (
            *("model.not_readable", "model.no_network", "model.broken_off", "model.no_answer"),
            *("model.sign_in_page", "model.being_fetched", "model.no_runtime"),
        ),
        Status.STOPPED,
    ),
}


def problem_of(error: BaseException) -> Problem:
    """Turn any exception into what is said about it."""
    if isinstance(error, Ended):
        return error.problem
    if isinstance(error, KeyboardInterrupt):
        return Problem(_blocking("cli.interrupted"), Status.INTERRUPTED)
    if isinstance(error, errors.PhotoUnreadable):
        return Problem(error.issue, Status.HELD)
    if isinstance(error, errors.ModelRefused):
        return Problem(error.issue, MODEL_STATUS.get(error.issue.code, Status.HELD))
    for kind, code, status in KNOWN:
        if isinstance(error, kind):
            address = {"address": error.address} if isinstance(error, errors.DataFolderBusy) else {}
            said = "" if code == "cli.disk_full" else str(error)
            return Problem(_blocking(code), status, said=said, more=address)
    if isinstance(error, OSError):
        return _file_problem(error)
    if _database_is_full(error):
        return Problem(_blocking("cli.disk_full"), Status.STOPPED)
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return Problem(_blocking("cli.our_fault", what=what), Status.STOPPED)


def _database_is_full(error: BaseException | None) -> bool:
    """Look for SQLite's word for a full disk behind an error of the database library."""
    while error is not None:
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__
    return False


def _file_problem(error: OSError) -> Problem:
    path = str(error.filename or "")
    if errors.is_disk_full(error):
        return Problem(_blocking("cli.disk_full"), Status.STOPPED)
    if isinstance(error, PermissionError):
        return Problem(_blocking("cli.not_allowed", path=path), Status.STOPPED)
    return Problem(
        _blocking("cli.file_trouble", path=path, reason=error.strerror or str(error)), Status.STOPPED
    )


def _blocking(code: str, **params: str | int) -> Issue:
    return Issue(code, None, "block", params)
