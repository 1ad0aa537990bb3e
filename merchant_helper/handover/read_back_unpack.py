"""Unpack the photos of a shop's file into the store, each as if a stranger had sent it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.handover.profile_data import PhotoData
from merchant_helper.handover.read_back import Pictures, Profile
from merchant_helper.handover.read_back_plan import ImportPlan
from merchant_helper.issues import Issue
from merchant_helper.photos.farewell import in_use
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.receive import Received, receive

ISSUE_CODES = ("profile.photo_unreadable",)
# What we write ourselves; anything else is nobody's honest file.
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_PNG_SIDES = (16, 20)


@dataclass
class Unpacked:
    """Hold the photos of a file that lie in the store now, by their ids in the file, with their masks."""

    photos: dict[str, Received] = field(default_factory=dict)
    masks: dict[str, str] = field(default_factory=dict)
    new_files: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)


def unpack(store: FileStore, profile: Profile, plan: ImportPlan, unpacked: Unpacked) -> None:
    """Take the new photos into the store as if they had been sent by a stranger; no database is touched.

    A photo that cannot be opened is told and left out. Raises DiskFull; whatever fails, the caller drops
    what was unpacked until then.
    """
    for photo in plan.new_photos:
        _unpack(store, profile.pictures, photo, unpacked)


def drop(session: Session, store: FileStore, unpacked: Unpacked) -> None:
    """Delete what was unpacked and then not written down."""
    for sha256 in unpacked.new_files - in_use(session, unpacked.new_files):
        store.delete(sha256)


def _unpack(store: FileStore, pictures: Pictures, photo: PhotoData, unpacked: Unpacked) -> None:
    content = pictures.read(photo.image) if photo.image else None
    if content is None:
        return
    if not content.startswith(_JPEG):
        unpacked.issues.append(Issue("profile.photo_unreadable", "photos", "warn"))
        return
    _note_new(store, hashlib.sha256(content).hexdigest(), unpacked)
    try:
        received = receive(store, io.BytesIO(content), "")
        unpacked.photos[photo.id] = received
        if photo.cutout is not None and (mask := pictures.read(photo.cutout.image)):
            unpacked.masks[photo.id] = _keep_mask(store, mask, (received.width, received.height), unpacked)
    except PhotoUnreadable:
        unpacked.issues.append(Issue("profile.photo_unreadable", "photos", "warn"))


def _keep_mask(store: FileStore, content: bytes, size: tuple[int, int], unpacked: Unpacked) -> str:
    """Keep a mask newly written, so that nothing of the file's own bytes is left in it.

    Raises PhotoUnreadable for anything but a PNG of the photo's size; that is asked before it is unpacked.
    """
    told = tuple(int.from_bytes(content[at : at + 4]) for at in _PNG_SIDES)
    if not content.startswith(_PNG) or told != size:
        raise PhotoUnreadable(Issue("profile.photo_unreadable", "photos", "warn"))
    upright = open_upright(content)
    png = io.BytesIO()
    upright.image.getchannel("R").save(png, "PNG", compress_level=3)
    _note_new(store, hashlib.sha256(png.getvalue()).hexdigest(), unpacked)
    return store.keep(png.getvalue()).sha256


def _note_new(store: FileStore, sha256: str, unpacked: Unpacked) -> None:
    if not store.exists(sha256):
        unpacked.new_files.add(sha256)
