"""Know the one folder in which everything of a laptop lies, and let one program at a time hold it."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from merchant_helper.errors import DataFolderBusy, DataFolderError, DiskFull, is_disk_full
from merchant_helper.i18n import gettext as _

KEY_BYTES = 32


def default_folder() -> Path:
    """Give the data folder of this computer's user, the same that ``start.py`` takes.

    A folder ``data`` beside ``start.py`` is the starter's business: it hands that path in.
    """
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "MerchantHelper"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "merchant-helper"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "merchant-helper"


class DataFolder:
    """Name the places of one data folder.

    ``models`` and ``cache`` can be had again and are in no backup.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).expanduser().absolute()
        self.app_db = self.path / "app.sqlite"
        self.jobs_db = self.path / "jobs.sqlite"
        self.files = self.path / "files"
        self.models = self.path / "models"
        self.backups = self.path / "backups"
        self.cache = self.path / "cache"
        self.logs = self.path / "logs"
        self.key_file = self.path / "secret.key"
        self.lock_file = self.path / "program.lock"
        self.address_file = self.path / "address.txt"

    def __repr__(self) -> str:
        return f"DataFolder({str(self.path)!r})"

    def ensure(self) -> DataFolder:
        """Make what is missing; the folder is for its user's eyes only.

        Raises DataFolderError when it cannot be made, DiskFull when there is no room.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for place in (self.files, self.models, self.backups, self.cache, self.logs):
                place.mkdir(exist_ok=True)
        except OSError as error:
            raise unusable(self.path, error) from error
        return self

    def secret_key(self) -> bytes:
        """Give the key that signs this folder's cookies, made the first time.

        Raises DataFolderError when it can be neither read nor made.
        """
        try:
            key = _read_key(self.key_file)
            if key is None:
                _make_key(self.key_file)
                key = _read_key(self.key_file)
        except OSError as error:
            raise unusable(self.path, error) from error
        if key is None:
            raise DataFolderError(_("Không đọc được tệp {file}. Xóa tệp này rồi mở lại.", file=self.key_file))
        return key

    @contextmanager
    def lock(self, address: str | None = None) -> Iterator[FolderLock]:
        """Hold the folder for the length of a block, and tell others where this program answers.

        Raises DataFolderBusy, with the other program's address where it told one; never waits.
        """
        self.ensure()
        lock = FileLock(self.lock_file, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise _busy(_read_address(self.address_file)) from error
        except OSError as error:
            raise unusable(self.path, error) from error
        held = FolderLock(self.address_file)
        try:
            # What a killed program left must not send anybody to a dead address.
            held.forget()
            if address is not None:
                held.announce(address)
            yield held
        finally:
            held.forget()
            lock.release()


class FolderLock:
    """Be the proof that this program holds the folder."""

    def __init__(self, address_file: Path) -> None:
        self._address_file = address_file

    def announce(self, address: str) -> None:
        """Tell a second start where this program answers."""
        draft = self._address_file.with_suffix(".tmp")
        draft.write_text(address, "utf-8")
        draft.replace(self._address_file)

    def forget(self) -> None:
        """Take the address away."""
        with contextlib.suppress(OSError):
            self._address_file.unlink(missing_ok=True)


def unusable(path: Path, error: OSError) -> DataFolderError:
    """Say why a place on disk cannot be used."""
    if is_disk_full(error):
        return disk_full()
    sentence = _(
        "Không ghi được vào thư mục {path} ({reason}). Chọn thư mục khác, hoặc mở quyền ghi thư mục này.",
        path=path,
        reason=error.strerror or type(error).__name__,
    )
    return DataFolderError(sentence)


def disk_full() -> DiskFull:
    """Say that there is no room, and what to do."""
    return DiskFull(_("Ổ đĩa đã đầy. Xóa bớt tệp không dùng trên ổ này rồi làm lại."))


def _busy(address: str | None) -> DataFolderBusy:
    if address:
        message = _(
            "Phần mềm đang mở sẵn ở {address}. Dùng trang đó, hoặc tắt nó rồi mở lại.", address=address
        )
    else:
        message = _("Phần mềm đang mở sẵn với thư mục này. Tắt cửa sổ kia rồi mở lại.")
    return DataFolderBusy(message, address)


def _read_address(file: Path) -> str | None:
    try:
        return file.read_text("utf-8").strip()[:200] or None
    except (OSError, UnicodeDecodeError):
        return None


def _read_key(file: Path) -> bytes | None:
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _make_key(file: Path) -> None:
    """Put a whole key in place at once; of two makers the first one's key stays."""
    damaged = file.exists()
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
    try:
        if damaged:
            draft.replace(file)
        else:
            _link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _link(draft: Path, file: Path) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    except OSError:
        # FAT sticks know no links.
        draft.replace(file)
