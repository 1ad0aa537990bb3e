"""Choose the folder to be watched: where pictures usually fall, and what is not to be watched."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from merchant_helper.errors import MerchantHelperError
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.text import glimpse

ISSUE_CODES = ("watched.folder_gone", "watched.closed", "watched.unfit")

#: What the database keeps of a path.
LONGEST = 1000
_ZALO = "Zalo Received Files"
_DOWNLOADS = ("Downloads", "Tải về", "Tải xuống")
_XDG = re.compile(r'^\s*XDG_DOWNLOAD_DIR="(?:\$HOME/)?([^"]+)"', re.MULTILINE)
_PATH_SHOWN = 80


class WatchedFolderGone(MerchantHelperError):
    """Say why the watched folder, or a picture in it, cannot be read (carries the Issue)."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def usual_folders(
    home: Path | None = None, environ: Mapping[str, str] = os.environ
) -> list[tuple[str, Path]]:
    """Name the folders in which pictures from chats and cables usually lie, as far as they exist."""
    home = home or Path.home()
    found: dict[Path, str] = {}
    for label, path in [*_zalo(home, environ), *((_("Tải về"), path) for path in _downloads(home, environ))]:
        try:
            if path.is_dir():
                _want_text(place := path.resolve())
                found.setdefault(place, label)
        except (OSError, UnicodeEncodeError):
            continue
    return [(label, path) for path, label in found.items()]


def choose(typed: str, data: Path) -> Path:
    """Take a folder that a person named; quotes around it, as Windows copies them, do no harm.

    Raises WatchedFolderGone: it is not there, may not be read, is a whole disk, or is this program's own.
    """
    text = typed.strip().strip('"').strip()
    try:
        folder = Path(text).expanduser()
        if not text or not folder.is_absolute():
            raise FileNotFoundError(text)
        folder = folder.resolve(strict=True)
        _want_text(folder)
        with os.scandir(folder):
            pass
    except (OSError, ValueError, RuntimeError) as error:
        raise gone(text, error) from error
    own = data.resolve()
    if folder == folder.parent or folder == own or own in folder.parents or len(str(folder)) > LONGEST:
        raise _about("watched.unfit", folder)
    return folder


def _want_text(folder: Path) -> None:
    """Raise UnicodeEncodeError for a path that is no text: the database cannot keep it."""
    str(folder).encode()


def gone(folder: Path | str, error: Exception) -> WatchedFolderGone:
    """Say why a folder cannot be read."""
    code = "watched.closed" if isinstance(error, PermissionError) else "watched.folder_gone"
    return _about(code, folder)


def _about(code: str, folder: Path | str) -> WatchedFolderGone:
    return WatchedFolderGone(
        Issue(code, field="folder", params={"folder": glimpse(str(folder), _PATH_SHOWN)})
    )


def _zalo(home: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Go through the places where Zalo on a computer puts what it receives."""
    roots = [home, *(Path(environ[name]) for name in ("OneDrive",) if environ.get(name))]
    for root in roots:
        for documents in ("Documents", "Tài liệu"):
            yield "Zalo", root / documents / _ZALO
    for downloads in _downloads(home, environ):
        yield "Zalo", downloads / _ZALO
        yield "Zalo", downloads / "Zalo"


def _downloads(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Go through the places for downloads; Linux writes down what its language calls it."""
    if sys.platform.startswith("linux"):
        settings = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
        try:
            named = _XDG.search(settings.read_text("utf-8"))
        except (OSError, ValueError):
            named = None
        # Without a folder of its own the setting names the home, which is not only for downloads.
        if named and (place := home / named[1]) != home:
            yield place
    for name in _DOWNLOADS:
        yield home / name
