"""Tell what works on this computer and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

from merchant_helper.cli import computer_checks, folder_checks
from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.data import data_folder
from merchant_helper.cli.finding import Finding
from merchant_helper.cli.outcome import Status
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark

WORDS = {"ok": mark("được"), "warn": mark("xem lại"), "fail": mark("hỏng")}


@verb("doctor")
@pass_call
def doctor(call: Call) -> Status:
    """Run every check; one that breaks is itself a finding."""
    counts = {"ok": 0, "warn": 0, "fail": 0}
    for finding in findings(call):
        counts[finding.state] += 1
        sentence = f"[{_(WORDS[finding.state])}] {finding.message} {finding.fix}".rstrip()
        call.report.item(asdict(finding), sentence)
    said = _("{ok} mục được, {warn} mục nên xem lại, {fail} mục hỏng.", **counts)
    call.report.summary({"checks": sum(counts.values()), **counts}, said)
    return Status.HELD if counts["fail"] else Status.DONE


def findings(call: Call) -> Iterator[Finding]:
    """Make every check, in the order in which things are needed."""
    folder = data_folder(call)
    yield from _safely("python", computer_checks.python)
    for check in folder_checks.CHECKS:
        yield from _safely(check.__name__, partial(check, folder))
    for own in computer_checks.CHECKS:
        yield from _safely(own.__name__, own)
    yield from _safely("models", partial(folder_checks.models, folder))


def _safely(name: str, check: Callable[[], Finding | list[Finding]]) -> list[Finding]:
    try:
        found = check()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        message = _("Không kiểm tra được mục {name} ({reason}).", name=name, reason=reason)
        return [Finding(name, "fail", message, _("Gửi dòng này cho người làm phần mềm."))]
    return found if isinstance(found, list) else [found]
