"""What the owner is asked about a photo."""

from __future__ import annotations

import pytest

from merchant_helper.issues import Issue
from merchant_helper.photos.capture import ISSUE_CODES
from merchant_helper.photos.model import FRAMING, Photo


def photo(*issues: Issue) -> Photo:
    return Photo(issues=[issue.to_record() for issue in issues])


@pytest.mark.parametrize("code", sorted(FRAMING))
def test_only_the_cover_must_show_the_whole_product(code: str) -> None:
    label = photo(Issue(code))
    assert [i.code for i in label.doubts(cover=True)] == [code]
    assert label.doubts(cover=False) == []


@pytest.mark.parametrize("code", sorted(set(ISSUE_CODES) - FRAMING))
def test_every_photo_must_be_clear(code: str) -> None:
    assert photo(Issue(code)).doubts(cover=False)


def test_a_hint_asks_nothing() -> None:
    assert photo(Issue("photo.few_pixels", severity="hint")).doubts(cover=True) == []


def test_the_codes_about_the_frame_are_codes_of_the_checks() -> None:
    assert set(ISSUE_CODES) >= FRAMING
