"""Put pictures online for a shop that agreed, and take them back.

This program serves them itself below ``PUBLIC_URL``, or a store does. What is taken back from a store that
gives no answer waits in a list of names in the data folder; no name tells whose picture it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper import channels
from merchant_helper.channels.going_online import (
    FromHere,
    NotOnline,
    OnlinePlace,
    Publisher,
    Shelf,
    ToStore,
    is_public_name,
    place_of,
    public_name,
    taken_out,
)
from merchant_helper.channels.pictures import Rendered
from merchant_helper.listings.goods import listings_of
from merchant_helper.network.look import Looker
from merchant_helper.network.store import WrongStore
from merchant_helper.photos.files import write_atomically
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop
from merchant_helper.shops.online import Online, online
from merchant_helper.web.db import services
from merchant_helper.web.settings import PREFIX, WrongSetting

EXTENSION = "merchant_helper_online"
# Below a shop's exports, so that they go with the shop.
_HERE, _STORED = "public", "stored"
_WAITING = "online-taken-back.txt"
_lock = threading.Lock()
# Pictures of this very program are asked for by two exports at most, so that somebody is left to answer.
_looking = threading.BoundedSemaphore(2)
# What was taken down since the start, in order: shop and photo, or all photos. Exports in hand look here.
_taken_down: list[tuple[str, str | None]] = []


def init_app(app: Flask) -> None:
    """Find out where pictures may go. Raises WrongSetting."""
    try:
        app.extensions[EXTENSION] = place_of(app.config)
    except WrongStore as error:
        raise WrongSetting(f"{PREFIX}{error}") from error


def place() -> OnlinePlace | None:
    """Say where pictures may go online from here; None where nobody set that up."""
    return cast("OnlinePlace | None", current_app.extensions.get(EXTENSION))


def public_host(app: Flask) -> str | None:
    """Give the host name under which this program answers for public pictures, and for nothing else."""
    found = cast("OnlinePlace | None", app.extensions.get(EXTENSION))
    return urlsplit(found.base_url).hostname if found is not None and found.store is None else None


def standing(shop: Shop) -> Online | None:
    """Give what the owner agreed to, while it stands."""
    found = place()
    return online(shop, found.base_url) if found is not None else None


def publisher_for(shop: Shop) -> Publisher | None:
    """Give what puts the pictures of a shop online; None where that is not set up, or not agreed to."""
    found = place()
    if found is None or standing(shop) is None:
        return None
    if found.store is None:
        return _WhileAgreed(shop.id, FromHere(Shelf(_home(shop.id) / _HERE), found.base_url))
    return _WhileAgreed(shop.id, ToStore(found.store, found.base_url, Shelf(_home(shop.id) / _STORED)))


class _WhileAgreed:
    """Put pictures online only while the yes stands: she may take it back, or hide a face, meanwhile.

    An export takes minutes, and has its pictures from when it began.
    """

    def __init__(self, shop_id: str, publisher: Publisher) -> None:
        self._shop, self._publisher, self._began = shop_id, publisher, len(_taken_down)

    def publish(self, picture: Rendered) -> str:
        """Put one online; what was taken down while it went there goes again."""
        self._ask(picture)
        address = self._publisher.publish(picture)
        try:
            self._ask(picture)
        except NotOnline:
            take_down(self._shop, picture.photo.sha256)
            raise
        return address

    def _ask(self, picture: Rendered) -> None:
        since = _taken_down[self._began :]
        if any(shop == self._shop and photo in (None, picture.photo.sha256) for shop, photo in since):
            raise NotOnline(public_name(picture))
        if not _stands(self._shop):
            raise NotOnline(public_name(picture))


def looker_for(channel: channels.Channel) -> Looker:
    """Give what asks for each picture before a file is handed over."""
    return Looker(channel.pictures.max_bytes)


def looking() -> AbstractContextManager[object]:
    """Hold a place in the row of exports that ask this program for its own pictures."""
    found = place()
    return _looking if found is not None and found.store is None else nullcontext()


def count(shop_id: str) -> int:
    """Count the pictures of a shop that are online."""
    return len({name for kind in (_HERE, _STORED) for name in Shelf(_home(shop_id) / kind).names()})


def public_file(name: str) -> Path | None:
    """Find a picture by its public name, as long as a shop that shows it agrees."""
    if not is_public_name(name):
        return None
    for home in _exports().glob(f"*/{_HERE}"):
        file = Shelf(home).file(name)
        # Two shops may show the very same picture: one yes is enough.
        if file is not None and _stands(home.parent.name):
            return file
    return None


def _stands(shop_id: str) -> bool:
    with services().database.read() as session:
        shop = session.get(Shop, shop_id)
        return shop is not None and standing(shop) is not None


def take_down(shop_id: str, photo: str | None = None) -> bool:
    """Take a shop's pictures off the net, or those made of one photo; False where a store keeps some yet.

    ``photo`` is the SHA-256 of the photo.
    """
    _taken_down.append((shop_id, photo))
    Shelf(_home(shop_id) / _HERE).take(photo)
    names = Shelf(_home(shop_id) / _STORED).take(photo)
    _wait_for(names)
    return settle()


def settle() -> bool:
    """Take out of the store what was taken back; True when nothing waits any more."""
    waiting = _waiting()
    found = place()
    if not waiting:
        return True
    if found is None or found.store is None:
        return False
    # Another shop may show the very same picture, and this one may have agreed again.
    going = [name for name in waiting if not any(_exports().glob(f"*/{_STORED}/{name}"))]
    done = not going or taken_out(found.store, going)
    if done:
        _wait_for((), no_more=waiting)
    return done


def sweep() -> None:
    """Take down what nobody agrees to any more, and what no product shows any more."""
    for home in {file.parent for kind in (_HERE, _STORED) for file in _exports().glob(f"*/{kind}")}:
        with services().database.read() as session:
            shop = session.get(Shop, home.name)
            stands = shop is not None and standing(shop) is not None
            shown = _shown(session, home.name) if stands else set()
        if not stands:
            take_down(home.name)
            continue
        online = {photo for kind in (_HERE, _STORED) for photo in Shelf(home / kind).photos()}
        for photo in online - shown:
            take_down(home.name, photo)
    settle()


def _shown(session: Session, shop_id: str) -> set[str]:
    """Give the sums of the photos that products show now; one that was put away shows none."""
    ids = {
        photo for _one, facts in listings_of(session, shop_id) if not facts.removed for photo in facts.photos
    }
    return set(session.scalars(select(Photo.sha256).where(Photo.shop_id == shop_id, Photo.id.in_(ids))))


def _wait_for(names: Iterable[str], no_more: Iterable[str] = ()) -> None:
    """Put names onto the list of what is to be taken out, and others off it."""
    with _lock:
        before = set(_waiting())
        kept = (before | set(names)) - set(no_more)
        if kept == before:
            return
        if kept:
            write_atomically(_list(), "".join(f"{name}\n" for name in sorted(kept)).encode())
        else:
            _list().unlink(missing_ok=True)


def _waiting() -> list[str]:
    with suppress(OSError):
        return [name for name in _list().read_text("ascii").split() if is_public_name(name)]
    return []


def _list() -> Path:
    return services().folder.path / _WAITING


def _exports() -> Path:
    return services().folder.cache / "exports"


def _home(shop_id: str) -> Path:
    return _exports() / shop_id
