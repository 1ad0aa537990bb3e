"""Every page of the codes speaks English too, and on the owner's phone only when it was opened."""

from __future__ import annotations

import re

import pytest

from web.page_reader import Page
from web.pay.counter import PayWalk, payload, photo, vnpay

MARKS = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
# The shop's own name, and the amount as it is read aloud.
OURS = re.compile(r"Bánh tráng Cô Tư|đồng|bốn mươi lăm nghìn")


@pytest.fixture
def english(walk: PayWalk) -> PayWalk:
    """Make a code in Vietnamese, enrol another, then go on in English."""
    walk.tried(amount="45k", purpose="DH1")
    walk.enrolled(vnpay())
    walk.client.raw.set_cookie("lang", "en")
    return walk


def vietnamese_in(page: Page) -> list[str]:
    return [word for word in OURS.sub("", page.text).split() if MARKS.search(word)]


def test_all_pages_are_in_english(english: PayWalk) -> None:
    code = english.codes()[0].id
    wallet = english.codes()[1].id
    ends = ("", "/check", "/enrol", "/round", f"/{code}", f"/{code}/try", f"/{code}/delete", f"/{wallet}")
    ends += tuple(f"/{code}/make/{step}" for step in ("bank", "account", "holder", "extra", "read"))
    for end in ends:
        page = english.client.read(f"{english.shop}/pay{end}")
        assert vietnamese_in(page) == [], end


def test_verdicts_are_in_english(english: PayWalk) -> None:
    page = english.send("check", [photo(payload("0099887766554"), vnpay())])
    assert "This code is not the one you saved" in page.text and vietnamese_in(page) == []
    assert "No photo yet" in english.send("check", []).text
    assert vietnamese_in(english.send("enrol", [photo(payload("0099887766554"))])) == []
