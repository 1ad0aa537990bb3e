"""Steps are written down in order, one photo takes so many and no more, and a wrong one leaves nothing."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from merchant_helper.photos import editing
from merchant_helper.photos.edit_values import EditRefused
from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop

TURN = {"degrees": 90}


@pytest.fixture
def photo(session: Session) -> Photo:
    session.add(Shop(id="mine", name="mine", laptop_of="Lan"))
    row = Photo(id="p", shop_id="mine", sha256="a", size=1, width=1, height=1, format="JPEG")
    session.add(row)
    session.flush()
    return row


def test_steps_forth_and_back(session: Session, photo: Photo) -> None:
    assert not editing.undo(photo) and not editing.redo(photo) and not editing.has_any(photo)
    for _time in range(2):
        editing.add(photo, "turn", TURN, by="local")
    assert editing.edits_of(session, "p") == Edits(turn=180) and editing.has_any(photo)
    assert editing.undo(photo) and editing.undo(photo) and not editing.undo(photo)
    assert photo.edited() == NOTHING == editing.edits_of(session, "nobody's")
    assert editing.redo(photo) and photo.edited().turn == 90
    assert [step.number for step in photo.edits] == [1, 2]


def test_a_wrong_step_leaves_nothing(photo: Photo) -> None:
    with pytest.raises(EditRefused):
        editing.add(photo, "turn", {"degrees": 91}, by="local")
    assert photo.edits == []


def test_one_photo_takes_so_many_steps(photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "MOST_EDITS", 2)
    for _time in range(2):
        editing.add(photo, "turn", TURN, by="local")
    with pytest.raises(EditRefused) as refused:
        editing.add(photo, "turn", TURN, by="local")
    assert refused.value.issue.params == {"most": 2}


def test_one_photo_hides_so_many_parts(photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "MOST_HIDDEN", 3)
    parts = {"boxes": [[0, 0, 0.1, 0.1]] * 2}
    editing.add(photo, "blur", parts, by="local")
    with pytest.raises(EditRefused):
        editing.add(photo, "blur", parts, by="local")
    assert len(photo.edits) == 1


def scribble(points: int, radius: float = 0.002) -> dict[str, object]:
    """Draw back and forth over the whole photo."""
    return {"r": radius, "p": [[n % 2, n % 2] for n in range(points)]}


def test_hiding_the_whole_photo_again_and_again_ends(photo: Photo) -> None:
    one = {"strokes": [scribble(2)] * 10}
    editing.add(photo, "blur", one, by="local")
    with pytest.raises(EditRefused) as refused:
        editing.add(photo, "blur", one, by="local")
    assert refused.value.issue.code == "edit.too_many"
    with pytest.raises(EditRefused) as refused:
        editing.add(photo, "blur", {"strokes": [scribble(2)] * 17}, by="local")
    assert refused.value.issue.code == "edit.too_much"
    # Small parts are cheap, however many there are.
    small = {"strokes": [{"r": 0.05, "p": [[0.5, 0.5]]}] * 100}
    editing.add(photo, "blur", small, by="local")


def test_the_points_of_one_photo_are_counted_over_all_steps(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "MOST_POINTS_KEPT", 1000)
    editing.add(photo, "strokes", {"strokes": [scribble(600)]}, by="local", mask="m", base="b")
    editing.undo(photo)
    for kind in ("strokes", "blur"):
        with pytest.raises(EditRefused):
            editing.add(photo, kind, {"strokes": [scribble(600)]}, by="local")
    assert len(photo.edits) == 1
