"""Codes of a shop's file are read aloud before they come in, and are tried again after."""

from __future__ import annotations

import io
from pathlib import Path

from web.house import running
from web.page_reader import Client
from web.pay.counter import ACCOUNT, PayWalk, vnpay


def test_codes_of_a_file_are_named_before_they_come_in(
    walk: PayWalk, tmp_path: Path, empty_folder: Path
) -> None:
    walk.tried()
    walk.enrolled(vnpay())
    file = walk.client.raw.get(f"{walk.shop}/profile.html?open=1").data
    with running(tmp_path / "other", like=empty_folder, TESTING=True) as app:
        other = Client(app.test_client())
        other.read("/profiles/new")
        page = other.send("/profiles/new", {"file": (io.BytesIO(file), "ho-so.html")})
        for words in (
            "Thêm 2 mã nhận tiền",
            "Vietcombank •••• 5678",
            "Mã VNPAY-QR",
            "Có mã lạ thì đừng đưa vào",
        ):
            assert words in page.text
        assert ACCOUNT not in page.text


def test_a_code_that_was_not_photographed_here_is_not_called_tried(walk: PayWalk) -> None:
    walk.enrolled(vnpay())
    with walk.services.database.write() as session:
        session.merge(walk.codes()[0]).enrolled_at = None
    page = walk.list()
    assert "Chưa chụp tờ ở quầy" in page.text and "Đã thử" not in page.text
