"""List the places of selling that an owner can choose, the commonest first."""

from __future__ import annotations

from wtforms import SelectChoice

from merchant_helper import channels

# The order is the order in which people sell; a channel that is not here yet is not offered.
COMMON = ("facebook", "zalo", "shopee", "tiktok")
PLACES = COMMON


def place_choices() -> list[SelectChoice]:
    """Pair the id of each place that she posts to herself with its name, common ones first."""
    known = {channel.id: channel for channel in channels.all_channels() if channel.by_hand}
    ids = [*COMMON, *(cid for cid in known if cid not in COMMON)]
    return [SelectChoice(cid, known[cid].title()) for cid in ids if cid in known]
