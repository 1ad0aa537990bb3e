"""Say what is not right yet, in one word for every check: Issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Literal

from merchant_helper.i18n import Address, fill, gettext, speak

Severity = Literal["block", "warn", "hint"]


@dataclass(frozen=True)
class Issue:
    """Name one thing to mend.

    ``code`` is ``part.what`` and keeps its meaning once released; its two sentences stand in the
    catalogues under ``issue:<code>`` and ``fix:<code>``. ``field`` is the question or column it belongs to.
    """

    code: str
    field: str | None = None
    severity: Severity = "warn"
    params: Mapping[str, str | int] = made_by(default_factory=dict, hash=False)

    def message(self, address: Address | None = None) -> str:
        """Say what was seen, in the current language and to this owner."""
        return self._sentence("issue", address)

    def fix(self, address: Address | None = None) -> str:
        """Say how to mend it, in the current language and to this owner."""
        return self._sentence("fix", address)

    def _sentence(self, which: str, address: Address | None) -> str:
        """Speak first and fill in afterwards: typed text may hold brackets and braces of its own."""
        return fill(speak(gettext(f"{which}:{self.code}"), address or Address()), self.params)

    def to_json(self) -> dict[str, str | None]:
        """Give the shape that the command line promises."""
        return {
            "code": self.code,
            "field": self.field,
            "severity": self.severity,
            "message": self.message(),
            "fix": self.fix(),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Issue:
        """Read back what :meth:`to_record` wrote."""
        params = record.get("params") or {}
        severity: Severity = "warn"
        if record.get("severity") in ("block", "hint"):
            severity = record["severity"]  # type: ignore[assignment]
        return cls(
            code=str(record["code"]),
            field=str(record["field"]) if record.get("field") is not None else None,
            severity=severity,
            params=dict(params) if isinstance(params, Mapping) else {},
        )

    def to_record(self) -> dict[str, object]:
        """Give a language-free form to keep in the database."""
        return {
            "code": self.code,
            "field": self.field,
            "severity": self.severity,
            "params": dict(self.params),
        }


def blocking(issues: list[Issue]) -> list[Issue]:
    """Keep the issues that stop the way."""
    return [issue for issue in issues if issue.severity == "block"]
