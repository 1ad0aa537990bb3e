"""Watch a folder the way a volunteer does, and let pictures come into it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from merchant_helper.photos.model import Photo
from merchant_helper.web.db import Services
from web.page_reader import Page
from web.wizard.walk import Walk

LONG_AGO = 60.0
Keep = Callable[..., Path]


def settle(file: Path, data: bytes) -> Path:
    """Write a file that was there for a minute already."""
    file.write_bytes(data)
    then = time.time() - LONG_AGO
    os.utime(file, (then, then))
    return file


def watch(walk: Walk) -> Page:
    return walk.client.read(f"{walk.shop}/folder").submit(press="Xem thư mục này")


def offer(walk: Walk) -> Page:
    return walk.client.read(f"{walk.shop}/folder")


def marks(page: Page) -> list[str]:
    return [i.get("value", "") for i in page.find("input", name="picture", type="checkbox")]


def photos(services: Services) -> list[Photo]:
    with services.database.read() as session:
        return list(session.scalars(select(Photo)))
