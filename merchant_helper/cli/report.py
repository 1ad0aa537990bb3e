"""Tell people and scripts what happened: sentences for the ones, JSON Lines for the others."""

from __future__ import annotations

import contextlib
import errno
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from merchant_helper.cli.outcome import Problem
from merchant_helper.issues import Issue

VERSION = 1
# How the systems say that nobody reads a pipe any more (Windows: EINVAL).
GONE = (errno.EPIPE, errno.EINVAL)


class OutputGone(BaseException):
    """Say that whoever read our results went away; not an Exception, so that no verb works on for nobody."""


class Report:
    """Write the results of one call.

    With ``as_json`` every result is a line on stdout and people's sentences go to stderr; without it the
    sentences are the result.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json

    def item(self, record: Mapping[str, Any], sentence: str) -> None:
        """Tell one result."""
        self._tell({"kind": "item", **record}, sentence)

    def summary(self, record: Mapping[str, Any], sentence: str) -> None:
        """Tell how the whole came out; nothing comes after it."""
        self._tell({"kind": "summary", "version": VERSION, **record}, sentence)

    def problem(self, problem: Problem) -> None:
        """Tell why the call ended early."""
        # A sentence of another part says already what to do.
        self.note(problem.said or f"{problem.issue.message()} {problem.issue.fix()}".strip())
        if self.as_json:
            _write_line({"kind": "error", **problem.to_json()})

    def trouble(self, issue: Issue) -> None:
        """Tell something that went wrong and did not stop the call."""
        self.note(f"{issue.message()} {issue.fix()}".strip())
        if self.as_json:
            _write_line({"kind": "error", **issue.to_json()})

    def note(self, sentence: str) -> None:
        """Tell people something that is no result."""
        if sys.stderr is not None:
            with contextlib.suppress(OSError):
                print(sentence, file=sys.stderr, flush=True)  # noqa: T201

    def _tell(self, record: Mapping[str, Any], sentence: str) -> None:
        if self.as_json:
            _write_line(record)
            if sentence:
                self.note(sentence)
        elif sentence and sys.stdout is not None:
            with _reader_may_go():
                print(sentence, flush=True)  # noqa: T201


def issue_lines(issues: Sequence[Mapping[str, Any]]) -> str:
    """Write issues, given as they go to scripts, for people: each indented on a line of its own."""
    return "".join(f"\n    {issue['message']} {issue['fix']}".rstrip() for issue in issues)


def _write_line(record: Mapping[str, Any]) -> None:
    """Write one line as UTF-8 with LF, whatever the console thinks of it.

    A file name that is no Unicode keeps its bytes as escapes, which json readers undo.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
    if sys.stdout is None:
        return
    with _reader_may_go():
        sys.stdout.flush()
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _reader_may_go() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in GONE:
            raise OutputGone from error
        raise
