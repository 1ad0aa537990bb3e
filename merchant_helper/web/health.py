"""Tell a machine that the program is up, without touching data."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> dict[str, str]:
    """Answer while the program can answer at all."""
    return {"status": "ok"}
