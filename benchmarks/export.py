"""Time rows for an importer beside ``csv.writer``, in one run: made and written, and checked as well.

    python benchmarks/export.py                  100,000 listings, WooCommerce
    python benchmarks/export.py --channel meta   another generated file; --form xml for another form of it
    python benchmarks/export.py --all            every generated file, one after another
    python benchmarks/export.py --json           the same, as JSON
    python benchmarks/export.py --only rows      one measurement alone

The listings are made here (seeded): names, two paragraphs of description, tags, facts; one in ten belongs to
a group of variants. They come in blocks, and for each block three take turns, so that a busy computer slows
all alike: ``csv.writer`` alone writing the very same rows, which lie ready; ``write_file(rows(…))``; and
``check(…)`` of every listing before that. Each writes UTF-8 into a file of the temporary folder. A ratio is
the processor time of all blocks together divided by that of ``csv.writer``. A workbook is compared with
xlsxwriter alone (constant_memory, cells as text) instead, a feed in XML with XMLGenerator: each writes
such a file without our rows; the seconds of ``csv.writer`` for the same cells stand beside it.

Memory is the peak of resident memory (VmHWM; ru_maxrss where there is no /proc) of a child process that
checks and writes listings which are made one after another; a child each for a tenth of the listings and for
all of them. What grows is said in megabytes and must stay below the target: it is the variants, which wait
for the rest of their group. A whole ``export`` without pictures is told beside that, with seconds that hold
the making of listings: it also keeps the codes of all products, to find the ones that meet.

A sheet of 20,000 of these listings is read into products, with everything that is checked on the way, beside
calamine alone, which hands out the cells as they are; the two take turns.

Exits with 1 when a target is missed. Memory is not measured on Windows.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from xml.sax.saxutils import XMLGenerator

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from made_listings import listings  # noqa: E402

from merchant_helper import channels  # noqa: E402
from merchant_helper.channels.model import Requires  # noqa: E402
from merchant_helper.channels.updates import in_form  # noqa: E402
from merchant_helper.listings.product import Product  # noqa: E402

BLOCK = 1000
# What writes the same cells without our rows.
PLAIN = {"csv": "csv.writer", "xlsx": "xlsxwriter", "xml": "XMLGenerator"}
TARGETS = {"rows": 3.0, "checked": 8.0, "memory_mb": 20.0, "reading": 3.0}
SHEET_ROWS = 20_000
TWO_PICTURES = (
    "https://anh.example.vn/tiem/MON_1-0a1b2c3d.jpg",
    "https://anh.example.vn/tiem/MON_2-0a1b2c3e.jpg",
)


def addresses(_product: Product) -> tuple[str, ...]:
    """Name two pictures, for files that need any."""
    return TWO_PICTURES


@dataclass
class Measured:
    """Hold one thing that was measured, beside its target."""

    name: str
    value: float
    target: float | None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Tell whether the target was missed."""
        return self.target is not None and self.value > self.target


class Race:
    """Let csv.writer and ours write the same blocks by turns, and add up the seconds."""

    def __init__(self, channel: channels.Channel, folder: Path) -> None:
        self.channel, self.path = channel, folder / "rows.csv"
        rule = channel.file
        assert rule is not None
        self.format = rule.format
        self.seconds = dict.fromkeys(("csv", "alone", "rows", "checked"), 0.0)
        self.rows = self.bytes = 0

    def run(self, products: list[Product]) -> None:
        """Time one block each way."""
        ready = [list(row.values()) for row in channels.rows(products, self.channel, addresses)]
        self._time("csv", lambda: self._csv(ready))
        written = self.path.read_bytes()
        if self.format == "csv":
            self.seconds["alone"] = self.seconds["csv"]
        else:
            plainly = self._book if self.format == "xlsx" else self._feed
            self._time("alone", lambda: plainly(ready))
        self._time("rows", lambda: self._rows(products))
        if self.format == "csv" and self.path.read_bytes().partition(b"\n")[2] != written:
            raise SystemExit("the two did not write the same rows")
        self._time("checked", lambda: self._checked(products))
        self.rows += len(ready)
        self.bytes += len(written)

    def _time(self, name: str, work: Callable[[], object]) -> None:
        clock = time.process_time()
        work()
        self.seconds[name] += time.process_time() - clock

    def _csv(self, ready: list[list[str]]) -> None:
        rule = self.channel.file
        assert rule is not None
        ends = {"crlf": "\r\n", "lf": "\n"}[rule.line_end]
        with self.path.open("wb") as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
            csv.writer(text, delimiter=rule.delimiter, lineterminator=ends).writerows(ready)
            text.detach()

    def _feed(self, ready: list[list[str]]) -> None:
        with self.path.open("wb") as stream:
            feed = XMLGenerator(stream, "utf-8")
            for row in ready:
                feed.startElement("item", {})
                for column, cell in zip(self.channel.columns, row, strict=True):
                    if cell:
                        feed.startElement(column.header, {})
                        feed.characters(cell)
                        feed.endElement(column.header)
                feed.endElement("item")

    def _book(self, ready: list[list[str]]) -> None:
        import xlsxwriter

        workbook = xlsxwriter.Workbook(self.path.with_suffix(".xlsx"), {"constant_memory": True})
        sheet, text = workbook.add_worksheet(), workbook.add_format({"num_format": "@"})
        for number, row in enumerate(ready):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell, text)
        workbook.close()

    def _rows(self, products: list[Product]) -> None:
        with self.path.open("wb") as stream:
            channels.write_file(channels.rows(products, self.channel, addresses), self.channel, stream)

    def _checked(self, products: list[Product]) -> None:
        for product in products:
            channels.check(product, self.channel)
        self._rows(products)


def race(channel: channels.Channel, count: int, folder: Path) -> Race:
    """Run all blocks; one before them warms up and does not count."""
    Race(channel, folder).run(list(listings(BLOCK)))
    run = Race(channel, folder)
    for start in range(0, count, BLOCK):
        run.run(list(listings(min(BLOCK, count - start), start)))
    return run


def compare_rows(channel: channels.Channel, count: int) -> list[Measured]:
    """Compare making and checking of rows with csv.writer."""
    with tempfile.TemporaryDirectory(prefix="export-benchmark-") as folder:
        run = race(channel, count, Path(folder))
    alone = run.seconds["alone"]
    plain = PLAIN[run.format]
    said = f"{run.rows} rows, {run.bytes / 1e6:.0f} MB, {plain} alone {alone:.2f} s"
    if run.format != "csv":
        said += f" (csv.writer {run.seconds['csv']:.2f} s)"
    rows, checked = run.seconds["rows"], run.seconds["checked"]
    return [
        Measured(f"rows made and written / {plain}", rows / alone, TARGETS["rows"], f"{said}; {rows:.2f} s"),
        Measured(f"with the check / {plain}", checked / alone, TARGETS["checked"], f"{checked:.2f} s"),
    ]


def stream_through(channel: channels.Channel, count: int) -> None:
    """Check and write listings that are made one after another."""

    def checked() -> Iterator[Product]:
        for product in listings(count):
            channels.check(product, channel)
            yield product

    with Path(os.devnull).open("wb") as sink:
        channels.write_file(channels.rows(checked(), channel, addresses), channel, sink)


def export_all(channel: channels.Channel, count: int) -> None:
    """Send listings through a whole export, without pictures."""
    # No listing is held for want of a page or a brand: what is held is kept, and would be measured instead.
    pictures = channel.pictures.model_copy(update={"required": False})
    easy = channel.model_copy(update={"requires": Requires(), "replaces_all": False, "pictures": pictures})
    branded = (replace(product, brand="Bà Sáu") for product in listings(count))
    with tempfile.TemporaryDirectory() as folder:
        channels.export(branded, easy, Path(folder), pictures=False)


CHILDREN = {"stream": stream_through, "export": export_all}


def child(what: str, channel: channels.Channel, count: int) -> int:
    """Do one thing and tell the peak of this process's memory."""
    clock = time.perf_counter()
    CHILDREN[what](channel, count)
    print(json.dumps({"peak_mb": peak_megabytes(), "seconds": time.perf_counter() - clock}))
    return 0


def peak_megabytes() -> float:
    """Read the peak of this process; ru_maxrss alone may still hold that of the process that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1e3
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def peak_of(what: str, channel: channels.Channel, count: int) -> tuple[float, float]:
    """Run a child process and give its peak in megabytes and its seconds."""
    command = [sys.executable, __file__, "--child", what, "--channel", channel.id, "--listings", str(count)]
    form = next((form.id for form in channel.forms if channel.file and form.name == channel.file.name), None)
    command += ["--form", form] if form else []
    said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return said["peak_mb"], said["seconds"]


def compare_memory(channel: channels.Channel, count: int) -> list[Measured]:
    """Compare the peak of memory for a tenth of the listings and for all of them."""
    if sys.platform == "win32":
        return []
    found = []
    for what, target in (("stream", TARGETS["memory_mb"]), ("export", None)):
        few, _seconds = peak_of(what, channel, count // 10)
        many, seconds = peak_of(what, channel, count)
        note = f"{few:.0f} MB with {count // 10} listings, {many:.0f} MB with {count}; {seconds:.0f} s"
        found.append(Measured(f"memory that grows, {what}, MB", many - few, target, note))
    return found


def write_sheet(count: int, path: Path) -> None:
    """Write listings as a volunteer would: all columns of the empty sheet, numbers as text."""
    import xlsxwriter

    from merchant_helper.bulk.sheet.columns import fields

    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, [field.vi for field in fields().values()])
    for number, product in enumerate(listings(count), start=1):
        told = {**vars(product), "photos": f"{product.sku}.jpg", "tags": " | ".join(product.tags)}
        cells = ("" if told.get(key) is None else str(told[key]) for key in fields())
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, column, cell)
    workbook.close()


def compare_reading(_channel: channels.Channel, _count: int) -> list[Measured]:
    """Read a sheet into products, beside calamine that only hands out its cells."""
    from python_calamine import CalamineWorkbook

    from merchant_helper.bulk.sheet.read import read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_sheet(SHEET_ROWS, path)
        seconds = {"calamine": 0.0, "ours": 0.0}
        for _turn in range(5):
            clock = time.process_time()
            rows = sum(1 for _row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
            seconds["calamine"] += time.process_time() - clock
            clock = time.process_time()
            products = sum(1 for product in read(path).products() if product.price)
            seconds["ours"] += time.process_time() - clock
    if rows != SHEET_ROWS + 1 or products != SHEET_ROWS:
        raise SystemExit(f"{rows} rows and {products} products came out of {SHEET_ROWS}")
    note = f"{SHEET_ROWS} rows, five turns each; {seconds['calamine'] / 5:.2f} s alone"
    ratio = seconds["ours"] / seconds["calamine"]
    return [Measured("sheet read into products / calamine", ratio, TARGETS["reading"], note)]


# One more measurement is one more function here; each gives what it found beside its targets.
MEASUREMENTS: dict[str, Callable[[channels.Channel, int], list[Measured]]] = {
    "rows": compare_rows,
    "memory": compare_memory,
    "reading": compare_reading,
}


def tell(found: list[Measured], as_json: bool) -> None:
    """Print what was measured."""
    if as_json:
        print(json.dumps([{**asdict(one), "missed": one.missed} for one in found], indent=1))
        return
    for one in found:
        target = "" if one.target is None else f"at most {one.target:g}{'  MISSED' if one.missed else ''}"
        print(f"{one.name:38}{one.value:8.2f}   {target:20}{one.note}")


def main() -> int:
    """Measure everything; 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--channel", default="woocommerce")
    parser.add_argument("--only", choices=MEASUREMENTS, nargs="+", default=list(MEASUREMENTS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--form", help="another form of the file (shopify: old, google: xml)")
    parser.add_argument("--all", action="store_true", help="every generated file")
    options = parser.parse_args()
    wanted = every_file() if options.all else [chosen(options.channel, options.form)]
    if options.child:
        return child(options.child, wanted[0], options.listings)
    missed = False
    for number, channel in enumerate(wanted):
        if options.all and channel.file and not options.json:
            print(channel.file.name)
        # Reading a sheet has nothing to do with the channel: once is enough.
        names = [name for name in options.only if name != "reading" or not number]
        found = [one for name in names for one in MEASUREMENTS[name](channel, options.listings)]
        tell(found, options.json)
        missed = missed or any(one.missed for one in found)
    return int(missed)


def chosen(channel_id: str, form: str | None) -> channels.Channel:
    """Load a channel, in a form of its file if one is asked for."""
    channel = channels.load(channel_id)
    formed = in_form(channel, form) if form else channel
    if formed is None or formed.file is None:
        raise SystemExit(f"no such file: {channel_id} {form or ''}")
    return formed


def every_file() -> list[channels.Channel]:
    """Give every generated file in each of its forms."""
    known = [channel for channel in channels.all_channels() if channel.has_file]
    forms = [(channel.id, form.id) for channel in known for form in channel.forms]
    return known + [chosen(channel_id, form) for channel_id, form in forms]


if __name__ == "__main__":
    sys.exit(main())
