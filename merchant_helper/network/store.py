"""Put pictures into a store that speaks S3, or a folder that another web server shows, and take them out.

``obstore`` does the talking; it comes with the extra ``merchant-helper[store]`` and is loaded late.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

SCHEMES = ("s3", "file", "memory")
# For browsers a long time, for proxies in between a short one: what is taken back must be gone there soon.
CACHE = "public, max-age=31536000, s-maxage=300, immutable"
# Whoever waits stands at a page: a store that is not there is told of soon.
_CONNECT, _ANSWER = "5s", "20s"
_TRIES, _TRYING = 2, timedelta(seconds=15)


class StoreError(Exception):
    """Say that the store did not take something, or gave no answer."""


class WrongStore(ValueError):
    """Say why no store can be made of what was set."""


@dataclass(frozen=True)
class StoreAddress:
    """Say where a store is: ``s3://bucket/folder``, ``file:///folder`` or ``memory://``.

    ``endpoint`` is the server, for all that is not Amazon's own; the two keys open it.
    """

    url: str
    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = ""


class Store:
    """Hold pictures by name. Raises WrongStore for an address that nothing can be made of."""

    def __init__(self, address: StoreAddress) -> None:
        told = urlsplit(address.url)
        if told.scheme not in SCHEMES or (told.scheme == "file" and len(told.path) < 2):
            raise WrongStore(f"write s3://bucket/folder or file:///folder, not {address.url[:80]!r}")
        if find_spec("obstore") is None:
            raise WrongStore("the package obstore is missing: pip install 'merchant-helper[store]'")
        self._told = told.scheme == "s3"
        self._store = _opened(address)

    def put(self, name: str, data: bytes, kind: str) -> None:
        """Keep a picture under a name, with its type (``image/jpeg``). Raises StoreError."""
        import obstore

        # A folder keeps no types: whatever shows it tells them by the names.
        told: Any = {"Content-Type": kind, "Cache-Control": CACHE} if self._told else None
        with _said():
            obstore.put(self._store, name, data, attributes=told, use_multipart=False)

    def delete(self, names: Iterable[str]) -> None:
        """Take pictures out; one that is not there is no trouble. Raises StoreError."""
        import obstore

        wanted = list(names)
        if self._told and wanted:
            # One question for up to a thousand names; those that are not there count as gone.
            with _said():
                obstore.delete(self._store, wanted)
            return
        for name in wanted:
            with _said(missing_is_fine=True):
                obstore.delete(self._store, name)

    def has(self, name: str) -> bool:
        """Tell whether a picture is there. Raises StoreError."""
        import obstore
        from obstore.exceptions import NotFoundError

        try:
            with _said():
                obstore.head(self._store, name)
        except StoreError as error:
            if isinstance(error.__cause__, FileNotFoundError | NotFoundError):
                return False
            raise
        return True


class _said:
    """Turn whatever the library raises into StoreError, without words of the server."""

    def __init__(self, *, missing_is_fine: bool = False) -> None:
        self._missing_is_fine = missing_is_fine

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        from obstore.exceptions import BaseError, NotFoundError

        if error is None or not isinstance(error, BaseError | OSError):
            return False
        if self._missing_is_fine and isinstance(error, FileNotFoundError | NotFoundError):
            return True
        raise StoreError(type(error).__name__) from error


def _opened(address: StoreAddress) -> Any:
    from obstore import store

    # Its types tell the settings of each kind of store apart; which kind it is stands in the address here.
    from_url: Any = store.from_url
    scheme = urlsplit(address.url).scheme
    try:
        if scheme != "s3":
            return from_url(address.url, **({"mkdir": True} if scheme == "file" else {}))
        known = {
            "endpoint": address.endpoint,
            "region": address.region or "us-east-1",
            "access_key_id": address.key_id,
            "secret_access_key": address.secret,
        }
        return from_url(
            address.url,
            config={key: value for key, value in known.items() if value},
            client_options={
                "connect_timeout": _CONNECT,
                "timeout": _ANSWER,
                "allow_http": address.endpoint.startswith("http://"),
            },
            retry_config={"max_retries": _TRIES, "retry_timeout": _TRYING},
        )
    except Exception as error:
        raise WrongStore(f"{address.url[:80]!r} cannot be used: {type(error).__name__}") from error
