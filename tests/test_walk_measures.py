"""What the walk counts and models, without a browser."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from walking.clock import OLDER, OPERATORS, modelled
from walking.report import as_json, misses, table
from walking.slips import ONE_IN, Plan, What, undo
from walking.tally import Shown, Slip, Tally
from walking.words import keystrokes, sentences, syllables


@pytest.mark.parametrize(
    ("text", "count"),
    [("Bán giá bao nhiêu?", 4), ("45.000 đ", 2), ("Ảnh – bìa", 2), ("…", 0), ("Chai 500 ml (đầy)", 4)],
)
def test_syllables_stand_between_spaces_and_hold_a_letter_or_digit(text: str, count: int) -> None:
    assert syllables(text) == count


def test_a_sentence_ends_at_its_stop_or_with_its_block() -> None:
    blocks = ["Đặt gần cửa sổ. Chụp mặt trước, mặt sau!", "Giá 45.000 đ", "Một dòng\nhai dòng", "✓"]
    assert [syllables(s) for s in sentences(blocks)] == [4, 5, 3, 2, 2]


@pytest.mark.parametrize(("text", "keys"), [("abc", 3), ("bánh", 5), ("đường", 9), ("45.000", 6)])
def test_marks_are_keys_too(text: str, keys: int) -> None:
    assert keystrokes(text) == keys


def test_an_older_person_needs_twice_the_model_but_reads_at_the_pace_of_speech() -> None:
    assert modelled("tap", 3) == pytest.approx(3 * OPERATORS["tap"] * OLDER)
    assert modelled("read", 5.22) == pytest.approx(1)


def test_one_tap_in_ten_goes_wrong_and_the_seed_says_which() -> None:
    plans = [Plan.make(7, troubles=True) for _twice in range(2)]
    wrong = [[tap for tap in range(100) if plan.slips_now()] for plan in plans]
    assert wrong[0] == wrong[1]
    assert [tap // ONE_IN for tap in wrong[0]] == list(range(10))


def test_reload_and_sleep_come_once_in_different_boxes() -> None:
    plan = Plan.make(1, troubles=True)
    met = [trouble for box in ("name", "price", "name", "price") if (trouble := plan.trouble_at(box))]
    assert sorted(met) == ["asleep", "reload"]
    assert Plan.make(1, troubles=False).troubles == {}


class At:
    """Stand for where she is."""

    def __init__(self, step: str, ticks: tuple[str, ...] = ()) -> None:
        self.step, self.path, self.ticks = step, f"/shops/s/listings/l/{step}", list(ticks)
        self.first, self.place = "p1", ""


@pytest.mark.parametrize(
    ("pressed", "before", "now", "ways"),
    [
        (What("back", "", "", "", "", ""), At("about"), At("price"), ["[data-main]"]),
        (What("button", "", "choice", "keep", "", ""), At("photo-doubt"), At("review"), 2),
        (What("radio", "", "unit", "kg", "", ""), At("price", ("unit=gói",)), At("price"), 1),
        (What("radio", "", "kind", "toy", "", ""), At("name"), At("name"), 1),
        (What("download", "", "", "", "", ""), At("kit"), At("kit"), []),
        (What("language", "", "", "", "", ""), At("name"), At("name"), [".quiet"]),
    ],
)
def test_wrong_presses_are_undone_with_what_the_page_offers(
    pressed: What, before: At, now: At, ways: list[str] | int
) -> None:
    found = undo(pressed, before, now, {"kind": ("food",)})  # type: ignore[arg-type]
    assert len(found) == ways if isinstance(ways, int) else found == ways


def a_walk(**slip: object) -> Tally:
    tally = Tally()
    tally.shown = [Shown("name", 20, (4, 16), False)]
    tally.way.taps, tally.way.in_picker, tally.way.letters = 10, 4, 40
    told = {"undo_taps": 1, "undone": True, "letters_lost": 0, **slip}
    tally.slips = [Slip("wrong press", "name", "back", **told)]  # type: ignore[arg-type]
    return tally


def walks(**slip: object) -> dict[tuple[str, str], Tally]:
    return {(way, which): a_walk(**slip) for way in ("typed", "tapped") for which in ("first", "second")}


def test_a_walk_within_its_targets_misses_none() -> None:
    assert misses(walks(), []) == []
    assert "all targets met" in table(walks(), [])
    assert as_json(walks(), [], 3)["missed"] == []


@pytest.mark.parametrize("slip", [{"undo_taps": 3}, {"undone": False}, {"letters_lost": 1}])
def test_a_slip_that_costs_too_much_is_a_miss(slip: dict[str, object]) -> None:
    assert len(misses(walks(**slip), [])) == 4
    assert "MISSED" in table(walks(**slip), [])


def test_a_request_to_the_internet_is_a_miss() -> None:
    assert misses(walks(), ["https://fonts.example/a.css"]) == [
        "asked of the Internet: https://fonts.example/a.css"
    ]


def test_what_happens_astray_is_counted_apart() -> None:
    tally = Tally()
    with tally.astray() as book:
        tally.book.spend("tap")
        book.taps += 1
    assert (tally.taps, tally.slips_book.taps) == (0, 1)
    assert tally.seconds == pytest.approx(modelled("tap"))
