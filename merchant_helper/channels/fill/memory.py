"""Remember what was answered for a template, in one small JSON file; the shells say where it lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from merchant_helper.channels.fill.filler import Filling, Template
from merchant_helper.channels.fill.refused import TemplateRefused
from merchant_helper.photos.files import write_atomically

_VERSION = 1
_MOST_TEMPLATES, _MOST_BYTES = 300, 2_000_000


class Memory:
    """Hold answers by the fingerprint of a template's headers, and the shop that each place was filled for.

    A file that cannot be read counts as empty: everything in it can be answered again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        told = _read(path)
        self._templates: dict[str, dict[str, str]] = {
            str(mark): _texts(answers) for mark, answers in _table(told.get("templates")).items()
        }
        self._owners = _texts(_table(told.get("shops")))

    def answers(self, template: Template) -> dict[str, str]:
        """Give what was answered for templates with these headers; what no longer fits them is left out."""
        known = dict(self._templates.get(template.fingerprint, {}))
        try:
            Filling(template, known)
        except TemplateRefused:
            return {}
        return known

    def other_owner(self, template: Template) -> str | None:
        """Give the shop that this place was filled for before, if the template is for another one."""
        known = self._owners.get(template.channel.id)
        return known if known and template.owner and known != template.owner else None

    def keep(self, template: Template, answers: Mapping[str, str]) -> None:
        """Remember answers, and the shop. Raises OSError."""
        kept = {key: value for key, value in answers.items() if value and key != "shop"}
        self._templates.pop(template.fingerprint, None)
        self._templates[template.fingerprint] = kept
        if template.owner:
            self._owners[template.channel.id] = template.owner
        newest = dict(list(self._templates.items())[-_MOST_TEMPLATES:])
        record = {"version": _VERSION, "templates": newest, "shops": self._owners}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, json.dumps(record, ensure_ascii=False, indent=1).encode())


def _read(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return _table(told)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {str(key): text for key, text in _table(value).items() if isinstance(text, str)}
