"""Weigh the pages and time them: bytes on the wire as a phone gets them, and the server's own time.

Run ``python benchmarks/pages.py``. It makes a shop in a folder of its own, walks from the first page to the
kit as the tests do, looks at all pages of more on the product, and opens every page again to time it. Exits
with 1 when a budget is broken: 110 kB for the first visit without pictures, 15 kB for a later page, 30 ms at
the median of every page of the way, 50 ms of every page of more.
"""

from __future__ import annotations

import gzip
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "photos")]

from web.house import running  # noqa: E402
from web.page_reader import Client, Page  # noqa: E402
from web.wizard.walk import first_product  # noqa: E402

FIRST_VISIT, LATER_PAGE, MEDIAN_MS, MORE_MS, ROUNDS = 110_000, 15_000, 30.0, 50.0, 15
GZIP = {"Accept-Encoding": "gzip"}
STATIC = re.compile(r"""["'(](/static/[^"'#)]+)""")
MODULE, NAMED = re.compile(r"/js/([\w-]+)\.mjs$"), re.compile(r'data-module="([^"]*)"')
PICTURES = (".png", ".jpg", ".webp")


class Notebook(Client):
    """Remember every address that showed a page on the way."""

    def __init__(self, raw: Any) -> None:
        super().__init__(raw)
        self.seen: dict[str, None] = {}

    def _page(self, url: str, answer: Any, status: int | None) -> Page:
        if answer.request.method == "GET" and answer.status_code == 200:
            self.seen.setdefault(answer.request.path)
        return super()._page(url, answer, status)


def fetch(client: Client, url: str) -> tuple[int, str]:
    """Give the bytes of an answer with its headers, and its text."""
    answer = client.raw.get(url, headers=GZIP)
    body = gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data
    return len(answer.data) + len(str(answer.headers).encode()), body.decode("utf-8", "replace")


def first_visit(client: Client, url: str) -> int:
    """Add up a page and all it asks for, and what that asks for; pictures apart.

    Of the modules that the first script knows only those count that the page names.
    """
    total, todo, done, named = 0, [url], set(), set()
    while todo:
        here = todo.pop()
        module = MODULE.search(here)
        if here in done or here.endswith(PICTURES) or (module and module[1] not in named):
            continue
        done.add(here)
        size, text = fetch(client, here)
        if here == url:
            named = {"main", *" ".join(NAMED.findall(text)).split()}
        total += size
        todo += STATIC.findall(text)
    return total


def median_ms(client: Client, url: str) -> float:
    """Time a page as the server makes it, packed, again and again."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.raw.get(url, headers=GZIP)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> int:
    """Print one line a page; say which budget is broken."""
    broken = []
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as app:
        client = Notebook(app.test_client())
        client.read("/")
        walk = first_product(client)[0]
        way = set(client.seen)
        for address in client.read(f"{walk.listing}/more").links.values():
            if address.startswith(walk.listing):
                client.read(address)
        client.read(f"{walk.shop}/live")
        print(f"{'page':<34}{'first, bytes':>14}{'later, bytes':>14}{'median, ms':>12}")
        for url in client.seen:
            name = re.sub(r"/[\w-]{16}(?=/|$)", "/…", url)
            visit, later, ms = first_visit(client, url), fetch(client, url)[0], median_ms(client, url)
            print(f"{name:<34}{visit:>14,}{later:>14,}{ms:>12.1f}")
            if visit > FIRST_VISIT or later > LATER_PAGE or ms > (MEDIAN_MS if url in way else MORE_MS):
                broken.append(name)
    if broken:
        print("over a budget:", ", ".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
