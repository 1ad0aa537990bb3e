"""Say what a listing still lacks before anyone can buy from it, whatever the channel."""

from __future__ import annotations

from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.text import format_weight, measure_in

ISSUE_CODES = (
    "listing.no_photo",
    "listing.no_name",
    "listing.no_price",
    "listing.no_unit",
    "listing.no_place",
    "listing.no_words",
    "listing.no_weight",
    "listing.parcel_lighter",
)

# A question and the code of its lack; a weight is only a hint because the post office weighs again.
_WANTED = (
    ("photos", "listing.no_photo"),
    ("name", "listing.no_name"),
    ("price", "listing.no_price"),
    ("unit", "listing.no_unit"),
    ("places", "listing.no_place"),
)
# Grams of a millilitre of the lightest things that are sold by the litre.
_LIGHTEST = 0.78


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
    if (lighter := _parcel_lighter(facts)) is not None:
        issues.append(lighter)
    return issues


def content_grams(facts: Facts) -> int | None:
    """Tell what is in one unit, in grams, as far as it was told; oil and spirit are lighter than water."""
    measure = measure_in(facts.unit_size or "")
    if measure is not None and measure.kind == "weight":
        return int(measure.amount)
    if measure is not None and measure.kind == "volume":
        return int(measure.amount * _LIGHTEST)
    return 1000 if facts.unit == "kg" and not facts.unit_size else None


def _parcel_lighter(facts: Facts) -> Issue | None:
    content = content_grams(facts)
    if facts.weight_g is None or content is None or facts.weight_g >= content:
        return None
    told = {"parcel": format_weight(facts.weight_g), "content": facts.unit_size or "1 kg"}
    return Issue("listing.parcel_lighter", field="weight_g", severity="hint", params=told)


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
