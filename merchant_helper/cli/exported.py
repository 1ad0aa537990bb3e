"""Tell people what an export did: how many went out, what stayed and why, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from merchant_helper.i18n import gettext as _

if TYPE_CHECKING:
    from merchant_helper.channels import Problem, Report


def exported(report: Report, out: Path, drafts: int | None = None) -> str:
    """Say it in lines; ``drafts`` counts the listings of a shop that are not finished, None for a sheet."""
    lines = [
        _("{rows_out} món đã đưa vào {path}, {rows_held} món còn thiếu được để riêng.",
          rows_out=report.rows_out, rows_held=report.rows_held, path=out)
    ]  # fmt: skip
    if drafts is None and not report.rows_in:
        lines.append(_("Bảng chưa có món nào. Ghi mỗi món một dòng, ở dưới dòng tên cột."))
    if drafts:
        lines.append(_("{count} món còn viết dở, chưa đưa vào.", count=drafts))
    return "\n".join([*lines, *_problems(report), *_next(report, out)])


def told(problem: Problem) -> str:
    """Say one problem with its row and code; one that holds its row says so."""
    row = "" if problem.row is None else _("Dòng {row}", row=problem.row)
    head = " · ".join(part for part in (row, problem.sku) if part)
    if problem.issue.severity == "block" and head:
        head = _("{row} (để riêng)", row=head)
    return f"{head}: {problem.issue.message()} {problem.issue.fix()}".strip(": ")


def _problems(report: Report) -> Iterator[str]:
    """Give what has to be mended before what should be looked at."""
    held = {problem.row for problem in report.problems if problem.issue.severity == "block"}
    mend = [problem for problem in report.problems if problem.row in held]
    look = [problem for problem in report.problems if problem.row not in held]
    yield from _listed(_("Cần sửa:"), mend)
    yield from _listed(_("Nên xem lại:"), look)


def _listed(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield title
        yield from (f"  {told(problem)}" for problem in problems)


def _next(report: Report, out: Path) -> Iterator[str]:
    from merchant_helper.channels.export import FIXES

    if any(file.path == FIXES for file in report.files):
        yield _("Các dòng để riêng ở trong {path}, cùng cách sửa. Sửa xong thì đưa lại chính tệp đó.",
                path=out / FIXES)  # fmt: skip
    yield from (_("Bản trước được để trong {path}.", path=path) for path in report.set_aside)
    if report.rows_out:
        yield _("Cách đưa lên nơi bán: merchant-helper channels {place}", place=report.channel)
