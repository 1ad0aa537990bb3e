"""Every result has a place of its own."""

from __future__ import annotations

import itertools
from pathlib import Path, PurePath

import pytest

from merchant_helper.cli.gather import Source
from merchant_helper.cli.naming import plan, refuse_overwriting
from merchant_helper.cli.outcome import Ended


def names(*paths: str, root: str = "/in") -> dict[str, str]:
    sources = [Source(Path(root, path), PurePath(path)) for path in paths]
    return {one.source.below.as_posix(): one.picture.as_posix() for one in plan(sources)}


def test_results_keep_the_path_below_their_folder() -> None:
    assert names("a.png", "chợ/b.HEIC") == {"a.png": "a.jpg", "chợ/b.HEIC": "chợ/b.jpg"}


def test_where_two_would_meet_the_extension_joins() -> None:
    assert names("a.png", "a.jpg", "b.jpg") == {"a.png": "a.png.jpg", "a.jpg": "a.jpg.jpg", "b.jpg": "b.jpg"}


def test_a_name_that_looks_like_a_result_gives_way_too() -> None:
    given = ("a.jpg", "a.png", "a.png.jpg", "a.png.webp")
    assert sorted(names(*given).values()) == ["a.jpg.jpg", "a.png.jpg", "a.png.jpg.jpg", "a.png.webp.jpg"]


@pytest.mark.parametrize(
    "pair", [("A.jpg", "a.jpg"), ("bún.jpg", "bu\u0301n.jpg"), ("STRASSE.jpg", "straße.jpg")]
)
def test_names_that_meet_on_other_systems_are_kept_apart(pair: tuple[str, str]) -> None:
    results = list(names(*pair).values())
    assert len({name.casefold() for name in results}) == 2 and all(name.endswith(".jpg") for name in results)


def test_the_order_of_the_photos_changes_nothing() -> None:
    given = ["a.jpg", "a.png", "a.png.jpg", "A.PNG", "a.jpeg"]
    ways = {tuple(sorted(names(*order).items())) for order in itertools.permutations(given)}
    assert len(ways) == 1
    assert len({name.casefold() for name in dict(ways.pop()).values()}) == 5


def test_the_same_path_below_two_folders_is_numbered_by_folder() -> None:
    sources = [Source(Path(root, "a.jpg"), PurePath("a.jpg")) for root in ("/q", "/p", "/r")]
    for order in itertools.permutations(sources):
        got = {one.source.path.parts[1]: one.picture.name for one in plan(order)}
        assert got == {"p": "a.jpg.jpg", "q": "a.jpg-2.jpg", "r": "a.jpg-3.jpg"}


def test_the_mask_stands_beside_its_picture() -> None:
    (one, two) = plan(
        [Source(Path("/in/a.png"), PurePath("a.png")), Source(Path("/in/a.jpg"), PurePath("a.jpg"))]
    )
    assert (one.mask.name, two.mask.name) == ("a.png.mask.png", "a.jpg.mask.png")


def test_results_end_as_the_format_is_called() -> None:
    (one,) = plan([Source(Path("/in/a.png"), PurePath("a.png"))], ".webp")
    assert one.picture.name == "a.webp"


@pytest.fixture
def photo(hard: Path) -> Path:
    (hard / "a.png").write_bytes(b"photo")
    return hard / "a.png"


def planned(photo: Path) -> list[object]:
    return list(plan([Source(photo, PurePath(photo.name))]))


def test_no_result_takes_the_place_of_a_photo(photo: Path) -> None:
    original = photo.rename(photo.with_suffix(".jpg"))
    with pytest.raises(Ended):
        refuse_overwriting(planned(original), [original], original.parent)  # type: ignore[arg-type]


def test_a_file_beside_a_named_photo_is_safe(photo: Path) -> None:
    refuse_overwriting(planned(photo), [photo], photo.parent)  # type: ignore[arg-type]
    photo.with_suffix(".jpg").write_bytes(b"somebody's original")
    with pytest.raises(Ended):
        refuse_overwriting(planned(photo), [photo], photo.parent)  # type: ignore[arg-type]


def test_the_folder_of_the_photos_takes_no_results(photo: Path) -> None:
    with pytest.raises(Ended) as ended:
        refuse_overwriting([], [photo.parent], photo.parent / ".")
    assert ended.value.problem.issue.code == "cli.out_is_in"
