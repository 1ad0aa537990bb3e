"""List the places of selling that an owner can choose, the commonest first."""

from __future__ import annotations

from wtforms import SelectChoice

from merchant_helper import channels

# The order is the order in which people sell; a channel that is not here yet is not offered.
COMMON = ("facebook", "zalo", "shopee", "tiktok")
PLACES = COMMON
# Where most shops begin: ticked until she says otherwise, so that nothing has to be chosen.
TICKED = ("facebook", "zalo")
# Then places with a file of their own, which a helper makes at a computer: those in Vietnam first.
FILES = ("woocommerce", "haravan", "kiotviet", "shopify", "meta", "google")


def all_places() -> list[channels.Channel]:
    """Give every channel, in the order in which it is offered."""
    known = {channel.id: channel for channel in channels.all_channels()}
    first = [known[cid] for cid in (*COMMON, *FILES) if cid in known]
    return [*first, *(channel for channel in known.values() if channel not in first)]


def place_choices() -> list[SelectChoice]:
    """Pair the id of each place that she posts to herself with its name, common ones first."""
    return [SelectChoice(place.id, place.title()) for place in all_places() if place.by_hand]


def file_places() -> list[channels.Channel]:
    """Give the places that a file is made for."""
    return [place for place in all_places() if place.has_file]
