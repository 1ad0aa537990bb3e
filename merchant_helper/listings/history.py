"""Tell what was answered, press by press, and take a press back by answering anew; nothing is ever deleted.

A press that takes another one back says so: its answer ``undone`` holds the number of the first answer of the
other. Taking that press back brings the first one back. A press counts while nothing that counts undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from merchant_helper.listings.facts import FIELDS, LISTS
from merchant_helper.listings.field_words import QUIET
from merchant_helper.listings.ledger import OF_A_SHEET
from merchant_helper.listings.model import Answer, Listing

# So many presses can be taken back, one at a time.
LATEST = 20
# Who is no person, as the ledger writes it.
NOBODY = frozenset({"program", "shop", "copy"})


@dataclass(frozen=True)
class Change:
    """Be one answer: what it is about, what stood there before, what it says."""

    field: str
    before: Any
    now: Any


@dataclass(frozen=True)
class Press:
    """Be the answers that one listing got at once; ``first`` is the number of the first of them."""

    first: int
    at: datetime
    by: str
    page_version: int
    changes: tuple[Change, ...]
    undoes: int | None = None

    @property
    def told(self) -> dict[str, Any]:
        """Give what was said, by field."""
        return {change.field: change.now for change in self.changes}

    @property
    def of_a_sheet(self) -> bool:
        """Tell whether a sheet said it."""
        return self.page_version >= OF_A_SHEET


class Story:
    """Know all presses of one listing and which of them count."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.presses = _presses(answers)
        dead: set[int] = set()
        for press in reversed(self.presses):
            if press.undoes is not None and press.first not in dead:
                dead.add(press.undoes)
        self._dead = dead
        # Found once: a shop's file may bring twenty thousand answers.
        self._roots: dict[int, Press] = {}
        self._said: dict[str, list[Press]] = {}
        for press in self.presses:
            self._roots[press.first] = press if press.undoes is None else self._roots[press.undoes]
            if press.undoes is None and self.counts(press):
                for name in press.told:
                    self._said.setdefault(name, []).append(press)

    def counts(self, press: Press) -> bool:
        """Tell whether a press was not taken back."""
        return press.first not in self._dead

    def root(self, press: Press) -> Press:
        """Give the press that said something in the end: the one itself, or what it takes back."""
        return self._roots[press.first]

    def may_undo(self, press: Press) -> bool:
        """Tell whether taking a press back would change anything; later words on the same go before."""
        return press.by not in NOBODY and self.counts(press) and bool(self._free(self.root(press)))

    def undoing(self, press: Press) -> dict[str, Any]:
        """Give the answers that take a press back."""
        root = self.root(press)
        gone = self.counts(root)
        told = {}
        for name in self._free(root):
            earlier = [one for one in self._said.get(name, ()) if one.first < root.first]
            value = (earlier[-1].told[name] if earlier else _before(name, root)) if gone else root.told[name]
            told[name] = list(value or ()) if name in LISTS else value
        return {**told, "undone": press.first}

    def _free(self, root: Press) -> list[str]:
        """List the fields of a press on which nothing that counts was said later."""
        last = {name: said[-1].first for name, said in self._said.items()}
        return [name for name in root.told if last.get(name, 0) <= root.first]


@dataclass(frozen=True)
class Step:
    """Be one press as a person knows it: it may have told of several variants at once."""

    at: datetime
    by: str
    parts: tuple[tuple[Listing, Press], ...]
    undone: bool
    may_undo: bool
    undoes: bool

    @property
    def id(self) -> str:
        """Name it for a form."""
        listing, press = self.parts[0]
        return f"{listing.id}:{press.first}"

    @property
    def of_a_sheet(self) -> bool:
        """Tell whether a sheet said it."""
        return self.parts[0][1].of_a_sheet


@dataclass
class History:
    """Know the presses on one product, all of its variants included."""

    listings: Sequence[Listing]
    stories: Mapping[str, Story] = field(init=False)

    def __post_init__(self) -> None:
        self.stories = {listing.id: Story(listing.answers) for listing in self.listings}

    def steps(self) -> list[Step]:
        """Give all that a person would know again, newest first; within a listing no clock reorders it."""
        left = {one.id: list(self.stories[one.id].presses) for one in self.listings}
        done: list[Step] = []
        while waiting := [(one, left[one.id][0]) for one in self.listings if left[one.id]]:
            first = min(waiting, key=lambda row: row[1].at)[1]
            parts = tuple(row for row in waiting if (row[1].at, row[1].by) == (first.at, first.by))
            for one, _press in parts:
                left[one.id].pop(0)
            step = self._step(parts)
            if step.undoes or any(c.field not in QUIET for _one, press in parts for c in press.changes):
                done.append(step)
        return done[::-1]

    def within_reach(self) -> set[str]:
        """Give the ids of the steps that may go back: the last twenty, and what was taken back since."""
        found, ordinary = set(), 0
        for step in self.steps():
            ordinary += not step.undoes
            if ordinary > LATEST:
                break
            if step.may_undo:
                found.add(step.id)
        return found

    def _step(self, parts: tuple[tuple[Listing, Press], ...]) -> Step:
        press = parts[0][1]
        told = [(self.stories[one.id], each) for one, each in parts]
        return Step(
            at=press.at,
            by=press.by,
            parts=parts,
            undone=not any(story.counts(each) for story, each in told),
            may_undo=any(story.may_undo(each) for story, each in told),
            undoes=any(each.undoes is not None for _story, each in told),
        )

    def undoing(self, step: Step) -> dict[Listing, dict[str, Any]]:
        """Give for each listing the answers that take a step back."""
        return {
            one: self.stories[one.id].undoing(press)
            for one, press in step.parts
            if self.stories[one.id].may_undo(press)
        }


def _before(name: str, root: Press) -> Any:
    """Say what stood there when nothing did: a variant that began with a press was not there before."""
    return True if name == "removed" and root.told[name] is False else None


def _presses(answers: Iterable[Answer]) -> list[Press]:
    """Put answers together that bear one time and one name; they stand behind each other."""
    bundles: list[list[Answer]] = []
    for answer in sorted(answers, key=lambda a: a.seq):
        last = bundles[-1][-1] if bundles else None
        if last and (last.given_at, last.given_by) == (answer.given_at, answer.given_by):
            bundles[-1].append(answer)
        else:
            bundles.append([answer])
    state: dict[str, Any] = {}
    firsts = {bundle[0].seq for bundle in bundles}
    return [_press(bundle, state, firsts) for bundle in bundles]


def _press(bundle: Sequence[Answer], state: dict[str, Any], firsts: set[int]) -> Press:
    changes, undoes = [], None
    for answer in bundle:
        if answer.field == "undone":
            earlier = isinstance(answer.value, int) and answer.value < bundle[0].seq
            undoes = answer.value if earlier and answer.value in firsts else None
        elif answer.field in FIELDS:
            changes.append(Change(answer.field, state.get(answer.field), answer.value))
            state[answer.field] = answer.value
    head = bundle[0]
    return Press(head.seq, head.given_at, head.given_by, head.page_version, tuple(changes), undoes)
