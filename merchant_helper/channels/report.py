"""Tell what an export wrote, what it held back and why: report.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from merchant_helper.channels.picture_set import as_taken
from merchant_helper.channels.pictures import Rendered
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product

VERSION = 1


@dataclass(frozen=True)
class Problem:
    """Tie an issue to its product; ``row`` is the row of a sheet or the number of a listing."""

    issue: Issue
    row: int | None
    sku: str

    def to_json(self) -> dict[str, Any]:
        """Give the issue with its row and SKU, in the current language."""
        return {**self.issue.to_json(), "row": self.row, "sku": self.sku}


@dataclass(frozen=True)
class WrittenFile:
    """Be one file of the channel: path below the folder, rows written, sum."""

    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class WrittenImage:
    """Be one picture that was written, what was changed of the photo, and where it can be fetched."""

    sku: str
    path: str
    width: int
    height: int
    bytes: int
    sha256: str
    edits: tuple[str, ...]
    address: str | None = None

    @classmethod
    def of(cls, sku: str, path: str, picture: Rendered, address: str | None = None) -> WrittenImage:
        """Describe a rendered picture under the path it was given."""
        size = picture.width, picture.height, len(picture.data)
        return cls(sku, path, *size, picture.sha256, picture.edits, address)


@dataclass
class Report:
    """Count one run.

    Each product is counted when it comes in and again when it goes out or is held, so that
    ``rows_in = rows_out + rows_held`` proves that none was dropped.

    ``products_out`` counts a group once. ``held`` are the products that stayed behind, ``set_aside`` the
    files of an earlier run that were moved out of the way; these two are not part of report.json, where
    the problems of severity block name every held row.
    """

    channel: str
    spec_checked_on: date
    rows_in: int = 0
    rows_out: int = 0
    products_out: int = 0
    problems: list[Problem] = field(default_factory=list)
    held: list[Product] = field(default_factory=list)
    files: list[WrittenFile] = field(default_factory=list)
    images: list[WrittenImage] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)

    @property
    def rows_held(self) -> int:
        """Count the products that stayed behind."""
        return len(self.held)

    def to_json(self) -> dict[str, Any]:
        """Give report.json's content, in the current language."""
        return {
            "version": VERSION,
            "channel": self.channel,
            "spec_checked_on": self.spec_checked_on.isoformat(),
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "rows_held": self.rows_held,
            "products_out": self.products_out,
            "problems": [problem.to_json() for problem in self.problems],
            "files": [{"path": f.path, "rows": f.rows, "sha256": f.sha256} for f in self.files],
            "images": [self._image(image) for image in self.images],
            "photos_not_edited": [{"sku": i.sku, "path": i.path} for i in self.images if as_taken(i.edits)],
        }

    def to_bytes(self) -> bytes:
        """Give report.json itself."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1).encode()

    @staticmethod
    def _image(image: WrittenImage) -> dict[str, Any]:
        return {
            "sku": image.sku,
            "path": image.path,
            "width": image.width,
            "height": image.height,
            "bytes": image.bytes,
            "sha256": image.sha256,
            "edits": list(image.edits),
            **({"address": image.address} if image.address else {}),
        }
