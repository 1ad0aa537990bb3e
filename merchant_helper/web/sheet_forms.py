"""Ask for a sheet and its photos, and receive them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import request
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper import channels
from merchant_helper.bulk.archive import ArchiveRefused, PhotoBox
from merchant_helper.bulk.sheet.grid import MAX_BYTES, SheetRefused
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.web.places import all_places
from merchant_helper.web.words_form import WordsForm, at_most, tidy

_CHUNK = 1 << 20


class SheetForm(WordsForm):
    """Ask where to sell, for the sheet and for photos; ``run`` is the errand that has some already."""

    run = HiddenField()
    channel = RadioField(validate_choice=False)
    sheet = FileField()
    photos = MultipleFileField()
    base_url = StringField(filters=[tidy], validators=[at_most(300)])
    small = HiddenField()
    verify = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A seller's own template is filled on a page of its own.
        known = [place for place in all_places() if place.has_file or place.by_hand]
        self.places = {place.id: place for place in known}
        self.channel.choices = [SelectChoice(key, place.title()) for key, place in self.places.items()]

    def validate_channel(self, field: Any) -> None:
        """Want one of the places that we know."""
        if field.data not in self.places:
            raise ValidationError(_("Chưa chọn nơi bán. Bấm vào một nơi trong danh sách."))

    def validate_base_url(self, field: Any) -> None:
        """Want an address of a folder, where one is told at all."""
        if field.data and not channels.is_base_url(field.data):
            raise ValidationError(_("Địa chỉ ảnh chưa đúng. Gõ địa chỉ thư mục, ví dụ https://tiem.vn/anh/"))

    def wish(self) -> dict[str, Any]:
        """Give what was chosen, to be remembered with the turn."""
        told = {"channel": self.channel.data, "base_url": self.base_url.data or ""}
        return {**told, "small": self.small.data, "verify": self.verify.data}

    def is_ready(self) -> bool:
        """Check everything that was typed and chosen, and say what is missing."""
        good = bool(self.validate_on_submit())
        if sent_sheet() is None:
            self.sheet.errors = [_("Chưa chọn bảng nào. Chọn tệp .xlsx hoặc .csv đã điền, rồi bấm nút.")]
            good = False
        return good


def sent_sheet() -> FileStorage | None:
    """Give the sheet that was sent."""
    file = request.files.get("sheet")
    return file if file is not None and file.filename else None


def keep_sheet(target: Path) -> None:
    """Copy the sheet that was sent, no more than is ever read. Raises SheetRefused."""
    sheet = sent_sheet()
    if sheet is None:
        raise SheetRefused("sheet.empty")
    size = 0
    with target.open("xb") as file:
        while chunk := sheet.stream.read(_CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                raise SheetRefused("sheet.file_too_large", max=MAX_BYTES // 1_000_000)
            file.write(chunk)


def keep_photos(folder: Path) -> PhotoBox:
    """Take in the photos that were sent, packed or not. Raises ArchiveRefused."""
    box = PhotoBox(folder)
    for file in request.files.getlist("photos"):
        if file.filename:
            box.take(file.stream, file.filename)
    return box


def said(error: ArchiveRefused | SheetRefused) -> str:
    """Say why nothing was read, and what to do."""
    return sentence(error.issue)


def sentence(issue: Issue) -> str:
    """Say what was seen and what to do."""
    return f"{issue.message()} {issue.fix()}"
