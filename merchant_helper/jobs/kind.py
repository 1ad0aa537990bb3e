"""Say what a kind of job is made of, without knowing who runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from merchant_helper.errors import JobError


class StopJob(JobError):
    """Tell from inside a step that the whole job cannot go on; ``code`` says why, and is kept."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Kind:
    """Say how the items of a job are found, and what is done with each."""

    items: Callable[[str], list[str]]
    step: Callable[[str, str], None]
