"""Start the application of each test over a data folder of its own, and a client that reads pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from merchant_helper.web.db import Services
from web import sample
from web.house import new_folder, running
from web.page_reader import Client


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one data folder that the tests' own folders are copies of."""
    return new_folder(tmp_path_factory.mktemp("empty")).path


@pytest.fixture
def app(tmp_path: Path, empty_folder: Path) -> Iterator[Flask]:
    """Make the application with the sample pages beside its own."""
    with running(tmp_path / "data", like=empty_folder, TESTING=True) as app:
        sample.add_to(app)
        yield app


@pytest.fixture
def client(app: Flask) -> Client:
    """Give a browser that holds every page to the rules."""
    return Client(app.test_client())


@pytest.fixture
def services(app: Flask) -> Services:
    """Give what the application works with."""
    return app.extensions["merchant_helper"]  # type: ignore[no-any-return]


@pytest.fixture
def files_kept(services: Services) -> Callable[[], set[str]]:
    """Tell which files are in the store now."""
    return lambda: set(services.files.all_hashes())
