"""Give every result a place below ``--out`` that no other result and no photo has."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from merchant_helper.cli.gather import Source
from merchant_helper.cli.outcome import wrong_call


@dataclass(frozen=True)
class Planned:
    """Be one photo with the files that will come of it, below the output folder."""

    source: Source
    picture: PurePath
    mask: PurePath


def plan(sources: Sequence[Source], suffix: str = ".jpg") -> list[Planned]:
    """Name the results: the photo's own path with ``.jpg``, or what else the channel's format is called.

    Where two would meet, the extension joins the name (``a.png.jpg``); where they still meet, a number does.
    Names that differ only in case or in how letters are composed meet, as they do on Windows and macOS. The
    result does not depend on the order of ``sources``.
    """
    stems = {source: source.below.with_suffix("") for source in sources}
    while clashing := [s for group in _meeting(stems) for s in group if stems[s] != s.below]:
        for source in clashing:
            stems[source] = source.below
    _number(stems)
    return [Planned(s, _with(stems[s], suffix), _with(stems[s], ".mask.png")) for s in sources]


def _meeting(stems: dict[Source, PurePath]) -> list[list[Source]]:
    places: dict[str, list[Source]] = defaultdict(list)
    for source, stem in stems.items():
        places[_key(stem)].append(source)
    return [group for group in places.values() if len(group) > 1]


def _number(stems: dict[Source, PurePath]) -> None:
    """Number what has the same path below two folders; the order of their own paths decides."""
    taken = {_key(stem) for stem in stems.values()}
    for group in _meeting(stems):
        for source in sorted(group, key=lambda s: str(s.path.resolve()))[1:]:
            count = 2
            while _key(stem := _with(source.below, f"-{count}")) in taken:
                count += 1
            stems[source] = stem
            taken.add(_key(stem))


def _with(stem: PurePath, ending: str) -> PurePath:
    return stem.with_name(stem.name + ending)


def _key(stem: PurePath) -> str:
    return unicodedata.normalize("NFC", stem.as_posix()).casefold()


def refuse_overwriting(planned: Sequence[Planned], named: Sequence[Path], out: Path) -> None:
    """End the call when a result would take the place of a photo, or of a file that may well be one.

    An output folder among the photos themselves is refused; so is an existing file beside a named photo.
    """
    place = out.resolve()
    if any(path.is_dir() and path.resolve() == place for path in named):
        raise wrong_call("cli.out_is_in", "out", path=str(out))
    photos = {one.source.path.resolve() for one in planned}
    beside = {path.resolve().parent for path in named if not path.is_dir()}
    for one in planned:
        target = place / one.picture
        if target in photos or (target.parent in beside and target.exists()):
            raise wrong_call("cli.would_overwrite", "out", path=str(target))
