"""Put the sample guides in the place of the program's own."""

from __future__ import annotations

import pytest
from flask import Flask
from guides.sample import samples

from merchant_helper.web.guide_pages import EXTENSION
from web.page_reader import Client
from web.wizard.walk import Walk


@pytest.fixture
def app(app: Flask) -> Flask:
    """Serve the samples."""
    app.extensions[EXTENSION] = samples
    return app


@pytest.fixture
def shop(client: Client) -> str:
    """Make a shop whose owner is called cô; give its address."""
    walk = Walk(client)
    walk.new_shop()
    return walk.shop
