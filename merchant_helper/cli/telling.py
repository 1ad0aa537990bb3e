"""Tell of cleaned photos, one by one and as a whole."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from merchant_helper.cli.cleaning import Cleaned
from merchant_helper.cli.gather import Found
from merchant_helper.cli.naming import Planned
from merchant_helper.cli.report import Report, issue_lines
from merchant_helper.cli.signals import undisturbed
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.issues import Issue

WORDS = {
    "good": mark("dùng được"),
    "check": mark("xem lại bằng mắt"),
    "retake": mark("nên chụp lại"),
    None: mark("không làm được"),
}


@dataclass
class Tally:
    """Count how the photos came out; ``photos`` are those that were dealt with."""

    photos: int = 0
    good: int = 0
    check: int = 0
    retake: int = 0
    failed: int = 0

    def add(self, cleaned: Cleaned) -> None:
        """Count one photo."""
        outcome = cleaned.verdict or "failed"
        self.photos += 1
        setattr(self, outcome, getattr(self, outcome) + 1)

    @property
    def again(self) -> int:
        """Count the photos that have to be taken again or could not be used."""
        return self.retake + self.failed


class Teller:
    """Tell of each photo as it is done, and of all of them at the end.

    ``out`` is the real path of the output folder; paths are told relative to it.
    """

    def __init__(self, report: Report, out: Path, total: int, *, masks: bool) -> None:
        from merchant_helper.photos.alike import Lookalikes

        self.tally = Tally()
        self._seen = Lookalikes()
        self._report, self._out, self._total, self._masks = report, out, total, masks

    def tell(self, planned: Planned, cleaned: Cleaned) -> None:
        """Tell of one photo, whole: an interruption waits until it is counted and written."""
        with undisturbed():
            self._tell(planned, cleaned)

    def _tell(self, planned: Planned, cleaned: Cleaned) -> None:
        self.tally.add(cleaned)
        item = self._item(planned, cleaned)
        word = _(WORDS[cleaned.verdict])
        place = f" -> {item['output']}" if item["output"] else ""
        count = f"[{self.tally.photos}/{self._total}] "
        self._report.item(item, f"{count}{item['source']}: {word}{place}{issue_lines(item['issues'])}")

    def sum_up(self, found: Found, seconds: float) -> None:
        """Tell how the whole came out, and what was passed over."""
        counts = asdict(self.tally)
        passed = {"masks_passed_over": found.masks, "others_passed_over": found.others}
        said = _(
            "{photos} ảnh: {good} dùng được, {check} xem lại bằng mắt, {retake} nên chụp lại, "
            "{failed} không làm được.",
            **counts,
        )
        if found.masks or found.others:
            said += " " + _("Bỏ qua {masks} ảnh mặt nạ, {others} tệp không phải ảnh.",
                            masks=found.masks, others=found.others)  # fmt: skip
        self._report.summary({**counts, **passed, "seconds": round(seconds, 3)}, said)

    def _item(self, planned: Planned, cleaned: Cleaned) -> dict[str, Any]:
        done = cleaned.verdict is not None
        source = relative(planned.source.path, self._out)
        issues = [Issue.from_record(record) for record in cleaned.issues]
        return {
            "source": source,
            "output": planned.picture.as_posix() if done else None,
            "mask": planned.mask.as_posix() if done and self._masks else None,
            "engine": cleaned.engine,
            "model": cleaned.model,
            "verdict": cleaned.verdict,
            "confidence": cleaned.confidence,
            "issues": [i.to_json() for i in (*issues, *self._seen.look(cleaned.fingerprint, source))],
            "seconds": cleaned.seconds,
        }


def relative(path: Path, folder: Path) -> str:
    """Give a path as seen from a folder, with ``/``; a whole one where another drive lies between."""
    real = path.parent.resolve() / path.name
    try:
        return Path(os.path.relpath(real, folder)).as_posix()
    except ValueError:
        return real.as_posix()
