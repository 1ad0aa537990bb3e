"""Read which folder a person means: a usual one, or a path as people copy and paste it."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path, PureWindowsPath
from urllib.request import url2pathname

from merchant_helper.bulk.folders import choose
from merchant_helper.bulk.watched import WatchedFolderGone, usual_folders
from merchant_helper.i18n import gettext as _

FILE = "file://"
# Windows puts quotes around a path that it copies, and chat programs make them curly.
_QUOTES = "\"'“”‘’«»"
EXAMPLE = r"D:\Ảnh hàng" if os.name == "nt" else "/media/anh-hang"


class NoSuchFolder(Exception):
    """Say in its words why a typed path leads to no folder, and what to do."""


def usual_places() -> dict[str, tuple[str, Path]]:
    """Give the usual folders with their Vietnamese names, by a key that holds nothing of the path."""
    return {
        hashlib.sha256(os.fsencode(path)).hexdigest()[:16]: (label, path) for label, path in usual_folders()
    }


def typed_folder(text: str, data: Path) -> Path:
    """Find the folder that a typed path leads to, outside our own data. Raises NoSuchFolder."""
    bare = _bare(text)
    if not bare:
        raise NoSuchFolder(
            _("Chưa có đường dẫn. Dán đường dẫn của thư mục vào ô này, ví dụ {example}", example=EXAMPLE)
        )
    refused: list[WatchedFolderGone] = []
    for spelling in _spellings(bare):
        try:
            return choose(spelling, data)
        except WatchedFolderGone as error:
            refused.append(error)
    raise NoSuchFolder(_why(bare, refused[0]))


def _why(bare: str, refused: WatchedFolderGone) -> str:
    if not (bare.startswith("~") or Path(bare).is_absolute() or PureWindowsPath(bare).is_absolute()):
        return _("Đường dẫn này chưa đủ. Dán cả đường dẫn từ ổ đĩa trở đi, ví dụ {example}", example=EXAMPLE)
    if _is_file(bare):
        return _("Đây là một tệp, không phải thư mục. Dán đường dẫn của thư mục chứa tệp này.")
    return f"{refused.issue.message()} {refused.issue.fix()}"


def _bare(text: str) -> str:
    bare = text.strip().strip(_QUOTES).strip()
    return url2pathname(bare[len(FILE) :]) if bare.lower().startswith(FILE) else bare


def _spellings(bare: str) -> list[str]:
    """Spell a path as typed, then as each kind of disk writes letters with marks."""
    return list(dict.fromkeys([bare, *(unicodedata.normalize(form, bare) for form in ("NFC", "NFD"))]))


def _is_file(text: str) -> bool:
    """Ask the disk; a path that no disk can hold is no file."""
    try:
        return Path(text).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False
