"""Read our workbooks with everybody's readers, and tell whether one of them sees another cell than we wrote.

    python benchmarks/readers.py                        drawn templates and the generated workbook
    python benchmarks/readers.py TEMPLATE.xlsx …        sellers' own templates as well
    python benchmarks/readers.py --json                 the same, as JSON

The products hold what programs like to spoil: codes that begin with zeros, thirteen digits of a barcode, a
name that looks like a formula, a dash that is no hyphen, descriptions of several lines. Each template is
filled with them, its questions answered by the first of its own choices; KiotViet's file is generated. Then
every reader that is installed here reads the sheet, and each cell is compared with what was written: texts
must be the same letter by letter, numbers the same number. Readers: openpyxl, python-calamine, pandas (over
calamine), xlsx2csv, pylightxl, polars (over fastexcel), pyexcel, and LibreOffice where ``soffice`` is on the
path (it converts to CSV, cells as they are). Those that are missing are named; nothing is downloaded.

Two things are told and not counted: a reader that cannot open the seller's empty template either, and
pylightxl in filled templates: it reads no text that stands in its cell, and there ours do, because the list
of texts that a workbook shares is a part of the template that stays byte for byte.

Exits with 1 when a reader sees another cell.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from channels.fill.filled import ANSWERS, DRAWN  # noqa: E402

from merchant_helper import channels  # noqa: E402
from merchant_helper.channels.fill import AnswersMissing, Template, fill, open_template, ready  # noqa: E402
from merchant_helper.listings.product import Product  # noqa: E402

Grid = list[list[Any]]
TOLD = "Cá cơm ủ 12 tháng.\nKhông phẩm màu.\n\n=1+1 vẫn là chữ; “nháy kép”, & < > 0012345"
NAMES = ("Bánh tráng – 500 g, gói lớn", "=1+1 Nước mắm nhĩ Phú Quốc", "Nước mắm 0012345 đặc biệt")
CODES = ("0812345678", "0012345", "NM-01")


def goods() -> list[Product]:
    """Make products of values that programs like to reinterpret."""
    return [
        Product(
            sku=sku,
            name=name,
            price=150_000,
            category="food",
            description=TOLD,
            stock=24,
            weight_g=900,
            length_cm=8,
            width_cm=8,
            height_cm=26,
            gtin="8934563138165" if row == 2 else None,
            origin="Phú Quốc",
            unit="chai",
            unit_size="500 ml",
            row=row,
        )
        for row, (sku, name) in enumerate(zip(CODES, NAMES, strict=True), start=2)
    ]


@dataclass(frozen=True)
class Book:
    """Be one workbook of ours: its sheet, where our rows begin (counted from 1), and all cells as written."""

    name: str
    file: Path
    sheet: str
    first: int
    template: Path | None = None


def answered(template: Template, known: dict[str, str]) -> dict[str, str]:
    """Answer what a template asks by the first of its own choices."""
    answers = dict(known)
    for _turn in range(4):
        try:
            ready(goods(), template, answers, addresses=False)
        except AnswersMissing as error:
            for one in error.questions:
                answers[one.key] = one.choices[0] if one.choices else "1" if one.number else "x"
        else:
            break
    return answers


def filled(file: Path, out: Path, known: dict[str, str]) -> Book:
    """Fill a template."""
    template = open_template(file)
    report = fill(goods(), template, answered(template, known), out)
    if report.rows_held:
        raise SystemExit(f"{file.name}: {[p.issue.message() for p in report.problems]}")
    form = template.found.forms[0]
    done = out / report.files[0].path
    return Book(f"{template.channel.id} {file.name}", done, form.ref.name, form.first_row, file)


def books(folder: Path, templates: Sequence[Path]) -> list[Book]:
    """Make all workbooks."""
    made = []
    for place, draw in DRAWN.items():
        file = folder / f"{place}.xlsx"
        file.write_bytes(draw())
        made.append(filled(file, folder / place, dict(ANSWERS[place])))
    made += [filled(file, folder / f"own-{n}", {}) for n, file in enumerate(templates)]
    channels.export(goods(), channels.load("kiotviet"), folder / "kiotviet", pictures=False)
    made.append(Book("kiotviet", folder / "kiotviet" / "kiotviet.xlsx", "Sheet1", 2))
    return made


def by_calamine(book: Book) -> Grid:
    """Read as this program itself does."""
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(book.file).get_sheet_by_name(book.sheet)
    return sheet.to_python(skip_empty_area=False)


def by_openpyxl(book: Book) -> Grid:
    """Read with the commonest reader of Python."""
    from openpyxl import load_workbook

    opened = load_workbook(book.file, read_only=False)
    return [list(row) for row in opened[book.sheet].iter_rows(values_only=True)]


def by_pandas(book: Book) -> Grid:
    """Read as people who work with tables do."""
    import pandas

    frame = pandas.read_excel(
        book.file, sheet_name=book.sheet, header=None, dtype=object, engine="calamine", keep_default_na=False
    )
    return frame.to_numpy().tolist()


def by_xlsx2csv(book: Book) -> Grid:
    """Read by way of CSV."""
    from xlsx2csv import Xlsx2csv

    out = io.StringIO()
    reader = Xlsx2csv(str(book.file), outputencoding="utf-8", skip_empty_lines=False)
    reader.convert(out, sheetid=reader.getSheetIdByName(book.sheet))
    return list(csv.reader(io.StringIO(out.getvalue())))


def by_pylightxl(book: Book) -> Grid:
    """Read with a small reader of its own make."""
    import pylightxl

    return [list(row) for row in pylightxl.readxl(str(book.file), ws=book.sheet).ws(book.sheet).rows]


def by_polars(book: Book) -> Grid:
    """Read with the reader of fastexcel, every cell as text."""
    import fastexcel

    sheet = fastexcel.read_excel(book.file).load_sheet(
        book.sheet, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=False
    )
    return [list(row) for row in sheet.to_polars().rows()]


def by_pyexcel(book: Book) -> Grid:
    """Read with pyexcel, which decides on types itself."""
    import pyexcel

    sheet = pyexcel.get_sheet(
        file_name=str(book.file),
        sheet_name=book.sheet,
        auto_detect_int=False,
        skip_hidden_row_and_column=False,
    )
    return [list(row) for row in sheet.rows()]


def by_libreoffice(book: Book) -> Grid:
    """Let LibreOffice open it and write CSV."""
    with tempfile.TemporaryDirectory() as folder:
        # Comma, quotes, UTF-8, from the first row; cells as they are and not as shown; every sheet a file.
        how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        home = f"-env:UserInstallation={Path(folder).as_uri()}/home"
        words = ["soffice", home, "--headless", "--convert-to", how, "--outdir", folder, str(book.file)]
        subprocess.run(words, check=True, capture_output=True, timeout=300)
        file = next(Path(folder).glob(f"*-{book.sheet}.csv"))
        return list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))


EXCUSES = ("cannot read the empty template either", "reads no text that stands in its cell")
READERS: dict[str, tuple[str, Callable[[Book], Grid]]] = {
    "openpyxl": ("openpyxl", by_openpyxl),
    "pandas": ("pandas", by_pandas),
    "xlsx2csv": ("xlsx2csv", by_xlsx2csv),
    "pylightxl": ("pylightxl", by_pylightxl),
    "polars": ("fastexcel", by_polars),
    "pyexcel": ("pyexcel_xlsx", by_pyexcel),
}


def as_text(cell: Any) -> str:
    """Give a cell as text; a number without the zeros that only its reader puts there."""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    # Excel's own end of line in a cell is LF; some readers give CR LF.
    return str(cell).replace("\r\n", "\n")


def ours(grid: Grid, first: int) -> Grid:
    """Give our rows as text, without what is empty at their ends."""
    rows = [[as_text(cell) for cell in row] for row in grid[first - 1 : first - 1 + len(CODES)]]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def differences(wrote: Grid, seen: Grid) -> list[str]:
    """Name the cells that a reader saw otherwise; a number may be told as text."""
    found = []
    for number, (ours_row, theirs) in enumerate(zip(wrote, seen, strict=False), start=1):
        if len(theirs) < len(ours_row):
            theirs = [*theirs, *[""] * (len(ours_row) - len(theirs))]
        for place, (one, other) in enumerate(zip(ours_row, theirs, strict=False), start=1):
            if one != other and not _same_number(one, other):
                found.append(f"row {number} column {place}: {one!r} became {other!r}")
    return found if len(seen) >= len(wrote) else [*found, f"{len(wrote) - len(seen)} rows are missing"]


def _same_number(one: str, other: str) -> bool:
    """Take 150000 and 150000.0 for the same, never 0012345 and 12345."""
    try:
        same = float(one) == float(other)
    except ValueError:
        return False
    return same and not (one.startswith("0") and one[1:2].isdigit())


def missing_values(wrote: Grid) -> list[str]:
    """Name what must stand in our rows and does not."""
    cells = {cell for row in wrote for cell in row}
    wanted = (*CODES, NAMES[0])
    return [value for value in wanted if value not in cells]


def looked(book: Book, name: str, read: Callable[[Book], Grid], wrote: Grid) -> list[str]:
    """Read a workbook with one reader, and name what it saw otherwise."""
    try:
        seen = read(book)
    except Exception as error:  # a reader that cannot open the file is a finding, too
        if book.template is not None:
            try:
                read(replace(book, file=book.template))
            except Exception:
                return [EXCUSES[0]]
        return [f"cannot read it: {type(error).__name__}: {error}"[:200]]
    if name == "pylightxl" and book.template is not None:
        return [EXCUSES[1]]
    return differences(wrote, ours(seen, book.first))


def measure(templates: Sequence[Path]) -> dict[str, Any]:
    """Read everything with everybody."""
    here = {name: read for name, (module, read) in READERS.items() if find_spec(module)}
    if shutil.which("soffice"):
        here["libreoffice"] = by_libreoffice
    missing = [name for name in (*READERS, "libreoffice") if name not in here]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for book in books(Path(folder), templates):
            wrote = ours(by_calamine(book), book.first)
            lost = missing_values(wrote)
            told = {"calamine": [f"{value!r} is not there" for value in lost]}
            for name, read in here.items():
                told[name] = looked(book, name, read, wrote)
            excused = {name: lines[0] for name, lines in told.items() if lines and lines[0] in EXCUSES}
            told |= {name: [] for name in excused}
            results.append({"book": book.name, "readers": told, "not_counted": excused})
    return {"books": results, "missing": missing}


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("templates", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.templates)
    bad = [told for book in found["books"] for told in book["readers"].values() if told]
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 1 if bad else 0
    for book in found["books"]:
        print(book["book"])
        for name, told in book["readers"].items():
            print(f"  {name:12} {book['not_counted'].get(name) or ('the same' if not told else '')}")
            for line in told[:8]:
                print(f"               {line}")
    if found["missing"]:
        print(f"not installed here: {', '.join(found['missing'])}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
