"""Pack all pictures of products by their codes, as one channel takes them, while the ZIP is being sent."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from merchant_helper.channels.export import REPORT, unasked
from merchant_helper.channels.model import Channel
from merchant_helper.channels.pictures import Rendered, render_all
from merchant_helper.channels.report import Problem, Report, WrittenImage
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import in_language
from merchant_helper.i18n import language as current_language
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.encoding import encode
from merchant_helper.photos.framed import framed
from merchant_helper.photos.hidden import hide
from merchant_helper.photos.intake import open_upright
from merchant_helper.text import file_name, is_sku

ORIGINALS = "anh-goc"
# The same pictures give the same bytes whenever they are packed.
_DATE = (1980, 1, 1, 0, 0, 0)


def picture_zip(
    products: Iterable[Product], channel: Channel, *, originals: bool = False, language: str | None = None
) -> Iterator[bytes]:
    """Give a ZIP piece by piece: ``SKU_1-<8 hex>.jpg``, …, and report.json, which names all edits.

    ``originals`` adds the photos in full size below ``anh-goc/``, without metadata. No two files share a
    name, not even on a disk that takes A and a for the same.
    """
    return _Packing(channel, language or current_language()).pieces(products, originals)


class _Packing:
    """Carry one ZIP through."""

    def __init__(self, channel: Channel, language: str) -> None:
        self._channel, self._language = channel, language
        self._pipe = _Pipe()
        self._names: set[str] = set()
        self._unasked: set[Path] = set()
        self._report = Report(channel.id, channel.checked_on)

    def pieces(self, products: Iterable[Product], originals: bool) -> Iterator[bytes]:
        with zipfile.ZipFile(self._pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for product in products:
                named = replace(product, sku=_code(product))
                for name, data in self._files(named, originals):
                    archive.writestr(_entry(name), data)
                    yield self._pipe.taken()
            self._report.problems += unasked(len(self._unasked))
            with in_language(self._language):
                said = json.dumps(self._report.to_json(), ensure_ascii=False, indent=1)
            archive.writestr(_entry(REPORT), said.encode())
        yield self._pipe.taken()

    def _files(self, product: Product, originals: bool) -> Iterator[tuple[str, bytes]]:
        self._report.rows_in += 1
        pictures, issues = render_all(product, self._channel)
        self._report.problems += [Problem(issue, product.row, product.sku) for issue in issues]
        if not pictures:
            self._report.held.append(product)
        else:
            self._report.rows_out += 1
            self._report.products_out += 1
        self._unasked.update(p.photo.path for p in pictures if p.photo.asked is not True)
        for picture in pictures:
            yield self._noted(product, picture)
        for number, photo in enumerate(product.pictures if originals else (), start=1):
            data = _whole(photo)
            if data is not None:
                digest = hashlib.sha256(data).hexdigest()[:8]
                yield self._free(f"{ORIGINALS}/{product.sku}_{number}-{digest}", ".jpg"), data

    def _noted(self, product: Product, picture: Rendered) -> tuple[str, bytes]:
        name = self._free(picture.name.removesuffix(picture.suffix), picture.suffix)
        self._report.images.append(WrittenImage.of(product.sku, name, picture))
        return name, picture.data

    def _free(self, stem: str, suffix: str) -> str:
        """Give a name that no other file of this ZIP has."""
        name, more = f"{stem}{suffix}", 1
        while name.casefold() in self._names:
            more += 1
            name = f"{stem}-{more}{suffix}"
        self._names.add(name.casefold())
        return name


class _Pipe:
    """Take what a ZIP writes and hand it on; it cannot be gone back in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take a piece."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Keep nothing back anyway."""

    def close(self) -> None:
        """End with the ZIP itself."""

    def taken(self) -> bytes:
        """Hand on what came in since."""
        data, self._parts = b"".join(self._parts), []
        return data


def _code(product: Product) -> str:
    """Name the pictures of a product by its code, or by its number while it has none."""
    if not product.sku:
        return f"mon-{product.row or 0}"
    return product.sku if is_sku(product.sku) else file_name(product.sku)


def _whole(photo: Picture) -> bytes | None:
    """Give a photo upright in full size, with nothing in it but the picture; None for one that is broken.

    What was hidden or cropped away by hand stays away.
    """
    try:
        image = hide(open_upright(photo.path).image, photo.edits.blur)
        done = encode(framed(image, photo.edits), quality=95)
    except (PhotoUnreadable, OSError):
        return None
    return done[0] if done else None


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
