"""Photos are handed over in order, few at a time, and one photo's trouble stays its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

import pytest

from cli import work
from merchant_helper.cli import parallel
from merchant_helper.cli.cleaning import Cleaned, Task
from merchant_helper.cli.gather import Source
from merchant_helper.cli.naming import Planned
from merchant_helper.errors import DiskFull
from merchant_helper.jobs import pool

Told = list[tuple[str, Cleaned]]


def tasks(place: Path, *names: str) -> Iterator[tuple[Planned, Task]]:
    for name in names:
        source = Source(place / name, PurePath(name))
        picture = PurePath(name).with_suffix(".jpg")
        yield Planned(source, picture, picture), Task(str(place / name), str(place / "out" / picture))


def run(place: Path, *names: str, workers: int = 2) -> Told:
    told: Told = []
    parallel.clean_in_order(tasks(place, *names), workers, lambda p, c: told.append((p.picture.stem, c)))
    return told


@pytest.fixture
def no_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ChildPool", work.SamePool)


@pytest.fixture
def cleaning(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Task], Cleaned]], None]:
    return lambda function: monkeypatch.setattr(parallel, "clean_photo", function)


def test_a_photo_that_kills_its_child_fails_alone(tmp_path: Path, cleaning: Callable[..., None]) -> None:
    cleaning(work.clean_or_die)
    told = run(tmp_path, "a.png", "die.png", "b.png", "c.png")
    assert [name for name, _ in told] == ["a", "die", "b", "c"]
    assert [cleaned.verdict for _, cleaned in told] == ["good", None, "good", "good"]
    assert told[1][1].issues[0]["code"] == "photo.killed_worker"


def test_a_child_that_dies_once_is_forgiven(tmp_path: Path, cleaning: Callable[..., None]) -> None:
    cleaning(work.clean_or_stumble)
    assert [cleaned.verdict for _, cleaned in run(tmp_path, "a.png", "b.png")] == ["good", "good"]


def test_a_fault_of_ours_fails_only_its_photo(tmp_path: Path, cleaning: Callable[..., None]) -> None:
    cleaning(work.clean_or_burst)
    told = run(tmp_path, "a.png", "burst.png", "b.png")
    assert [cleaned.verdict for _, cleaned in told] == ["good", None, "good"]
    assert told[1][1].issues[0]["params"]["reason"] == "ZeroDivisionError: burst"


def test_a_photo_that_hangs_is_given_up(
    tmp_path: Path, cleaning: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaning(work.clean_slowly)
    run(tmp_path, "2.png")
    monkeypatch.setattr(parallel, "PATIENCE_S", 0.001)
    assert run(tmp_path, "1.png", workers=1)[0][1].issues[0]["code"] == "photo.took_too_long"


def test_a_full_disk_stops_all_and_what_was_finished_is_told(
    tmp_path: Path, no_children: None, cleaning: Callable[..., None]
) -> None:
    cleaning(work.clean_until_full)
    told: Told = []
    names = [f"{number}.png" for number in range(1, 100)]
    with pytest.raises(DiskFull):
        parallel.clean_in_order(tasks(tmp_path, *names), 1, lambda p, c: told.append((p.picture.stem, c)))
    assert [name for name, _ in told][:2] == ["1", "2"]
    written = {path.stem for path in (tmp_path / "out").iterdir()}
    assert written == {name for name, _ in told} and len(written) < 99


def test_the_order_is_that_of_the_photos(
    tmp_path: Path, no_children: None, cleaning: Callable[..., None]
) -> None:
    cleaning(work.clean_slowly)
    names = [f"{number}.png" for number in (1, 2, 3, 4, 5)]
    assert [name for name, _ in run(tmp_path, *names, workers=3)] == ["1", "2", "3", "4", "5"]


def test_thousands_are_not_taken_in_at_once(
    tmp_path: Path, no_children: None, cleaning: Callable[..., None]
) -> None:
    cleaning(work.clean)
    seen, told, most = 0, 0, 0

    def counted() -> Iterator[tuple[Planned, Task]]:
        nonlocal seen, most
        for one in tasks(tmp_path, *(f"{number}.png" for number in range(1000))):
            seen += 1
            most = max(most, seen - told)
            yield one

    def tell(_planned: Planned, _cleaned: Cleaned) -> None:
        nonlocal told
        told += 1

    parallel.clean_in_order(counted(), 2, tell)
    assert (seen, told) == (1000, 1000)
    assert most <= 2 * parallel.AHEAD + 1
