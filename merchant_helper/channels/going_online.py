"""Put pictures where everybody can fetch them, named by their content: a changed one has a new address."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from merchant_helper.channels.pictures import Rendered, is_base_url
from merchant_helper.network.store import Store, StoreAddress, StoreError, WrongStore
from merchant_helper.photos.files import write_atomically

ISSUE_CODES = ("channel.picture_not_online",)
# A store that did not answer so often in one run is not asked again.
_PATIENCE = 3
_TRIES, _PAUSE_S = 10, 0.1
_NAME = re.compile(r"[0-9a-f]{64}\.(jpg|png|webp)")
_MADE_OF = ".of-"
SERVED_BELOW = "public"
NAMES = (
    *("PUBLIC_URL", "STORE_URL", "STORE_PUBLIC_URL"),
    *("STORE_ENDPOINT", "STORE_REGION", "STORE_KEY_ID", "STORE_SECRET"),
)
KINDS = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class NotOnline(Exception):
    """Say that a picture could not be put online."""


class Publisher(Protocol):
    """Put a picture online and give its address. Raises NotOnline."""

    def publish(self, picture: Rendered) -> str:
        """Give the address under which it can be fetched from now on."""


def public_name(picture: Rendered) -> str:
    """Name a picture by its content alone: neither shop nor product can be told from it."""
    return f"{picture.sha256}{picture.suffix}"


def is_public_name(name: str) -> bool:
    """Tell whether something may be the name of a public picture."""
    return _NAME.fullmatch(name) is not None


class Shelf:
    """Hold what of one shop is public: the pictures themselves, or only their names where a store has them.

    Beside them is written which photo each was made of, so that what is hidden in a photo later goes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Name all pictures."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(file.name for file in found if is_public_name(file.name))

    def photos(self) -> set[str]:
        """Give the sums of the photos that pictures here were made of."""
        return {file.name.removeprefix(_MADE_OF) for file in self.folder.glob(f"{_MADE_OF}*")}

    def file(self, name: str) -> Path | None:
        """Give a picture by its name; None where it is not there."""
        file = self.folder / name
        return file if is_public_name(name) and file.is_file() else None

    def put(self, name: str, data: bytes, photo: str | None) -> None:
        """Keep a picture that was made of a photo; empty where a store has it. Raises DiskFull."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if photo:
            # Written first: nothing is public that no photo can take back.
            with (self.folder / f"{_MADE_OF}{photo}").open("a", encoding="ascii") as of_photo:
                of_photo.write(f"{name}\n")
        if not (self.folder / name).is_file():
            write_atomically(self.folder / name, data)

    def take(self, photo: str | None = None) -> list[str]:
        """Take all pictures off, or those of one photo; gives their names."""
        names = self.names()
        if photo is not None:
            known = self.folder / f"{_MADE_OF}{photo}"
            made = set(known.read_text("ascii").split()) if known.is_file() else set()
            names = [name for name in names if name in made]
        for name in names:
            _unlinked(self.folder / name)
        gone = [f"{_MADE_OF}{photo}"] if photo else [f.name for f in self.folder.glob(f"{_MADE_OF}*")]
        for name in gone:
            _unlinked(self.folder / name)
        return names


def _unlinked(file: Path) -> None:
    """Delete a file; on Windows one that is just being sent takes a moment. Raises OSError after a second."""
    for turn in range(_TRIES):
        try:
            file.unlink(missing_ok=True)
        except PermissionError:
            if turn == _TRIES - 1:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


@dataclass(frozen=True)
class OnlinePlace:
    """Say where pictures are once they are online; without a store this program serves them itself."""

    base_url: str
    store: Store | None = None


def place_of(settings: Mapping[str, object]) -> OnlinePlace | None:
    """Make the place of what was set (PUBLIC_URL, STORE_URL …); None where nothing was. Raises WrongStore."""
    told = {name: str(settings.get(name) or "").strip() for name in NAMES}
    served, url = told["PUBLIC_URL"], told["STORE_URL"]
    base = told["STORE_PUBLIC_URL"] if url else f"{served.rstrip('/')}/{SERVED_BELOW}" if served else ""
    if (url or served) and not is_base_url(base):
        name = "STORE_PUBLIC_URL" if url else "PUBLIC_URL"
        raise WrongStore(f"{name}: write the address that everybody reads from, as https://anh.tiem.vn")
    if not url:
        return OnlinePlace(base) if served else None
    address = StoreAddress(url, *(told[name] for name in NAMES[3:]))
    return OnlinePlace(base.rstrip("/"), Store(address))


class FromHere:
    """Be a publisher of pictures that this program serves itself."""

    def __init__(self, shelf: Shelf, base_url: str) -> None:
        self._shelf, self._base = shelf, base_url.rstrip("/")

    def publish(self, picture: Rendered) -> str:
        """Put it on the shelf."""
        name = public_name(picture)
        self._shelf.put(name, picture.data, picture.photo.sha256)
        return f"{self._base}/{name}"


class ToStore:
    """Be a publisher that puts pictures into a store, and notes on a shelf what is there."""

    def __init__(self, store: Store, base_url: str, shelf: Shelf | None = None) -> None:
        self._store, self._base, self._shelf = store, base_url.rstrip("/"), shelf
        self._sent: set[str] = set()
        self._silent = 0

    def publish(self, picture: Rendered) -> str:
        """Send it, unless it is there already."""
        name = public_name(picture)
        if name not in self._sent:
            self._send(name, picture)
            self._sent.add(name)
        return f"{self._base}/{name}"

    def _send(self, name: str, picture: Rendered) -> None:
        if self._silent >= _PATIENCE:
            raise NotOnline(name)
        if self._shelf is not None:
            # Noted before it is sent: what is cut off in between can still be taken back.
            self._shelf.put(name, b"", picture.photo.sha256)
        try:
            self._store.put(name, picture.data, KINDS[picture.suffix])
        except StoreError as error:
            self._silent += 1
            raise NotOnline(name) from error
        self._silent = 0


def taken_out(store: Store, names: Iterable[str]) -> bool:
    """Take pictures out of a store; False where it gave no answer, so that somebody tries again."""
    try:
        store.delete(names)
    except StoreError:
        return False
    return True
