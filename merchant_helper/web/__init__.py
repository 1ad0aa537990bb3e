"""Put the pages together: settings, guards, language, files, parts. This is the table of contents."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from merchant_helper.web import assets, db, errors, language, phone, publishing, security, settings, wire
from merchant_helper.web.db import Services

# One line per part: the module that holds its blueprint ``bp``.
PARTS = (
    "merchant_helper.web.health",
    "merchant_helper.web.home",
    "merchant_helper.web.shops",
    "merchant_helper.web.visits",
    "merchant_helper.web.listings",
    "merchant_helper.web.more",
    "merchant_helper.web.title",
    "merchant_helper.web.details",
    "merchant_helper.web.variants",
    "merchant_helper.web.takings",
    "merchant_helper.web.share",
    "merchant_helper.web.history",
    "merchant_helper.web.live",
    "merchant_helper.web.aloud",
    "merchant_helper.web.words",
    "merchant_helper.web.paste",
    "merchant_helper.web.writing",
    "merchant_helper.web.uploads",
    "merchant_helper.web.pictures",
    "merchant_helper.web.photo_edit",
    "merchant_helper.web.folders",
    "merchant_helper.web.exports",
    "merchant_helper.web.online",
    "merchant_helper.web.answers",
    "merchant_helper.web.contact_sheet",
    "merchant_helper.web.dossiers",
    "merchant_helper.web.engines",
    "merchant_helper.web.fills",
    "merchant_helper.web.sheets",
    "merchant_helper.web.sheet_taking",
    "merchant_helper.web.profiles",
    "merchant_helper.web.guides",
    "merchant_helper.web.practice",
    "merchant_helper.web.lessons",
    "merchant_helper.web.pay",
    "merchant_helper.web.pay_maker",
    "merchant_helper.web.pay_check",
)


def create_app(config: Mapping[str, Any] | None = None, services: Services | None = None) -> errors.Shell:
    """Make the web application.

    ``config`` holds settings by name (settings.SETTINGS) and what Flask knows; none means the environment.
    ``services`` are what the pages work with; the shell that starts the program opens and closes them.
    """
    app = errors.Shell("merchant_helper.web", static_folder=None)
    app.config.from_mapping(settings.defaults())
    app.config.from_mapping(settings.from_environment(os.environ) if config is None else config)
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or _secret_key(services)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    db.init_app(app, services)
    wire.init_app(app)
    # Before the guards: what they refuse with is said in the visitor's language.
    language.init_app(app)
    publishing.init_app(app)
    security.init_app(app)
    assets.init_app(app)
    for part in PARTS:
        module = import_module(part)
        app.register_blueprint(module.bp)
        # A part whose pages also stand below a shop has a second one for those.
        if hasattr(module, "shop_bp"):
            app.register_blueprint(module.shop_bp)
    phone.init_app(app, services)
    errors.init_app(app)
    return app


def _secret_key(services: Services | None) -> str | bytes:
    return services.folder.secret_key() if services else secrets.token_hex()
