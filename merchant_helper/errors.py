"""Everything that can go wrong, as one tree.

MerchantHelperError
├── DataFolderError
│   ├── DataFolderBusy      another program holds the folder
│   ├── DataFolderTooNew    written by a newer program
│   └── DiskFull            nothing more can be written
├── PhotoUnreadable         the bytes are no picture that is opened here (carries the Issue)
├── EngineUnavailable       a cut-out engine or its model is missing or broken
│   └── ModelRefused        a file is no model that is taken here, or cannot be fetched (carries the Issue)
├── NoSuchChannel           no spec has this id
├── SpecBroken              a channel's spec breaks a rule of its own
├── NoSuchCard              no card of the guides has this key
├── GuideBroken             a file of the guides breaks a rule (carries the file and the reason)
├── JobError                a job cannot be queued or found
└── BackupBroken            the file is no backup of ours, or was changed

What a person typed wrong is never an exception: that is an Issue.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from merchant_helper.issues import Issue


class MerchantHelperError(Exception):
    """Be the root of every error that this program raises on purpose."""


class DataFolderError(MerchantHelperError):
    """Say that the data folder cannot be used as asked."""


class DataFolderBusy(DataFolderError):
    """Say that another running program holds the data folder.

    ``address`` is where that program answers, when it told.
    """

    def __init__(self, message: str, address: str | None = None) -> None:
        super().__init__(message)
        self.address = address


class DataFolderTooNew(DataFolderError):
    """Say that a newer version of this program wrote the data folder."""


class DiskFull(DataFolderError):
    """Say that the disk took no more bytes."""


class PhotoUnreadable(MerchantHelperError):
    """Say why a file was not taken as a photo."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue

    def __reduce__(self) -> tuple[type[PhotoUnreadable], tuple[Issue]]:
        return type(self), (self.issue,)


class EngineUnavailable(MerchantHelperError):
    """Say that a cut-out engine or its model cannot be used here."""


class ModelRefused(EngineUnavailable):
    """Say why a file was not taken as a cut-out model, or could not be fetched."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(f"{issue.message()} {issue.fix()}")
        self.issue = issue

    def __reduce__(self) -> tuple[type[ModelRefused], tuple[Issue]]:
        return type(self), (self.issue,)


class NoSuchChannel(MerchantHelperError):
    """Say that no channel has this id."""


class SpecBroken(MerchantHelperError):
    """Say which rule a channel's spec file breaks."""


class NoSuchCard(MerchantHelperError):
    """Say that no card of the guides has this key."""


class GuideBroken(MerchantHelperError):
    """Say which file of the guides breaks a rule, and which rule."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason

    def __reduce__(self) -> tuple[type[GuideBroken], tuple[str, str]]:
        return type(self), (self.file, self.reason)


class JobError(MerchantHelperError):
    """Say that a job cannot be queued, found or run."""


class BackupBroken(MerchantHelperError):
    """Say that a file is no backup of ours, or was changed since."""


def is_disk_full(error: OSError) -> bool:
    """Tell a full disk (or quota) from other trouble with files."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT} or getattr(error, "winerror", None) in {39, 112}
