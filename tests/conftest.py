"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from merchant_helper import i18n
from merchant_helper.db.base import Base
from merchant_helper.listings import model as _listings
from merchant_helper.photos import model as _photos
from merchant_helper.shops import model as _shops

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Begin every test in Vietnamese."""
    with i18n.in_language("vi"):
        yield


@pytest.fixture
def session() -> Iterator[Session]:
    """Give a session on an empty database in memory."""
    assert _listings and _photos and _shops
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of measurement data, or skip the test by name."""
    if not SHARED.is_dir():
        pytest.skip("measurement data (../shared) is not here")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser last: while it runs, its event loop holds the main thread, and jobs cannot start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
