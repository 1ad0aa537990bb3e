"""Start the application of each test, and a client that reads pages."""

from __future__ import annotations

import pytest
from flask import Flask

from merchant_helper.web import create_app
from web import sample
from web.page_reader import Client


@pytest.fixture
def app() -> Flask:
    """Make the application with the sample pages beside its own."""
    app = create_app({"SECRET_KEY": "only for tests", "TESTING": True})
    sample.add_to(app)
    return app


@pytest.fixture
def client(app: Flask) -> Client:
    """Give a browser that holds every page to the rules."""
    return Client(app.test_client())
