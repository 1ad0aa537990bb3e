"""Let a joined phone open the step that stands on the laptop, by a QR code on the laptop's page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.web.db import read_session
from merchant_helper.web.door import door, on_phone
from merchant_helper.web.phone.guard import presence
from merchant_helper.web.phone.laptop import addresses, qr


@dataclass(frozen=True)
class OnPhone:
    """Hold the code that opens a page on her phone; none while no phone is in."""

    qr: Markup | None = None
    address: str = ""


def same_on_phone(shop: Shop, path: str) -> OnPhone | None:
    """Draw the code that opens a page of this shop; None on the phone itself, which is there already."""
    if on_phone():
        return None
    visit = visits.current(read_session(), shop.id)
    phone = visits.joined(visit) if visit else None
    if phone is None or door().port is None:
        return OnPhone()
    # By the address that it came by: there its browser has the cookie that lets it in.
    known = addresses()
    host = presence().host(phone.id) or (f"{known[0]}:{door().port}" if known else "")
    return OnPhone(qr(f"http://{host}{path}"), host + path) if host else OnPhone()
