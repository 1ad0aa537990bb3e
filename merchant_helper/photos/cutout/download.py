"""Fetch a published model over the network, because a person asked for it.

What has arrived is kept in a ``.part`` file and gone on with the next time, whatever broke it off. It is put
on the shelf only when size and sum are the published ones. Nothing in this program calls this by itself.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from filelock import FileLock, Timeout

from merchant_helper.errors import DiskFull, ModelRefused, is_disk_full
from merchant_helper.i18n import _
from merchant_helper.issues import Issue
from merchant_helper.photos.cutout.known import KnownModel
from merchant_helper.photos.cutout.shelf import ModelShelf, ModelState, Progress

if TYPE_CHECKING:
    import requests

ISSUE_CODES = (
    "model.no_network",
    "model.broken_off",
    "model.no_answer",
    "model.sign_in_page",
    "model.wrong_sum",
    "model.being_fetched",
)
CONNECT_S, READ_S = 10.0, 30.0
# Tries in a row that brought less than LITTLE; a link that drops every minute still ends with the whole file.
TRIES, LITTLE = 4, 65_536
PAUSES_S = (1.0, 3.0, 8.0)
MOST_HOPS = 5
# What a break may cost: the piece under way is lost.
CHUNK = 1 << 13
# The shops' data lie on the same disk, and must still be writable.
ROOM_LEFT = 50_000_000
AGENT = "merchant-helper (fetches a cut-out model)"


class _Broken(Exception):
    """Say that one try ended early; ``answered`` tells whether anybody answered at all."""

    def __init__(self, *, answered: bool) -> None:
        super().__init__(answered)
        self.answered = answered


class _Anew(Exception):
    """Say that what is in the part file cannot be gone on with."""


def address_of(model: KnownModel, mirror: str = "") -> str:
    """Give the address of a model: the published one, or that of a mirror's folder (or file)."""
    if not mirror:
        return model.url
    return mirror if mirror.endswith(".onnx") else f"{mirror.rstrip('/')}/{model.name}.onnx"


def part_of(shelf: ModelShelf, model: KnownModel) -> Path:
    """Tell where what has arrived of a model lies."""
    return shelf.folder / f"{model.name}.onnx.part"


def arrived(shelf: ModelShelf, model: KnownModel) -> int:
    """Count the bytes that are here of a model whose fetching was broken off."""
    try:
        return part_of(shelf, model).stat().st_size
    except OSError:
        return 0


def fetch(
    model: KnownModel,
    shelf: ModelShelf,
    *,
    mirror: str = "",
    progress: Progress = lambda _done, _all: None,
    wait: Callable[[float], object] = time.sleep,
) -> ModelState:
    """Fetch a model, going on where an earlier try ended, and put it on the shelf.

    ``progress`` may raise to stop; the part stays. Raises ModelRefused with the reason, or DiskFull.
    """
    import requests

    shelf.folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(shelf.folder / ".fetching", timeout=0), requests.Session() as session:
            session.max_redirects = MOST_HOPS
            part = part_of(shelf, model)
            _Fetching(session, address_of(model, mirror), part, model, progress).whole(wait)
            try:
                return shelf.accept(part, model)
            except ModelRefused:
                part.unlink()
                raise
    except Timeout as error:
        raise _refused("model.being_fetched", model) from error


class _Fetching:
    """Hold what the tries of one fetch share."""

    def __init__(
        self, session: requests.Session, address: str, part: Path, model: KnownModel, progress: Progress
    ) -> None:
        self._session = session
        self._address = address
        self._part = part
        self._model = model
        self._progress = progress

    def whole(self, wait: Callable[[float], object]) -> None:
        """Try until every byte is here."""
        fails, anew, answered = 0, 0, False
        while (have := self._have()) < self._model.size:
            self._want_room(self._model.size - have)
            try:
                self._go_on(have)
            except _Anew:
                self._part.unlink(missing_ok=True)
                answered, anew = True, anew + 1
                if anew >= TRIES:
                    # Its file is shorter than ours is to be, or it does not know what it says.
                    raise _refused("model.wrong_sum", self._model) from None
            except _Broken as broken:
                answered = answered or broken.answered
            fails = 0 if self._have() - have >= LITTLE else fails + 1
            if self._have() >= self._model.size:
                break
            if fails >= (TRIES if answered or have else 2):
                raise self._given_up(answered)
            if fails:
                wait(PAUSES_S[min(fails, len(PAUSES_S)) - 1])

    def _have(self) -> int:
        try:
            return self._part.stat().st_size
        except FileNotFoundError:
            return 0

    def _given_up(self, answered: bool) -> ModelRefused:
        have = self._have()
        if not answered:
            return _refused("model.no_network", self._model)
        return _refused("model.broken_off", self._model, percent=have * 100 // self._model.size)

    def _want_room(self, more: int) -> None:
        if shutil.disk_usage(self._part.parent).free < more + ROOM_LEFT:
            raise _no_room()

    def _go_on(self, have: int) -> None:
        """Ask once for what is missing and write it down as it comes."""
        import requests

        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        try:
            answer = self._session.get(
                self._address, headers=headers, stream=True, timeout=(CONNECT_S, READ_S)
            )
        except (requests.TooManyRedirects, requests.exceptions.InvalidURL, ValueError) as error:
            raise _refused("model.no_answer", self._model) from error
        except requests.RequestException as error:
            raise _Broken(answered=isinstance(error, requests.ReadTimeout)) from error
        with answer:
            start = self._start(answer, have)
            with self._part.open("r+b" if start else "wb") as out:
                out.seek(start)
                out.truncate()
                try:
                    self._write(answer, out, start)
                except requests.RequestException as error:
                    raise _Broken(answered=True) from error

    def _start(self, answer: requests.Response, have: int) -> int:
        """Tell at which byte the answer begins, and refuse one that is not the file."""
        status = answer.status_code
        if status == 416:
            raise _Anew
        if status >= 500 or status == 429:
            raise _Broken(answered=True)
        if status not in (200, 206):
            raise _refused("model.no_answer", self._model)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            # A network that wants a sign-in answers everything with a page of its own.
            raise _refused("model.sign_in_page", self._model)
        if status == 200:
            return 0
        if not have or not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            raise _Anew
        return have

    def _write(self, answer: requests.Response, out: BinaryIO, done: int) -> None:
        for chunk in answer.iter_content(CHUNK):
            done += len(chunk)
            if done > self._model.size:
                out.close()
                self._part.unlink()
                raise _refused("model.wrong_sum", self._model)
            try:
                out.write(chunk)
                out.flush()
            except OSError as error:
                if not is_disk_full(error):
                    raise
                out.close()
                self._part.unlink()
                raise _no_room() from error
            self._progress(done, self._model.size)


def _no_room() -> DiskFull:
    return DiskFull(_("Ổ đĩa đã đầy, chưa chép được mẫu tách nền. Xóa bớt tệp rồi thử lại."))


def _refused(code: str, model: KnownModel, **params: str | int) -> ModelRefused:
    told = {"name": model.name, "megabytes": -(-model.size // 1_000_000), **params}
    return ModelRefused(Issue(code, "name", "block", told))
