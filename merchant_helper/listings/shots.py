"""Know which photos a kind of product wants, and which of them are there."""

from __future__ import annotations

from merchant_helper.i18n import gettext, mark
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import Kind, kinds

#: What a photo can show, with its words; drawn in static/drawings/shot-KEY.svg.
SHOTS = {
    "front": mark("Mặt trước"),
    "back": mark("Mặt sau"),
    "label": mark("Nhãn, chữ trên bao bì"),
    "size": mark("Cỡ, đặt cạnh thước"),
    "inside": mark("Bên trong, ruột"),
    "detail": mark("Chi tiết, chụp gần"),
    "use": mark("Lúc đang dùng"),
}
_SHORT = {
    "front": mark("mặt trước"),
    "back": mark("mặt sau"),
    "label": mark("nhãn"),
    "size": mark("cỡ"),
    "inside": mark("bên trong"),
    "detail": mark("chi tiết"),
    "use": mark("lúc đang dùng"),
}


def words(shot: str) -> str:
    """Say what a photo shows."""
    return gettext(SHOTS[shot])


def wanted(kind: str | None) -> Kind:
    """Give the kind whose list of photos counts; a product without one gets the general list."""
    return kinds().get(kind or "", kinds()["other"])


def chosen(facts: Facts) -> dict[str, str]:
    """Give what she said of her photos, by their ids; what is not of this list is passed over."""
    told = (each.partition("=") for each in facts.shots)
    return {photo: shot for photo, _sign, shot in told if photo in facts.photos and shot in SHOTS}


def shown(facts: Facts, kind: Kind) -> dict[str, str]:
    """Say what each photo shows: what she said, else the next of the list that is not there yet.

    Photos beyond the list show nothing that is known.
    """
    told = chosen(facts)
    left = [shot for shot in kind.shots if shot not in told.values()]
    guessed = zip((photo for photo in facts.photos if photo not in told), left, strict=False)
    return told | dict(guessed)


def missing(facts: Facts, kind: Kind) -> list[str]:
    """List the photos that this kind needs and that are not there, in order."""
    there = set(shown(facts, kind).values())
    return [shot for shot in kind.needed if shot not in there]


def with_shot(facts: Facts, photo: str, shot: str) -> tuple[str, ...] | None:
    """Give the answer that says what one photo shows; None for a photo or a word that is not there."""
    if photo not in facts.photos or shot not in SHOTS:
        return None
    return tuple(f"{each}={what}" for each, what in {**chosen(facts), photo: shot}.items())


def state(facts: Facts, kind: Kind) -> str:
    """Say in a few words whether the photos are enough."""
    lacking = missing(facts, kind)
    if not lacking:
        return gettext("đủ ảnh")
    return gettext("còn thiếu: {shots}", shots=", ".join(gettext(_SHORT[shot]) for shot in lacking))
