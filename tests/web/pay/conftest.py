"""Give a shop with its pages of codes."""

from __future__ import annotations

import pytest
from flask import Flask

from web.pay.counter import PayWalk, new_pay_walk


@pytest.fixture
def walk(app: Flask) -> PayWalk:
    """Give a shop whose owner agreed, with no code yet."""
    return new_pay_walk(app)
