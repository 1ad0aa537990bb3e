"""A database in memory, for what listings write down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from merchant_helper.db.base import Base
from merchant_helper.listings import model as _listings
from merchant_helper.photos import model as _photos
from merchant_helper.shops.model import Shop

assert _listings and _photos


@pytest.fixture
def session() -> Iterator[Session]:
    """Give a session on an empty database."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def shop(session: Session) -> Shop:
    """Give a shop."""
    shop = Shop(name="Nước mắm Bà Sáu", laptop_of="Lan", places=[])
    session.add(shop)
    session.flush()
    return shop
