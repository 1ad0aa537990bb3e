"""What listings hang on."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from merchant_helper.shops.model import Shop


@pytest.fixture
def shop(session: Session) -> Shop:
    """Give a shop."""
    shop = Shop(name="Nước mắm Bà Sáu", laptop_of="Lan", places=[])
    session.add(shop)
    session.flush()
    return shop
