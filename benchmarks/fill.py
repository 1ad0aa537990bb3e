"""Time the filling of a seller's template beside openpyxl, in one run.

    python benchmarks/fill.py TEMPLATE.xlsx            1,000 products
    python benchmarks/fill.py TEMPLATE.xlsx --json     the same, as JSON
    python benchmarks/fill.py TEMPLATE.xlsx --rounds 9

TEMPLATE is one that is recognised (TikTok Shop, Shopee, Lazada, Sapo). The questions it asks are answered
here: the first of its own choices, "1" for a number, "x" for a text. The products are made here, complete, so
that all rows go out; the run ends with 1 when one is held.

Two take turns, so that a busy computer slows both alike. Ours is everything from the path of the template to
the finished folder: opened, looked through and recognised, every product checked by the file's own rules,
rows written, report and all, without pictures. Theirs loads the template, writes the same cells and saves it,
and checks nothing. The ratio is the processor time of theirs over ours, best of all rounds; it must be 5 or
more. Told beside it: the same for theirs without any cell written.

Memory is the peak of resident memory (VmHWM; ru_maxrss where there is no /proc) of a child process each, in
megabytes, and of one that only imports the same.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from merchant_helper.channels.fill import AnswersMissing, Template, fill, open_template, ready  # noqa: E402
from merchant_helper.channels.fill.content import Number, rows_of  # noqa: E402
from merchant_helper.channels.fill.filler import Filling  # noqa: E402
from merchant_helper.listings.product import Product  # noqa: E402

TARGET = 5.0
ROWS = 1_000
TOLD = "Cá cơm ủ chượp mười hai tháng trong thùng gỗ.\n- Không phẩm màu\n- Không chất bảo quản\n\nĐể nơi mát."


def goods(count: int) -> list[Product]:
    """Make products that lack nothing that templates ask for."""
    first = Product(
        sku="NM-0",
        name="Nước mắm nhĩ Phú Quốc",
        price=150_000,
        category="food",
        description=TOLD,
        stock=24,
        weight_g=900,
        length_cm=8,
        width_cm=8,
        height_cm=26,
    )
    return [
        replace(first, sku=f"NM-{n}", name=f"{first.name} mẻ {n}", price=150_000 + n) for n in range(count)
    ]


def answered(template: Template, products: list[Product]) -> dict[str, str]:
    """Answer whatever the template asks; what answers bring up is answered as well."""
    answers: dict[str, str] = {}
    for _round in range(5):
        try:
            ready(products, template, answers, addresses=False)
        except AnswersMissing as missing:
            for question in missing.questions:
                answers[question.key] = (
                    question.choices[0] if question.choices else "1" if question.number else "x"
                )
        else:
            return answers
    raise SystemExit("the template asks without end")


def ours(path: Path, products: list[Product], answers: dict[str, str]) -> int:
    """Fill the template; gives the rows that are held."""
    with tempfile.TemporaryDirectory() as folder:
        return fill(products, open_template(path), answers, Path(folder)).rows_held


def theirs(path: Path, name: str, first: int, rows: list[dict[int, str]]) -> None:
    """Load the template, write the same cells, and save it."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book[name]
    for number, row in enumerate(rows, start=first):
        for column, text in row.items():
            sheet.cell(number, column).value = float(text) if isinstance(text, Number) else text
    book.save(io.BytesIO())


def seconds(work: Callable[[], object]) -> float:
    """Give the processor time of one go."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def peak_mb() -> float:
    """Give this process's peak of resident memory."""
    try:
        told = Path("/proc/self/status").read_text()
        return int(told.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (1024 * 1024 if sys.platform == "darwin" else 1024)


def made(path: Path, count: int) -> tuple[list[Product], dict[str, str], str, int, list[dict[int, str]]]:
    """Make the products and the cells that both write."""
    products, template = goods(count), open_template(path)
    answers = answered(template, products)
    filling = Filling(template, answers)
    rows = [
        row
        for number, product in enumerate(products, start=1)
        for row in rows_of(filling.plan, filling.answers, [product], {}, number)
    ]
    return products, answers, filling.form.ref.name, filling.form.first_row, rows


def child(path: Path, count: int, what: str) -> None:
    """Do one of the two in this process, and tell its peak."""
    products, answers, name, first, rows = made(path, count)
    import openpyxl

    base = peak_mb()
    if what == "ours":
        ours(path, products, answers)
    elif what == "theirs":
        theirs(path, name, first, rows)
    print(json.dumps({"base": base, "peak": peak_mb(), "openpyxl": openpyxl.__version__}))


def memory(path: Path, count: int, what: str) -> float:
    """Run one of the two in a child, and give its peak."""
    call = [sys.executable, __file__, str(path), "--rows", str(count), "--child", what]
    told = subprocess.run(call, check=True, capture_output=True, text=True)
    return float(json.loads(told.stdout)["peak"])


def measured(path: Path, count: int, rounds: int) -> dict[str, Any]:
    """Measure both."""
    products, answers, name, first, rows = made(path, count)
    held = ours(path, products, answers)
    times: dict[str, list[float]] = {"ours": [], "theirs": [], "theirs_without_cells": []}
    for _round in range(rounds):
        times["ours"].append(seconds(lambda: ours(path, products, answers)))
        times["theirs"].append(seconds(lambda: theirs(path, name, first, rows)))
        times["theirs_without_cells"].append(seconds(lambda: theirs(path, name, first, [])))
    best = {what: min(found) for what, found in times.items()}
    return {
        "rows": count,
        "held": held,
        "cells": sum(map(len, rows)),
        "seconds": {what: round(found, 3) for what, found in best.items()},
        "ratio": round(best["theirs"] / best["ours"], 2),
        "ratio_without_cells": round(best["theirs_without_cells"] / best["ours"], 2),
        "peak_mb": {what: round(memory(path, count, what), 1) for what in ("ours", "theirs", "nothing")},
        "target": TARGET,
    }


def main() -> int:
    """Measure, tell, and say by the status whether the target is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("template", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=("ours", "theirs", "nothing"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.template, asked.rows, asked.child)
        return 0
    found = measured(asked.template, asked.rows, asked.rounds)
    if asked.json:
        print(json.dumps(found))
    else:
        print(f"{found['rows']} rows, {found['cells']} cells, {found['held']} held")
        for what, took in found["seconds"].items():
            print(f"  {what:<22} {took:.3f} s")
        without = found["ratio_without_cells"]
        print(f"  {found['ratio']} times as fast (target {TARGET}), {without} without cells")
        print(f"  peak memory, MB: {found['peak_mb']}")
    return 0 if found["ratio"] >= TARGET and not found["held"] else 1


if __name__ == "__main__":
    sys.exit(main())
