"""Look through the words of one product's answers, and write an answer anew with one suggestion in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from merchant_helper.issues import Severity
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.lint import Finding, Policy, knowledge, lint, rested
from merchant_helper.listings.marks import Proposal, suggest
from merchant_helper.text import search_key
from merchant_helper.text.legacy import from_old, old_font

# The answers that name and description are made of, in the order in which they are asked.
FIELDS = ("name", "title", "special", "made", "use", "description")
# Spelling and letters of an old font are no rule of any place; they are only offered.
TIDY, OLD_FONT = "tidy", "old_font"
_AROUND = 60
_WORST: tuple[Severity, ...] = ("block", "warn", "hint")


@dataclass(frozen=True)
class Spot:
    """Be one thing to look at in one answer: its sentence in three pieces, and what one press writes instead.

    ``places`` take it amiss. ``dropped`` are the words that go; empty where words are written anew as
    ``instead``. ``text`` is the whole answer afterwards, empty where nothing would be left.
    """

    group: str
    field: str
    start: int
    severity: Severity
    before: str
    seen: str
    after: str
    dropped: str
    instead: str
    whole: str
    places: tuple[str, ...] = ()
    finding: Finding | None = None

    @property
    def text(self) -> str:
        """Give the whole answer as a press writes it; of a thousand places only one is ever pressed."""
        return self.finding.replaced() if self.finding else self.whole

    @property
    def key(self) -> str:
        """Name it for a form that comes back; it names nothing once the answer has changed."""
        return f"{self.group}.{self.field}.{self.start}.{len(self.seen)}"

    @property
    def papers(self) -> bool:
        """Tell whether a certificate would let it rest."""
        rule = knowledge().groups.get(self.group)
        return rule is not None and rule.papers

    @property
    def paper(self) -> str:
        """Give the form in which the words are kept when she has a certificate."""
        return search_key(self.seen)


def texts_of(facts: Facts) -> dict[str, str | None]:
    """Give the answers that are looked through; a title by a formula holds words of the others alone."""
    texts = {name: getattr(facts, name) for name in FIELDS}
    return texts | {"title": None} if facts.title_form else texts


def spots(facts: Facts, policies: Mapping[str, Policy]) -> list[Spot]:
    """List what to look at, the worst first, by the policies of the places where it is sold."""
    found: dict[str, Spot] = {}
    for place, policy in policies.items():
        for finding in lint(texts_of(facts), policy, facts.kind):
            if rested(finding, facts.papers):
                continue
            spot = _spot(finding, place)
            known = found.get(spot.key)
            found[spot.key] = _together(known, spot) if known else spot
    return sorted(found.values(), key=lambda one: (_WORST.index(one.severity), FIELDS.index(one.field)))


def offers(facts: Facts) -> list[Spot]:
    """List what may be written tidier: spaces, capitals, places of marks, letters of an old font."""
    return [spot for name, text in texts_of(facts).items() if text for spot in _offered(name, text)]


def _offered(name: str, text: str) -> Iterator[Spot]:
    old = old_font(text)
    if old is not None:
        # Where ư was unseen it is lost by now: only a person can put it back.
        read = from_old(text) or "" if old == "vni" else ""
        yield Spot(OLD_FONT, name, 0, "hint", "", text, "", "", read, read)
        return
    small = [one for one in suggest(text, title=name in ("name", "title")) if one.what != "marks"]
    if small:
        whole = _written(text, small)
        yield Spot(TIDY, name, 0, "hint", "", text, "", "", whole, whole)


def _written(text: str, proposals: list[Proposal]) -> str:
    for one in reversed(proposals):
        text = text[: one.start] + one.instead + text[one.end :]
    return text


def _spot(finding: Finding, place: str) -> Spot:
    before, after = _around(finding)
    dropped = finding.dropped
    return Spot(
        group=finding.group,
        field=finding.field,
        start=finding.start,
        severity=finding.severity,
        before=before,
        seen=finding.seen,
        after=after,
        dropped=dropped,
        instead="" if dropped else finding.instead,
        whole="",
        places=(place,) if place else (),
        finding=finding,
    )


def _together(first: Spot, second: Spot) -> Spot:
    worst = min(first.severity, second.severity, key=_WORST.index)
    return replace(first, severity=worst, places=(*first.places, *second.places))


def _around(finding: Finding) -> tuple[str, str]:
    """Give what stands before and after in the same line, a few words of it."""
    text, start, end = finding.text, finding.start, finding.end
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    before, after = text[first:start], text[end : last if last >= 0 else None]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]}…"
    return before, after
