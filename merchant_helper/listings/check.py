"""Say what a listing still lacks before anyone can buy from it, whatever the channel."""

from __future__ import annotations

from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts

ISSUE_CODES = (
    "listing.no_photo",
    "listing.no_name",
    "listing.no_price",
    "listing.no_unit",
    "listing.no_place",
    "listing.no_words",
    "listing.no_weight",
)

# A question and the code of its lack; a weight is only a hint because the post office weighs again.
_WANTED = (
    ("photos", "listing.no_photo"),
    ("name", "listing.no_name"),
    ("price", "listing.no_price"),
    ("unit", "listing.no_unit"),
    ("places", "listing.no_place"),
)


def words_told(facts: Facts) -> bool:
    """Tell whether anything was told that a description can be made of."""
    return bool(facts.made or facts.special or facts.use or facts.description or facts.traits)


def check(facts: Facts) -> list[Issue]:
    """List what is missing, what stops the way first."""
    issues = [
        Issue(code, field=name, severity="block")
        for name, code in _WANTED
        if getattr(facts, name) in (None, (), "")
    ]
    if not words_told(facts):
        issues.append(Issue("listing.no_words", field="special", severity="warn"))
    if facts.weight_g is None and facts.kind != "service":
        issues.append(Issue("listing.no_weight", field="weight_g", severity="hint"))
    return issues


STATUSES = ("empty", "started", "missing", "ready", "posted", "refused")


def status(facts: Facts) -> str:
    """Derive which of the six statuses a listing has."""
    if facts.outcome in ("posted", "refused"):
        return facts.outcome
    if not facts.version:
        return "empty"
    if not facts.checked:
        return "started"
    return "missing" if any(i.severity == "block" for i in check(facts)) else "ready"
