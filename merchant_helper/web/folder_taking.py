"""Put files of a watched folder into a product, or off the list; the files themselves stay as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from flask import flash
from sqlalchemy.orm import Session

from merchant_helper.bulk.watched import Found, WatchedFolderGone, take
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import Address
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.photos.receive import Received, receive
from merchant_helper.photos.refused import MAX_BYTES
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit
from merchant_helper.web.db import read_session, services, writing
from merchant_helper.web.folder_offer import refuse
from merchant_helper.web.listings import begin
from merchant_helper.web.page import Page, load_page, load_shop
from merchant_helper.web.uploads import drop, explained, put_in, unless_she_left

# Stands where a product that is there already would: the pictures begin one.
NEW = "new"
Refused = tuple[Found, Issue]


def take_in(shop_id: str, listing_id: str, files: list[Found]) -> str | None:
    """Put files into a product and give the page that shows them; none when not one was a picture.

    Without the owner's consent no file is kept, and the page is the one that asks her.
    """
    shop = load_shop(read_session(), shop_id, "answer")
    if not shop.has_agreed:
        return _asking(shop_id, listing_id)
    if listing_id != NEW:
        load_page(read_session(), shop_id, listing_id, "answer")
    visit = visits.current(read_session(), shop_id)
    taken, refused = _receive(visit, files) if visit is not None else ([], [])
    # Said to the volunteer, who chose the files.
    for sentence in explained([(file.shown, issue) for file, issue in refused], Address()):
        flash(sentence, "warn")
    return _put_in(shop_id, listing_id, taken) if taken else None


def _asking(shop_id: str, listing_id: str) -> str:
    with writing() as session:
        return _page(session, load_shop(session, shop_id, "answer"), listing_id).onward()


def _put_in(shop_id: str, listing_id: str, taken: list[tuple[Found, Received]]) -> str:
    photos = [received for _file, received in taken]
    with unless_she_left(photos), writing() as session:
        page = _page(session, load_shop(session, shop_id, "answer"), listing_id)
        if page.shop.has_agreed:
            new = put_in(page, photos)
            leave_out(visits.current(session, shop_id), (file.mark for file, _received in taken))
            _tell(new, len(taken) - new)
            return page.url("review")
        onward = page.onward()
    drop(photos)
    return onward


def leave_out(visit: Visit | None, marks: Iterable[str]) -> None:
    """Offer files no more: they count as if they had been there before."""
    if visit is not None and visit.folder is not None:
        visit.folder_before = list(dict.fromkeys([*visit.folder_before, *marks]))


def bring_back(visit: Visit, marks: Iterable[str]) -> None:
    """Offer files again that were left out by mistake."""
    back = set(marks)
    visit.folder_before = [mark for mark in visit.folder_before if mark not in back]


def _page(session: Session, shop: Shop, listing_id: str) -> Page:
    return begin(session, shop) if listing_id == NEW else load_page(session, shop.id, listing_id, "answer")


def _receive(visit: Visit, files: list[Found]) -> tuple[list[tuple[Found, Received]], list[Refused]]:
    """Keep the files that are photos; of the others it is remembered why they are not."""
    taken: list[tuple[Found, Received]] = []
    refused: list[Refused] = []
    for file in files:
        try:
            data = _read(visit, file)
            taken.append((file, receive(services().files, io.BytesIO(data), file.name)))
        except PhotoUnreadable as error:
            refuse(file.mark, error.issue)
            refused.append((file, error.issue))
        except WatchedFolderGone as error:
            refused.append((file, error.issue))
    return taken, refused


def _read(visit: Visit, file: Found) -> bytes:
    """Read a file whole before anything is kept: what goes wrong then is about this file, not our disk."""
    _found, source = take(Path(visit.folder or ""), visit.folder_before, file.mark)
    try:
        with source:
            return source.read(MAX_BYTES + 1)
    except OSError as error:
        raise WatchedFolderGone(Issue("watched.file_gone", "photo", params={"name": file.shown})) from error


def _tell(new: int, known: int) -> None:
    if new:
        flash(_("Đã đưa {n} ảnh vào món này. Ảnh trong thư mục vẫn còn nguyên.", n=new), "good")
    if known:
        flash(_("{n} ảnh đã có sẵn trong món này, không lấy thêm lần nữa.", n=known), "info")
