"""The log of what was done by hand: back and forth, bounds for all that is sent, and what counts now."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from merchant_helper.photos.edit_values import (
    MOST_POINTS,
    MOST_POINTS_IN_ALL,
    MOST_STROKES,
    EditRefused,
    areas_of,
    checked,
    squares_in,
    strokes_in,
)
from merchant_helper.photos.edits import (
    NOTHING,
    corrected,
    derive,
    strokes_before,
    to_redo,
    to_undo,
    version,
)


@dataclass
class Step:
    number: int
    kind: str
    value: dict[str, Any] = field(default_factory=dict)
    undone: int = 0
    mask_sha256: str | None = None
    base_sha256: str | None = None


def strokes(number: int, mask: str, base: str = "engine") -> Step:
    one = {"r": 0.02, "p": [[0.5, 0.5]], "do": "keep"}
    return Step(number, "strokes", {"strokes": [one]}, mask_sha256=mask, base_sha256=base)


def turn(number: int, degrees: int = 90) -> Step:
    return Step(number, "turn", {"degrees": degrees})


def test_nothing_done_is_nothing() -> None:
    assert derive([], "engine") == NOTHING and corrected([], "engine") == "engine"
    assert to_undo([]) is None and to_redo([]) is None


def test_the_mask_that_counts_is_the_last_one_on_the_engines_own() -> None:
    log = [strokes(1, "first"), strokes(2, "second")]
    assert corrected(log, "engine") == "second" and derive(log, "engine").hand
    log[1].undone = 1
    assert corrected(log, "engine") == "first" and len(strokes_before(log, "engine")) == 1
    log[0].undone = 2
    assert corrected(log, "engine") == "engine" and not derive(log, "engine").hand


def test_strokes_belong_to_the_cut_out_they_were_drawn_on() -> None:
    log = [strokes(1, "first")]
    assert corrected(log, "another engine's") == "another engine's"
    assert not derive(log, "another engine's").hand and strokes_before(log, "another engine's") == []
    assert corrected(log, None) is None and not derive(log, None).hand


def test_what_was_undone_last_comes_back_first() -> None:
    log = [turn(1), turn(2), turn(3)]
    for undoing, step in enumerate((log[2], log[1]), 1):
        assert to_undo(log) is step
        step.undone = undoing
    assert to_redo(log) is log[1]
    log[1].undone = 0
    assert to_redo(log) is log[2]


def test_something_new_leaves_nothing_to_bring_back_that_was_undone_before() -> None:
    log = [turn(1), turn(2), turn(3)]
    log[2].undone, log[1].undone = 1, 2
    log.append(turn(4, 180))
    assert to_redo(log) is None
    log[3].undone = 3
    assert to_redo(log) is log[3]


def test_every_step_forth_or_back_has_a_version_of_its_own() -> None:
    log = [turn(1), turn(2)]
    seen = [version(log[:1]), version(log)]
    log[1].undone = 1
    seen.append(version(log))
    log.append(turn(3))
    seen.append(version(log))
    assert len(set(seen)) == 4


def test_all_taken_off_can_be_brought_back_and_what_a_photo_came_with_stays() -> None:
    log = [Step(1, "came", {"names": ["blurred"]}), strokes(2, "first"), turn(3), Step(4, "reset")]
    state = derive(log, "engine")
    assert (state.turn, state.hand, state.came) == (0, False, ("blurred",))
    assert corrected(log, "engine") == "engine"
    log[3].undone = 1
    assert derive(log, "engine").turn == 90 and corrected(log, "engine") == "first"
    log[1].undone = log[2].undone = 2
    assert to_undo(log) is None


@pytest.mark.parametrize(("turns", "box"), [(1, (0.6, 0.1, 0.8, 0.5)), (2, (0.5, 0.6, 0.9, 0.8)), (4, None)])
def test_a_crop_turns_with_the_photo(turns: int, box: tuple[float, ...] | None) -> None:
    first = (0.1, 0.2, 0.5, 0.4)
    log = [Step(1, "crop", {"box": list(first)}), *(turn(2 + n) for n in range(turns))]
    assert derive(log, None).crop == pytest.approx(box or first)


POINT = [[0.5, 0.5]]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        "null",
        '[{"r": 0.02}]',
        '[{"r": 0.02, "p": []}]',
        '[{"r": NaN, "p": [[0.5, 0.5]]}]',
        '[{"r": 1e999, "p": [[0.5, 0.5]]}]',
        '[{"r": -Infinity, "p": [[0.5, 0.5]]}]',
        f'[{{"r": {"9" * 400}, "p": [[0.5, 0.5]]}}]',
        '[{"r": "0.02", "p": [[0.5, 0.5]]}]',
        '[{"r": 0.02, "p": [[0.5, 1.5]]}]',
        '[{"r": 0.02, "p": [[0.5, 0.5, 0.5]]}]',
        '[{"r": 0.02, "p": [[0.5, true]]}]',
        '[{"r": 0.02, "p": [[0.5, 0.5]], "do": "paint"}]',
        '[{"r": 0.9, "p": [[0.5, 0.5]]}]',
        "[" * 100_000,
        "9" * 5000,
    ],
)
def test_nonsense_is_not_taken(text: str) -> None:
    with pytest.raises(EditRefused) as refused:
        strokes_in(text)
    assert refused.value.issue.code == "edit.not_understood"


@pytest.mark.parametrize(
    "told",
    [
        [{"r": 0.02, "p": POINT * (MOST_POINTS + 1)}],
        [{"r": 0.02, "p": POINT}] * (MOST_STROKES + 1),
        [{"r": 0.02, "p": POINT * MOST_POINTS}] * (MOST_POINTS_IN_ALL // MOST_POINTS + 1),
        [{"r": 0.02, "p": [[0.123456789012345, 0.5]] * 1500, "x": " " * 300_000}],
    ],
)
def test_too_much_at_once_is_said(told: list[Any]) -> None:
    with pytest.raises(EditRefused) as refused:
        strokes_in(json.dumps(told))
    assert refused.value.issue.code == "edit.too_much"


def test_strokes_are_kept_in_few_digits_and_read_again() -> None:
    kept = strokes_in('[{"r": 0.0212345678, "p": [[0.12345678, 1]], "do": "erase", "more": 1}]')
    assert kept == {"strokes": [{"r": 0.02123, "p": [[0.12346, 1.0]], "do": "erase"}]}
    (area,) = areas_of(kept)
    assert not area.keep and area.points == ((0.12346, 1.0),)


@pytest.mark.parametrize("numbers", [["30"], ["-1"], ["x"], ["١"], ["1e1"]])
def test_squares_that_are_not_there_are_refused(numbers: list[str]) -> None:
    with pytest.raises(EditRefused):
        squares_in(numbers)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("turn", {"degrees": 45}),
        ("turn", {"degrees": 0}),
        ("turn", {}),
        ("straighten", {"degrees": 16}),
        ("straighten", {"degrees": float("nan")}),
        ("crop", {"box": [0.5, 0.5, 0.55, 0.9]}),
        ("crop", {"box": [0.9, 0.1, 0.1, 0.9]}),
        ("crop", {"box": [0, 0, 1]}),
        ("light", {"light": "more"}),
        ("paint", {}),
        ("reset", None),
    ],
)
def test_steps_out_of_bounds_are_refused(kind: str, value: object) -> None:
    with pytest.raises(EditRefused):
        checked(kind, value)
