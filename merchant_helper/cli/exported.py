"""Tell people what an export did: how many went out, what stayed and why, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from merchant_helper.i18n import gettext as _

if TYPE_CHECKING:
    from merchant_helper.bulk.mending import Group
    from merchant_helper.channels import Problem, Report

# More rows of one deed than a screen takes stand in the files and in --json.
SHOWN = 20


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
    told = mending(report.problems, of_shop=drafts is not None)
    return "\n".join([*lines, *told, *_next(report, out)])


def mending(problems: Sequence[Problem], *, of_shop: bool = False) -> Iterator[str]:
    """Say what to do, deed by deed: what holds rows back before what should be looked at.

    A shop's listings have numbers, a sheet has rows.
    """
    from merchant_helper.bulk.mending import grouped

    groups = grouped(problems)
    for title, severities in ((_("Cần sửa:"), ("block",)), (_("Nên xem lại:"), ("warn", "hint"))):
        here = [group for group in groups if group.severity in severities]
        if here:
            yield title
        for group in here:
            yield from _deed(group, of_shop)


def _deed(group: Group, of_shop: bool) -> Iterator[str]:
    """Say one deed, the rows that wait for it, why, and what to write instead."""
    from merchant_helper.bulk.mending import spans

    first, rows = group.places[0], spans(group.rows)
    if not rows:
        yield f"  {first.message} {first.fix}".rstrip()
        return
    told = {"deed": group.title, "n": group.count, "rows": rows}
    yield "  " + (
        _("{deed}: {n} món: món số {rows}", **told) if of_shop else _("{deed}: {n} món: dòng {rows}", **told)
    )
    if group.is_one_sentence:
        yield f"    {first.message} {first.fix}".rstrip()
        codes = list(dict.fromkeys(where.sku for where in group.places if where.sku))
        if codes:
            more = ", …" if len(codes) > SHOWN else ""
            yield "    " + _("Mã hàng: {codes}", codes=", ".join(codes[:SHOWN]) + more)
        return
    for where in group.places[:SHOWN]:
        number = _("Món số {row}", row=where.row) if of_shop else _("Dòng {row}", row=where.row)
        head = " · ".join(part for part in (number, where.sku) if part)
        yield f"    {head}: {where.message} {where.fix}".rstrip()
    if len(group.places) > SHOWN:
        yield "    " + _("… và {n} chỗ nữa; --json ghi đủ từng dòng.", n=len(group.places) - SHOWN)


def _next(report: Report, out: Path) -> Iterator[str]:
    from merchant_helper.channels.export import FIXES

    if any(file.path == FIXES for file in report.files):
        yield _("Các dòng để riêng ở trong {path}, cùng cách sửa. Sửa xong thì đưa lại chính tệp đó.",
                path=out / FIXES)  # fmt: skip
    yield from (_("Bản trước được để trong {path}.", path=path) for path in report.set_aside)
    if report.rows_out:
        yield _("Cách đưa lên nơi bán: merchant-helper channels {place}", place=report.channel)
